"""Decoding 12-bit JPEG with GDCM, which can do it; pydicom's own plugin for GDCM declines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gdcm
import numpy as np

from shared.errors import Damaged
from shared.model import Pixels

if TYPE_CHECKING:
    from shared.dicom.form import PixelForm


def decode(data: bytes, form: PixelForm) -> Pixels:
    """Decode one greyscale frame of JPEG Extended, 16 bits allocated.

    Raises
    ------
    Damaged
        GDCM cannot decode it, or gives another number of samples.
    """
    image = gdcm.Image()
    image.SetNumberOfDimensions(2)
    image.SetDimensions((form.columns, form.rows, 1))
    image.SetDataElement(_element(data))
    photometric = gdcm.PhotometricInterpretation.GetPIType(form.photometric)
    image.SetPhotometricInterpretation(gdcm.PhotometricInterpretation(photometric))
    syntax = gdcm.TransferSyntax.GetTSType(str.__str__(form.syntax))
    image.SetTransferSyntax(gdcm.TransferSyntax(syntax))
    image.SetPixelFormat(
        gdcm.PixelFormat(form.samples, form.bits_allocated, form.bits_stored, form.high_bit, int(form.signed))
    )
    buffer = image.GetBuffer()
    samples = form.rows * form.columns * form.samples
    if buffer is None or len(raw := buffer.encode("utf-8", "surrogateescape")) != samples * 2:
        raise Damaged("A frame cannot be decoded.")
    return np.frombuffer(raw, dtype=form.dtype).reshape(form.shape).copy()


def _element(data: bytes) -> gdcm.DataElement:
    fragment = gdcm.Fragment()
    fragment.SetByteStringValue(data)
    fragments = gdcm.SequenceOfFragments.New()
    fragments.AddFragment(fragment)
    element = gdcm.DataElement(gdcm.Tag(0x7FE0, 0x0010))
    element.SetValue(fragments.__ref__())
    return element
