"""`make pictures`: the pictures in docs/, made anew by the program as it is. The patients in them do not exist.

python -m local.docs_pictures [FOLDER]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.phantoms import samples, sets
from dicom_text_redactor.__main__ import main as command
from dicom_text_redactor.report import PREVIEW_SUFFIX
from local import sample_files
from local.app_settings import ROOT
from local.pictures import write_side_by_side

_CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
_SEED, _COUNT = 11, 11  # of the made images on the review page
_CINE = "study 1/010-us.dcm"
_MESSAGE_MS = 5000  # until a message is gone from the page
_MISSED = (0.36, 0.52, 0.58, 0.58)  # the rectangle that is drawn: left, top, right, bottom as shares of the picture


def main(folder: Path = ROOT / "docs") -> int:
    """Write all pictures; 0 once they are there."""
    with tempfile.TemporaryDirectory() as temporary:
        source, target = Path(temporary, "originals"), Path(temporary, "redacted")
        ultrasound = _write_originals(source)
        command(["redact", str(source), str(target), "--preview"])  # one of the files is refused, so 1 is right
        write_side_by_side(ultrasound, target / ultrasound.name, folder / "before-after.png")
        shutil.copyfile(target / f"{_CINE}{PREVIEW_SUFFIX}", folder / "preview.png")
        page = Path(temporary, "review.html")
        command(["review", str(target), "--output", str(page)])
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_QUIET)
            tab = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
            tab.goto(page.as_uri())
            _write_review(tab, folder)
            browser.close()
    print(f"Pictures are in {folder}")
    return 0


def _write_originals(folder: Path) -> Path:
    """The files of the demo, made images of many devices, and one that is damaged; the path of the ultrasound."""
    study = folder / "study 1"
    study.mkdir(parents=True)
    for sample in sets.recall(_COUNT, _SEED):
        samples.write(sample, study, folder.parent / "truths")
    ultrasound, radiograph = sample_files.write_all(folder)
    content = radiograph.read_bytes()
    (folder / "cut-off.dcm").write_bytes(content[: len(content) // 2])
    return ultrasound


def _write_review(tab: Page, folder: Path) -> None:
    """The list with some marks, and one file of it with a missed area and a box that is not needed."""
    for number in (1, 2, 4):
        tab.locator(".card").nth(number).click()
        tab.keyboard.press("f")
        tab.keyboard.press("Escape")
    tab.locator(".card").nth(6).click()
    tab.keyboard.press("w")
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    tab.wait_for_timeout(_MESSAGE_MS)
    tab.screenshot(path=folder / "review-list.png")
    tab.get_by_role("option", name=_CINE).click()
    tab.wait_for_timeout(500)
    picture = tab.locator("#image").bounding_box()
    assert picture is not None
    left, top, right, bottom = _MISSED
    tab.locator("#draw").click()
    tab.mouse.move(picture["x"] + left * picture["width"], picture["y"] + top * picture["height"])
    tab.mouse.down()
    tab.mouse.move(picture["x"] + right * picture["width"], picture["y"] + bottom * picture["height"], steps=5)
    tab.mouse.up()
    tab.wait_for_timeout(_MESSAGE_MS)
    tab.screenshot(path=folder / "review-file.png")


if __name__ == "__main__":
    sys.exit(main(*(Path(name) for name in sys.argv[1:2])))
