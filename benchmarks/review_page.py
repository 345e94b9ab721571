"""What the review page costs with many files: ``python -m benchmarks.review_page``.

Files with text, and reports that place a box on every identifying word, are linked as often as it
takes; the command makes the page of them, and a real Chromium uses it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.phantoms import files, sets
from dicom_text_redactor.commands import review as command
from dicom_text_redactor.files import Facts
from dicom_text_redactor.model import Box, Mark
from dicom_text_redactor.report import REPORT_SUFFIX, BoxReport
from dicom_text_redactor.sources import KeptBecause, Source

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync")
_SINGLES, _CINES = 47, 1  # different files; one in 48 is a cine of 30 frames

_FILTERING = """async () => {
  const times = [];
  const measure = async (id, value, kind) => {
    document.getElementById(id).value = value;
    const begin = performance.now();
    document.getElementById(id).dispatchEvent(new Event(kind, { bubbles: true }));
    document.getElementById("grid").getBoundingClientRect();
    times.push(performance.now() - begin);
    await new Promise((done) => setTimeout(done, 50));
  };
  for (const text of ["us", "", "1/0", ""]) await measure("name", text, "input");
  for (const order of ["boxes", "score", "status", "name"]) await measure("order", order, "change");
  return times;
}"""
_SCROLLING = """async () => {
  const grid = document.getElementById("grid");
  const times = [];
  let last = performance.now();
  for (let step = 0; step < 200; step += 1) {
    grid.scrollTop = step * 120;
    await new Promise((done) => requestAnimationFrame(done));
    times.push(performance.now() - last);
    last = performance.now();
  }
  return times;
}"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures, one in each line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review_page", description=__doc__)
    parser.add_argument("--files", type=int, default=2000, metavar="N", help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="default: %(default)s")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        fill(output, Path(folder) / "made", asked.files, asked.seed)
        page = Path(folder) / "review.html"
        begin = time.perf_counter()
        # In this process, so that the figure has no start of Python in it.
        options = argparse.ArgumentParser()
        command.add_arguments(options)
        command.run(options.parse_args([str(output), "--output", str(page)]))
        seconds = time.perf_counter() - begin
        print(f"made in {seconds:.1f} s, {1000 * seconds / asked.files:.1f} ms a file")
        print(f"size {page.stat().st_size / 1e6:.0f} MB, {page.stat().st_size / 1000 / asked.files:.0f} kB a file")
        for name, value in used(page).items():
            print(f"{name} {value}")
    return 0


def fill(output: Path, made: Path, count: int, seed: int) -> None:
    """Fill an output folder with `count` files in folders of a hundred, from a few that are made anew."""
    plans = [*sets.singles(_SINGLES, seed), *(sets.cine(30, seed) for _ in range(_CINES))]
    pairs = [(path, _report(path)) for path in (files.write(plan, made) for plan in plans)]
    for number in range(count):
        path, report = pairs[number % len(pairs)]
        target = output / f"{number // 100:03d}" / f"{number % 100:02d}-{path.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, target)
        target.with_name(target.name + REPORT_SUFFIX).write_text(report, encoding="utf-8")


def _report(path: Path) -> str:
    truth: dict[str, Any] = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    hidden, kept = [], []
    for word in truth["words"]:
        frames = tuple((first, last) for first, last in word["frames"])
        box = Box(*word["box"]).grown(2).within(truth["rows"], truth["columns"])
        if word["identifying"]:
            hidden.append(Mark(box, frames, "PERSON", Source.METADATA, 0.9))
        else:
            kept.append(Mark(box, frames, "", KeptBecause.CLINICAL, 0.9))
    with path.open("rb") as file:
        facts = Facts.of(file)
    output = {"name": path.name, "bytes": facts.length, "sha256": facts.sha256}
    image = {name: truth[name] for name in ("rows", "columns", "frames")}
    report = BoxReport(
        "redacted", "cautious", "contrast", output=output, image=image, hidden=tuple(hidden), kept=tuple(kept)
    )
    return report.to_json()


def used(path: Path) -> dict[str, str]:
    """How long a page lets somebody wait, in a Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        page = browser.new_page(viewport={"width": 1360, "height": 860})
        page.set_default_timeout(120_000)
        begin = time.perf_counter()
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_selector(".card")
        first = time.perf_counter() - begin
        page.wait_for_load_state("load")
        whole = time.perf_counter() - begin
        filtering = page.evaluate(_FILTERING)
        scrolling = sorted(page.evaluate(_SCROLLING))
        figures = {
            "first files listed after": f"{first:.1f} s",
            "whole page loaded after": f"{whole:.1f} s",
            "filtering or sorting": f"{statistics.median(filtering):.0f} ms, at most {max(filtering):.0f} ms",
            "a step of scrolling": f"{scrolling[100]:.0f} ms, of twenty the slowest {scrolling[190]:.0f} ms",
            "from file to file": f"{_stepping(page):.0f} ms",
        }
        browser.close()
    return figures


def _stepping(page: Page) -> float:
    """Milliseconds from the key to the next large picture, decoded."""
    page.locator("#grid").press("Home")
    page.locator("#grid").press("Enter")
    times = []
    for _ in range(60):
        begin = time.perf_counter()
        page.keyboard.press("j")
        page.evaluate("document.getElementById('image').decode()")
        times.append(time.perf_counter() - begin)
    return 1000 * statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
