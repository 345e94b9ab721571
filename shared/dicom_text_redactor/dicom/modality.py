"""The modality of a file, as long as it is one that the standard knows: other values could say anything."""

from __future__ import annotations

from pathlib import Path

from pydicom import dcmread

from dicom_text_redactor.silence import quietly

OTHER = "other"

_TERMS = """
AR BDUS BI BMD CFM CR CT DG DMS DX ECG EEG ES FA FID FS GM HC IO IVOCT IVUS KER LEN LS MG MR NM OAM OCT OP OPM
OPT OPTBSV OPTENF OPV OT OSS PA POS PT PX RF RG RTIMAGE SC SEG SM SRF ST TG US VA XA XAPROTOCOL XC
"""
KNOWN = frozenset(_TERMS.split())
"""Defined terms of Modality (0008,0060) for objects with pictures: PS3.3 C.7.3.1.1.1, retired ones included."""


def modality_of(path: Path) -> str:
    """The modality of a DICOM file, or `OTHER` where it has none of the known ones or cannot be read."""
    try:
        with quietly():
            value = str(dcmread(path, stop_before_pixels=True, specific_tags=["Modality"]).get("Modality", "")).strip()
    except Exception:  # damaged files make pydicom raise whatever there is
        return OTHER
    return value if value in KNOWN else OTHER
