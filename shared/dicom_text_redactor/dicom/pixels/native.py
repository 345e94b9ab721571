"""Native pixel data: the bytes as they lie in the file, patched in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom.uid import ExplicitVRBigEndian

from dicom_text_redactor.dicom.files.long_values import LongValue
from dicom_text_redactor.dicom.painting.fill import Value
from dicom_text_redactor.dicom.pixels.cells import cells_of, cleaned
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.model import Box


class NativePixels:
    """A working copy of native pixel data into which boxes can be painted; every other bit stays.

    Parameters
    ----------
    value
        The value of the element that holds the pixels.
    form
        Its form; the syntax is a native one.
    vr
        The element's value representation: 8-bit samples in a big-endian OW lie in swapped pairs
        (PS3.5 8.1.2, annex A.3).
    """

    def __init__(self, value: bytes, form: PixelForm, vr: str) -> None:
        self._form = form
        self._little = form.syntax != ExplicitVRBigEndian
        self._swapped = not self._little and vr == "OW" and form.bits_allocated == 8
        self._bytes = np.frombuffer(value, dtype=np.uint8).copy()
        self._swap()

    def paint(self, index: int, strokes: Sequence[tuple[Box, Value]]) -> None:
        """Fill boxes of frame `index` with decoded values, as a `Brush` gives them.

        Unused bits of the cells in a box do not survive.
        """
        if self._form.bits_allocated == 1:
            self._paint_bits(index, strokes)
        elif self._form.paired:
            self._paint_pairs(index, strokes)
        else:
            frame = self.frame(index)
            for box, value in strokes:
                frame[box.slices] = cells_of(np.asarray(value), self._form)

    def frame(self, index: int) -> npt.NDArray[Any]:
        """The cells of one frame, a writable view of shape (rows, columns) or (rows, columns, samples)."""
        form = self._form
        cells = self._cells(index)
        if form.planar == 1:
            return cells.reshape(form.samples, form.rows, form.columns).transpose(1, 2, 0)
        return cells.reshape(form.shape)

    def clear_unused_bits(self, index: int) -> bool:
        """Clear the bits of a frame's cells that belong to no sample; whether there was anything to clear.

        Copies of the sign above the sample are as good as zeros.
        """
        if self._form.bits_stored == self._form.bits_allocated:
            return False
        cells = self._cells(index)
        clean = cleaned(cells, self._form)
        if clean is not None:
            cells[...] = clean
        return clean is not None

    def tail(self) -> npt.NDArray[np.uint8]:
        """The bytes behind the last frame, a writable view."""
        return self._bytes[self._form.native_bytes :]

    def to_bytes(self) -> bytes:
        """The value of the element after painting."""
        self._swap()
        try:
            return self._bytes.tobytes()
        finally:
            self._swap()

    def _of_frame(self, index: int) -> npt.NDArray[np.uint8]:
        size = self._form.bits_per_frame // 8
        return self._bytes[index * size : (index + 1) * size]

    def _cells(self, index: int) -> npt.NDArray[Any]:
        return self._of_frame(index).view(self._form.dtype.newbyteorder("<" if self._little else ">"))

    def _swap(self) -> None:
        if self._swapped:
            even = self._bytes[: len(self._bytes) // 2 * 2].reshape(-1, 2)
            even[:] = even[:, ::-1].copy()

    def _paint_pairs(self, index: int, strokes: Sequence[tuple[Box, Value]]) -> None:
        pairs = self._of_frame(index).reshape(self._form.rows, self._form.columns // 2, 4)
        for box, value in strokes:
            luminance, blue, red = np.asarray(value)
            pairs[box.top : box.bottom, box.left // 2 : box.right // 2] = (luminance, luminance, blue, red)

    def _paint_bits(self, index: int, strokes: Sequence[tuple[Box, Value]]) -> None:
        first = index * self._form.bits_per_frame
        for box, value in strokes:
            for row in range(box.top, box.bottom):
                start = first + row * self._form.columns + box.left
                self._set_bits(start, start + box.width, int(value))

    def _set_bits(self, start: int, end: int, bit: int) -> None:
        part = self._bytes[start // 8 : -(-end // 8)]
        bits = np.unpackbits(part, bitorder="little")
        bits[start % 8 : start % 8 + end - start] = bit
        part[:] = np.packbits(bits, bitorder="little")


def unpacked_bits(value: bytes | LongValue, form: PixelForm, index: int) -> npt.NDArray[np.uint8]:
    """One frame of 1-bit pixel data, shape (rows, columns): frames follow each other without a gap (PS3.5 8.1.1).

    pydicom reads a byte too few for frames that begin in the middle of one.
    """
    start, size = index * form.bits_per_frame, form.bits_per_frame
    part = np.frombuffer(value[start // 8 : -(-(start + size) // 8)], dtype=np.uint8)
    return np.unpackbits(part, bitorder="little")[start % 8 : start % 8 + size].reshape(form.shape)
