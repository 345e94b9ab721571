"""The header that all phantoms have: who is shown, when, where and by whom, under UIDs that a seed decides."""

from __future__ import annotations

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, generate_uid

from benchmarks.phantoms.names import Patient


def header(sop_class: str, modality: str, who: Patient, drawn_from: tuple[str, ...]) -> Dataset:
    """Everything of a data set but what describes its pixels; its UIDs are the same each time for the same words."""
    dataset = Dataset()
    number(dataset, sop_class, drawn_from)
    dataset.ImageType = ["ORIGINAL", "PRIMARY"]
    dataset.Modality, dataset.Manufacturer = modality, "None"
    dataset.PatientName, dataset.PatientID, dataset.PatientSex = who.header_name, who.number, who.sex
    dataset.PatientBirthDate = f"{who.born:%Y%m%d}"
    dataset.StudyDate = dataset.ContentDate = f"{who.studied:%Y%m%d}"
    dataset.StudyTime = dataset.ContentTime = f"{who.studied:%H%M%S}"
    dataset.AccessionNumber, dataset.InstitutionName = who.accession, who.hospital
    dataset.ReferringPhysicianName = "^".join(who.physician)
    dataset.StudyID = dataset.SeriesNumber = dataset.InstanceNumber = "1"
    return dataset


def number(dataset: Dataset, sop_class: str, drawn_from: tuple[str, ...]) -> None:
    """Give a data set its class, UIDs that are the same each time for the same words, and the head of a file."""
    uids = [generate_uid(entropy_srcs=[*drawn_from, level]) for level in "abc"]
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID = UID(sop_class)
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID = uids[0]
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = uids[1], uids[2]
