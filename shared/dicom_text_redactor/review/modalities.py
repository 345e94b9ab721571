"""The values of Modality (0008,0060) that may stand on the page; any other could be somebody's free text."""

from __future__ import annotations

from pydicom import Dataset

from dicom_text_redactor.dicom.files.copies import apart
from dicom_text_redactor.silence import quietly

OTHER = "other"
"""What stands for a value that the standard does not know, and for none."""

# The defined terms of PS3.3 C.7.3.1.1.1, retired ones included, as far as objects with pictures have them.
CODES = frozenset(
    """
    AR AS BDUS BI BMD CD CF CFM CP CR CS CT CTPROTOCOL DD DF DG DM DMS DS DX EC ECG EEG EMG EOG EPS ES FA FID FS GM
    HC HD IO IOL IVOCT IVUS KER LEN LP LS MA MG MR MS NM OAM OCT OP OPM OPR OPT OPTBSV OPTENF OPV OSS OT PA POS PT
    PX RESP RF RG RTDOSE RTIMAGE RTINTENT RTPLAN RTRAD RTRECORD RTSEGANN RTSTRUCT SC SEG SM SMR SRF ST TG US VA VF
    XA XC
    """.split()
)


def modality_of(dataset: Dataset) -> str:
    """The file's modality, if it is one that the standard knows; else `OTHER`."""
    with quietly():
        try:
            value = str(apart(dataset, "Modality").get("Modality", "")).strip().upper()
        except Exception:  # pydicom raises nearly anything for a damaged value
            return OTHER
    return value if value in CODES else OTHER
