"""The form of an image: what its Image Pixel module (PS3.3 C.7.6.3) says, checked against its pixel data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from pydicom import Dataset
from pydicom.uid import UID, RLELossless

from shared.dicom import codestreams, encapsulated
from shared.dicom.quiet import refusing
from shared.dicom.syntaxes import JPEG_2000_FAMILY, codec_of, syntax_of
from shared.errors import Damaged, NoPixels, TooLarge, Unsupported

_SAMPLES = {
    "MONOCHROME1": 1,
    "MONOCHROME2": 1,
    "PALETTE COLOR": 1,
    "RGB": 3,
    "YBR_FULL": 3,
    "YBR_FULL_422": 3,
    "YBR_ICT": 3,
    "YBR_RCT": 3,
}
_BITS_ALLOCATED = (1, 8, 16, 32)


@dataclass(frozen=True, slots=True)
class PixelForm:
    """How the pixels of one image are stored.

    Attributes
    ----------
    rows, columns, frames, samples
        Size of the image; `samples` is Samples per Pixel, 1 or 3.
    photometric
        Photometric Interpretation as the file names it.
    bits_allocated, bits_stored, high_bit
        Layout of one sample, bits; `high_bit` is 0-based.
    signed
        Whether samples are two's complement.
    planar
        Planar Configuration, or None for one sample per pixel.
    syntax
        Transfer Syntax UID.
    decoded_photometric
        What the decoded frames are in: decoders undo the colour transform of JPEG 2000 and the
        chroma subsampling of YBR_FULL_422.
    """

    rows: int
    columns: int
    frames: int
    samples: int
    photometric: str
    bits_allocated: int
    bits_stored: int
    high_bit: int
    signed: bool
    planar: int | None
    syntax: UID
    decoded_photometric: str

    @property
    def native(self) -> bool:
        """Whether the pixels are stored uncompressed."""
        return codec_of(self.syntax).native

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one decoded frame: (rows, columns) or (rows, columns, samples)."""
        return (self.rows, self.columns) if self.samples == 1 else (self.rows, self.columns, self.samples)

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the decoded samples, in this machine's byte order."""
        return np.dtype(f"{'i' if self.signed else 'u'}{max(1, self.bits_allocated // 8)}")

    @property
    def limits(self) -> tuple[int, int]:
        """The smallest and the largest value that a stored sample can have."""
        if self.signed:
            return -(1 << self.bits_stored - 1), (1 << self.bits_stored - 1) - 1
        return 0, (1 << self.bits_stored) - 1

    @property
    def bits_per_frame(self) -> int:
        """Bits that one frame takes in native pixel data; frames follow each other without a gap."""
        samples = self.rows * self.columns * self.samples
        if self.photometric == "YBR_FULL_422":
            samples = samples // 3 * 2
        return samples * self.bits_allocated

    @property
    def native_bytes(self) -> int:
        """Bytes that all frames take in native pixel data, without the padding to an even length."""
        return -(-self.bits_per_frame * self.frames // 8)


def describe(dataset: Dataset, *, max_pixels: int) -> PixelForm:
    """Read the form of an image and check that its values and its pixel data agree.

    Nothing is decoded. `max_pixels` bounds rows times columns times frames.

    Raises
    ------
    NoPixels
        There is no pixel data.
    TooLarge
        There are more pixels than `max_pixels`.
    Unsupported
        The form is legal but not handled: float pixel data, four samples, retired colour spaces,
        samples that do not end at High Bit.
    Damaged
        A value is missing, silly, or contradicted by the pixel data.
    """
    with refusing("The description of the pixels cannot be read."):
        _one_pixel_element(dataset)
        form = _module(dataset)
        if form.rows * form.columns * form.frames > max_pixels:
            raise TooLarge("The image has more pixels than REDACT_MAX_PIXELS allows.")
        if form.native:
            _check_native_length(dataset, form)
        else:
            _check_codestreams(dataset, form)
        return form


def pixel_bytes(dataset: Dataset) -> bytes:
    """The value of Pixel Data as bytes.

    Raises
    ------
    Damaged
        The element holds something else.
    """
    value: object = dataset["PixelData"].value
    if isinstance(value, bytearray | memoryview):
        value = bytes(value)
    if not isinstance(value, bytes):
        raise Damaged("Pixel Data holds no bytes.")
    return value


def _one_pixel_element(dataset: Dataset) -> None:
    if "FloatPixelData" in dataset or "DoubleFloatPixelData" in dataset:
        raise Unsupported("Float pixel data is not handled; burned-in text is not expected in it.")
    if "PixelData" not in dataset:
        raise NoPixels("The object holds no pixel data.")
    if not dataset["PixelData"].value:
        raise NoPixels("The object's pixel data is empty.")


def _module(dataset: Dataset) -> PixelForm:
    syntax = syntax_of(dataset)
    native = codec_of(syntax).native
    photometric = _text(dataset, "PhotometricInterpretation")
    samples = _number(dataset, "SamplesPerPixel", 1, 4)
    if photometric not in _SAMPLES or samples == 4:
        raise Unsupported("The image is in a colour space that is not handled.")
    if samples != _SAMPLES[photometric]:
        raise Damaged("Samples per Pixel contradicts Photometric Interpretation.")
    allocated = _number(dataset, "BitsAllocated", 1, 64)
    if allocated not in _BITS_ALLOCATED or (allocated == 1 and not native):
        raise Unsupported("This number of allocated bits is not handled; 1, 8, 16 and 32 are.")
    stored = _number(dataset, "BitsStored", 1, allocated)
    high_bit = _number(dataset, "HighBit", 0, 63, stored - 1)
    if high_bit != stored - 1:
        raise Unsupported("The samples do not lie at the low end of their cells (High Bit is not Bits Stored - 1).")
    form = PixelForm(
        rows=_number(dataset, "Rows", 1, 65535),
        columns=_number(dataset, "Columns", 1, 65535),
        frames=_number(dataset, "NumberOfFrames", 1, 2**31 - 1, 1),
        samples=samples,
        photometric=photometric,
        bits_allocated=allocated,
        bits_stored=stored,
        high_bit=high_bit,
        signed=bool(_number(dataset, "PixelRepresentation", 0, 1)),
        planar=None if samples == 1 else _number(dataset, "PlanarConfiguration", 0, 1, None if native else 0),
        syntax=syntax,
        decoded_photometric=photometric,
    )
    if native and photometric == "YBR_FULL_422" and (form.columns % 2 or form.planar or allocated != 8):
        raise Damaged("Uncompressed YBR_FULL_422 needs 8 bits, an even number of columns and interleaved samples.")
    if photometric == "PALETTE COLOR":
        _check_palette(dataset)
    if native:
        return replace(form, decoded_photometric="YBR_FULL") if photometric == "YBR_FULL_422" else form
    return _with_decoded_colour(dataset, form)


def _check_palette(dataset: Dataset) -> None:
    for colour in ("Red", "Green", "Blue"):
        name = f"{colour}PaletteColorLookupTableDescriptor"
        if name not in dataset or len(list(dataset[name].value or ())) != 3:
            raise Damaged("The image uses a palette that the file does not describe.")


def _with_decoded_colour(dataset: Dataset, form: PixelForm) -> PixelForm:
    if form.samples == 1:
        return form
    if form.syntax in JPEG_2000_FAMILY:
        decoded = "RGB" if form.photometric in ("YBR_ICT", "YBR_RCT") else form.photometric
    else:
        first = encapsulated.split(pixel_bytes(dataset), form.frames, encapsulated.offset_tables(dataset))[0]
        decoded = codestreams.colour_of(first.data, form.syntax, form.photometric)
    return replace(form, decoded_photometric="YBR_FULL" if decoded == "YBR_FULL_422" else decoded)


def _check_native_length(dataset: Dataset, form: PixelForm) -> None:
    """Compare the length of native pixel data with what the module asks for.

    A tail shorter than a frame is padding, which exists in real archives; a whole frame more
    would stay unseen.
    """
    actual = len(pixel_bytes(dataset))
    if actual < form.native_bytes:
        raise Damaged("Pixel Data is shorter than the file's header says.")
    if (actual - form.native_bytes) * 8 >= max(form.bits_per_frame, 16):
        raise Damaged("Pixel Data holds more frames than Number of Frames says.")


def _check_codestreams(dataset: Dataset, form: PixelForm) -> None:
    tables = encapsulated.offset_tables(dataset)
    for frame in encapsulated.split(pixel_bytes(dataset), form.frames, tables):
        if form.syntax == RLELossless and len(frame.fragments) != 1:
            raise Damaged("An RLE frame must be one fragment (PS3.5 A.4.2); there are more.")
        codestreams.check(frame.data, form.syntax, form.shape, form.bits_allocated)


def _number(dataset: Dataset, keyword: str, least: int, most: int, default: int | None = None) -> int:
    value = dataset.get(keyword)
    if value is None or value == "":
        if default is None:
            raise Damaged(f"{keyword} is missing.")
        return default
    number = int(value)
    if not least <= number <= most:
        raise Damaged(f"{keyword} is out of range.")
    return number


def _text(dataset: Dataset, keyword: str) -> str:
    value = dataset.get(keyword)
    if not value:
        raise Damaged(f"{keyword} is missing.")
    return str(value).strip().upper()
