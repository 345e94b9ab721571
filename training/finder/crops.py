"""What the network learns from: a crop for each number, and what is to be said of it. The same in every process."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.finder import codes, marks, screens
from training.finder.canvas import Canvas, targets
from training.finder.grounds import ground
from training.finder.lines import draw_block
from training.finder.wear import wear
from training.screens.chance import Chance

SIDE = 352
"""Pixels across and down; whole strides of the network."""

_SCREENS = 0.42
_EMPTY = 0.13
FOREIGN = 0.3
"""Of the blocks of loose lines, those in scripts other than Latin."""
_GREY = 0.55


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """A picture and its truth.

    Attributes
    ----------
    picture
        8 bits, shape (rows, columns, 3).
    truth
        At stride 4: writing, border, code, drawn (0 to 255), cosine and sine of twice the angle (128 is 0), what is
        written alone, where nothing is to be said, and what is easily seen to be written in
        a script other than Latin.
    rows
        At stride 4: the number of the row whose core it is, 0 for none.
    """

    picture: npt.NDArray[np.uint8]
    truth: npt.NDArray[np.uint8]
    rows: npt.NDArray[np.int16]


def draw(seed: int, number: int, side: int = SIDE, foreign: float = FOREIGN) -> Crop:
    """The crop of that number in the series of that seed; `foreign` as `FOREIGN`."""
    r = Chance(f"{seed} {number}")
    canvas = Canvas(ground(r, side), grey=r.odds(_GREY))
    marks.draw_some(r, canvas)
    if r.odds(0.1):
        codes.draw(r, canvas)
    if not r.odds(_EMPTY):
        if r.odds(_SCREENS):
            screens.draw_screen(r, canvas)
        else:
            for _ in range(r.one(1, 2, 3, 4, 6, 9)):
                draw_block(r, canvas, foreign)
    canvas.forget_unseen()
    return Crop(wear(r, canvas.picture, canvas.faintest, grey=canvas.grey), targets(canvas), canvas.rows[2::4, 2::4])
