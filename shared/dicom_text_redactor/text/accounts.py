"""Which lines of a second look say nothing new: their words are known, whether they were painted over or left."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box, Region

_REACH = 0.6  # thicknesses of a line by which a word's box stands for the air beside it
_WHOLE = 0.97  # share of a line's length from which it is accounted for
_WORD = 1.0  # thicknesses of a line, beside that air, from which there is room for a word of three letters


def is_accounted_for(region: Region, known: Iterable[Box]) -> bool:
    """Whether `known` words take the whole length of a line; the gaps between them count as taken."""
    taken = _taken(region, known)
    return bool(taken.size) and float(taken.mean()) >= _WHOLE


def goes_on(region: Region, known: Iterable[Box]) -> bool:
    """Whether a line has room for another word where `known` lines do not take it: a name may have been added."""
    taken = _taken(region, known)
    edges = np.flatnonzero(np.concatenate(([True], taken, [True])))
    return bool(np.diff(edges).max() > _WORD * min(region.box.width, region.box.height))


def _taken(region: Region, known: Iterable[Box]) -> npt.NDArray[np.bool_]:
    """Which columns of a line, from where it begins, are taken by `known` words or by the gaps between them."""
    box, others = region.box, list(known)
    if region.angle not in (0, 180):
        box, others = box.transposed, [other.transposed for other in others]
    core = box.grown(0, -(box.height // 3))
    taken = np.zeros(box.width, bool)
    for other in others:
        shared_rows = min(core.bottom, other.bottom) - max(core.top, other.top)
        if 2 * shared_rows > core.height:
            reach = round(_REACH * box.height)
            taken[max(0, other.left - reach - box.left) : max(0, other.right + reach - box.left)] = True
    return taken
