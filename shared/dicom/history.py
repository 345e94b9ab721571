"""The lossy past of an image, which it keeps for ever (PS3.3 C.7.6.1.1.5)."""

from __future__ import annotations

from pydicom import Dataset

from shared.dicom import codestreams
from shared.dicom.syntaxes import HTJ2K_FAMILY, JPEG_2000_FAMILY, JPEG_LS_FAMILY


def note_lossy(dataset: Dataset, syntax: str, codestream: bytes) -> None:
    """Say in `dataset` that its pixels once went through the lossy `codestream`, if they did.

    What the file says already stays. Whether a reversible JPEG 2000 stream was cut short cannot be
    seen; such a file is believed.
    """
    claim = codestreams.claim_of(codestream, syntax)
    if claim is None or not claim.lossy or dataset.get("LossyImageCompression") == "01":
        return
    dataset.LossyImageCompression = "01"
    if not dataset.get("LossyImageCompressionMethod"):
        dataset.LossyImageCompressionMethod = _method(syntax)


def _method(syntax: str) -> str:
    """Defined terms of (0028,2114), PS3.3 C.7.6.1.1.5.1."""
    if syntax in HTJ2K_FAMILY:
        return "ISO_15444_15"
    if syntax in JPEG_2000_FAMILY:
        return "ISO_15444_1"
    return "ISO_14495_1" if syntax in JPEG_LS_FAMILY else "ISO_10918_1"
