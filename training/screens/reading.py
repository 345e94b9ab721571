"""What readers make of a screen: words in regions, with readings that err as readers do, and what each truly is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from dicom_text_redactor.model import Box, Reading, Region, Word
from training.screens.chance import Chance
from training.screens.confusions import misread
from training.screens.scraps import Scrap, scraps_of
from training.screens.screen import Printed, Role, Screen

READERS = ("ppocr", "tesseract", "third")
"""The readers' names, the most trusted first; the first two are those of the program."""


@dataclass(frozen=True, slots=True)
class Read:
    """A word as readers might read it, and what it truly is.

    `word` has the line or the part of it that a finder found together as its region. A word that was glued of several
    identifies if one of them does.
    """

    word: Word
    role: Role
    kind: str


@dataclass(frozen=True, slots=True)
class _Habits:
    """How well one screen is read: each value is a share of the characters, the words or the rows."""

    wrong: float  # characters that are misread
    unread: float  # words that nobody reads
    glued: float  # pairs of neighbours that are read as one word
    split: float  # words that are read as two
    cut: float  # words of which an end is lost
    lost: float  # words that nobody finds
    junk: float  # words that are none
    second: float  # words that a second reader reads although the first one was sure
    gap: float  # heights of a gap from which a row is found in parts
    single: float  # rows of which every word is found by itself
    high: float  # parts of rows that are found together with what stands above or below
    wide: float  # words with more ink beside them than is theirs
    twice: float  # parts of rows that are found twice
    scraps: float  # strokes of the picture that are taken for writing, for each hundred words


_LEAST = 3  # characters up to which a word is neither split nor cut
_AGAIN = 0.25  # of the words that are split: into three
_FAULTLESS = _Habits(0, 0, 0, 0, 0, 0, 0, 0, 3.0, 0, 0, 0, 0, 0)
_SHARES = ((0.0, 3.5), (0.004, 2.5), (0.012, 2.0), (0.03, 1.2), (0.07, 0.8), (0.13, 0.4))
"""Shares of wrong characters, and how often screens have them."""


def as_read(screen: Screen, seed: int, *, faultless: bool = False) -> list[Read]:
    """The words of a screen as readers might read them, region by region and row by row.

    How much is misread differs from screen to screen: most are read nearly without a fault, some badly. With
    `faultless` every text and every box is true, and one reader is sure of all of them.
    """
    r = Chance(f"{seed} {screen.seed} {faultless}")
    habits = _FAULTLESS if faultless else _habits(r)
    reads: list[Read] = []
    for line in _lines(screen.words):
        for part in _parts(r, line, habits):
            reads += _read(r, part, habits, screen)
            if r.odds(habits.twice):
                reads += _read(r, part, habits, screen)
    return [*reads, *(_of_scrap(r, scrap) for scrap in scraps_of(r, screen, habits.scraps))]


def _of_scrap(r: Chance, scrap: Scrap) -> Read:
    """What was read in strokes that are no writing: one reader's guess, and often another one's that differs."""
    readings = [Reading(READERS[0], scrap.text, scrap.confidence)]
    if scrap.confidence < 0.95 and r.odds(0.7):
        readings.append(Reading(READERS[1], scrap.other, round(r.uniform(0.05, 0.7), 4)))
    region = Region(0, scrap.box, 0, round(r.uniform(0.3, 0.9), 3), "")
    return Read(Word(region, scrap.box, tuple(readings)), "clinical", "scrap")


def _lines(words: Sequence[Printed]) -> list[list[Printed]]:
    """The rows; those side by side at one height are one, since a finder cannot tell."""
    lines: list[list[Printed]] = []
    for _, row in groupby(words, key=lambda word: word.row):
        some = list(row)
        last, first = lines[-1][-1].box if lines else None, some[0].box
        if last and (last.top, last.height) == (first.top, first.height) and first.left >= last.right:
            lines[-1] += some
        else:
            lines.append(some)
    return lines


def _habits(r: Chance) -> _Habits:
    wrong = r.weighted(_SHARES)
    poor = wrong * 8
    return _Habits(
        wrong=wrong * r.uniform(0.6, 1.4),
        unread=r.uniform(0, 0.012) + poor * 0.03,
        glued=r.one(0.0, 0.01, 0.03) + poor * 0.05,
        split=r.one(0.0, 0.005, 0.01) + poor * 0.04,
        cut=r.one(0.0, 0.0, 0.01) + poor * 0.03,
        lost=r.one(0.0, 0.0, 0.01),
        junk=r.one(0.0, 0.0, 0.01, 0.02) + poor * 0.02,
        second=r.uniform(0, 0.2),
        gap=r.uniform(0.9, 3.0),
        single=r.one(0.0, 0.0, 0.05, 0.3),
        high=r.one(0.0, 0.02, 0.05, 0.15) + poor * 0.05,
        wide=r.one(0.0, 0.01, 0.03, 0.06) + poor * 0.03,
        twice=r.one(0.0, 0.0, 0.02, 0.05),
        scraps=r.one(0.0, 1.0, 4.0, 15.0, 40.0),
    )


def _parts(r: Chance, row: Sequence[Printed], habits: _Habits) -> list[list[Printed]]:
    """A row as a finder finds it: cut at wide gaps, or into its words."""
    parts = [[row[0]]]
    alone = r.odds(habits.single)
    for before, word in pairwise(row):
        if alone or word.box.left - before.box.right > habits.gap * word.box.height:
            parts.append([])
        parts[-1].append(word)
    return parts


@dataclass(slots=True)
class _Piece:
    """A piece of text between two gaps, before anybody reads it."""

    text: str
    role: Role
    kind: str
    box: Box
    apart: bool = True


def _read(r: Chance, part: Sequence[Printed], habits: _Habits, screen: Screen) -> list[Read]:
    pieces = _pieces(r, part, habits, screen.columns)
    if not pieces:
        return []
    margin = r.whole(0, 2) if habits is not _FAULTLESS else 1
    around = Box.around(piece.box for piece in pieces).grown(margin).within(screen.rows, screen.columns)
    region = Region(0, around, 0, 1.0 if habits is _FAULTLESS else round(r.uniform(0.6, 1.0), 3), "")
    weak = r.odds(0.12)  # a line that is hard to read altogether
    if r.odds(habits.high):
        above, below = r.one((1.0, 0.0), (0.0, 1.0), (0.5, 0.5), (0.3, 0.2))
        region = replace(region, box=_higher(around, above, below, screen))
        pieces = [replace(piece, box=_higher(piece.box, above, below, screen)) for piece in pieces]
        weak = weak or r.odds(0.3)
    return [
        Read(Word(region, piece.box, _readings(r, piece.text, habits, weak), piece.apart), piece.role, piece.kind)
        for piece in pieces
    ]


def _higher(box: Box, above: float, below: float, screen: Screen) -> Box:
    """A box that reaches into the rows above or below, by these shares of its height."""
    up, down = round(above * box.height), round(below * box.height)
    return Box(box.left, box.top - up, box.width, box.height + up + down).within(screen.rows, screen.columns)


def _pieces(r: Chance, part: Sequence[Printed], habits: _Habits, columns: int) -> list[_Piece]:
    """The words of a part as they are cut: most as they are, some glued, split, cut or lost, some that are none."""
    pieces: list[_Piece] = []
    for i, word in enumerate(part):
        if r.odds(habits.lost):
            continue
        piece = _Piece(word.text, word.role, word.kind, word.box)
        touches = i > 0 and word.box.left - part[i - 1].box.right <= 0.05 * word.box.height
        if pieces and r.odds(habits.glued + (0.15 if touches and habits.wrong else 0.0)):
            pieces[-1] = _glued(pieces[-1], piece)
        elif len(word.text) > _LEAST and r.odds(habits.split):
            one, other = _split(r, piece)
            again = len(other.text) > _LEAST and r.odds(_AGAIN)
            pieces += [one, *(_split(r, other) if again else [other])]
        else:
            pieces.append(_cut(r, piece) if len(word.text) > _LEAST and r.odds(habits.cut) else piece)
        if r.odds(habits.wide):
            box, most = pieces[-1].box, 2 * word.box.height
            ends = max(0, box.left - r.whole(0, most)), min(columns, box.right + r.whole(0, most))
            pieces[-1] = replace(pieces[-1], box=Box.between(ends[0], box.top, ends[1], box.bottom))
        if r.odds(habits.junk) and pieces[-1].box.right + pieces[-1].box.height // 2 < columns:
            pieces.append(_junk(r, pieces[-1].box))
    return pieces


def _glued(one: _Piece, other: _Piece) -> _Piece:
    roles = (one.role, other.role)
    first = other if one.role != "identifying" and other.role == "identifying" else one
    role: Role = "identifying" if "identifying" in roles else "clinical" if "clinical" in roles else "neutral"
    kind = first.kind if first.role == role else other.kind
    return _Piece(one.text + other.text, role, kind, Box.around((one.box, other.box)), one.apart)


def _split(r: Chance, piece: _Piece) -> tuple[_Piece, _Piece]:
    """A word as two: at a sign or between letters and figures if it has such a place, anywhere otherwise."""
    text = piece.text
    places = [i for i in range(1, len(text)) if not text[i - 1].isalnum() or text[i - 1].isdigit() != text[i].isdigit()]
    at = r.of(places) if places and r.odds(0.6) else r.whole(1, len(text) - 1)
    cut = piece.box.left + round(piece.box.width * at / len(text))
    cut = min(max(cut, piece.box.left + 1), piece.box.right - 1) if piece.box.width > 1 else piece.box.right
    left = Box.between(piece.box.left, piece.box.top, cut, piece.box.bottom)
    right = Box.between(min(cut, piece.box.right - 1), piece.box.top, piece.box.right, piece.box.bottom)
    return (
        _Piece(text[:at], piece.role, piece.kind, left, piece.apart),
        _Piece(text[at:], piece.role, piece.kind, right, r.odds(0.5)),
    )


def _cut(r: Chance, piece: _Piece) -> _Piece:
    """A word of which a letter or two at one end are lost."""
    lost = r.whole(1, min(3, len(piece.text) - 2))
    text = piece.text[lost:] if r.odds(0.5) else piece.text[:-lost]
    return _Piece(text, piece.role, piece.kind, piece.box, piece.apart)


def _junk(r: Chance, beside: Box) -> _Piece:
    """Strokes behind a word that were taken for text."""
    text = r.one(
        "|", "-", "1", "l", "i", "_", "=", ".", "'", "~", "I", "7", "J", "L", "V", "日", "||", "--", ":", "]", "o"
    )
    height = beside.height
    return _Piece(text, "neutral", "junk", Box(beside.right, beside.top, max(1, height // 2), height))


def _readings(r: Chance, text: str, habits: _Habits, weak: bool) -> tuple[Reading, ...]:
    if habits is _FAULTLESS:
        return (Reading(READERS[0], text, 0.99),)
    if r.odds(habits.unread):
        return ()
    share = habits.wrong * (4.0 if weak else 1.0) + (0.01 if weak else 0.0)
    first, wrong = misread(r, text, share)
    readings = []
    if first:
        readings.append(Reading(READERS[0], first, _confidence(r, wrong, len(text), weak)))
    unsure = not readings or readings[0].confidence < 0.9
    if r.odds(0.75 if unsure else habits.second):
        second, missed = misread(r, text, share * 2.0 + 0.02)
        if r.odds(0.12 * min(1.0, share * 20)):  # it takes a line that it cannot read for something else
            second, missed = misread(r, text, 0.6)
        if second:
            readings.append(Reading(READERS[1], second, _second_confidence(r, missed)))
    if len(readings) == 2 and r.odds(0.08):
        third, missed = misread(r, text, share * 1.2)
        if third:
            readings.append(Reading(READERS[2], third, _confidence(r, missed, len(text), weak)))
    return tuple(readings)


def _confidence(r: Chance, wrong: int, length: int, weak: bool) -> float:
    """The mean of the characters' confidences: near one where all are right, less where some are wrong."""
    sure = 1.0 - (0.35 if weak else 0.08) * r.random() ** (3 if weak else 12)
    for _ in range(min(wrong, length)):
        sure -= r.uniform(0.0, 0.9) / length
    return round(min(1.0, max(0.05, sure)), 4)


def _second_confidence(r: Chance, wrong: int) -> float:
    """The confidence of the second reader, which is spread wider and says less."""
    sure = 0.968 - 0.7 * r.random() ** 6 if not wrong else r.uniform(0.05, 0.96)
    return round(min(1.0, max(0.0, sure)), 4)
