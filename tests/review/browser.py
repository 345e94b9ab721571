"""A real Chromium without a window, in which the tests use the page as a person would."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import jsonschema
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from dicom_text_redactor.corrections.reading import SCHEMA_FILE

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync")

expect.set_options(timeout=30_000)  # a busy machine is no fault of the page


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, for as long as the block lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Review:
    """One open page, and all that it should not have done."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def complain(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def request(self, request: Request) -> None:
        if not request.url.startswith("data:"):
            self.requests.append(request.url)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def text(self, selector: str) -> str:
        return self.page.locator(selector).inner_text()

    @property
    def said(self) -> str:
        return self.page.locator("#said").text_content() or ""

    @property
    def title(self) -> str:
        return self.page.locator("#title").get_attribute("title") or ""

    def listed(self) -> list[str]:
        """The paths in the list, as far as their cards exist, in their order."""
        cards = self.page.locator(".card")
        found = cards.evaluate_all("all => all.map(card => [+card.getAttribute('aria-posinset'), card.title])")
        return [path for _, path in sorted(found)]

    def chosen(self) -> str:
        """The path of the card that the keyboard is on."""
        return str(self.page.evaluate("document.querySelector('.card[aria-selected=true]').title"))

    def exported(self) -> dict[str, Any]:
        """What the page would export, checked against its schema."""
        self.page.locator("#export").click()
        text = self.page.locator("#json").input_value()
        self.press("Escape")
        value = json.loads(text)
        jsonschema.validate(value, SCHEMA)
        assert isinstance(value, dict)
        return value

    def marks(self) -> dict[str, Any]:
        files = self.exported()["files"]
        assert isinstance(files, dict)
        return files


@contextmanager
def opened(
    browser: Browser,
    path: Path,
    *,
    scheme: Literal["light", "dark"] = "light",
    width: int = 1360,
    height: int = 860,
) -> Iterator[Review]:
    """The page in a profile of its own; nothing may go wrong on it, and nothing may be fetched."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    review = Review(page)
    page.on("console", review.complain)
    page.on("pageerror", lambda error: review.complaints.append(str(error)))
    page.on("request", review.request)
    page.set_default_timeout(30_000)
    try:
        page.goto(path.resolve().as_uri())
        yield review
    finally:
        context.close()
    assert review.complaints == []
    assert set(review.requests) <= {path.resolve().as_uri()}
