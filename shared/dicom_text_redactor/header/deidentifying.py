"""The header of one file, after its pixels were redacted with it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
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
from dicom_text_redactor.memory import Memory
from dicom_text_redactor.model import Verdict, Word
from dicom_text_redactor.phi.header import Header as FileHeader
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.judge import FileJudge, Judge
from dicom_text_redactor.phi.technique import KEYWORDS, technique_of
from dicom_text_redactor.phi.wordlists import LISTS
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.version import APP

_SCREEN = (1000, 1000)
_SETTINGS = tuple(
    keyword for keyword in KEYWORDS if not re.search("Description|Comments|ProtocolName|Agent|ScanOptions", keyword)
)
"""Keywords of technical values that nobody types as a text."""
_META = frozenset({0x00020001, 0x00020002, 0x00020003, 0x00020010})
"""What stays of the file meta information: version, SOP class and instance, transfer syntax."""


def with_key(settings: RedactionSettings, known: str = "") -> RedactionSettings:
    """The settings with a key, where a header is to be cleaned and they have none: the `known` one, or a random one."""
    if settings.header == "keep" or settings.header_key:
        return settings
    return replace(settings, header_key=known or secrets.token_hex(32))


def keeps_uids(settings: RedactionSettings) -> bool:
    """Whether UIDs are as they were when a header was, or was not, cleaned by these settings."""
    return settings.header == "keep" or "retain-uids" in settings.header_options


def clean_header(
    dataset: Dataset, original: Dataset, settings: RedactionSettings, judge: Judge, *, graphics: bool, all_checked: bool
) -> dict[str, Any]:
    """Clean a header in place by the settings, name in it what was done, and tell that.

    Parameters
    ----------
    original
        The dataset as it was read, with the whole header.
    judge
        Judges words by settings of the policy ``cautious``.
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
    source = to_read(original)
    identity = Identity.of(source, LISTS)
    judged = judge_of_texts(judge, source, identity) if "clean-descriptors" in chosen else None
    told = deidentify(dataset, chosen, Pseudonyms(settings.header_key), identity, judged)
    claim_header(dataset, settings.header_options, graphics=graphics, all_checked=all_checked, app_version=APP)
    return told


def judge_of_texts(judge: Judge, source: Dataset, identity: Identity) -> JudgeWords:
    """A judge who knows the header, but takes no word for technique because a text that is judged has it."""

    def judged(words: Sequence[Word]) -> list[Verdict]:
        judge.analyzer.prepare()
        file_judge = FileJudge(judge, FileHeader(identity, technique_of(source, _SETTINGS)), _SCREEN, Memory())
        return file_judge.judge(words)

    return judged


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
        known = Known(identity)
        cleaner = Cleaner(chosen, pseudonyms, _text(source, "SOPClassUID"), patient_of(source), known)
        cleaner.clean(dataset, source)
        count = _judged(cleaner, judge, known)
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


def _judged(cleaner: Cleaner, judge: JudgeWords | None, known: Known) -> Count:
    if judge is not None:
        return clean(cleaner.texts, judge, known)
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
