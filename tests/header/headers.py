"""Headers that hold a marker wherever a value can be put, and what comes of them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pydicom
from pydicom import DataElement, Dataset
from pydicom.datadict import dictionary_VR
from pydicom.sequence import Sequence
from pydicom.tag import Tag
from pydicom.uid import UID

from dicom_text_redactor.dicom.files.copies import shallow, to_read
from dicom_text_redactor.dicom.files.reading import read
from dicom_text_redactor.dicom.files.saving import save
from dicom_text_redactor.header.deidentifying import deidentify
from dicom_text_redactor.header.profile import rows
from dicom_text_redactor.header.pseudonyms import Pseudonyms
from dicom_text_redactor.phi.identity import Identity
from tests.dicom.images import FORMS, made

KEY = "a key of the tests, which is no secret"
MARKER = "ZQXVMARKER"
MARKED_UID = "1.2.826.0.1.3680043.9.7777.31415926"
MARKED_DATE = "19611109"
MARKERS = (MARKER.encode(), MARKED_UID.encode(), MARKED_DATE.encode(), b"161803")
CT = "1.2.840.10008.5.1.4.1.1.2"

_MARKED: dict[str, Any] = {
    "AS": "047Y",
    "DA": MARKED_DATE,
    "DT": MARKED_DATE + "161803",
    "TM": "161803",
    "DS": "161803",
    "IS": "161803",
    "UI": MARKED_UID,
    **dict.fromkeys(("US", "SS", "UL", "SL", "UV", "SV"), 16180),
    **dict.fromkeys(("FL", "FD"), 1.6180),
    "AT": 0x00101010,
    **dict.fromkeys(("OB", "OW", "UN"), MARKER.encode()),
    **dict.fromkeys(("OD", "OF", "OL", "OV"), MARKER.encode() + b"      "),
}


def marked(tag: int, vr: str | None = None) -> DataElement:
    """An element with a marker; a sequence has an item with a name, a UID, a date and a text."""
    vr = (vr or dictionary_VR(tag)).split(" or ")[-1]
    if vr == "SQ":
        return DataElement(tag, "SQ", Sequence([item()]))
    return DataElement(tag, vr, _MARKED.get(vr, MARKER))


def item() -> Dataset:
    """An item that identifies somebody in all ways."""
    made = Dataset()
    made.PersonName = f"{MARKER}^Orsolya"
    made.ReferencedSOPClassUID, made.ReferencedSOPInstanceUID = CT, MARKED_UID
    made.Date = MARKED_DATE
    made.CodeMeaning = f"seen by {MARKER}"
    made.add_new(0x00091001, "UN", MARKER.encode())
    return made


def tags() -> list[int]:
    """The tags of all rows, one of those that stand for many."""
    found = (key.replace("xxxxxx", "003000").replace("xx", "00") for key in rows() if key != "private")
    return [int(key, 16) for key in found]


def image(sop_class: str = CT) -> Dataset:
    """A small image of a class, with nothing but a patient and UIDs in its header."""
    dataset = made(FORMS[0])
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = UID(sop_class)
    dataset.PatientName, dataset.PatientID = f"{MARKER}^Orsolya", f"{MARKER}1"
    dataset.StudyInstanceUID = "1.2.826.0.1.3680043.9.7777.1"
    return dataset


def stored(dataset: Dataset) -> bytes:
    """The bytes of a file."""
    file = BytesIO()
    save(dataset, file)
    return file.getvalue()


def reread(dataset: Dataset) -> Dataset:
    """What a file of the dataset is read as."""
    return read(BytesIO(stored(dataset)), max_bytes=2**31)


def cleaned(dataset: Dataset, *options: str, key: str = KEY, judge: Any = None) -> tuple[Dataset, dict[str, Any]]:
    """A cleaned copy, and what is told of it."""
    source = reread(dataset)
    copied = shallow(source)
    told = deidentify(copied, frozenset(options), Pseudonyms(key), Identity.of(to_read(source)), judge)
    return copied, told


def written(dataset: Dataset) -> Dataset:
    """A dataset as another program reads it from its file."""
    return pydicom.dcmread(BytesIO(stored(dataset)))


def has(dataset: Dataset, tag: int) -> bool:
    return Tag(tag) in dataset
