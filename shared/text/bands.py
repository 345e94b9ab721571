"""The rows of a crop that its lines of writing take."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from shared.model import Box

_EMPTY = 0.012  # share of a row's pixels that may be ink between two lines: specks, and tails that reach down
_LEAST = 0.18  # share of the core's height from which a band is a line, not dots or an underline
_ALIKE = 0.5  # share of the tallest band under which one is a sliver between two boxed lines, no line
_LEAST_TALL = 0.25  # the same in a tall core, where a band may be a word that runs up or down


def lines_in(ink: npt.NDArray[np.bool_], core: Box) -> list[tuple[int, int]]:
    """Top and bottom row (exclusive) of each line in an upright crop, where `core` is the box that was found.

    ink: shape (rows, columns). Each line gets half of the gap to the next one.
    """
    rows, columns = core.slices
    inked = ink[rows, columns].mean(axis=1) > _EMPTY
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    least = (_LEAST if core.height <= core.width else _LEAST_TALL) * core.height
    bands = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= least]
    tallest = max((bottom - top for top, bottom in bands), default=0)
    bands = [(top, bottom) for top, bottom in bands if bottom - top >= _ALIKE * tallest]
    if len(bands) < 2:
        return [(core.top, core.bottom)]
    cuts = [0, *((one[1] + other[0]) // 2 for one, other in pairwise(bands)), core.height]
    return [(core.top + top, core.top + bottom) for top, bottom in pairwise(cuts)]
