"""Two thousand files: what exists at a time stays little, and nobody waits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from dicom_text_redactor.review.entries import Entry, entries_below
from dicom_text_redactor.review.gathering import Gathered
from dicom_text_redactor.review.page import write_page
from dicom_text_redactor.review.pictures import Shown
from dicom_text_redactor.sources import Source
from tests.review.browser import Review, opened
from tests.review.outputs import box, image, kept, redacted

MANY = 2000
LARGE = bytes(range(256)) * 80  # as many bytes as a picture has; nobody looks at all of them
MOST_CARDS = 100


@pytest.fixture(scope="module")
def many(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    folder = tmp_path_factory.mktemp("many")
    redacted(folder, "a.dcm", image(), [box(score=0.5), box((20, 20, 9, 4), source=Source.NER)], [kept((1, 1, 9, 9))])
    (entry,) = entries_below(folder)
    page = folder / "review.html"
    with page.open("wb") as file:
        write_page(file, (one_of_many(entry.report, number) for number in range(MANY)))
    with opened(browser, page) as review:
        yield review


def one_of_many(report: dict[str, object], number: int) -> Gathered:
    boxes = report["boxes"]
    assert isinstance(boxes, list)
    of_its_own = report | {"boxes": boxes * (number % 7)}
    name = f"{number // 100:02d}/{number % 100:02d}.dcm"
    return Gathered(Entry(name, of_its_own), "CT", (Shown(0, "full", LARGE),), LARGE[:4000])


def test_only_what_is_in_sight_exists(many: Review) -> None:
    assert many.text("#count") == "2,000 of 2,000 files"
    assert many.page.locator(".card").count() < MOST_CARDS
    many.press("End")
    assert many.chosen() == "19/99.dcm"
    assert many.page.locator(".card").count() < MOST_CARDS
    last = many.page.locator(".card[aria-selected=true]")
    assert last.get_attribute("aria-posinset") == last.get_attribute("aria-setsize") == "2000"
    box_of_last, grid = last.bounding_box(), many.page.locator("#grid").bounding_box()
    assert box_of_last is not None
    assert grid is not None
    assert grid["y"] <= box_of_last["y"] < box_of_last["y"] + box_of_last["height"] <= grid["y"] + grid["height"] + 1


def test_scrolling_shows_other_files_and_forgets_those_that_went_by(many: Review) -> None:
    many.press("Home")
    for step in range(1, 6):
        many.page.locator("#grid").evaluate("(grid, top) => { grid.scrollTop = top; }", step * 12_000)
        many.page.wait_for_function("document.querySelectorAll('.card').length > 10")
        assert many.page.locator(".card").count() < MOST_CARDS
    assert "00/00.dcm" in many.listed()  # where the keyboard is


def test_filtering_and_sorting_take_no_time_that_anybody_notices(many: Review) -> None:
    taken = many.page.evaluate(
        """() => {
          const begin = performance.now();
          const name = document.getElementById("name");
          for (const text of ["9", "19/", ""]) {
            name.value = text;
            name.dispatchEvent(new Event("input", { bubbles: true }));
          }
          const order = document.getElementById("order");
          order.value = "boxes";
          order.dispatchEvent(new Event("change"));
          return (performance.now() - begin) / 4;
        }"""
    )
    # Some twenty milliseconds on a quiet machine; the rest is for one that is not.
    assert taken < 1000
    assert many.listed()[0] == "00/06.dcm"


def test_many_marks_are_kept_and_exported(many: Review) -> None:
    many.press("Enter", *["f"] * 12)
    assert len(many.marks()) == 12
    assert many.text("#tally") == "12 of 2,000 marked: 12 fine, 0 wrong"
