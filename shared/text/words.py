"""Cutting a line into its words at the ink: where each word begins and ends, to the pixel.

A box that covers nine tenths of a name leaks it, and one that grazes its neighbour spoils what should
stay. So the readers say which characters belong together and about where, and the ink says where the
gap between two words really is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from shared.model import Box
from shared.text.recognizer import Glyph

_WORD_GAP = 0.55  # letter heights without ink from which two letters are two words, whatever the reader says
_LABEL_GAP = 0.3  # the same behind a colon or a bracket
_NUMBER_GAP = 0.75  # the same within numbers and dates, whose dots and ones stand apart
_STANDS_OUT = 1.8  # times the usual gap of a line from which a gap is more than one between letters
_FARTHER = 1.1  # times the usual distance between two characters
_SIGNS = ":;)],"  # what ends a label, or a part of a text: a space follows, whether or not the reader says so
_BROAD = "MWmw%@"
_NARROW = "Iil1j.,:;|!'`\"()[]ft"
_BESIDE_NARROW = 0.11  # letter heights by which a gap beside one of these is wider than one between others
_NO_GAP = 0.12  # letter heights without ink below which a space that was read is none, if the gap is a usual one
_OVERRUN = 0.25  # letter heights by which the detector runs past a line's ends at least
_SHORT = 0.9  # letter heights from which ink that ends before the detector's box is not believed
_CROWDED = 0.9  # share of the found box from which ink is more than letters: the box itself is half again as high
_SPARSE = 0.42  # share of the found box under which ink is less than letters: they take two thirds of it
_FOLLOW = 0.4  # letter heights without ink that end a line which runs on past its region


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of an upright crop: its box there, its characters, and how sure the reader is of them (0 to 1).

    `apart` says whether there is a space before it, or nothing at all: the reader saw one, or a label ends there.
    """

    box: Box
    text: str
    confidence: float
    apart: bool = True


@dataclass(frozen=True, slots=True)
class Band:
    """The rows (top to bottom, exclusive) and columns (left to right, exclusive) of a crop that a line's ink takes.

    `letter` is the height of its letters, in pixels.
    """

    top: int
    bottom: int
    left: int
    right: int
    letter: float


def band_of(ink: npt.NDArray[np.bool_], core: Box) -> Band:
    """What the ink of one line takes in a crop, where `core` is the line as it was found.

    Ink counts when its connected piece reaches into the middle of the core, so that the lines above
    and below stay out; at both ends the line is followed as far as its letters run on.
    """
    middle_top = core.top + round(0.3 * core.height)
    middle_bottom = max(middle_top + 1, core.bottom - round(0.3 * core.height))
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    top, bottom = middle_top, middle_bottom
    columns = np.zeros(ink.shape[1], bool)
    limit = 1.25 * core.height
    heights: list[int] = []
    for label in range(1, count):
        x, y, width, height, area = (int(v) for v in stats[label])
        if y >= middle_bottom or y + height <= middle_top or height > limit or area < 2:
            continue
        columns[x : x + width] = True
        if x + width > core.left and x < core.right and area >= 4:
            top, bottom = min(top, y), max(bottom, y + height)
            heights.append(height)
    if not heights:
        return Band(core.top, core.bottom, core.left, core.right, 0.65 * core.height)
    top, bottom = max(top, core.top), min(bottom, core.bottom)
    if bottom - top > _CROWDED * core.height:
        top, bottom = _busiest_rows(ink, core)
    elif bottom - top < _SPARSE * core.height:
        top, bottom = core.top, core.bottom  # most of the letters' ink was lost in what is behind them
    letter = min(max(float(np.percentile(heights, 70)), 0.35 * core.height), 0.9 * core.height)
    left, right = _followed(columns, core, _FOLLOW * letter)
    # The detector runs past a line's end by a fraction of a letter; where the ink stops a letter
    # short of that, its last letters were lost in what is behind them.
    reach, shy = _OVERRUN * letter, _SHORT * letter
    left = left if left - core.left < shy else round(core.left + reach)
    right = right if core.right - right < shy else round(core.right - reach)
    return Band(top, bottom, left, right, letter)


def pieces_of(ink: npt.NDArray[np.bool_], band: Band) -> int:
    """How many pieces of ink stand side by side in a line, without a column that they share."""
    inked = ink[band.top : band.bottom, band.left : band.right].any(axis=0)
    return int(np.count_nonzero(np.diff(inked.astype(np.int8), prepend=0) == 1))


def gaps_read(glyphs: Sequence[Glyph], ink: npt.NDArray[np.bool_], band: Band) -> tuple[list[float], list[float]]:
    """The gaps without ink between two characters, in letter heights: where no space was read, and where one was.

    Of the first what is natural beside a narrow character is taken off.
    """
    profile = _profile(ink, band)
    empty = _empty_runs(profile)
    letters = [glyph for glyph in glyphs if glyph.text.strip()]
    inner: list[float] = []
    spaces: list[float] = []
    for (one, other), spaced in zip(pairwise(letters), _spaces_before(glyphs)[1:], strict=True):
        start, end = _gap_between(empty, *_centres((one, other), profile, band))
        gap = (end - start) / max(1.0, band.letter)
        if spaced:
            spaces.append(gap)
        else:
            inner.append(gap - (_BESIDE_NARROW if one.text in _NARROW or other.text in _NARROW else 0.0))
    return inner, spaces


def _busiest_rows(ink: npt.NDArray[np.bool_], core: Box) -> tuple[int, int]:
    """The rows of a line whose letters run together with what is behind them: where the most ink is."""
    rows, columns = core.slices
    share = ink[rows, columns].mean(axis=1)
    level = share.min() + 0.3 * (share.max() - share.min())
    busy = np.flatnonzero(share >= level)
    # Ascenders and descenders are sparse rows around the dense ones.
    reach = round(0.2 * (busy[-1] + 1 - busy[0]))
    return max(core.top, core.top + int(busy[0]) - reach), min(core.bottom, core.top + int(busy[-1]) + 1 + reach)


def split(glyphs: Sequence[Glyph], ink: npt.NDArray[np.bool_], band: Band) -> list[Piece]:
    """Words of an upright crop, from left to right, with boxes that end at the ink.

    glyphs: what was read, in reading order, with places as shares of the crop's width; ink: shape
    (rows, columns) of the crop; band: where the line's ink is.
    """
    profile = _profile(ink, band)
    letters = [glyph for glyph in glyphs if glyph.text.strip()]
    if not letters:
        return []
    spaced = _spaces_before(glyphs)
    centres = _centres(letters, profile, band)
    # Index of the letter after each cut, end of the ink before it, start of the ink after it.
    cuts: list[tuple[int, int, int]] = []
    empty = _empty_runs(profile)
    gaps = [_gap_between(empty, one, other) for one, other in pairwise(centres)]
    usual = float(np.percentile([end - start for start, end in gaps], 30)) if gaps else 0.0
    usual_steps = [(_width(one.text) + _width(other.text)) / 2 for one, other in pairwise(letters)]
    pitch = float(np.median(np.diff(centres) / usual_steps)) if gaps else 0.0
    for i, (start, end) in enumerate(gaps, start=1):
        gap = (end - start) / max(1.0, band.letter)
        # Letters that are spaced out stand apart everywhere, words only here and there; and where ink
        # was lost between two letters, the letters themselves stand no farther apart than others.
        apart = (
            end - start >= _STANDS_OUT * usual and centres[i] - centres[i - 1] >= _FARTHER * pitch * usual_steps[i - 1]
        )
        before, after = letters[i - 1].text, letters[i].text
        wide = apart and gap >= _wide_gap(before, after)
        spaced[i] |= wide and before in _SIGNS
        if wide or (spaced[i] and (gap >= _NO_GAP or end - start > usual)):
            cuts.append((i, start, end))
        elif spaced[i] and gap <= 0 and profile.any():
            lowest = _lowest(profile, round(centres[i - 1]), round(centres[i]) + 1)
            cuts.append((i, lowest, lowest))
    return _pieces(letters, centres, cuts, band, spaced)


def _wide_gap(before: str, after: str) -> float:
    """From which gap, in letter heights, two characters belong to two words although no space was read."""
    if before in _SIGNS or after in "([":
        return _LABEL_GAP
    return _WORD_GAP if before.isalpha() or after.isalpha() else _NUMBER_GAP


def _pieces(
    letters: Sequence[Glyph],
    centres: Sequence[float],
    cuts: Sequence[tuple[int, int, int]],
    band: Band,
    spaced: Sequence[bool],
) -> list[Piece]:
    firsts = [0, *(i for i, _, _ in cuts)]
    lasts = [*(i for i, _, _ in cuts), len(letters)]
    starts = [band.left, *(after for _, _, after in cuts)]
    ends = [*(before for _, before, _ in cuts), band.right]
    pieces = []
    for first, last, left, right in zip(firsts, lasts, starts, ends, strict=True):
        some = letters[first:last]
        text = "".join(glyph.text for glyph in some)
        confidence = float(np.mean([glyph.confidence for glyph in some]))
        # Where its ink was lost, a word still reaches half a letter beyond the middles of its outer ones.
        left = min(left, round(centres[first] - _half_width(some[0]) * band.letter))
        right = max(right, round(centres[last - 1] + _half_width(some[-1]) * band.letter))
        box = Box.between(max(left, 0), band.top, max(right, left + 1), band.bottom)
        pieces.append(Piece(box, text, confidence, first == 0 or spaced[first]))
    return pieces


def _half_width(glyph: Glyph) -> float:
    """Half the width of a character, at the least, in letter heights."""
    return 0.1 if glyph.text in _NARROW else 0.25


def _width(character: str) -> float:
    """The width of a character, in those of a usual one."""
    if character in _NARROW:
        return 0.55
    return 1.25 if character in _BROAD else 1.0


def _spaces_before(glyphs: Sequence[Glyph]) -> list[bool]:
    """For each character that is no space, whether a space was read before it."""
    spaced, pending = [], False
    for glyph in glyphs:
        if glyph.text.strip():
            spaced.append(pending)
            pending = False
        else:
            pending = True
    return spaced


def _profile(ink: npt.NDArray[np.bool_], band: Band) -> npt.NDArray[np.float32]:
    """How much ink each column of a crop has in a line's rows."""
    profile: npt.NDArray[np.float32] = ink[band.top : band.bottom].sum(axis=0).astype(np.float32)
    return profile


def _centres(glyphs: Iterable[Glyph], profile: npt.NDArray[np.float32], band: Band) -> list[float]:
    """The columns in which characters have their centres, within the line's ink."""
    return [min(max(glyph.place * len(profile), band.left), band.right - 1) for glyph in glyphs]


def _empty_runs(profile: npt.NDArray[np.float32]) -> list[tuple[int, int]]:
    """The runs of columns without ink: first column and last one, exclusive."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], profile == 0, [False])).astype(np.int8))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _gap_between(empty: Iterable[tuple[int, int]], one: float, other: float) -> tuple[int, int]:
    """The widest run of columns without ink from one centre to another; where there is none, an empty run."""
    start, end = round(one), round(other) + 1
    inside = [(max(first, start), min(last, end)) for first, last in empty if first < end and last > start]
    return max(inside, key=lambda run: run[1] - run[0], default=(start, start))


def _lowest(profile: npt.NDArray[np.float32], start: int, end: int) -> int:
    """The column with the least ink between two characters whose words touch."""
    inner = profile[start:end]
    return start + int(np.argmin(inner)) if len(inner) else start


def _followed(columns: npt.NDArray[np.bool_], core: Box, gap: float) -> tuple[int, int]:
    """From the core's ends outwards (or inwards) to where the ink ends: first and last column, exclusive."""
    inside = np.flatnonzero(columns[core.left : core.right])
    if len(inside) == 0:
        return core.left, core.right
    left, right = core.left + int(inside[0]), core.left + int(inside[-1]) + 1
    for column in range(left - 1, -1, -1):
        if columns[column]:
            left = column
        elif left - column > gap:
            break
    for column in range(right, len(columns)):
        if columns[column]:
            right = column + 1
        elif column + 1 - right > gap:
            break
    return left, right
