"""How the pixels of an image are stored, once its header was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pydicom.uid import UID

from dicom_text_redactor.dicom.codecs.syntaxes import codec_of

FLOAT_BITS = {"FloatPixelData": 32, "DoubleFloatPixelData": 64}
"""The elements for floating point numbers, and Bits Allocated in them."""

PAIRED = ("YBR_FULL_422", "YBR_PARTIAL_422")
"""The colour spaces in which two pixels of native pixel data share one colour difference of each kind."""


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
        chroma subsampling of YBR_FULL_422. That of YBR_PARTIAL_422 keeps its name, since no other
        stands for its range.
    keyword
        The element that holds the pixels: PixelData, FloatPixelData or DoubleFloatPixelData.
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
    keyword: str = "PixelData"

    @property
    def native(self) -> bool:
        """Whether the pixels are stored uncompressed."""
        return codec_of(self.syntax).native

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one decoded frame: (rows, columns) or (rows, columns, samples)."""
        return (self.rows, self.columns) if self.samples == 1 else (self.rows, self.columns, self.samples)

    @property
    def floating(self) -> bool:
        """Whether samples are floating point numbers (PS3.3 C.7.6.24 and C.7.6.25)."""
        return self.keyword in FLOAT_BITS

    @property
    def paired(self) -> bool:
        """Whether two pixels share one colour difference of each kind in native pixel data (PS3.3 C.7.6.3.1.2)."""
        return self.native and self.photometric in PAIRED

    @property
    def shift(self) -> int:
        """Bits below the sample in its cell: none in today's files, four in old ones with 12 bits up to High Bit 15."""
        return self.high_bit + 1 - self.bits_stored

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the decoded samples, in this machine's byte order."""
        if self.floating:
            return np.dtype(f"f{self.bits_allocated // 8}")
        return np.dtype(f"{'i' if self.signed else 'u'}{max(1, self.bits_allocated // 8)}")

    @property
    def limits(self) -> tuple[int, int]:
        """The smallest and the largest value that a stored sample can have, infinities apart."""
        if self.floating:
            largest = int(np.finfo(self.dtype).max)
            return -largest, largest
        if self.signed:
            return -(1 << self.bits_stored - 1), (1 << self.bits_stored - 1) - 1
        return 0, (1 << self.bits_stored) - 1

    @property
    def bits_per_frame(self) -> int:
        """Bits that one frame takes in native pixel data; frames follow each other without a gap."""
        samples = self.rows * self.columns * self.samples
        if self.photometric in PAIRED:
            samples = samples // 3 * 2
        return samples * self.bits_allocated

    @property
    def native_bytes(self) -> int:
        """Bytes that all frames take in native pixel data, without the padding to an even length."""
        return -(-self.bits_per_frame * self.frames // 8)
