"""What the Image Pixel module of an image (PS3.3 C.7.6.3) says, checked against its pixel data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydicom import Dataset
from pydicom.uid import RLELossless

from dicom_text_redactor.dicom.codecs.syntaxes import codec_of, syntax_of
from dicom_text_redactor.dicom.pixels.form import FLOAT_BITS, PAIRED, PixelForm
from dicom_text_redactor.dicom.pixels.pixel_data import check_codestreams, check_length, decoded_colour, pixel_element
from dicom_text_redactor.dicom.pixels.tables import tables_of
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.errors import Damaged, NoPixels, TooLarge, Unsupported

_SAMPLES = {
    "MONOCHROME1": 1,
    "MONOCHROME2": 1,
    "PALETTE COLOR": 1,
    "RGB": 3,
    "YBR_FULL": 3,
    "YBR_FULL_422": 3,
    "YBR_PARTIAL_422": 3,
    "YBR_ICT": 3,
    "YBR_RCT": 3,
}
_BITS_ALLOCATED = (1, 8, 16, 32)
_TO_OTHER_COLOURS = (
    "Convert the image to grey, RGB or YBR_FULL (PS3.3 C.7.6.3.1.2) where it was made; "
    "another transfer syntax does not change its colour space."
)
_MOST_FRAMES = 250_000  # each costs some time and memory however few pixels it has


def describe(dataset: Dataset, *, max_pixels: int) -> PixelForm:
    """Read the form of an image and check that its values and its pixel data agree.

    Nothing is decoded. `max_pixels` bounds rows times columns times frames.

    Raises
    ------
    NoPixels
        There is no pixel data.
    TooLarge
        There are more pixels than `max_pixels`, or more frames or pieces of them than any real object has.
    Unsupported
        The form is legal but not handled: four samples, retired colour spaces, other numbers of bits,
        compressed samples that do not end at High Bit.
    Damaged
        A value is missing, silly, or contradicted by the pixel data.
    """
    with refusing("The description of the pixels cannot be read."):
        element = pixel_element(dataset)
        if not element.value:
            raise NoPixels("The object's pixel data is empty.")
        form = _module(dataset) if element.keyword == "PixelData" else _float_module(dataset, element.keyword)
        if form.rows * form.columns * form.frames > max_pixels:
            raise TooLarge("The image has more pixels than REDACT_MAX_PIXELS allows.")
        if form.frames > _MOST_FRAMES:
            raise TooLarge("The image has more frames than any real object.")
        if form.photometric == "PALETTE COLOR":
            tables_of(dataset)
        if form.native:
            check_length(dataset, form)
            return form
        check_codestreams(dataset, form)
        return replace(form, decoded_photometric=decoded_colour(dataset, form))


def describe_again(dataset: Dataset, form: PixelForm) -> PixelForm:
    """The form of a new dataset made from an image of `form`, which has as many pixels; raises as `describe` does."""
    return describe(dataset, max_pixels=form.rows * form.columns * form.frames)


def _module(dataset: Dataset) -> PixelForm:
    """The Image Pixel module (PS3.3 C.7.6.3)."""
    syntax = syntax_of(dataset)
    native = codec_of(syntax).native
    photometric = _text(dataset, "PhotometricInterpretation")
    samples = _number(dataset, "SamplesPerPixel", 1, 4)
    if photometric not in _SAMPLES or samples == 4:
        raise Unsupported("The image is in a colour space that is not handled.", _TO_OTHER_COLOURS)
    if samples != _SAMPLES[photometric]:
        raise Damaged("Samples per Pixel contradicts Photometric Interpretation.")
    allocated = _number(dataset, "BitsAllocated", 1, 64)
    if allocated not in _BITS_ALLOCATED or (allocated == 1 and not (native and samples == 1)):
        raise Unsupported("This number of allocated bits is not handled; 1 (grey, native), 8, 16 and 32 are.")
    stored = _number(dataset, "BitsStored", 1, allocated)
    form = PixelForm(
        **_size(dataset),
        samples=samples,
        photometric=photometric,
        bits_allocated=allocated,
        bits_stored=stored,
        high_bit=_number(dataset, "HighBit", stored - 1, allocated - 1, stored - 1),
        # Neither colours nor single bits have a sign, whatever a careless header says.
        signed=bool(_number(dataset, "PixelRepresentation", 0, 1)) and samples == 1 and allocated > 1,
        planar=None if samples == 1 else _number(dataset, "PlanarConfiguration", 0, 1, None if native else 0),
        syntax=syntax,
        decoded_photometric=photometric,
    )
    if photometric in PAIRED and native:
        if form.columns % 2 or form.planar or allocated != 8:
            raise Damaged("Uncompressed YBR_FULL_422 needs 8 bits, an even number of columns and interleaved samples.")
        form = replace(form, decoded_photometric=photometric.replace("FULL_422", "FULL"))
    if photometric == "YBR_PARTIAL_422" and not native:
        raise Unsupported("The image is in a colour space that is not handled.", _TO_OTHER_COLOURS)
    if form.shift and (form.paired or not (native or syntax == RLELossless)):
        raise Unsupported("The samples do not lie at the low end of their cells (High Bit is not Bits Stored - 1).")
    return form


def _float_module(dataset: Dataset, keyword: str) -> PixelForm:
    """The Floating Point and Double Floating Point Image Pixel modules (PS3.3 C.7.6.24 and C.7.6.25)."""
    syntax = syntax_of(dataset)
    if not codec_of(syntax).native:
        raise Unsupported("Compressed float pixel data does not exist in DICOM.")
    photometric = _text(dataset, "PhotometricInterpretation")
    if photometric not in ("MONOCHROME1", "MONOCHROME2") or _number(dataset, "SamplesPerPixel", 1, 4) != 1:
        raise Unsupported("Float pixel data is handled in grey only.")
    bits = _number(dataset, "BitsAllocated", 1, 64)
    if bits != FLOAT_BITS[keyword]:
        raise Damaged("Bits Allocated contradicts the kind of float pixel data.")
    return PixelForm(
        **_size(dataset),
        samples=1,
        photometric=photometric,
        bits_allocated=bits,
        bits_stored=bits,
        high_bit=bits - 1,
        signed=True,
        planar=None,
        syntax=syntax,
        decoded_photometric=photometric,
        keyword=keyword,
    )


def _size(dataset: Dataset) -> dict[str, Any]:
    return {
        "rows": _number(dataset, "Rows", 1, 65535),
        "columns": _number(dataset, "Columns", 1, 65535),
        # Some write 0 for an image that is no cine; whether there is one frame is seen by its bytes.
        "frames": _number(dataset, "NumberOfFrames", 0, 2**31 - 1, 1) or 1,
    }


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
