"""Marking files, drawing, undoing, and marks that leave and come back, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from playwright.sync_api import Browser, expect

from tests.review.browser import SCHEMA, Review, opened

CINE, RADIOGRAPH = "cine.dcm", "study/fictional_chest_radiograph.dcm"
NOTHING: dict[str, Any] = {"note": "", "missed": [], "needless": []}


def open_file(review: Review, name: str) -> None:
    review.page.get_by_role("option", name=name).click()


def test_fine_marks_and_goes_on_and_wrong_asks_for_a_note(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        review.press("Enter", "f")
        assert review.title == CINE
        review.press("w")
        review.page.keyboard.type("the corner")
        review.press("Escape", "k")
        assert review.title == "blank.dcm"
        assert review.page.locator("#fine").get_attribute("aria-pressed") == "true"
        assert review.marks() == {
            "blank.dcm": {"state": "fine", **NOTHING},
            CINE: {"state": "wrong", **NOTHING, "note": "the corner"},
        }
        assert review.text("#tally") == "2 of 5 marked: 1 fine, 1 wrong"
        review.press("f")
        assert set(review.marks()) == {CINE}
        review.press("Escape")
        assert "✗ wrong" in review.page.get_by_role("option", name=CINE).inner_text()
        review.page.get_by_role("checkbox", name="Not marked").check()
        assert CINE not in review.listed()


def test_a_rectangle_is_drawn_with_keys_alone(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        review.press("ArrowRight", "Enter", "d")
        assert review.page.locator("#mode").is_visible()
        # As far as the edges let it, in large steps; then to a place of its own, in small ones.
        for key, times in (("ArrowLeft", 20), ("ArrowUp", 20), ("Shift+ArrowLeft", 18), ("Shift+ArrowUp", 6)):
            review.press(*[key] * times)
        review.press("g", *["ArrowRight"] * 5, *["ArrowDown"] * 6)
        review.press(*["Shift+ArrowRight"] * 9, *["Shift+ArrowDown"] * 3, "Enter")
        area = {"frames": [[0, 11]], "left": 5, "top": 6, "width": 10, "height": 4}
        assert review.marks() == {CINE: {"state": "wrong", **NOTHING, "missed": [area]}}
        assert review.page.locator("#marked g.area-missed").count() == 1
        # A second one is dropped, and large steps move further than small ones.
        review.press("d", "ArrowRight", "Escape")
        assert review.said == "Nothing was drawn."
        assert len(review.marks()[CINE]["missed"]) == 1


def test_a_rectangle_is_drawn_with_a_pointer_and_cut_at_the_edge(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        open_file(review, RADIOGRAPH)
        picture = review.page.locator("#image").bounding_box()
        assert picture is not None
        scale = picture["width"] / 896
        review.page.locator("#draw").click()
        review.page.mouse.move(picture["x"] + 100 * scale, picture["y"] + 900 * scale)
        review.page.mouse.down()
        review.page.mouse.move(picture["x"] - 20, picture["y"] + 960 * scale, steps=5)
        review.page.mouse.up()
        (area,) = review.marks()[RADIOGRAPH]["missed"]
        assert (area["frames"], area["left"]) == ([[0, 0]], 0)
        assert area["width"] == pytest.approx(100, abs=2)
        assert area["top"] == pytest.approx(900, abs=2)
        assert area["height"] == pytest.approx(60, abs=3)


def test_missed_text_can_be_said_to_be_in_some_frames_only(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        open_file(review, CINE)
        review.press("d", "Enter")
        review.page.get_by_label("First frame of missed area 1").fill("3")
        review.page.get_by_label("Last frame of missed area 1").fill("7")
        review.press("Tab")
        assert review.marks()[CINE]["missed"][0]["frames"] == [[2, 6]]
        assert review.page.locator("#marked g.area-missed").count() == 0
        review.page.get_by_role("button", name="Remove missed area 1").click()
        assert review.marks()[CINE] == {"state": "wrong", **NOTHING}


def test_a_box_that_is_not_needed_is_marked_as_it_stands_in_the_report(
    browser: Browser, page_file: Path, output: Path
) -> None:
    report = json.loads((output / f"{RADIOGRAPH}.boxes.json").read_text(encoding="utf-8"))
    with opened(browser, page_file) as review:
        open_file(review, RADIOGRAPH)
        review.press("]", "]", "x")
        box = {name: report["boxes"][1][name] for name in ("frames", "left", "top", "width", "height")}
        assert review.marks() == {RADIOGRAPH: {"state": "wrong", **NOTHING, "needless": [box]}}
        toggle = review.page.get_by_role("button", name="Box 2 is not needed")
        assert toggle.get_attribute("aria-pressed") == "true"
        review.press("f")
        assert "cannot be fine" in review.said
        toggle.click()
        assert review.marks()[RADIOGRAPH]["needless"] == []


def test_every_step_can_be_undone(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        review.press("ArrowRight", "Enter", "w")
        review.page.keyboard.type("note")
        review.press("Escape", "d", "Enter", "]", "x")
        steps = [review.marks()]
        while review.page.locator("#undo").is_enabled():
            review.press("u")
            steps.append(review.marks())
        told = [(len(s[CINE]["needless"]), len(s[CINE]["missed"]), s[CINE]["note"]) if s else None for s in steps]
        assert told == [(1, 1, "note"), (0, 1, "note"), (0, 0, "note"), (0, 0, ""), None]
        review.press("u")
        assert review.said == "There is nothing to undo."


def test_undoing_goes_back_to_the_file_that_it_is_about(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        review.press("Enter", "f", "f", "Control+z")
        assert review.title == CINE
        assert set(review.marks()) == {"blank.dcm"}


def test_marks_outlive_the_page(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        review.press("Enter", "f")
        review.page.reload()
        assert set(review.marks()) == {"blank.dcm"}
        assert review.page.locator("#undo").is_disabled()


def test_marks_are_downloaded_copied_and_imported_again(browser: Browser, page_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "marks.json"
    with opened(browser, page_file) as review:
        review.press("Enter", "f", "d", "Enter", "]", "x", "e")
        with review.page.expect_download() as downloaded:
            review.page.locator("#download").click()
        assert downloaded.value.suggested_filename == "marks.json"
        downloaded.value.save_as(target)
        review.page.locator("#copy").click()
        expect(review.page.locator("#said")).to_have_text("The marks were copied.")
        assert review.page.evaluate("navigator.clipboard.readText()") == target.read_text(encoding="utf-8")
        expected = review.page.locator("#json").input_value()
    marks = json.loads(target.read_text(encoding="utf-8"))
    jsonschema.validate(marks, SCHEMA)
    assert set(marks["files"]) == {"blank.dcm", CINE}
    with opened(browser, page_file) as review:
        review.page.locator("#importing").set_input_files(target)
        expect(review.page.locator("#said")).to_have_text("Marks of 2 files were imported.")
        review.press("e")
        assert review.page.locator("#json").input_value() == expected
        review.press("Escape", "u")
        assert review.marks() == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        json.dumps({"schema": "review-marks/2", "files": {}}),
        json.dumps({"schema": "review-marks/1", "files": {CINE: {"state": "good", **NOTHING}}}),
        json.dumps({"schema": "review-marks/1", "files": {CINE: {"state": "wrong", **NOTHING, "missed": [{}]}}}),
    ],
)
def test_what_is_no_export_changes_nothing(text: str, browser: Browser, page_file: Path, tmp_path: Path) -> None:
    (tmp_path / "marks.json").write_text(text, encoding="utf-8")
    with opened(browser, page_file) as review:
        review.press("Enter", "f")
        review.page.locator("#importing").set_input_files(tmp_path / "marks.json")
        expect(review.page.locator("#said")).to_contain_text("Nothing was changed")
        assert set(review.marks()) == {"blank.dcm"}


def test_marks_of_files_that_are_not_here_are_left_out_and_counted(
    browser: Browser, page_file: Path, tmp_path: Path
) -> None:
    area = {"frames": [[0, 40]], "left": 0, "top": 0, "width": 1, "height": 1}
    files = {
        "elsewhere.dcm": {"state": "fine", **NOTHING},
        "blank.dcm": {"state": "fine", **NOTHING},
        CINE: {"state": "wrong", **NOTHING, "missed": [area]},  # it has twelve frames only
    }
    marks = tmp_path / "marks.json"
    marks.write_text(json.dumps({"schema": "review-marks/1", "files": files}), encoding="utf-8")
    with opened(browser, page_file) as review:
        review.page.locator("#importing").set_input_files(marks)
        expect(review.page.locator("#said")).to_contain_text("Marks of 1 file were imported. 2 files are not")
        assert set(review.marks()) == {"blank.dcm"}


def test_letters_are_text_in_a_field_and_can_be_switched_off(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        review.press("Enter", "n")
        review.page.keyboard.type("fwdx")
        review.press("Escape")
        assert review.marks()["blank.dcm"] == {"state": "wrong", **NOTHING, "note": "fwdx"}
        review.press("?")
        review.page.get_by_label("Single letters and signs are keys").uncheck()
        review.press("Escape", "j")
        assert review.title == "blank.dcm"


def test_the_page_says_what_notes_must_not_hold_and_what_the_export_is_for(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        review.press("Enter")
        assert "Write no names" in review.text("#caution")
        review.press("?")
        assert "dicom-redact redact SRC DST --marks marks.json" in review.text("#help")
        assert "Notes must not hold names" in review.text("#help")
