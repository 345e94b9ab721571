"""Cutting a line into its words at the ink: where each word begins and ends, to the pixel.

A box that covers nine tenths of a name leaks it, and one that grazes its neighbour spoils what should
stay. So the readers say which characters belong together and about where, and the ink says where the
gap between two words really is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box
from dicom_text_redactor.text.bands import Band
from dicom_text_redactor.text.recognizer import Glyph

_WORD_GAP = 0.55  # letter heights without ink from which two letters are two words, whatever the reader says
_LABEL_GAP = 0.3  # the same behind a colon or a bracket
_NUMBER_GAP = 0.75  # the same within numbers and dates, whose dots and ones stand apart
_STANDS_OUT = 1.8  # times the usual gap of a line from which a gap is more than one between letters
_FARTHER = 1.1  # times the usual distance between two characters
_LABEL = 3  # letters of the shortest label that stands before figures without a sign between them
_SIGNS = ":;)],"  # what ends a label, or a part of a text: a space follows, whether or not the reader says so
_ENDS_LABEL = ":#"
_BROAD = "MWmw%@"
_NARROW = "Iil1j.,:;|!'`\"()[]ft"
_BESIDE_NARROW = 0.11  # letter heights by which a gap beside one of these is wider than one between others
_NO_GAP = 0.12  # letter heights without ink below which a space that was read is none, if the gap is a usual one


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of an upright crop: its box there, its characters, and how sure the reader is of them (0 to 1).

    `apart` says whether there is a space before it, or nothing at all: the reader saw one, or a label ends there.
    """

    box: Box
    text: str = field(repr=False)
    confidence: float
    apart: bool = True


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
        before = letters[i - 1].text
        wide = apart and gap >= _wide_gap(letters, i)
        label = _ends_label(letters, i)
        spaced[i] |= label or (wide and before in _SIGNS)
        if wide or (spaced[i] and (gap >= _NO_GAP or end - start > usual or (label and gap > 0))):
            cuts.append((i, start, end))
        elif spaced[i] and gap <= 0 and profile.any():
            lowest = _lowest(profile, round(centres[i - 1]), round(centres[i]) + 1)
            cuts.append((i, lowest, lowest))
    return _pieces(letters, _places(letters, profile), cuts, band, spaced)


def _wide_gap(letters: Sequence[Glyph], i: int) -> float:
    """From which gap, in letter heights, characters i - 1 and i belong to two words although no space was read."""
    before, after = letters[i - 1].text, letters[i].text
    if before in _SIGNS or after in "([" or (after.isdigit() and _letters_before(letters, i) >= _LABEL):
        return _LABEL_GAP
    return _WORD_GAP if before.isalpha() or after.isalpha() else _NUMBER_GAP


def _ends_label(letters: Sequence[Glyph], i: int) -> bool:
    """Whether a label ends before character i, and its value follows without a space: ``Name:VAUTRIN``, ``ACC#17``."""
    return letters[i - 1].text in _ENDS_LABEL and _letters_before(letters, i - 1) >= 2 and letters[i].text.isalnum()


def _letters_before(letters: Sequence[Glyph], i: int) -> int:
    """How many letters stand before character i, up to the sign or figure before them."""
    return len(list(takewhile(str.isalpha, (letter.text for letter in reversed(letters[:i])))))


def _pieces(
    letters: Sequence[Glyph],
    places: Sequence[float],
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
        left = min(left, round(places[first] - _half_width(some[0]) * band.letter))
        right = max(right, round(places[last - 1] + _half_width(some[-1]) * band.letter))
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


def _places(glyphs: Iterable[Glyph], profile: npt.NDArray[np.float32]) -> list[float]:
    """The columns in which characters have their centres, whether or not their ink was seen."""
    return [glyph.place * len(profile) for glyph in glyphs]


def _centres(glyphs: Iterable[Glyph], profile: npt.NDArray[np.float32], band: Band) -> list[float]:
    """The columns in which characters have their centres, within the line's ink."""
    return [min(max(place, band.left), band.right - 1) for place in _places(glyphs, profile)]


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
