"""The element that holds the pixels, and what of its bytes can be compared with a form without decoding them."""

from __future__ import annotations

from pydicom import DataElement, Dataset
from pydicom.uid import RLELossless

from dicom_text_redactor.dicom.codecs import codestreams, encapsulated
from dicom_text_redactor.dicom.codecs.syntaxes import JPEG_2000_FAMILY
from dicom_text_redactor.dicom.files.long_values import LongValue
from dicom_text_redactor.dicom.pixels.form import FLOAT_BITS, PixelForm
from dicom_text_redactor.errors import Damaged, NoPixels


def pixel_element(dataset: Dataset) -> DataElement:
    """The one element that holds the pixels.

    Raises
    ------
    NoPixels
        There is none.
    Damaged
        There is more than one.
    """
    present = [keyword for keyword in ("PixelData", *FLOAT_BITS) if keyword in dataset]
    if len(present) > 1:
        raise Damaged("The object has pixel data of more than one kind.")
    if not present:
        raise NoPixels("The object holds no pixel data.")
    return dataset[present[0]]


def pixel_value(dataset: Dataset) -> bytes | LongValue:
    """The value of the element that holds the pixels, wherever its bytes lie.

    Raises
    ------
    Damaged
        The element holds something else.
    """
    value: object = pixel_element(dataset).value
    if isinstance(value, bytearray | memoryview):
        value = bytes(value)
    if not isinstance(value, bytes | LongValue):
        raise Damaged("Pixel Data holds no bytes.")
    return value


def pixel_bytes(dataset: Dataset) -> bytes:
    """The value of the element that holds the pixels, all of it in memory.

    Raises
    ------
    Damaged
        The element holds something else.
    """
    return pixel_value(dataset)[:]


def encoded_frames(dataset: Dataset, form: PixelForm) -> list[encapsulated.EncodedFrame]:
    """The frames of a compressed image as they are stored.

    Raises
    ------
    Damaged
        They cannot be told apart.
    """
    return encapsulated.split(pixel_value(dataset), form.frames, encapsulated.offset_tables(dataset))


def set_native(dataset: Dataset, value: bytes | LongValue) -> None:
    """Put other native pixel data in, of the same kind and form."""
    element = pixel_element(dataset)
    dataset[element.tag] = DataElement(element.tag, element.VR, value, already_converted=True)


def check_length(dataset: Dataset, form: PixelForm) -> None:
    """Compare the length of native pixel data with what the module asks for.

    A tail shorter than a frame is padding, which exists in real archives; a whole frame more
    would stay unseen.

    Raises
    ------
    Damaged
        They contradict each other.
    """
    actual = len(pixel_value(dataset))
    if actual < form.native_bytes:
        raise Damaged("Pixel Data is shorter than the file's header says.")
    if (actual - form.native_bytes) * 8 >= max(form.bits_per_frame, 16):
        raise Damaged("Pixel Data holds more frames than Number of Frames says.")


def check_codestreams(dataset: Dataset, form: PixelForm) -> None:
    """Compare what the compressed frames say of themselves with the form.

    Raises
    ------
    Damaged
        They contradict each other, or cannot be told apart.
    TooLarge
        There are too many of them, or one would cost far more to decode than its size does.
    """
    for frame in encoded_frames(dataset, form):
        if form.syntax == RLELossless and len(frame.fragments) != 1:
            raise Damaged("An RLE frame must be one fragment (PS3.5 A.4.2); there are more.")
        codestreams.check(frame.data, form.syntax, form.shape, form.bits_allocated)


def decoded_colour(dataset: Dataset, form: PixelForm) -> str:
    """The colour space that the decoder of a compressed image gives."""
    if form.samples == 1:
        return form.photometric
    if form.syntax in JPEG_2000_FAMILY:
        decoded = "RGB" if form.photometric in ("YBR_ICT", "YBR_RCT") else form.photometric
    else:
        decoded = codestreams.colour_of(encoded_frames(dataset, form)[0].data, form.syntax, form.photometric)
    return "YBR_FULL" if decoded == "YBR_FULL_422" else decoded
