"""Files of made screens: those that the judge learns from, printed over made-up matter, with many words on each.

Letters, styles and encodings are those of the other phantoms, textures and marks those that the finder learns from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.phantoms import encodings
from benchmarks.phantoms.drawing import Inked, set_down
from benchmarks.phantoms.encodings import Photometric
from benchmarks.phantoms.fonts import Cover, Font, cover, written
from benchmarks.phantoms.headers import number
from benchmarks.phantoms.layouts import Role
from benchmarks.phantoms.samples import write_truth
from benchmarks.phantoms.styles import Style, lay
from training.finder import marks
from training.finder.canvas import Canvas, Picture
from training.finder.textures import NUMBERS, texture
from training.screens import Printed, Screen, make
from training.screens.chance import Chance

FEWEST, MOST = 40, 150
"""Words that a screen has at least, and at most."""

_STRIDE = 1_000_003  # between the seeds of two series; far from the screens of training and of other measurements
_FIRST = 11_000_000
_FONTS: tuple[Font, ...] = ("outline", "sans", "sans-bold", "mono", "mono-bold", "serif", "book")
_SIZE = 1.1  # times the height of a row, that a font is large
_SMALLEST = 10  # pixels of a font, below which people cannot read it
_SQUEEZED = 1.15  # times the room that it has, from which a word is made narrower
_DIM = 0.62  # the brightness of matter, so that bright letters stand off

_SECONDARY, _US = "1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.1.6.1"
_ROLES: dict[str, Role] = {
    "person": "name", "initials": "name", "id": "number", "accession": "number", "date": "date", "birthdate": "date",
    "institution": "place", "address": "place", "phone": "phone", "age90": "number",
}  # fmt: skip
_KEPT: dict[str, Role] = {"time": "time", "age": "age", "sex": "sex"}


class _Look(NamedTuple):
    """How the screens of a family look: what they show, whether in colour, whether as letters on white paper."""

    matter: tuple[str, ...]
    coloured: bool = False
    paper: bool = False


_LOOKS = {
    "ultrasound": _Look(("speckle", "speckle", "doppler", "spectrum"), coloured=True),
    "ct": _Look(("scene", "tissue")),
    "mr": _Look(("scene", "tissue")),
    "viewer": _Look(("scene", "tissue", "bone")),
    "film": _Look(("bone",)),
    "eye": _Look(("fundus",), coloured=True),
    "endoscopy": _Look(("mucosa",), coloured=True),
    "photograph": _Look(("mucosa", "slide"), coloured=True),
    "nuclear": _Look(("noise", "flow")),
    "letter": _Look(("paper",), paper=True),
    "list": _Look(("paper",), paper=True),
    "ecg": _Look(("paper",), paper=True),
}
_OTHER = _Look(("scene", "tissue", "bone"))


def crowded(number_of: int, seed: int) -> list[Screen]:
    """So many screens of `FEWEST` to `MOST` words; those of different seeds are different."""
    chosen: Iterator[Screen] = (make(_FIRST + seed * _STRIDE + place) for place in count())
    screens: list[Screen] = []
    while len(screens) < number_of:
        screen = next(chosen)
        if FEWEST <= len(screen.words) <= MOST:
            screens.append(screen)
    return screens


def write(screen: Screen, name: str, folder: Path) -> Path:
    """Make ``NAME.dcm`` in `folder`, with its truth and its ink beside it; the path of the image."""
    r = Chance(f"printed {screen.seed}")
    look = _LOOKS.get(screen.kind.split("/")[0], _OTHER)
    words = _set(screen.words, r.of(_FONTS))
    planes = _ground(r, look, (screen.rows, screen.columns))
    lay(planes, words, 0, _style(r, look))
    photometric: Photometric = "RGB" if look.coloured else "MONOCHROME2"
    dataset = screen.header
    number(dataset, _US if screen.kind.startswith("ultrasound/") else _SECONDARY, ("printed", str(screen.seed)))
    encodings.describe(dataset, (screen.rows, screen.columns), 1, photometric, 8)
    encodings.put(dataset, encodings.stored(planes, photometric, 8)[None], r.one("explicit", "explicit", "rle", "jpeg"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.dcm"
    dataset.save_as(path, enforce_file_format=True)
    write_truth(path.name, words, folder)
    return path


def _set(words: Sequence[Printed], font: Font) -> list[Inked]:
    """The words in letters of that font, each as wide as its box at most."""
    inked = []
    for high in sorted({word.box.height for word in words}):
        row = [(word, text) for word in words if word.box.height == high and (text := written(word.text, font).strip())]
        size = max(_SMALLEST, round(_SIZE * high))
        room = [word.box.width / cover(text, size, font).shape[1] for word, text in row]
        size = max(_SMALLEST, round(size * min(1.0, float(np.median(room or [1.0])))))
        for word, text in row:
            tile = _narrowed(cover(text, size, font), word.box.width)
            if tile.max(initial=0) > 0.5:
                inked.append(set_down(tile, text, _role(word), word.box.left, word.box.top))
    return inked


def _narrowed(tile: Cover, room: int) -> Cover:
    if tile.shape[1] <= _SQUEEZED * room:
        return tile
    return np.asarray(cv2.resize(tile, (max(3, room), tile.shape[0]), interpolation=cv2.INTER_AREA), np.float32)


def _role(word: Printed) -> Role:
    if word.role == "identifying":
        return _ROLES.get(word.kind, "name")
    return _KEPT.get(word.kind, "clinical") if word.role == "clinical" else "label"


def _ground(r: Chance, look: _Look, shape: tuple[int, int]) -> list[npt.NDArray[np.float32]]:
    """Matter all over the picture, or in a window on an even ground, and marks that are no text: a plane a colour."""
    rows, columns = shape
    side = max(shape)
    matter = _stretched(texture(r.of(look.matter), r.whole(0, NUMBERS - 1)), side)
    if not look.paper:
        matter *= np.float32(r.uniform(0.5, 1) * _DIM)
        if r.odds(0.6):
            whole = np.full_like(matter, r.one(0.0, 0.0, 0.02, 0.08))
            edge = round(r.uniform(0.04, 0.2) * side)
            window = slice(edge, rows - edge), slice(edge, columns - edge)
            whole[window] = matter[window]
            matter = whole
    canvas = Canvas(matter, grey=not look.coloured)
    marks.draw_some(r, canvas)
    seen = canvas.picture[:rows, :columns]
    return [np.ascontiguousarray(seen[..., plane]) for plane in range(3 if look.coloured else 1)]


def _stretched(source: npt.NDArray[np.uint8], side: int) -> Picture:
    whole = np.asarray(cv2.resize(source, (side, side), interpolation=cv2.INTER_CUBIC), np.float32) / np.float32(255)
    return np.repeat(whole[..., None], 3, axis=2) if whole.ndim == 2 else whole


def _style(r: Chance, look: _Look) -> Style:
    if look.paper:
        return Style("plain", (r.uniform(0.0, 0.2),))
    bright = r.uniform(0.85, 1.0)
    levels = (
        r.one((1.0, 0.92, 0.45), (0.9, 0.9, 0.9), (0.5, 1.0, 0.55), (1.0, 1.0, 1.0)) if look.coloured else (bright,)
    )
    return Style(r.one("plain", "plain", "outlined", "dark box"), levels)
