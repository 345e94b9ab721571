"""The new dataset: boxes painted into the stored pixels, everything else as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydicom import DataElement, Dataset
from pydicom.uid import UID

from shared.dicom import encapsulated, encoding, history
from shared.dicom.copies import shallow
from shared.dicom.form import PixelForm, pixel_bytes
from shared.dicom.frames import FrameSource
from shared.dicom.native import NativePixels
from shared.dicom.paint import strokes
from shared.dicom.palette import palette_of
from shared.dicom.quiet import refusing
from shared.dicom.syntaxes import codec_of
from shared.errors import Internal, Unsupported
from shared.model import Box, Pixels
from shared.settings import Fill

_PIXEL_DATA = 0x7FE00010


@dataclass(frozen=True, slots=True)
class Rewritten:
    """How the pixels of the new dataset came about.

    Attributes
    ----------
    source_syntax, output_syntax
        Transfer Syntax UIDs.
    painted
        Numbers of the frames that were changed.
    reencoded
        How many frames were encoded anew; the others kept their bytes.
    """

    source_syntax: UID
    output_syntax: UID
    painted: tuple[int, ...]
    reencoded: int


def rewrite(
    dataset: Dataset,
    form: PixelForm,
    boxes: Mapping[int, Sequence[Box]],
    how: Fill,
    frames: FrameSource | None = None,
) -> tuple[Dataset, Rewritten]:
    """Paint `boxes` (by 0-based frame) into a copy of `dataset`, which itself stays untouched.

    frames: the frames of `dataset`, if somebody has decoded them already.

    Outside the boxes every stored value stays what it was. Native pixels are patched in place.
    In a compressed image frames without boxes keep their bytes as long as the transfer syntax
    can be kept; where it cannot (lossy ones, and those without an encoder here), all frames are
    stored in the first lossless syntax of the codec's row that holds them exactly.

    Raises
    ------
    Damaged
        A frame cannot be decoded.
    Unsupported
        No lossless syntax holds the samples.
    Internal
        What was encoded does not decode to what was meant.
    """
    with refusing("The pixels cannot be written back.", Internal):
        wanted = {
            index: list(some) for index, some in boxes.items() if any(b.within(*form.shape[:2]).area for b in some)
        }
        if not wanted:
            return shallow(dataset), Rewritten(form.syntax, form.syntax, (), 0)
        source = frames or FrameSource(dataset, form)
        if form.native:
            return _patched(dataset, form, source, wanted, how)
        palette = palette_of(dataset, form)

        def painted(index: int) -> Pixels:
            pixels = source[index].pixels.copy()
            for box, value in strokes(pixels, wanted.get(index, ()), how, form, dataset, palette):
                pixels[box.slices] = value
            return pixels

        return store(dataset, form, source, painted, tuple(sorted(wanted)))


def store(
    dataset: Dataset,
    form: PixelForm,
    source: FrameSource,
    frame: Callable[[int], Pixels],
    changed: tuple[int, ...],
) -> tuple[Dataset, Rewritten]:
    """Copy a compressed image with the frames `changed` replaced by what `frame` gives for them.

    Raises
    ------
    Unsupported
        No lossless syntax holds the samples.
    """
    for syntax in codec_of(form.syntax).outputs:
        target = encoding.form_stored_as(form, syntax)
        try:
            if target.native:
                written, report = _unpacked(dataset, form, target, frame, changed)
            else:
                written, report = _encoded(dataset, form, target, source, frame, changed)
        except Unsupported:
            continue
        history.note_lossy(written, form.syntax, source.encoded[0].data)
        return written, report
    raise Unsupported("No lossless transfer syntax holds these samples exactly.")


def _patched(
    dataset: Dataset, form: PixelForm, source: FrameSource, boxes: Mapping[int, Sequence[Box]], how: Fill
) -> tuple[Dataset, Rewritten]:
    palette = palette_of(dataset, form)
    pixels = NativePixels(pixel_bytes(dataset), form, dataset["PixelData"].VR)
    for index, some in boxes.items():
        pixels.paint(index, strokes(source[index].pixels, some, how, form, dataset, palette))
    written = shallow(dataset)
    written[_PIXEL_DATA] = DataElement(_PIXEL_DATA, dataset["PixelData"].VR, pixels.to_bytes())
    return written, Rewritten(form.syntax, form.syntax, tuple(sorted(boxes)), len(boxes))


def _encoded(
    dataset: Dataset,
    form: PixelForm,
    target: PixelForm,
    source: FrameSource,
    frame: Callable[[int], Pixels],
    changed: tuple[int, ...],
) -> tuple[Dataset, Rewritten]:
    again = set(changed) if target.syntax == form.syntax else set(range(form.frames))
    frames = [
        encoding.encode(frame(index), target) if index in again else source.encoded[index]
        for index in range(form.frames)
    ]
    value, extended = encapsulated.join(frames)
    written = shallow(dataset)
    _set_pixels(written, form, target, value, "OB")
    for keyword, table in zip(("ExtendedOffsetTable", "ExtendedOffsetTableLengths"), extended or (), strict=False):
        written.add_new(keyword, "OV", table)
    return written, Rewritten(form.syntax, target.syntax, changed, len(again))


def _unpacked(
    dataset: Dataset, form: PixelForm, target: PixelForm, frame: Callable[[int], Pixels], changed: tuple[int, ...]
) -> tuple[Dataset, Rewritten]:
    value = bytearray()
    low, high = target.limits
    for index in range(form.frames):
        pixels = frame(index)
        if int(pixels.min()) < low or int(pixels.max()) > high:
            raise Unsupported("The samples have more bits than Bits Stored says.")
        value += pixels.astype(target.dtype.newbyteorder("<")).tobytes()
    if len(value) > 0xFFFFFFFE:
        raise Unsupported("The unpacked pixels are larger than a DICOM element can be.")
    written = shallow(dataset)
    _set_pixels(written, form, target, bytes(value) + b"\x00" * (len(value) % 2), "OW")
    return written, Rewritten(form.syntax, target.syntax, changed, form.frames)


def _set_pixels(written: Dataset, form: PixelForm, target: PixelForm, value: bytes, vr: str) -> None:
    """Put new pixel data in, with what describes it: label, planes, syntax, tables, lossy history."""
    element = DataElement(_PIXEL_DATA, vr, value)
    element.is_undefined_length = not target.native
    written[_PIXEL_DATA] = element
    for keyword in ("ExtendedOffsetTable", "ExtendedOffsetTableLengths"):
        if keyword in written:
            del written[keyword]
    if target.syntax == form.syntax:
        return
    written.file_meta.TransferSyntaxUID = target.syntax
    if target.photometric != form.photometric:
        written.PhotometricInterpretation = target.photometric
    if target.planar is not None:
        written.PlanarConfiguration = target.planar
