"""Frames of brightness as stored values, and those in the transfer syntaxes that the packages can write."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.pixels.processing import convert_color_space
from pydicom.uid import (
    UID,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
)

from benchmarks.phantoms.backgrounds import Brightness

Photometric = Literal["MONOCHROME1", "MONOCHROME2", "RGB", "YBR_FULL", "PALETTE COLOR"]
Encoding = Literal["explicit", "implicit", "rle", "jpeg-ls", "jpeg-2000", "jpeg"]

LETTER_INDEX = 255  # the palette's colour of letters; tissue takes those below
_SYNTAXES: dict[Encoding, UID] = {
    "explicit": ExplicitVRLittleEndian,
    "implicit": ImplicitVRLittleEndian,
    "rle": RLELossless,
    "jpeg-ls": JPEGLSLossless,
    "jpeg-2000": JPEG2000Lossless,
    "jpeg": JPEGBaseline8Bit,
}


def samples_of(photometric: Photometric) -> int:
    """Samples per pixel."""
    return 3 if photometric in ("RGB", "YBR_FULL") else 1


def stored(planes: Sequence[Brightness], photometric: Photometric, bits: int) -> npt.NDArray[np.generic]:
    """Stored values of one frame, shape (rows, columns) or (rows, columns, 3), from brightness, 0 to 1."""
    top = LETTER_INDEX - 1 if photometric == "PALETTE COLOR" else 2**bits - 1
    values = (np.clip(np.stack(planes, axis=-1), 0, 1) * top).round()
    if photometric == "MONOCHROME1":
        values = top - values
    whole = values.astype(np.uint16 if bits > 8 else np.uint8)
    if photometric == "YBR_FULL":
        return convert_color_space(whole, "RGB", "YBR_FULL")
    return whole if samples_of(photometric) == 3 else whole[..., 0]


def describe(dataset: Dataset, shape: tuple[int, int], frames: int, photometric: Photometric, bits: int) -> None:
    """The Image Pixel module (PS3.3 C.7.6.3), and what a cine needs (PS3.3 C.7.6.6)."""
    dataset.Rows, dataset.Columns = shape
    dataset.SamplesPerPixel = samples_of(photometric)
    dataset.PhotometricInterpretation = photometric
    if dataset.SamplesPerPixel == 3:
        dataset.PlanarConfiguration = 0
    dataset.BitsAllocated = 16 if bits > 8 else 8
    dataset.BitsStored, dataset.HighBit = bits, bits - 1
    dataset.PixelRepresentation = 0
    if bits > 8:
        dataset.WindowCenter, dataset.WindowWidth = str(2 ** (bits - 1)), str(2**bits)
    if photometric == "PALETTE COLOR":
        for name, tint in (("Red", 1.0), ("Green", 0.85), ("Blue", 0.6)):
            table = np.linspace(0, 65535 * tint, 256).astype("<u2")
            table[LETTER_INDEX] = 65535
            setattr(dataset, f"{name}PaletteColorLookupTableDescriptor", [256, 0, 16])
            setattr(dataset, f"{name}PaletteColorLookupTableData", table.tobytes())
    if frames > 1:
        dataset.NumberOfFrames, dataset.FrameTime = frames, "40"
        dataset.FrameIncrementPointer = 0x00181063


def put(dataset: Dataset, values: npt.NDArray[np.generic], encoding: Encoding) -> None:
    """Put frames, shape (frames, rows, columns[, 3]), into a dataset that `describe` has described."""
    dataset.file_meta.TransferSyntaxUID = _SYNTAXES[encoding]
    if encoding in ("explicit", "implicit"):
        values = values.astype(values.dtype.newbyteorder("<"))
        dataset.PixelData = values.tobytes() + b"\0" * (values.nbytes % 2)
        dataset["PixelData"].VR = "OW" if dataset.BitsAllocated > 8 or encoding == "implicit" else "OB"
    elif encoding == "jpeg":
        dataset.PixelData = encapsulate([_jpeg(frame) for frame in values])
        dataset["PixelData"].VR = "OB"
        dataset.LossyImageCompression = "01"
        if dataset.SamplesPerPixel == 3:
            dataset.PhotometricInterpretation = "YBR_FULL_422"
    else:
        single = values if dataset.get("NumberOfFrames", 1) > 1 else values[0]
        dataset.compress(_SYNTAXES[encoding], single, generate_instance_uid=False)


def _jpeg(frame: npt.NDArray[np.generic]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(frame).save(file, "JPEG", quality=92, subsampling="4:2:2" if frame.ndim == 3 else -1)
    return file.getvalue()
