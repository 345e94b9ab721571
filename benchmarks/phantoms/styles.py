"""How words are drawn: plain, with a dark contour, on a dark or a bright box; sharp or a little soft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np

from benchmarks.phantoms.backgrounds import Brightness
from benchmarks.phantoms.drawing import Inked

Form = Literal["plain", "outlined", "dark box", "bright box"]
FORMS: tuple[Form, ...] = ("plain", "outlined", "dark box", "bright box")

_SOFT_EDGE = 3  # pixels by which a softened letter may grow


@dataclass(frozen=True, slots=True)
class Style:
    """The form, the brightness of letters (0 to 1) in each plane of the picture, the sigma of their blur (pixels)."""

    form: Form
    levels: tuple[float, ...]
    blur: float = 0.0


def softened(word: Inked, sigma: float) -> Inked:
    """The same word with softer edges; its corner moves with its ink."""
    if not sigma:
        return word
    wide = np.asarray(cv2.GaussianBlur(np.pad(word.cover, _SOFT_EDGE), (0, 0), sigma), np.float32)
    wide = np.asarray(wide / max(float(wide.max()), 0.6), np.float32)
    down, across = np.flatnonzero(wide.max(axis=1) > 0.1), np.flatnonzero(wide.max(axis=0) > 0.1)
    tight: Brightness = wide[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
    left, top = word.left - _SOFT_EDGE + int(across[0]), word.top - _SOFT_EDGE + int(down[0])
    return replace(word, cover=tight, left=left, top=top)


def lay(planes: Sequence[Brightness], words: Sequence[Inked], frame: int, style: Style) -> None:
    """Draw the words of one frame into each plane, shape (rows, columns), brightness 0 to 1."""
    standing = [word for word in words if word.stands_in(frame)]
    for plane, level in zip(planes, style.levels, strict=True):
        for word in standing:
            if style.form == "outlined":
                _mix(plane, word, _thickened(word), 0.0)
            elif style.form != "plain":
                _fill(plane, word, 0.04 if style.form == "dark box" else 0.93)
        for word in standing:
            _mix(plane, word, word.cover, 0.07 if style.form == "bright box" else level)


def _thickened(word: Inked) -> Brightness:
    """Cover of a contour round the letters, two pixels larger on each side than the word."""
    return np.asarray(cv2.dilate(np.pad(word.cover, 2), np.ones((3, 3), np.uint8)), np.float32)


def _mix(plane: Brightness, word: Inked, cover: Brightness, level: float) -> None:
    beyond = (cover.shape[0] - word.cover.shape[0]) // 2
    top, left = word.top - beyond, word.left - beyond
    inside = cover[max(0, -top) : plane.shape[0] - top, max(0, -left) : plane.shape[1] - left]
    top, left = max(0, top), max(0, left)
    part = plane[top : top + inside.shape[0], left : left + inside.shape[1]]
    part += inside * (np.float32(level) - part)


def _fill(plane: Brightness, word: Inked, level: float) -> None:
    """A box a little larger than the word; those of neighbours meet."""
    left, top, width, height = word.box
    margin = 3 + height // 4
    plane[max(0, top - 3) : top + height + 3, max(0, left - margin) : left + width + margin] = level
