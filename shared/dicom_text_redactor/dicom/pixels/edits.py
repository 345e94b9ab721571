"""Native pixel data with boxes painted into it: not the new bytes are kept, but what was done to which frame."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydicom.uid import ExplicitVRBigEndian

from dicom_text_redactor.dicom.files.long_values import LongValue
from dicom_text_redactor.dicom.painting.fill import Value
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.native import NativePixels
from dicom_text_redactor.model import Box


@dataclass(frozen=True, slots=True)
class Edits:
    """What is to be done to native pixel data.

    Attributes
    ----------
    strokes
        By frame (0-based), boxes and the values that fill them, as a `Brush` gives them.
    cleared
        Frames whose unused bits are cleared.
    tail
        Whether the bytes behind the last frame are cleared.
    """

    strokes: Mapping[int, Sequence[tuple[Box, Value]]] = field(default_factory=dict)
    cleared: Collection[int] = ()
    tail: bool = False

    def __bool__(self) -> bool:
        return bool(self.strokes or self.cleared or self.tail)

    @property
    def frames(self) -> frozenset[int]:
        """The frames that change."""
        return frozenset(self.strokes).union(self.cleared)

    def apply(self, pixels: NativePixels, index: int, place: int) -> None:
        """Do to the frame that stands at `place` in `pixels` what is to be done to frame `index`."""
        pixels.paint(place, self.strokes.get(index, ()))
        if index in self.cleared:
            pixels.clear_unused_bits(place)


def stand_alone(form: PixelForm, vr: str) -> bool:
    """Whether no two frames share a byte, or a swapped pair of bytes, so that each can be read and changed apart."""
    swapped = form.syntax == ExplicitVRBigEndian and vr == "OW" and form.bits_allocated == 8
    return form.bits_per_frame % (16 if swapped else 8) == 0


def frame_bytes(value: bytes | LongValue, form: PixelForm, index: int) -> bytes:
    """The bytes of one frame that stands alone."""
    size = form.bits_per_frame // 8
    return value[index * size : (index + 1) * size]


def with_edits(value: bytes | LongValue, form: PixelForm, vr: str, edits: Edits) -> bytes | LongValue:
    """Native pixel data after `edits`, held as it was held before: in memory, or elsewhere.

    Only where frames share bytes it comes into memory in any case.

    Parameters
    ----------
    value, form, vr
        The value of the element that holds the pixels, the image's form, and the element's value representation.
    """
    if stand_alone(form, vr):
        edited = EditedPixels(value, form, vr, edits)
        return edited if isinstance(value, LongValue) else _in_memory(edited)
    pixels = NativePixels(value[:], form, vr)
    for index in edits.frames:
        edits.apply(pixels, index, index)
    if edits.tail:
        pixels.tail()[:] = 0
    return pixels.to_bytes()


def _in_memory(value: LongValue) -> bytes:
    """All of a value; joining its pieces would hold it twice."""
    file = io.BytesIO()
    file.writelines(value.pieces())
    return file.getvalue()


def unused(value: bytes | LongValue, form: PixelForm, vr: str) -> Edits:
    """What clears all that belongs to no sample: bits around them in their cells, and bytes behind all frames."""
    if not stand_alone(form, vr):
        pixels = NativePixels(value[:], form, vr)
        cleared = frozenset(index for index in range(form.frames) if pixels.clear_unused_bits(index))
        return Edits({}, cleared, bool(pixels.tail().any()))
    single = replace(form, frames=1)
    checked = range(form.frames) if form.bits_stored < form.bits_allocated else ()
    frames = ((index, NativePixels(frame_bytes(value, form, index), single, vr)) for index in checked)
    cleared = frozenset(index for index, pixels in frames if pixels.clear_unused_bits(0))
    return Edits({}, cleared, bool(value[form.native_bytes :].strip(b"\x00")))


class EditedPixels(LongValue):
    """Native pixel data whose frames are edited whenever somebody asks for them.

    Parameters
    ----------
    value, form, vr
        What is edited, as in `with_edits`; the frames stand alone.
    edits
        What is done to it.
    """

    def __init__(self, value: bytes | LongValue, form: PixelForm, vr: str, edits: Edits) -> None:
        self._value = value
        self._form = replace(form, frames=1)
        self._vr = vr
        self._edits = edits
        self._changed = edits.frames
        self._frame = form.bits_per_frame // 8
        self._end = form.native_bytes

    def __len__(self) -> int:
        return len(self._value)

    def pieces(self) -> Iterator[bytes]:
        """The frames in their order, and what stands behind them."""
        return self._pieces(0, len(self))

    def _part(self, start: int, stop: int) -> bytes:
        parts = list(self._pieces(start, stop))
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _pieces(self, start: int, stop: int) -> Iterator[bytes]:
        while start < stop:
            index = start // self._frame
            begin = index * self._frame
            end = min(stop, begin + self._frame if start < self._end else stop)
            if start >= self._end:
                yield bytes(end - start) if self._edits.tail else self._value[start:end]
            elif index in self._changed:
                yield self._edited(index)[start - begin : end - begin]
            else:
                yield self._value[start:end]
            start = end

    def _edited(self, index: int) -> bytes:
        data = self._value[index * self._frame : (index + 1) * self._frame]
        pixels = NativePixels(data, self._form, self._vr)
        self._edits.apply(pixels, index, 0)
        return pixels.to_bytes()
