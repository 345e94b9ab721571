"""Frames that are encapsulated one by one without being compressed (PS3.5 A.4.11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydicom.uid import ExplicitVRLittleEndian

from dicom_text_redactor.dicom.pixels.cells import cells_of, samples_of
from dicom_text_redactor.dicom.pixels.native import NativePixels
from dicom_text_redactor.errors import Damaged, Unsupported
from dicom_text_redactor.model import Pixels

if TYPE_CHECKING:
    from dicom_text_redactor.dicom.pixels.form import PixelForm


def decode(data: bytes, form: PixelForm, *, keep_unused_bits: bool = False) -> Pixels:
    """One frame whose samples lie as in native pixel data.

    Raises
    ------
    Damaged
        There are more or fewer bytes than the frame has, but for a byte of padding.
    Unsupported
        Chroma is subsampled.
    """
    native = _native(form)
    size = native.native_bytes
    if len(data) not in (size, size + size % 2):
        raise Damaged("A frame does not have the size that the file's header says.")
    cells = NativePixels(data[:size], native, "OB").frame(0)
    return cells.astype(form.dtype) if keep_unused_bits else samples_of(cells, form)


def encode(pixels: Pixels, form: PixelForm) -> bytes:
    """One frame with its samples as in native pixel data, in planes where the form says so.

    Raises
    ------
    Unsupported
        Chroma is subsampled.
    """
    native = _native(form)
    target = NativePixels(bytes(native.native_bytes), native, "OB")
    target.frame(0)[...] = cells_of(pixels, native)
    return target.to_bytes()


def _native(form: PixelForm) -> PixelForm:
    if form.photometric == "YBR_FULL_422":
        raise Unsupported("Encapsulated frames with subsampled chroma are handled in JPEG only.")
    return replace(form, syntax=ExplicitVRLittleEndian, frames=1)
