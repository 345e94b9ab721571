"""Encoding High-Throughput JPEG 2000 (ITU-T T.814) without loss, with OpenJPH as imagecodecs brings it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from imagecodecs import HTJ2K, htj2k_encode

from dicom_text_redactor.errors import Unsupported
from dicom_text_redactor.model import Pixels

if TYPE_CHECKING:
    from dicom_text_redactor.dicom.pixels.form import PixelForm

_DECOMPOSITIONS = 5
_THUMBNAIL = 64
_FIRST_PRECISION = 42  # from the codestream's start: Ssiz of the first component, T.800 A.5.1
_COMPONENT = 3


def encode(pixels: Pixels, form: PixelForm) -> bytes:
    """One frame as a codestream that fits each of the three transfer syntaxes of HTJ2K.

    What PS3.5 10.18 asks of the one with RPCL options holds for all: progression by resolution,
    lengths of the tile-parts in a TLM marker (a tile-part for each resolution, so that they tell
    where one ends), and enough decompositions for a thumbnail of 64 pixels. The colour transform
    is used where the label says YBR_RCT.

    Raises
    ------
    Unsupported
        The samples have more than 16 bits, or more than Bits Stored says: the codestream states these.
    """
    low, high = form.limits
    if form.bits_allocated > 16 or int(pixels.min()) < low or int(pixels.max()) > high:
        raise Unsupported("High-Throughput JPEG 2000 is written for up to 16 bits, and no more than Bits Stored.")
    stream = bytearray(
        htj2k_encode(
            _centred(pixels, form),
            reversible=True,
            rgb=form.photometric == "YBR_RCT",
            planar=False,
            resolutions=_decompositions(form),
            tlm=True,
            tilepart=HTJ2K.TILEPART.RESOLUTIONS,
        )
    )
    for component in range(form.samples):
        stream[_FIRST_PRECISION + _COMPONENT * component] = (form.signed << 7) | (form.bits_stored - 1)
    return bytes(stream)


def _centred(pixels: Pixels, form: PixelForm) -> Pixels:
    """The samples as signed ones of 16 bits, around 0.

    imagecodecs would write the size of the cell as the precision, while the header's Bits Stored
    must agree with the codestream (PS3.5 8.2.4). In a reversible codestream the precision serves
    for nothing but the level shift of unsigned samples (T.800 G.1): it is done here, the samples
    go in as signed ones, which have none, and the true sign and precision are written afterwards.
    """
    shift = 0 if form.signed else 1 << form.bits_stored - 1
    return np.ascontiguousarray(pixels.astype(np.int32) - shift, dtype=np.int16)


def _decompositions(form: PixelForm) -> int:
    needed = _DECOMPOSITIONS
    while max(form.rows, form.columns) > _THUMBNAIL << needed:
        needed += 1
    return needed
