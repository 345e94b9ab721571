"""Painting frames of JPEG Baseline without coding them a second time, and seeing that nothing else changed."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

import numpy as np
from pydicom.uid import JPEGBaseline8Bit, JPEGExtended12Bit

from dicom_text_redactor.dicom.codecs.jpeg.repaint import Repainted, first_step, levels_near, repaint
from dicom_text_redactor.dicom.painting.fill import Value
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.errors import Unsupported
from dicom_text_redactor.model import Box, Pixels


def keeps_blocks(form: PixelForm) -> bool:
    """Whether frames of this form can be painted block by block, and the nearest level is as good as the wanted one.

    An index of a palette that is one off is another colour; signs and unused bits are nothing that JPEG knows of.
    """
    return (
        form.syntax in (JPEGBaseline8Bit, JPEGExtended12Bit)
        and form.bits_allocated == form.bits_stored == 8
        and not form.signed
        and form.photometric != "PALETTE COLOR"
    )


def repaint_frame(
    source: FrameSource, index: int, fills: Sequence[tuple[Box, Value]], *, apart: bool = False
) -> Repainted:
    """Paint `fills`, as a `Brush` gives them, into the codestream of one frame.

    With `apart` the value of a box may become a near one that its blocks do not hold yet.

    Raises
    ------
    Unsupported
        The codestream is of another kind, or its new one does not decode to what was meant.
    Damaged
        The codestream contradicts itself.
    """
    before, data = source[index].pixels, source.encoded[index].data
    if apart:
        step = first_step(data)
        fills = [(box, _unheld(step, before, box, value)) for box, value in fills]
    painted = repaint(data, fills)
    after = source.decode(painted.data)
    elsewhere = after.copy()
    for area in painted.reach:
        elsewhere[area.slices] = before[area.slices]
    if not np.array_equal(before, elsewhere):
        raise Unsupported("A frame that was painted block by block changed elsewhere too.")
    if not all(_flat(after[box.slices], painted.levels) for box, _ in fills):
        raise Unsupported("A frame that was painted block by block does not show its boxes.")
    return painted


def _unheld(step: int, before: Pixels, box: Box, value: Value) -> Value:
    """The value, or a near one that flat blocks can have, which the blocks under a box hold least often.

    Coding rounds the fill to what its blocks can have: it may have been free before, and be that of letters then.
    """
    blocks = Box.between(box.left // 8 * 8, box.top // 8 * 8, -(-box.right // 8) * 8, -(-box.bottom // 8) * 8)
    area = before[blocks.slices]
    counts = np.bincount((area if area.ndim == 2 else area[..., 0]).reshape(-1), minlength=257)
    wanted = np.atleast_1d(value).astype(np.int64)
    first = int(wanted[0])
    near = levels_near(step, first)
    level = min(near, key=lambda each: counts[floor(each) : ceil(each) + 1].sum(), default=first)
    # Where all components are alike, as in RGB, the fill stays grey.
    moved = np.where(wanted == first, round(level), wanted).astype(before.dtype)
    return moved if isinstance(value, np.ndarray) else moved[0]


def _flat(area: Pixels, levels: Sequence[float]) -> bool:
    """Whether the first component of a box holds but the levels of the boxes, each one as decoders round it."""
    first = area if area.ndim == 2 else area[..., 0]
    return all(any(abs(value - min(max(level, 0), 255)) < 1 for level in levels) for value in np.unique(first).tolist())
