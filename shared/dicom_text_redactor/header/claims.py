"""Saying in the data set what was done to the header, and nothing that is not true (PS3.15 E.1.1, PS3.3 C.7.1.1)."""

from __future__ import annotations

from collections.abc import Collection

from pydicom import DataElement, Dataset

from dicom_text_redactor.dicom.files.texts import append_value
from dicom_text_redactor.dicom.marks.marking import claim
from dicom_text_redactor.header import options

_TEMPORAL = 0x00280303
_LONGEST_TEXT = 64


def claim_header(
    dataset: Dataset, chosen: Collection[str], *, graphics: bool, all_checked: bool, app_version: str
) -> None:
    """Name the profile and its options in place.

    Parameters
    ----------
    graphics
        Whether overlays were judged and stayed.
    all_checked
        Whether every frame and every other place was looked at: only then Patient Identity Removed says YES.
    """
    used = [options.BASIC, *(options.ALL[name] for name in sorted(chosen))]
    if graphics and all_checked:
        used.append(options.CLEAN_GRAPHICS)
    for option in sorted(used, key=lambda option: option.code):
        claim(dataset, option.code, option.meaning)
    append_value(dataset, "DeidentificationMethod", f"PS3.15 Basic Profile ({app_version})"[:_LONGEST_TEXT])
    dates = "UNMODIFIED" if "retain-dates" in chosen else "MODIFIED" if "shift-dates" in chosen else "REMOVED"
    dataset[_TEMPORAL] = DataElement(_TEMPORAL, "CS", dates)
    if all_checked:
        dataset.PatientIdentityRemoved = "YES"
    elif "PatientIdentityRemoved" in dataset:
        dataset.PatientIdentityRemoved = "NO"
