"""Pages for the tests of judging, written as text.

Words stand between spaces, rows between slashes: ``MARLOW IMOGEN / CHEST PA``. What else a page may say:

``*word*``  the word that is meant
``a|b``     two readings of one word, the more trusted one first
``~word``   the first reader is unsure of it
``↑word``   it is twice as high as the others
``word__``  its ink is wider than what was read, by a letter's height for each ``_``
``a‿b``     two words that touch
``_``       alone: a gap of a letter's height; what stands behind it was found as a region of its own
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import pydicom

from dicom_text_redactor.model import Box, Reading, Region, Verdict, Word
from dicom_text_redactor.phi.analyzer import Analyzer
from dicom_text_redactor.phi.header import Header
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.judge import Judge
from dicom_text_redactor.phi.page import Page
from dicom_text_redactor.phi.recognizers import consult
from dicom_text_redactor.phi.technique import technique_of
from dicom_text_redactor.phi.wordlists import LISTS
from dicom_text_redactor.settings import DEFAULT_NER_MODEL, Policy, RedactionSettings

LETTER, HEIGHT, PITCH = 12, 20, 24
"""The width of a letter, the height of a row, and from one row to the next, pixels."""
SURE, UNSURE = 0.97, 0.4

_WORD = re.compile(r"(?P<sign>[~↑]?)(?P<text>.+?)(?P<more>_*)")


def header(**values: object) -> pydicom.Dataset:
    """A dataset that holds just these attributes."""
    dataset = pydicom.Dataset()
    for keyword, value in values.items():
        setattr(dataset, keyword, value)
    return dataset


MARLOW = header(
    PatientName="MARLOW^IMOGEN",
    PatientID="BG7730914",
    StudyDate="20150314",
    KVP="117",
    StudyDescription="CHESTWALL",
    InstitutionName="Northgate Infirmary",
)


def words_of(text: str, top: int = 0, left: int = 0) -> list[Word]:
    """The words of a page, as readers would hand them over."""
    return [word for word, _ in _read(text, top, left)]


def marked(text: str) -> int:
    """The index of the word that is meant."""
    (index,) = (index for index, (_, mark) in enumerate(_read(text)) if mark)
    return index


def _read(text: str, top: int = 0, left: int = 0) -> list[tuple[Word, bool]]:
    found: list[tuple[Word, bool]] = []
    for number, row in enumerate(re.split(r"(?:^|\s)/(?=\s|$)", text)):
        found += _row(row, top + number * PITCH, left)
    return found


def _row(row: str, top: int, left: int) -> list[tuple[Word, bool]]:
    found: list[tuple[Word, bool]] = []
    some: list[tuple[Box, str, bool]] = []
    at = left
    for piece in [*row.split(), "_"]:
        if set(piece) == {"_"}:
            if some:
                region = Region(0, Box.around(box for box, _, _ in some))
                found += [(_word(region, box, text), mark) for box, text, mark in some]
            some, at = [], at + HEIGHT * len(piece)
            continue
        for part in piece.split("‿"):
            mark = len(part) > 2 and part.startswith("*") and part.endswith("*")
            bare = _WORD.fullmatch(part[1:-1] if mark else part)
            assert bare is not None
            width = LETTER * len(bare["text"].split("|")[0]) + HEIGHT * len(bare["more"])
            box = Box(at, top, width, 2 * HEIGHT if bare["sign"] == "↑" else HEIGHT)
            some.append((box, bare["sign"] + bare["text"], mark))
            at += width
        at += LETTER
    return found


def _word(region: Region, box: Box, text: str) -> Word:
    confidence = UNSURE if text.startswith("~") else SURE
    first, *others = text.lstrip("~↑").split("|")
    readings = [Reading("first", first, confidence), *(Reading("second", other, SURE) for other in others)]
    return Word(region, box, tuple(readings))


@cache
def analyzer() -> Analyzer:
    """Presidio's analyzer, loaded once."""
    return Analyzer(DEFAULT_NER_MODEL)


def page_of(text: str, dataset: pydicom.Dataset = MARLOW) -> Page:
    """The page as the judge sees it, with what the analyzer finds in it."""
    page = Page(words_of(text), Header(Identity.of(dataset, LISTS), technique_of(dataset)), (0, 0))
    page.entities = consult(page, analyzer(), ()).weigh
    return page


@cache
def judge(policy: Policy = "cautious") -> Judge:
    """A judge as users have it."""
    return Judge(RedactionSettings()) if policy == "cautious" else judge().variant(RedactionSettings(policy=policy))


def judged(page: str | Sequence[Word], dataset: pydicom.Dataset = MARLOW, policy: Policy = "cautious") -> list[Verdict]:
    """The verdicts on the words of a page."""
    return judge(policy).for_file(dataset).judge(words_of(page) if isinstance(page, str) else page)


NOBODY = header(Modality="US")
"""A header that knows nobody."""
_SETTINGS = (
    "MI 1.1 TIs 0.4 / FR 29 Hz / Gain 62 % / Depth 16 cm / DR 60 dB / PRF 1.2 kHz / Map 3 / Persist Low / C5-1 Abdomen"
)
TOP = "{} / 12.03.2015 10:41:07 / / " + _SETTINGS
"""A screen with room for a row where the patient's name stands."""
BODY = "Okonkwo Tunde / 12.03.2015 10:41:07 / / " + _SETTINGS + " / {} / Zoom 1.4 / 2D 47 %"
"""A screen with room for a row among those that say how the image was made."""
ALONE = "{}"


def hidden(text: str, dataset: pydicom.Dataset = NOBODY, policy: Policy = "cautious", screen: str = TOP) -> str:
    """The words of some rows that are hidden where these stand on a screen, with spaces between them."""
    before, _, _ = screen.partition("{}")
    first, count = len(words_of(before)), len(words_of(text))
    verdicts = judged(screen.format(text), dataset, policy)[first : first + count]
    return " ".join(verdict.word.text for verdict in verdicts if verdict.hide)
