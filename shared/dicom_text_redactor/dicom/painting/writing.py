"""The new dataset: boxes painted into the stored pixels, everything else as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from pydicom import DataElement, Dataset
from pydicom.uid import UID

from dicom_text_redactor.dicom.codecs import encapsulated, encoding
from dicom_text_redactor.dicom.files.copies import shallow
from dicom_text_redactor.dicom.files.long_values import LongValue, Spool
from dicom_text_redactor.dicom.marks import history
from dicom_text_redactor.dicom.painting.fill import Value
from dicom_text_redactor.dicom.painting.paint import Brush, snapped
from dicom_text_redactor.dicom.painting.repainting import keeps_blocks, repaint_frame
from dicom_text_redactor.dicom.pixels.cells import cells_of
from dicom_text_redactor.dicom.pixels.edits import Edits, with_edits
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.dicom.pixels.pixel_data import pixel_element, pixel_value, set_native
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.errors import Damaged, Internal, Unsupported
from dicom_text_redactor.model import Box, Pixels
from dicom_text_redactor.settings import Fill

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
    reach
        For each box as it was given, the area that changed where that is more than the box: where
        pixels share their colour, or change in blocks only.
    """

    source_syntax: UID
    output_syntax: UID
    painted: tuple[int, ...]
    reencoded: int
    reach: Mapping[Box, Box] = field(default_factory=dict)


def rewrite(
    dataset: Dataset,
    form: PixelForm,
    boxes: Mapping[int, Sequence[Box]],
    how: Fill,
    frames: FrameSource | None = None,
) -> tuple[Dataset, Rewritten]:
    """Paint `boxes` (by 0-based frame) into a copy of `dataset`, which itself stays untouched.

    frames: the frames of `dataset`, if somebody has decoded them already.

    Outside the boxes every stored value stays what it was. Native pixels are patched in place, and
    in JPEG Baseline the blocks under a box, so that the syntax stays and nothing is coded a second
    time. In a compressed image frames without boxes keep their bytes as long as the transfer syntax
    can be kept; where it cannot (other lossy ones, and those without an encoder here), all frames
    are stored in the first lossless syntax of the codec's row that holds them exactly.

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
        brush = Brush(how, form, dataset)

        def fills(index: int) -> list[tuple[Box, Value]]:
            return brush.strokes(source[index].pixels, wanted.get(index, ()))

        def painted(index: int) -> Pixels:
            pixels = source[index].pixels.copy()
            for box, value in fills(index):
                pixels[box.slices] = value
            return pixels

        if keeps_blocks(form):
            with suppress(Unsupported, Damaged):
                return _repainted(dataset, form, source, wanted, fills, apart=how == "contrast")
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
    for syntax in encoding.outputs(form, changed):
        target = encoding.form_stored_as(form, syntax)
        try:
            if target.native:
                written, report = _unpacked(dataset, form, target, frame, changed)
            else:
                written, report = _encoded(dataset, form, target, source, frame, changed)
        except Unsupported:
            continue
        history.note_lossy(written, form.syntax, (encoded.data for encoded in source.encoded))
        return written, report
    raise Unsupported("No lossless transfer syntax holds these samples exactly.")


def _patched(
    dataset: Dataset, form: PixelForm, source: FrameSource, boxes: Mapping[int, Sequence[Box]], how: Fill
) -> tuple[Dataset, Rewritten]:
    brush = Brush(how, form, dataset)
    element = pixel_element(dataset)
    edits = Edits({index: brush.strokes(source[index].pixels, some) for index, some in boxes.items()})
    written = shallow(dataset)
    set_native(written, with_edits(pixel_value(dataset), form, element.VR, edits))
    reach = _united((box, snapped(box, form)) for some in boxes.values() for box in some)
    return written, Rewritten(form.syntax, form.syntax, tuple(sorted(boxes)), len(boxes), reach)


def _repainted(
    dataset: Dataset,
    form: PixelForm,
    source: FrameSource,
    boxes: Mapping[int, Sequence[Box]],
    fills: Callable[[int], list[tuple[Box, Value]]],
    *,
    apart: bool,
) -> tuple[Dataset, Rewritten]:
    keep = _keeper(dataset)
    frames: list[encapsulated.EncodedFrame | bytes | LongValue] = list(source.encoded)
    areas: list[tuple[Box, Box]] = []
    for index, some in boxes.items():
        painted = repaint_frame(source, index, fills(index), apart=apart)
        frames[index] = keep(painted.data)
        areas += zip((box for box in some if snapped(box, form).area), painted.reach, strict=True)
    reach = _united(areas)
    written = _holding(dataset, form, form, frames)
    return written, Rewritten(form.syntax, form.syntax, tuple(sorted(boxes)), len(boxes), reach)


def _keeper(dataset: Dataset) -> Callable[[bytes], bytes | LongValue]:
    """Where new frames are kept until they are written: where those of the source are, in memory or in a file."""
    return Spool().add if isinstance(pixel_value(dataset), LongValue) else bytes


def _held_like(dataset: Dataset, value: LongValue) -> bytes | LongValue:
    """A new value, in memory if that of the source is."""
    return value if isinstance(pixel_value(dataset), LongValue) else value[:]


def _united(areas: Iterable[tuple[Box, Box]]) -> dict[Box, Box]:
    """The area that changed for each box, over all frames, where that is more than the box."""
    reach: dict[Box, Box] = {}
    for box, area in areas:
        if area.overlap(box) < area.area:
            reach[box] = Box.around([area, reach.get(box, area)])
    return reach


def _encoded(
    dataset: Dataset,
    form: PixelForm,
    target: PixelForm,
    source: FrameSource,
    frame: Callable[[int], Pixels],
    changed: tuple[int, ...],
) -> tuple[Dataset, Rewritten]:
    again = set(changed) if target.syntax == form.syntax else set(range(form.frames))
    keep = _keeper(dataset)
    frames = [
        keep(encoding.encode(frame(index), target)) if index in again else source.encoded[index]
        for index in range(form.frames)
    ]
    return _holding(dataset, form, target, frames), Rewritten(form.syntax, target.syntax, changed, len(again))


def _holding(
    dataset: Dataset,
    form: PixelForm,
    target: PixelForm,
    frames: Sequence[encapsulated.EncodedFrame | bytes | LongValue],
) -> Dataset:
    """A copy of `dataset` with other compressed frames."""
    value, extended = encapsulated.chain(frames)
    written = shallow(dataset)
    _set_pixels(written, form, target, _held_like(dataset, value), "OB")
    for keyword, table in zip(("ExtendedOffsetTable", "ExtendedOffsetTableLengths"), extended or (), strict=False):
        written.add_new(keyword, "OV", table)
    return written


def _unpacked(
    dataset: Dataset, form: PixelForm, target: PixelForm, frame: Callable[[int], Pixels], changed: tuple[int, ...]
) -> tuple[Dataset, Rewritten]:
    spool = Spool()
    low, high = target.limits
    for index in range(form.frames):
        pixels = frame(index)
        if int(pixels.min()) < low or int(pixels.max()) > high:
            raise Unsupported("The samples have more bits than Bits Stored says.")
        spool.add(cells_of(pixels, target).astype(target.dtype.newbyteorder("<")).tobytes())
    spool.add(bytes(len(spool.whole()) % 2))
    value = spool.whole()
    if len(value) > 0xFFFFFFFE:
        raise Unsupported("The unpacked pixels are larger than a DICOM element can be.")
    written = shallow(dataset)
    _set_pixels(written, form, target, _held_like(dataset, value), "OW")
    return written, Rewritten(form.syntax, target.syntax, changed, form.frames)


def _set_pixels(written: Dataset, form: PixelForm, target: PixelForm, value: bytes | LongValue, vr: str) -> None:
    """Put new pixel data in, with what describes it: label, planes, syntax, tables, lossy history."""
    element = DataElement(_PIXEL_DATA, vr, value, already_converted=True)
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
