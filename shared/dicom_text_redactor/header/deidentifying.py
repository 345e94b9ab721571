"""The header of one file, after its pixels were redacted with it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.tag import Tag
from pydicom.uid import UID

from dicom_text_redactor.dicom.files.copies import to_read
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.header.claims import claim_header
from dicom_text_redactor.header.cleaner import Cleaner
from dicom_text_redactor.header.known import Known
from dicom_text_redactor.header.options import CLEAN_GRAPHICS
from dicom_text_redactor.header.pseudonyms import Pseudonyms
from dicom_text_redactor.header.texts import Count, JudgeWords, clean
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.judge import FileJudge
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.version import APP

_META = frozenset({0x00020001, 0x00020002, 0x00020003, 0x00020010})
"""What stays of the file meta information: version, SOP class and instance, transfer syntax."""


def with_key(settings: RedactionSettings) -> RedactionSettings:
    """The settings with a random key, where a header is to be cleaned and they have none."""
    if settings.header == "keep" or settings.header_key:
        return settings
    return replace(settings, header_key=secrets.token_hex(32))


def keeps_uids(settings: RedactionSettings) -> bool:
    """Whether UIDs are as they were when a header was, or was not, cleaned by these settings."""
    return settings.header == "keep" or "retain-uids" in settings.header_options


def clean_header(
    dataset: Dataset, settings: RedactionSettings, judge: FileJudge, *, graphics: bool, all_checked: bool
) -> dict[str, Any]:
    """Clean a header in place by the settings, name in it what was done, and tell that.

    Parameters
    ----------
    judge
        The judge of this file, who knows its header as it was.
    graphics
        Whether overlays were judged and stayed.
    all_checked
        Whether every frame and every other place was looked at.

    Raises
    ------
    Damaged
        The header cannot be read.
    """
    chosen = settings.header_options | ({CLEAN_GRAPHICS.name} if graphics else set())
    judged = judge.judge if "clean-descriptors" in chosen else None
    told = deidentify(dataset, chosen, Pseudonyms(settings.header_key), judge.identity, judged)
    claim_header(dataset, settings.header_options, graphics=graphics, all_checked=all_checked, app_version=APP)
    return told


def deidentify(
    dataset: Dataset, chosen: frozenset[str], pseudonyms: Pseudonyms, identity: Identity, judge: JudgeWords | None
) -> dict[str, Any]:
    """Clean a header in place, pixels apart, and tell what was done to which attributes, without their values.

    Parameters
    ----------
    chosen
        Names of options.
    identity
        What the header identified somebody by before anything was changed.
    judge
        Judges the words of texts, under ``clean-descriptors``; None: texts that would be judged go whole.

    Raises
    ------
    Damaged
        The header cannot be read.
    """
    with refusing("The header cannot be cleaned."):
        source = to_read(dataset)
        cleaner = Cleaner(chosen, pseudonyms, _text(source, "SOPClassUID"), patient_of(source), Known(identity))
        cleaner.clean(dataset, source)
        count = _judged(cleaner, judge)
        _clean_meta(dataset, cleaner, pseudonyms, retain="retain-uids" in chosen)
        dataset.preamble = bytes(128)
    return _told(chosen, cleaner, count)


def patient_of(dataset: Dataset) -> str:
    """What tells the patient of a data set from others: the id, or else name and birth date, or else the study."""
    id_ = _text(dataset, "PatientID")
    name = f"{_text(dataset, 'PatientName')}|{_text(dataset, 'PatientBirthDate')}".strip("|")
    return id_ or name or _text(dataset, "StudyInstanceUID") or _text(dataset, "SOPInstanceUID")


def _text(dataset: Dataset, keyword: str) -> str:
    try:
        return str(dataset.get(keyword) or "").strip()
    except Exception:
        return ""


def _judged(cleaner: Cleaner, judge: JudgeWords | None) -> Count:
    if judge is not None:
        return clean(cleaner.texts, judge)
    for text in cleaner.texts:
        text.lost()
    return Count()


def _clean_meta(dataset: Dataset, cleaner: Cleaner, pseudonyms: Pseudonyms, *, retain: bool) -> None:
    """Leave of the file meta information what a file needs, with the new UID of the instance."""
    meta: FileMetaDataset = dataset.file_meta
    for tag in list(meta.keys()):
        if tag not in _META and tag.elem != 0:
            del meta[tag]
            cleaner.tally.add("removed", "file-meta", tag)
    instance = Tag("MediaStorageSOPInstanceUID")
    if not retain and meta.get(instance) and str(meta[instance].value):
        meta.MediaStorageSOPInstanceUID = UID(pseudonyms.uid(str(meta[instance].value)))
        cleaner.tally.add("replaced", "basic", instance)


def _told(chosen: frozenset[str], cleaner: Cleaner, count: Count) -> dict[str, Any]:
    told: Mapping[str, Any] = {"profile": "basic", "options": sorted(chosen), "attributes": cleaner.tally.told()}
    words = {"words": {"kept": count.kept, "removed": count.removed}} if "clean-descriptors" in chosen else {}
    return {**told, **words}
