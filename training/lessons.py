"""Lessons: pages of words of which it is known what each is, with the evidence that the judge has of them.

Those that the judge learns from come of made screens; what measures it makes lessons of true words of images as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import Pool

import numpy as np
import numpy.typing as npt
import pydicom

from dicom_text_redactor.model import Word
from dicom_text_redactor.phi.analyzer import Analyzer
from dicom_text_redactor.phi.evidence import pieces
from dicom_text_redactor.phi.header import Header
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.judge import is_unread, known_to_header
from dicom_text_redactor.phi.page import Page
from dicom_text_redactor.phi.recognizers import consult
from dicom_text_redactor.phi.technique import technique_of
from dicom_text_redactor.phi.weighing import Matrix, Vector, evidence_of
from dicom_text_redactor.phi.wordlists import LISTS
from dicom_text_redactor.settings import DEFAULT_NER_MODEL
from training.screens import Role, make
from training.screens.reading import as_read

Flags = npt.NDArray[np.bool_]

FAULTLESS = 0.3
"""The share of the screens to learn from that is read without a fault."""
_STRIDE = 1_000_003
"""Between the seeds of two series of screens."""
_TRUTH: dict[Role, float] = {"identifying": 1.0, "clinical": 0.0, "neutral": np.nan}


@dataclass(frozen=True, slots=True)
class Lesson:
    """One page and the truth about its words.

    Attributes
    ----------
    name
        Of the image or of the kind of screen.
    page
        The words in their rows.
    evidence
        What is known of each word, shape (words, pieces), in the order of the register.
    kinds
        What each word is, by the name that the truth has for it.
    truth
        1: the word identifies; 0: it is clinical; NaN: it may go or stay.
    fixed
        Words that are hidden whatever they weigh: the header has them letter for letter.
    unread
        Words that nobody read, which are hidden if nothing else hides them.
    """

    name: str
    page: Page
    evidence: Matrix
    kinds: tuple[str, ...]
    truth: Vector
    fixed: Flags
    unread: Flags

    def of(self, names: Sequence[str]) -> Matrix:
        """The evidence of some pieces only, in their order."""
        if tuple(names) == tuple(pieces()):
            return self.evidence
        places = {name: number for number, name in enumerate(pieces())}
        return self.evidence[:, [places[name] for name in names]]

    @property
    def identifies(self) -> Flags:
        """Which words have to be hidden."""
        return np.asarray(self.truth == 1)

    @property
    def clinical(self) -> Flags:
        """Which words should stay."""
        return np.asarray(self.truth == 0)


@dataclass(frozen=True, slots=True)
class Told:
    """A word, and what it truly is."""

    word: Word
    role: Role
    kind: str = ""


def lesson(name: str, words: Sequence[Told], header: Header, size: tuple[int, int]) -> Lesson:
    """The lesson of one page: its words, what the file's header says, columns and rows of the picture."""
    page = Page([one.word for one in words], header, size)
    page.entities = consult(page, analyzer(), ()).weigh
    return Lesson(
        name,
        page,
        evidence_of(page.tokens),
        tuple(one.kind for one in words),
        np.array([_TRUTH[one.role] for one in words]),
        np.array([bool(known_to_header(token)) for token in page.tokens], bool),
        np.array([is_unread(token) for token in page.tokens], bool),
    )


def header_of(dataset: pydicom.Dataset) -> Header:
    """What the header of a dataset says."""
    return Header(Identity.of(dataset, LISTS), technique_of(dataset))


@cache
def analyzer() -> Analyzer:
    """The analyzer of the default settings, loaded once for a process."""
    return Analyzer(DEFAULT_NER_MODEL)


def made(count: int, seed: int, *, faultless: float = FAULTLESS, workers: int = 1) -> list[Lesson]:
    """Lessons of made screens; those of other seeds are other screens.

    faultless: the share (0 to 1) of the screens that is read without a fault.
    workers: processes that share the work; the lessons are the same for any number of them.
    """
    tasks = [(seed * _STRIDE + i, i % 100 < 100 * faultless) for i in range(count)]
    if workers < 2:
        lessons = [_made(task) for task in tasks]
    else:
        analyzer().find("Once")  # loaded here, it is there in every process
        with Pool(workers) as pool:
            lessons = list(pool.imap(_made, tasks, chunksize=max(1, min(20, count // (4 * workers)))))
    return [one for one in lessons if len(one.truth)]


def _made(task: tuple[int, bool]) -> Lesson:
    seed, faultless = task
    screen = make(seed)
    words = [Told(one.word, one.role, one.kind) for one in as_read(screen, seed, faultless=faultless)]
    return lesson(screen.kind, words, header_of(screen.header), (screen.columns, screen.rows))
