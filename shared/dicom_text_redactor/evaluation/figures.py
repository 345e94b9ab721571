"""Counts of many files added up, and the shares that people ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from dicom_text_redactor.evaluation.scoring import BoxScore, FileScore, WordScore

SCHEMA = "box-evaluation/1"

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over files, words and boxes; a share is None where there is nothing to take it of.

    Attributes
    ----------
    files, clean, refused, missing
        Files with ground truth: all, those of which every identifying word is hidden, those that were refused
        (nothing was written, so nothing of them counts below), and those without a report.
    words, hidden, found
        Words that identify: all, those that are covered in every frame, and those the reports know of.
    area, covered
        Their boxes, in pixels times frames, and how much of it is painted over.
    boxes, right, painted, on_words
        Boxes of the reports, those that hide something that identifies, their area, and how much of it lies on
        such words.
    clinical, kept
        Words that are to stay, and those that did.
    """

    files: int = 0
    clean: int = 0
    refused: int = 0
    missing: int = 0
    words: int = 0
    hidden: int = 0
    found: int = 0
    area: int = 0
    covered: float = 0.0
    boxes: int = 0
    right: int = 0
    painted: int = 0
    on_words: float = 0.0
    clinical: int = 0
    kept: int = 0

    @property
    def recall(self) -> float | None:
        """Words that identify and are hidden, of all that identify."""
        return _share(self.hidden, self.words)

    @property
    def recall_of_areas(self) -> float | None:
        """The same in pixels."""
        return _share(self.covered, self.area)

    @property
    def recall_of_finding(self) -> float | None:
        """Words that identify and are known to the reports, of all that identify."""
        return _share(self.found, self.words)

    @property
    def precision(self) -> float | None:
        """Boxes that hide something that identifies, of all boxes."""
        return _share(self.right, self.boxes)

    @property
    def precision_of_areas(self) -> float | None:
        """The same in pixels; boxes have a margin, and cover the gaps between words."""
        return _share(self.on_words, self.painted)

    @property
    def clean_files(self) -> float | None:
        """Files of which every identifying word is hidden, of those that were not refused."""
        return _share(self.clean, self.files - self.refused)

    @property
    def kept_clinical(self) -> float | None:
        """Clinical words that can be read, of all clinical words."""
        return _share(self.kept, self.clinical)

    def to_dict(self) -> dict[str, Any]:
        """Sums and shares as plain values."""
        sums = {field.name: _rounded(getattr(self, field.name)) for field in fields(self)}
        return sums | {name: _rounded(getattr(self, name)) for name in SHARES}


SHARES = (
    "recall",
    "recall_of_areas",
    "recall_of_finding",
    "precision",
    "precision_of_areas",
    "clean_files",
    "kept_clinical",
)


def of_files(scores: Iterable[FileScore]) -> Figures:
    """The figures of whole files."""
    some = list(scores)
    inside = of_words(word for score in some for word in score.words)
    boxes = of_boxes(box for score in some for box in score.boxes)
    statuses = [score.outcome.status for score in some]
    return Figures(
        files=len(some),
        clean=sum(score.clean for score in some),
        refused=statuses.count("refused"),
        missing=statuses.count("missing"),
        **_sums(inside, "words", "hidden", "found", "area", "covered", "clinical", "kept"),
        **_sums(boxes, "boxes", "right", "painted", "on_words"),
    )


def of_words(scores: Iterable[WordScore]) -> Figures:
    """The figures of words, whatever files they stand in."""
    some = list(scores)
    phi = [score for score in some if score.word.role == "phi"]
    clinical = [score for score in some if score.word.role == "keep"]
    return Figures(
        words=len(phi),
        hidden=sum(score.hidden for score in phi),
        found=sum(score.found for score in phi),
        area=sum(score.area for score in phi),
        covered=sum(score.covered for score in phi),
        clinical=len(clinical),
        kept=sum(score.kept for score in clinical),
    )


def of_boxes(scores: Iterable[BoxScore]) -> Figures:
    """The figures of boxes."""
    some = list(scores)
    return Figures(
        boxes=len(some),
        right=sum(score.right for score in some),
        painted=sum(score.area for score in some),
        on_words=sum(score.on_words for score in some),
    )


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one evaluation: of everything, and by what people want to tell apart."""

    scores: tuple[FileScore, ...]
    covered: float

    @property
    def total(self) -> Figures:
        """The figures of all files."""
        return of_files(self.scores)

    def by_modality(self) -> dict[str, Figures]:
        """The figures of the files of each modality; refused and missing ones, which show none, are left out."""
        there = [score for score in self.scores if score.outcome.status in ("redacted", "clean")]
        return _grouped(there, lambda score: score.outcome.modality, of_files)

    def by_entity(self) -> dict[str, Figures]:
        """The figures of the identifying words of each entity."""
        phi = [word for score in self.scores for word in score.words if word.word.role == "phi"]
        return _grouped(phi, lambda word: word.word.entity, of_words)

    def by_source(self) -> dict[str, Figures]:
        """The figures of the boxes of each source, with how many words each of them hides."""
        boxes = _grouped([box for score in self.scores for box in score.boxes], lambda box: box.source, of_boxes)
        hidden = [word for score in self.scores for word in score.words if word.word.role == "phi" and word.hidden]
        words = _grouped(hidden, lambda word: word.source, of_words)
        none = Figures()
        return {
            source: Figures(
                **_sums(figures, "boxes", "right", "painted", "on_words"),
                **_sums(words.get(source, none), "words", "hidden", "found", "area", "covered"),
            )
            for source, figures in boxes.items()
        }

    def to_dict(self) -> dict[str, Any]:
        """The evaluation as plain values. It holds names of files, and no word that stands in one."""
        return {
            "schema": SCHEMA,
            "covered": self.covered,
            "all": self.total.to_dict(),
            **{
                name: {key: figures.to_dict() for key, figures in groups.items()}
                for name, groups in (
                    ("by_modality", self.by_modality()),
                    ("by_entity", self.by_entity()),
                    ("by_source", self.by_source()),
                )
            },
            "files": [_file(score) for score in self.scores],
        }


def _file(score: FileScore) -> dict[str, Any]:
    figures = of_words(score.words)
    return {
        "file": score.name,
        "status": score.outcome.status,
        "modality": score.outcome.modality,
        "words": figures.words,
        "hidden": figures.hidden,
        "found": figures.found,
        "not_hidden": [
            {
                "place": word.word.place,
                "found": word.found,
                "frames": [list(pair) for pair in word.frames],
                "left": word.word.box.left,
                "top": word.word.box.top,
                "width": word.word.box.width,
                "height": word.word.box.height,
            }
            for word in score.words
            if word.word.role == "phi" and not word.hidden
        ],
    }


def _grouped(
    items: Sequence[Item], key: Callable[[Item], str], figures: Callable[[Iterable[Item]], Figures]
) -> dict[str, Figures]:
    """The figures of the items of each key, in the order of the keys."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {name: figures(groups[name]) for name in sorted(groups)}


def _sums(figures: Figures, *names: str) -> dict[str, Any]:
    return {name: getattr(figures, name) for name in names}


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _rounded(value: float | None) -> float | None:
    return round(value, 4) if isinstance(value, float) else value
