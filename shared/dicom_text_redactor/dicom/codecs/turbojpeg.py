"""JPEG Lossless both ways, and JPEG of up to 12 bits, with libjpeg-turbo as imagecodecs brings it.

GDCM would read both as well, but it stops the whole process over some streams: damaged ones, and sound ones whose
samples have 7 of 8 bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from imagecodecs import JPEG8, Jpeg8Error, jpeg8_decode, jpeg8_encode

from dicom_text_redactor.dicom.pixels.cells import samples_of
from dicom_text_redactor.errors import Damaged, Unsupported
from dicom_text_redactor.model import Pixels

if TYPE_CHECKING:
    from dicom_text_redactor.dicom.pixels.form import PixelForm

_MARKED_AS = {1: JPEG8.CS.GRAYSCALE, 3: JPEG8.CS.RGB}


def decode(data: bytes, form: PixelForm, *, keep_unused_bits: bool = False) -> Pixels:
    """Decode one frame of JPEG Lossless or JPEG Extended; no colours are converted.

    Raises
    ------
    Damaged
        libjpeg-turbo cannot decode it, or it gives another shape.
    """
    # Both ends are said to be in one colour space, whatever the markers name, so nothing is converted.
    space = _MARKED_AS[form.samples]
    try:
        cells = jpeg8_decode(data, colorspace=space, outcolorspace=space)
    except (Jpeg8Error, ValueError):
        raise Damaged("A frame cannot be decoded.") from None
    if cells.shape != form.shape:
        raise Damaged("A frame does not have the size that the file's header says.")
    return cells.astype(form.dtype) if keep_unused_bits else samples_of(cells, form)


def encode(pixels: Pixels, form: PixelForm) -> bytes:
    """Encode one frame as JPEG Lossless with the first-order predictor (T.81 annex H, selection value 1).

    The codestream has as many bits for each sample as the file allocates, as those of other
    toolkits do: signed samples keep their sign in it. Markers say RGB where the decoded frames
    of the image are that, and nothing of colour otherwise, since JFIF's would halve the chroma.

    Raises
    ------
    Unsupported
        The samples have more than 16 bits, or without markers the label would not tell what they are.
    """
    if form.bits_allocated > 16 or (form.decoded_photometric == "YBR_FULL" != form.photometric):
        raise Unsupported("JPEG Lossless cannot hold these samples.")
    cells = np.ascontiguousarray(pixels).view(np.dtype(f"u{form.dtype.itemsize}"))
    space = JPEG8.CS.UNKNOWN if form.decoded_photometric == "YBR_FULL" else _MARKED_AS[form.samples]
    bits = form.bits_allocated
    return bytes(
        jpeg8_encode(cells, lossless=True, predictor=1, bitspersample=bits, colorspace=space, outcolorspace=space)
    )
