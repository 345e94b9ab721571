"""Previews: made from the output alone, with every box of the report, and never at the cost of a redaction."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from dicom_text_redactor.__main__ import main
from dicom_text_redactor.model import Box, Mark
from dicom_text_redactor.previews import preview as previewing
from dicom_text_redactor.previews.panel import Outline, panel
from dicom_text_redactor.previews.preview import MOST_FRAMES, preview, try_preview
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import PREVIEW_SUFFIX, REPORT_SUFFIX, BoxReport
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.sources import KeptBecause, Source
from tests.phantoms import SURNAME, Line, image_with

BOX = Box(60, 40, 50, 20)
AMBER = Source.METADATA.colour
Pixels = npt.NDArray[np.uint8]


def output_of(frames: int = 1, photometric: str = "MONOCHROME2", shape: tuple[int, int] = (120, 200)) -> io.BytesIO:
    """A file as the redactor would have written it, here without any text."""
    file = io.BytesIO()
    image_with(shape=shape, frames=frames, photometric=photometric, paper=90).dataset.save_as(
        file, enforce_file_format=True
    )
    return file


def report_with(*marks: Mark, kept: tuple[Mark, ...] = ()) -> BoxReport:
    return BoxReport("redacted", "cautious", "contrast", hidden=marks, kept=kept)


def mark(
    box: Box = BOX,
    frames: tuple[tuple[int, int], ...] = ((0, 0),),
    source: Source = Source.METADATA,
    place: str = "pixels",
) -> Mark:
    return Mark(box, frames, "PERSON", source, 0.9, place)


def drawn(data: bytes) -> Pixels:
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "PNG"
        assert image.info == {}
        return np.asarray(image)


def has(picture: Pixels, colour: tuple[int, int, int]) -> bool:
    return bool((picture == colour).all(axis=2).any())


@pytest.mark.parametrize("photometric", ["MONOCHROME1", "MONOCHROME2", "RGB", "PALETTE COLOR", "YBR_FULL"])
def test_a_box_is_outlined_in_the_colour_of_its_source_in_every_form_of_pixels(photometric: str) -> None:
    picture = drawn(preview(output_of(photometric=photometric), report_with(mark(source=Source.NER))))
    assert has(picture, Source.NER.colour)
    assert not has(picture, Source.METADATA.colour)


def test_the_outline_lies_around_the_box_and_covers_nothing_of_it() -> None:
    picture = np.full((120, 200, 3), 90, np.uint8)
    image = np.asarray(panel(picture, [Outline(BOX, AMBER)], least=700, most=1200))
    times = 4  # the fewest whole steps that make 200 pixels 700
    edge = (image.shape[1] - 200 * times) // 2
    inside = BOX.left * times + edge, BOX.top * times + edge, BOX.right * times + edge, BOX.bottom * times + edge
    left, top, right, bottom = inside
    assert (image[top:bottom, left:right] == 90).all()
    ring = np.zeros(image.shape[:2], bool)
    ring[top - 2 : bottom + 2, left - 2 : right + 2] = True
    ring[top:bottom, left:right] = False
    assert ((image == AMBER).all(axis=2) == ring).all()


def test_a_box_at_the_edge_of_the_image_can_be_seen_on_all_sides() -> None:
    picture = np.full((120, 200, 3), 90, np.uint8)
    image = np.asarray(panel(picture, [Outline(Box(0, 0, 200, 120), AMBER)], least=700, most=1200))
    line = (image == AMBER).all(axis=2)
    assert (line.sum(axis=0) > 400).sum() == 4  # both vertical sides, two pixels each
    assert (line.sum(axis=1) > 700).sum() == 4


def test_a_cine_is_a_strip_of_the_frames_that_show_all_boxes() -> None:
    file = output_of(frames=12)
    one = drawn(preview(file, report_with(mark(frames=((0, 11),)), mark(frames=((3, 11),)))))
    three = drawn(preview(file, report_with(*(mark(frames=((at, at),)) for at in (0, 4, 8)))))
    assert three.shape[1] > one.shape[1] * 0.9
    many = drawn(preview(file, report_with(*(mark(frames=((at, at),)) for at in range(12)))))
    assert many.shape[0] > three.shape[0]  # two rows of panels
    assert MOST_FRAMES == 5


def test_hundreds_of_boxes_make_a_picture_that_still_can_be_opened() -> None:
    marks = [mark(Box(left, top, 8, 6)) for left in range(0, 200, 10) for top in range(0, 120, 8)]
    assert len(marks) == 300
    assert max(drawn(preview(output_of(), report_with(*marks))).shape) < 3000


@pytest.mark.parametrize("shape", [(1, 1), (2, 900), (900, 2), (1500, 1500)])
def test_an_image_of_any_shape_has_a_preview(shape: tuple[int, int]) -> None:
    picture = drawn(preview(output_of(shape=shape), report_with(mark(Box(0, 0, 1, 1)))))
    assert max(picture.shape) < 1800


def test_what_was_kept_and_what_lies_in_an_overlay_are_drawn_in_their_own_ways() -> None:
    kept = Mark(Box(10, 90, 40, 10), ((0, 0),), "NONE", KeptBecause.CLINICAL, 1.0)
    without, with_kept = (drawn(preview(output_of(), report_with(mark(), kept=some))) for some in ((), (kept,)))
    assert with_kept.shape != without.shape or (with_kept != without).any()
    solid = (drawn(preview(output_of(), report_with(mark()))) == Source.METADATA.colour).all(axis=2).sum()
    dashed = (
        (drawn(preview(output_of(), report_with(mark(place="overlay")))) == Source.METADATA.colour).all(axis=2).sum()
    )
    assert dashed < 0.9 * solid


def test_a_preview_that_fails_is_none_and_tells_nothing() -> None:
    assert try_preview(io.BytesIO(b"no image"), report_with(mark())) is None


@pytest.fixture(scope="module")
def eager() -> Redactor:
    return Redactor(RedactionSettings(ner_model="", preview=True))


@pytest.fixture
def image(tmp_path: Path) -> Path:
    line = Line(f"{SURNAME} CHEST", left=8, top=20, size=24)
    return image_with(line, shape=(64, 300), PatientName=SURNAME).saved(tmp_path / "in" / "a.dcm")


def preview_path(target: Path) -> Path:
    return target.with_name(target.name + PREVIEW_SUFFIX)


def report_of(target: Path) -> dict[str, object]:
    report: dict[str, object] = json.loads(target.with_name(target.name + REPORT_SUFFIX).read_text(encoding="utf-8"))
    return report


def test_a_preview_is_written_beside_the_file_and_made_of_it_alone(
    eager: Redactor, image: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out" / "a.dcm"
    report = eager.redact_file(image, target)
    assert report_of(target)["preview"] == "written"
    assert sorted(path.name for path in target.parent.iterdir()) == ["a.dcm", "a.dcm.boxes.json", "a.dcm.preview.png"]
    image.unlink()
    with target.open("rb") as file:
        assert preview(file, report) == preview_path(target).read_bytes()


def test_a_refused_file_has_no_preview_and_an_older_one_goes(eager: Redactor, tmp_path: Path) -> None:
    source, target = tmp_path / "notes.txt", tmp_path / "out" / "notes.txt"
    source.write_text("no image")
    target.parent.mkdir()
    preview_path(target).write_bytes(b"older")
    assert main(["redact", str(source), str(target), "--preview"]) == 1
    assert not preview_path(target).exists()
    assert "preview" not in report_of(target)


def test_an_older_preview_goes_even_if_no_new_one_is_asked_for(image: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.dcm"
    preview_path(target).write_bytes(b"older")
    Redactor(RedactionSettings(ner_model="")).redact_file(image, target)
    assert not preview_path(target).exists()
    assert "preview" not in report_of(target)


def test_a_preview_that_cannot_be_made_costs_nothing_but_is_told(
    image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(*_: object) -> bytes:
        raise ValueError(SURNAME)

    monkeypatch.setattr(previewing, "preview", failing)
    monkeypatch.setenv("REDACT_NER_MODEL", "")
    target = tmp_path / "out.dcm"
    assert main(["redact", str(image), str(target), "--preview"]) == 0
    printed = capsys.readouterr()
    assert "its preview could not be made" in printed.out
    assert "1 without the preview that was asked for" in printed.out
    assert SURNAME not in printed.out + printed.err
    assert target.exists()
    assert not preview_path(target).exists()
    assert report_of(target)["preview"] == "failed"


def test_a_preview_that_cannot_be_written_costs_nothing_but_is_told(
    eager: Redactor, image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.dcm"

    def in_the_way(*_: object) -> bytes:
        preview_path(target).mkdir()
        return b"picture"

    monkeypatch.setattr(previewing, "preview", in_the_way)
    assert eager.redact_file(image, target).preview == "failed"
    assert report_of(target)["preview"] == "failed"


@pytest.mark.parametrize("suffix", [REPORT_SUFFIX, PREVIEW_SUFFIX])
def test_a_file_named_like_what_we_write_is_refused_and_the_other_file_keeps_it(
    eager: Redactor, image: Path, tmp_path: Path, suffix: str
) -> None:
    folder, out = image.parent, tmp_path / "out"
    (folder / f"a.dcm{suffix}").write_bytes(image.read_bytes())
    summary = eager.redact_directory(folder, out)
    assert {result.path.name: result.code for result in summary.results} == {
        "a.dcm": "",
        f"a.dcm{suffix}": "unsupported",
    }
    assert report_of(out / "a.dcm")["status"] == "redacted"
    assert preview_path(out / "a.dcm").exists()
