"""The page is for everybody: checked by axe in every state, in light and dark, and used by keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.review.browser import Review, opened

AXE = Path(__file__).with_name("node_modules") / "axe-core" / "axe.min.js"
STATES = {
    "the list": (),
    "a file that is marked": ("End", "ArrowLeft", "Enter", "d", "Enter", "]", "x"),
    "the help": ("?",),
    "a cine while somebody draws": ("ArrowRight", "Enter", "d"),
    "a refused file": ("ArrowRight", "ArrowRight", "Enter"),
    "the export": ("Enter", "f", "e"),
}
IN_THE_DARK = ("the list", "a file that is marked", "the export")


def findings(review: Review) -> list[str]:
    """What axe finds wrong, by the rules of WCAG 2.2 A and AA and its own best practices."""
    review.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = review.page.evaluate("axe.run().then(result => result.violations)")
    return [f"{one['id']}: {node['html'][:120]} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(("scheme", "states"), [("light", tuple(STATES)), ("dark", IN_THE_DARK)])
def test_axe_finds_nothing_wrong(
    scheme: Literal["light", "dark"], states: Sequence[str], browser: Browser, page_file: Path
) -> None:
    with opened(browser, page_file, scheme=scheme) as review:
        for state in states:
            review.page.evaluate("localStorage.clear()")
            review.page.reload()
            review.press(*STATES[state])
            assert findings(review) == [], state


def test_axe_would_find_something(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        review.page.evaluate(
            "document.getElementById('order').parentElement.replaceWith(document.createElement('select'))"
        )
        assert any(finding.startswith("select-name") for finding in findings(review))


def test_the_focus_is_always_visible_and_every_control_is_reached(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        review.press("End", "ArrowLeft", "Enter")
        reached = set()
        for _ in range(60):
            review.press("Tab")
            reached.add(review.page.evaluate("document.activeElement.id"))
            outlined = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
            assert review.page.evaluate(f"document.activeElement === document.body || {outlined}")
        assert {"back", "previous", "next", "stage", "in", "out", "fit", "fine", "wrong", "note", "draw"} <= reached
        assert {"export", "import", "ask", "brightness", "contrast", "invert", "outlined"} <= reached


def test_what_happens_is_told_to_a_screen_reader(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        assert review.page.locator("#said").get_attribute("role") == "status"
        chosen = "document.getElementById(document.getElementById('grid').getAttribute('aria-activedescendant')).title"
        review.press("ArrowRight")
        assert review.page.evaluate(chosen) == "cine.dcm"
        review.press("Enter", "]")
        assert review.said.startswith("Box 1 of 2: PERSON, metadata, 0.90")
        assert review.page.evaluate("document.activeElement.id") == "stage"


def test_a_narrow_window_has_everything_below_one_another(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, width=480, height=800) as review:
        review.press("Enter")
        assert review.page.evaluate("document.documentElement.scrollWidth") <= 480
        assert findings(review) == []
