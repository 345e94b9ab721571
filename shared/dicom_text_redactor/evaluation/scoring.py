"""From one file's ground truth and its outcome to counts that can be added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dicom_text_redactor.documents import Ranges
from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.evaluation.areas import count, frames_shared, shares_covered
from dicom_text_redactor.evaluation.results import Outcome, Painted
from dicom_text_redactor.evaluation.truth import TrueWord
from dicom_text_redactor.model import Box

COVERED = 0.95
"""Share of a word's box from which the word counts as hidden: the rest is air, or the edge of a letter."""

GRAZED = 0.1
"""Share of a clinical word's box up to which it counts as kept."""

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class WordScore:
    """What became of one word.

    Attributes
    ----------
    frames
        The frames in which it stands.
    hidden
        For a word that identifies: whether it is covered in every frame.
    found
        Whether the report knows of it at all, hidden or kept: text that was found and judged harmless is
        another mistake than text that was not found.
    kept
        For a clinical word: whether it can be read in every frame.
    area, covered
        Pixels of its box, times frames, and those of them that are painted over.
    source
        The source of the box that covers most of it; empty if none does.
    """

    word: TrueWord
    frames: Ranges
    hidden: bool
    found: bool
    kept: bool
    area: int
    covered: float
    source: str


@dataclass(frozen=True, slots=True)
class BoxScore:
    """A box of the report: its source, whether it hides something that identifies, its area (pixels, times frames)
    and how much of that lies on words that identify.
    """

    source: str
    right: bool
    area: int
    on_words: float


@dataclass(frozen=True, slots=True)
class FileScore:
    """What became of one file; words and boxes are empty where it was refused."""

    name: str = field(repr=False)
    outcome: Outcome
    words: tuple[WordScore, ...]
    boxes: tuple[BoxScore, ...]

    @property
    def counts(self) -> bool:
        """Whether there is an output that could show a word, or should have been one."""
        return self.outcome.status != "refused"

    @property
    def clean(self) -> bool:
        """Whether every word that identifies is hidden."""
        return self.counts and all(score.hidden for score in self.words if score.word.role == "phi")


def score(name: str, words: Sequence[TrueWord], outcome: Outcome, *, covered: float = COVERED) -> FileScore:
    """The score of one file.

    covered: share of a word's box from which it counts as hidden.

    Raises
    ------
    SettingError
        A word of the ground truth lies outside the image; the message names its place there.
    """
    if outcome.status == "refused":
        return FileScore(name, outcome, (), ())
    if outcome.status == "missing":
        return FileScore(name, outcome, tuple(_lost(word) for word in words), ())
    placed = [_Placed.on(word, outcome) for word in words]
    return FileScore(
        name,
        outcome,
        tuple(_word(one, outcome, covered) for one in placed),
        tuple(_box(box, [one for one in placed if one.word.role == "phi"]) for box in outcome.hidden),
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word, where it really is in the image."""

    word: TrueWord
    box: Box
    frames: Ranges

    @classmethod
    def on(cls, word: TrueWord, outcome: Outcome) -> _Placed:
        box = word.box.within(outcome.rows, outcome.columns)
        frames = word.frames or ((0, outcome.frames - 1),)
        if not box.area or any(last >= outcome.frames for _, last in frames):
            raise SettingError(f"{word.place} of the ground truth lies outside the image or its frames.")
        return cls(word, box, frames)


def _lost(word: TrueWord) -> WordScore:
    return WordScore(word, word.frames or ((0, 0),), False, False, False, word.box.area, 0.0, "")


def _word(placed: _Placed, outcome: Outcome, covered: float) -> WordScore:
    box, frames = placed.box, placed.frames
    hidden = list(shares_covered(box, frames, outcome.hidden))
    known = list(shares_covered(box, frames, [*outcome.hidden, *outcome.kept]))
    total = count(frames)
    least, most = min(share for _, share in hidden), max(share for _, share in hidden)
    nearest = max(outcome.hidden, key=lambda one: _common(placed, one), default=None)
    return WordScore(
        placed.word,
        frames,
        hidden=least >= covered,
        found=sum(number * share for number, share in known) >= _HALF * total,
        kept=most < GRAZED,
        area=box.area * total,
        covered=sum(number * share for number, share in hidden) * box.area,
        source=nearest.source if nearest is not None and _common(placed, nearest) else "",
    )


def _box(painted: Painted, words: Sequence[_Placed]) -> BoxScore:
    area = painted.box.area * count(painted.frames)
    on_words = sum(number * share for number, share in shares_covered(painted.box, painted.frames, words))
    right = on_words >= _HALF * count(painted.frames) or any(
        frames_shared(word.frames, painted.frames) and painted.box.overlap(word.box) >= _HALF * word.box.area
        for word in words
    )
    return BoxScore(painted.source, right, area, on_words * painted.box.area)


def _common(placed: _Placed, painted: Painted) -> int:
    return placed.box.overlap(painted.box) * frames_shared(placed.frames, painted.frames)
