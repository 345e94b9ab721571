"""The lossy past of an image, which it keeps for ever (PS3.3 C.7.6.1.1.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydicom import Dataset

from dicom_text_redactor.dicom.codecs import codestreams
from dicom_text_redactor.dicom.codecs.syntaxes import HTJ2K_FAMILY, JPEG_2000_FAMILY, JPEG_LS_FAMILY


def note_lossy(dataset: Dataset, syntax: str, frames: Iterable[bytes]) -> None:
    """Say in `dataset` that its pixels once went through the codestreams `frames`, if one of them is lossy.

    What the file says already stays. The lists of methods and ratios speak of the same steps in
    the same order: they are begun here, or completed where the other one has a single value, and
    else left alone. Whether a reversible JPEG 2000 stream was cut short cannot be seen; such a
    file is believed.
    """
    if dataset.get("LossyImageCompression") == "01":
        return
    lossy, sizes = False, []
    for stream in frames:
        claim = None if lossy else codestreams.claim_of(stream, syntax)
        lossy = lossy or bool(claim is not None and claim.lossy)
        sizes.append(len(stream))
    if not lossy:
        return
    dataset.LossyImageCompression = "01"
    methods, ratios = (_count(dataset, f"LossyImageCompression{name}") for name in ("Method", "Ratio"))
    if not methods and ratios <= 1:
        dataset.LossyImageCompressionMethod = _method(syntax)
    if not ratios and methods <= 1:
        dataset.LossyImageCompressionRatio = f"{_ratio(dataset, sizes):.2f}"


def _count(dataset: Dataset, keyword: str) -> int:
    return dataset[keyword].VM if keyword in dataset else 0


def _ratio(dataset: Dataset, sizes: Sequence[int]) -> float:
    """How many times larger the frames are unpacked (PS3.3 C.7.6.1.1.5.2)."""
    bits = dataset.Rows * dataset.Columns * dataset.SamplesPerPixel * dataset.BitsAllocated * len(sizes)
    return float(bits / 8 / sum(sizes))


def _method(syntax: str) -> str:
    """Defined terms of (0028,2114), PS3.3 C.7.6.1.1.5.1."""
    if syntax in HTJ2K_FAMILY:
        return "ISO_15444_15"
    if syntax in JPEG_2000_FAMILY:
        return "ISO_15444_1"
    return "ISO_14495_1" if syntax in JPEG_LS_FAMILY else "ISO_10918_1"
