"""Nothing that was found is dropped in silence: each region was read, hidden or dismissed; the report says where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest
import zxingcpp
from pydicom import Dataset

from dicom_text_redactor import examination
from dicom_text_redactor.cines import following
from dicom_text_redactor.model import Box, Mark, Picture, Region, View
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import BoxReport
from dicom_text_redactor.settings import Policy, RedactionSettings
from dicom_text_redactor.sources import DismissedBecause, Source
from dicom_text_redactor.text.contracts import Detector
from dicom_text_redactor.text.detector import OwnDetector
from dicom_text_redactor.text.finder import find_text
from dicom_text_redactor.text.found import Found
from dicom_text_redactor.text.sheets import Cell, Sheet, sheets, to_frame
from tests.core.test_multiframe import SHAPE, cine
from tests.dicom.images import LITTLE, Made, made
from tests.phantoms import NUMBER, SURNAME, Line, Written, anatomy, area_of, chart, image_with, noise, write

LARGE = (400, 700)

_TOLD = 0.5  # share of the middle of a region that the report's areas take


@dataclass
class Finds:
    """The regions that the finder gave, in their frames: those of whole frames, and those of parts of later ones."""

    regions: list[Region] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    def of_a_frame(self, views: Sequence[View], detector: Detector) -> list[Region]:
        found = find_text(views, detector)
        self.regions += found
        return found

    def laid_out(self, cells: Sequence[Cell]) -> list[Sheet]:
        self.sheets = sheets(cells)
        return self.sheets

    def of_a_sheet(self, views: Sequence[View], detector: Detector) -> list[Region]:
        found = find_text(views, detector)
        sheet = self.sheets.pop(0)
        cells = [(region, sheet.cell_of(region)) for region in found]
        self.regions += [to_frame(region, cell) for region, cell in cells if cell is not None]
        return found


@contextmanager
def noted() -> Iterator[Finds]:
    """What the first look finds meanwhile."""
    finds = Finds()
    with pytest.MonkeyPatch().context() as patch:
        patch.setattr(examination, "find_text", finds.of_a_frame)
        patch.setattr(following, "find_text", finds.of_a_sheet)
        patch.setattr(following, "sheets", lambda cells: list(finds.laid_out(cells)))
        yield finds


def untold(regions: Sequence[Region], report: BoxReport) -> list[Region]:
    """The regions of whose middle the report's areas leave half or more untold in their frame."""
    marks = [*report.hidden, *report.kept, *report.dismissed]
    return [region for region in regions if _told(region, marks) < _TOLD]


def _told(region: Region, marks: Sequence[Mark]) -> float:
    box = region.box
    middle = box.grown(-box.width // 4, -box.height // 4) if min(box.width, box.height) > 3 else box
    frame = [mark.box for mark in marks if any(first <= region.frame <= last for first, last in mark.frames)]
    shape = (middle.bottom + 1, middle.right + 1)
    return float(area_of([one.within(*shape) for one in frame], shape)[middle.slices].mean())


def tissue() -> Dataset:
    random = np.random.default_rng(11)
    lines = [Line("LIVER KIDNEY", top=30, size=20), Line(SURNAME, top=90)]
    return cine([write(lines, SHAPE, random.integers(0, 160, SHAPE).astype(np.uint8)) for _ in range(6)])


def film(pages: Sequence[Written]) -> Dataset:
    dataset = made(Made("cine", LITTLE, "MONOCHROME2", *LARGE, len(pages)), np.stack([page.grey for page in pages]))
    dataset.PatientName = SURNAME
    return dataset


def large_tissue() -> Dataset:
    """Tissue that moves, and something that moves in front of it."""
    random = np.random.default_rng(13)
    coarse = [random.integers(0, 230, (LARGE[0] // 4, LARGE[1] // 4)).astype(np.uint8) for _ in range(8)]
    papers = [np.asarray(cv2.resize(one, LARGE[::-1], interpolation=cv2.INTER_CUBIC), np.uint8) for one in coarse]
    for paper in papers:
        paper[:, 500:] = 0
    return film([write([Line("LIVER", left=520, top=60 + 9 * n)], LARGE, one) for n, one in enumerate(papers)])


def counting() -> Dataset:
    random = np.random.default_rng(12)

    def page(number: int) -> Sequence[Line]:
        name = [Line(SURNAME, top=20)] if number in (3, 4) else []
        return [*name, Line(f"{number}.{number % 10} s", left=230, top=100, size=int(random.integers(14, 22)))]

    return cine([write(page(n), SHAPE, anatomy(SHAPE, frame=n)) for n in range(12)])


def small() -> Dataset:
    lines = (
        Line(f"LIVER KIDNEY {NUMBER}", left=20 + 90 * (n % 2), top=10 + 18 * n, size=5 + n // 2) for n in range(12)
    )
    return image_with(*lines).dataset


IMAGES: dict[str, Callable[[], Dataset]] = {
    "chart": lambda: chart().dataset,
    "rows that touch": lambda: image_with(*(Line("LIVER 12.5 cm", top=20 + 24 * n, size=24) for n in range(5))).dataset,
    "grain": lambda: image_with(Line("QUILLFEATHER ORSOLYA", top=40, size=9), paper=noise()).dataset,
    "small letters": small,
    "tissue": tissue,
    "large tissue": large_tissue,
    "a counter": counting,
}  # fmt: skip


@pytest.mark.parametrize("policy", ["cautious", "phi"])
@pytest.mark.parametrize("image", IMAGES)
def test_every_region_that_was_found_is_read_hidden_or_dismissed(image: str, policy: Policy) -> None:
    with noted() as finds:
        report = Redactor(RedactionSettings(policy=policy)).redact(IMAGES[image]()).report
    assert len(finds.regions) > 1
    assert untold(finds.regions, report) == []


class Stripes:
    """A detector that sees one line, as high as this, at the top of whatever is looked at: too low, or cut."""

    name = "stripes"

    def __init__(self, height: int) -> None:
        self._height = height

    def detect(self, pictures: Sequence[Picture], *, spread: bool, overlaid: bool = False) -> list[Found]:
        return [Found(Box(0, 0, pictures[0].shape[1] // 2, self._height), 0.9)]


def dismissed(redactor: Redactor, frames: int) -> list[DismissedBecause]:
    """Why places of a cine were dismissed whose frames all differ in the middle."""
    pages = [write([Line(str(number), left=150, top=100, size=20)], SHAPE) for number in range(frames)]
    marks = redactor.redact(cine(pages)).report.dismissed
    assert all(mark.box.area for mark in marks)
    return [mark.source for mark in marks if isinstance(mark.source, DismissedBecause)]


@pytest.mark.parametrize("policy", ["cautious", "all-text"])
def test_what_is_too_low_to_be_read_is_told_and_stays_under_every_policy(policy: Policy) -> None:
    settings = RedactionSettings(policy=policy, ner_model="")
    assert set(dismissed(Redactor(settings, detector=Stripes(5)), 1)) == {DismissedBecause.SMALL}
    assert set(dismissed(Redactor(settings, detector=Stripes(5)), 2)) == {DismissedBecause.SMALL}


@pytest.mark.parametrize("policy", ["cautious", "all-text"])
def test_what_ends_where_its_part_of_a_frame_ends_is_told_and_stays(policy: Policy) -> None:
    settings = RedactionSettings(policy=policy, ner_model="")
    assert DismissedBecause.CUT in dismissed(Redactor(settings, detector=Stripes(12)), 2)


def test_what_was_dismissed_once_in_equal_frames_is_told_of_each(redactor: Redactor) -> None:
    pages = [write([Line("LEFT", left=150, top=100, size=20)] if number else [], SHAPE) for number in (0, 1, 1, 1)]
    report = Redactor(RedactionSettings(ner_model=""), detector=Stripes(12)).redact(cine(pages)).report
    assert {mark.frames for mark in report.dismissed if mark.source is DismissedBecause.CUT} == {((1, 3),)}


class Unaware:
    """A detector that sees no code."""

    name = "unaware"

    def detect(self, pictures: Sequence[Picture], *, spread: bool, overlaid: bool = False) -> list[Found]:
        found = OwnDetector().detect(pictures, spread=spread, overlaid=overlaid)
        return [line for line in found if not line.code and line.box.width > 2 * line.box.height]


def test_a_code_beside_what_was_found_in_a_frame_is_hidden_where_it_stands() -> None:
    symbol = zxingcpp.create_barcode("ORSOLYA QUILLFEATHER 4471902", zxingcpp.BarcodeFormat.QRCode)
    drawn = np.asarray(zxingcpp.write_barcode_to_image(symbol, scale=2))
    place = Box(600, 300, drawn.shape[1], drawn.shape[0])
    paper = np.full(LARGE, 20, np.uint8)
    paper[place.slices] = np.maximum(drawn, 20)
    pages = [write([], LARGE), write([Line("LEFT LATERAL", top=40, size=20)], LARGE, paper)]
    redaction = Redactor(RedactionSettings(ner_model=""), detector=Unaware()).redact(film(pages))
    (mark,) = (mark for mark in redaction.report.hidden if mark.source is Source.CODE)
    assert mark.frames == ((1, 1),)
    assert mark.box.overlap(place) > 0.6 * mark.box.area
