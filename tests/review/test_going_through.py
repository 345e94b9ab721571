"""The list, the filters and the large view, used in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dicom_text_redactor.__main__ import main
from dicom_text_redactor.sources import Source
from tests.review.browser import Review, opened
from tests.review.outputs import box, image, kept, redacted, refused

RADIOGRAPH = "study/fictional_chest_radiograph.dcm"
FILES = ["blank.dcm", "cine.dcm", "notes.txt", RADIOGRAPH, "study/unreported.dcm"]


@pytest.fixture(scope="module")
def various(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    """Files that every filter tells apart."""
    folder = tmp_path_factory.mktemp("varied")
    us, ct = image(Modality="US"), image(Modality="CT")
    redacted(folder, "1.dcm", us, [box(score=0.4), box(score=0.95, entity="DATE_TIME", source=Source.PATTERN)])
    redacted(folder, "2.dcm", ct, [box(entity="DATE_TIME", source=Source.NER, score=0.6)] * 5)
    redacted(folder, "3.dcm", ct)
    refused(folder, "4.dcm")
    redacted(folder, "5.dcm", us, [box()]).write_bytes(b"")
    path = redacted(folder, "6.dcm", us, [box()])
    image(PatientName="").save_as(path, enforce_file_format=True)
    assert main(["review", str(folder)]) == 0
    with opened(browser, folder / "review.html") as review:
        yield review


def test_all_files_are_listed_with_their_status_and_pictures(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        assert review.listed() == FILES
        assert review.text("#count") == "5 of 5 files"
        told = review.page.locator(".card .badges").all_inner_texts()
        assert [text.split()[0] for text in told] == ["Clean", "Redacted", "Refused", "Redacted", "Incomplete"]
        assert "not-dicom" in told[2]
        assert "no-report" in told[4]
        assert review.page.locator(".card img").count() == 3
        review.page.wait_for_function(
            "[...document.querySelectorAll('.card img')].every(image => image.complete && image.naturalWidth > 40)"
        )
        assert review.page.locator(".card path.source-metadata").count() == 2


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"entity": "DATE_TIME"}, "12"),
        ({"source": "ner"}, "2"),
        ({"entity": "DATE_TIME", "source": "metadata"}, ""),
        ({"modality": "CT"}, "23"),
        ({"boxes": "2"}, "12"),
        ({"score": "0.5"}, "1"),
        ({"score": "0.7", "entity": "DATE_TIME"}, "2"),
        ({"name": "3.D"}, "3"),
        ({"status=refused": "on"}, "4"),
        ({"status=refused": "on", "status=incomplete": "on"}, "45"),
        ({"status=clean": "on"}, "3"),
        ({"noticed": "on"}, "6"),
    ],
    ids=str,
)
def test_a_filter_leaves_what_it_says(filters: dict[str, str], left: str, various: Review) -> None:
    page = various.page
    for name, value in filters.items():
        if "=" in name:
            page.locator(f"input[name=status][value={name.split('=')[1]}]").check()
        elif value == "on":
            page.locator(f"#{name}").check()
        elif name in ("entity", "source", "modality"):
            page.locator(f"#{name}").select_option(value)
        else:
            page.locator(f"#{name}").fill(value)
    assert various.listed() == [f"{number}.dcm" for number in left]
    assert page.locator("#none").is_visible() == (left == "")
    page.get_by_role("button", name="Show all files").first.click()
    expect(page.locator("#count")).to_have_text("6 of 6 files")


@pytest.mark.parametrize(
    # Files of equal rank keep the order of their names.
    ("order", "files"),
    [("boxes", "215634"), ("score", "125634"), ("status", "451263"), ("name", "123456")],
)
def test_files_can_be_sorted(order: str, files: str, various: Review) -> None:
    various.page.locator("#order").select_option(order)
    assert various.listed() == [f"{number}.dcm" for number in files]


def test_the_list_is_gone_through_by_keys(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        assert review.chosen() == FILES[0]
        review.press("ArrowRight", "ArrowRight")
        assert review.chosen() == FILES[2]
        review.press("End")
        assert review.chosen() == FILES[-1]
        review.press("Home", "ArrowRight", "Enter")
        assert review.title == FILES[1]
        review.press("j", "j")
        assert review.title == FILES[3]
        review.press("k")
        assert review.title == FILES[2]
        review.press("Escape")
        assert review.chosen() == FILES[2]


def test_the_large_view_shows_boxes_with_numbers_and_what_was_kept(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        review.page.get_by_role("option", name=RADIOGRAPH).click()
        boxes = review.page.locator("#hidden .pick")
        assert boxes.count() > 3
        assert re.fullmatch(r"1 [A-Z_]+\n[a-z-]+ · [01]\.\d\d", boxes.first.inner_text().strip())
        assert review.page.locator("#marked text.number").all_text_contents() == [
            str(number + 1) for number in range(boxes.count())
        ]
        assert review.page.locator("#marked g.area-kept").count() == review.page.locator("#kept li").count() > 3
        # The outlines lie where the report says.
        rectangle = review.page.locator("#marked g[class^=source] rect.over").first
        image = review.page.locator("#image")
        outline, whole = rectangle.bounding_box(), image.bounding_box()
        assert outline is not None
        assert whole is not None
        scale = whole["width"] / 896
        where = boxes.first.get_attribute("title") or ""
        left, top, width, _ = (int(number) for number in re.findall(r"\d+", where))
        assert outline["x"] - whole["x"] == pytest.approx(left * scale, abs=3)
        assert outline["y"] - whole["y"] == pytest.approx(top * scale, abs=3)
        assert outline["width"] == pytest.approx(width * scale, abs=5)


def test_zoom_and_pan_keep_the_outlines_on_the_picture(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        review.page.get_by_role("option", name=RADIOGRAPH).click()
        picture, outlines = review.page.locator("#image"), review.page.locator("#marked")
        before = picture.bounding_box()
        assert before is not None
        review.press("+", "+", "ArrowRight", "ArrowDown")
        after = picture.bounding_box()
        assert after is not None
        assert after["width"] == pytest.approx(before["width"] * 1.25**2, rel=0.01)
        assert outlines.bounding_box() == after
        review.press("1")
        assert review.text("#scale") == "100 %"
        review.press("0")
        assert picture.bounding_box() == before
        review.page.mouse.move(500, 400)
        review.page.mouse.wheel(0, -300)
        review.page.mouse.down()
        review.page.mouse.move(540, 430, steps=4)
        review.page.mouse.up()
        moved = picture.bounding_box()
        assert moved is not None
        assert moved["width"] > before["width"]


def test_the_frames_of_a_cine_are_gone_through_with_the_boxes_that_each_has(browser: Browser, tmp_path: Path) -> None:
    boxes = [
        box((2, 2, 9, 5), [(0, 29)]),
        box((2, 20, 9, 5), [(7, 9)]),
        box((20, 2, 9, 5), [(10, 29)], source=Source.NER),
    ]
    redacted(tmp_path, "a.dcm", image(frames=30), boxes, [kept((20, 20, 8, 4), [(0, 6)])])
    assert main(["review", str(tmp_path)]) == 0
    with opened(browser, tmp_path / "review.html") as review:
        review.press("Enter")
        seen = []
        for _ in range(6):
            numbers = "".join(review.page.locator("#marked text.number").all_text_contents())
            seen.append((review.text("#shown"), numbers, review.page.locator("#marked g.area-kept").count()))
            review.press(".")
        assert seen == [
            ("1 of 30 (5 shown)", "1", 1),
            ("8 of 30 (5 shown)", "12", 0),
            ("11 of 30 (5 shown)", "13", 0),
            ("16 of 30 (5 shown)", "13", 0),
            ("30 of 30 (5 shown)", "13", 0),
            ("30 of 30 (5 shown)", "13", 0),
        ]
        # Choosing a box goes to a frame that has it.
        review.press("]", "]")
        assert review.text("#shown").startswith("8 of")
        review.page.locator("#frame").fill("0")
        assert review.text("#shown").startswith("1 of")


def test_a_refused_file_shows_its_code_and_what_to_do(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        review.page.get_by_role("option", name="notes.txt").click()
        assert "refused" in review.text("#nothing")
        said = review.text("#notices")
        assert "not-dicom" in said
        assert "Send DICOM Part 10 files only" in said


def test_the_picture_can_be_inverted_and_its_contrast_changed(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        review.page.get_by_role("option", name=RADIOGRAPH).click()
        review.press("i")
        review.page.locator("#contrast").fill("200")
        applied = review.page.locator("#image").evaluate("image => getComputedStyle(image).filter")
        assert applied == "invert(1) brightness(1) contrast(2)"
        review.press("b")
        assert review.page.locator("#marked rect").count() == 0
        review.page.locator("#plain").click()
        assert (
            review.page.locator("#image").evaluate("image => image.style.filter") == "brightness(100%) contrast(100%)"
        )


NAMES = [
    "<img src=x onerror=alert(1)>.dcm",
    "\"quoted\" & 'quoted'.dcm",
    "__proto__",
    "constructor/toString",
    "ü 漢字 \u202e evil.dcm",
    "{{data}} ${1+1} `x`.dcm",
]


def test_names_of_any_kind_are_shown_as_they_are_and_can_be_marked(browser: Browser, tmp_path: Path) -> None:
    for name in NAMES:
        redacted(tmp_path, name, boxes=[box()])
    assert main(["review", str(tmp_path)]) == 0
    with opened(browser, tmp_path / "review.html") as review:
        assert sorted(review.listed()) == sorted(NAMES)
        assert set(review.page.locator(".card .name").all_text_contents()) == set(NAMES)
        review.press("Enter")
        for _ in NAMES:
            review.press("f")
        assert set(review.marks()) == set(NAMES)


def test_the_browser_forbids_the_page_to_fetch_or_to_run_anything_else(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as review:
        tried = review.page.evaluate(
            """async () => {
              const result = {};
              result.fetch = await fetch("http://127.0.0.1:9/").then(() => "went", () => "was stopped");
              const image = new Image();
              image.src = "http://127.0.0.1:9/x.png";
              result.image = await new Promise((done) => {
                image.onload = () => done("went");
                image.onerror = () => done("was stopped");
              });
              const script = document.createElement("script");
              try { script.textContent = "window.ran = true"; document.head.append(script); } catch {}
              try { document.body.innerHTML += "x"; result.markup = "went"; } catch { result.markup = "was stopped"; }
              result.script = window.ran ? "ran" : "was stopped";
              return result;
            }"""
        )
        assert tried == {
            "fetch": "was stopped",
            "image": "was stopped",
            "markup": "was stopped",
            "script": "was stopped",
        }
        refusals = [text for text in review.complaints if "Content Security Policy" in text or "Trusted" in text]
        assert len(refusals) >= 3
        review.complaints.clear()
        review.requests[:] = [url for url in review.requests if url.startswith("file:")]
