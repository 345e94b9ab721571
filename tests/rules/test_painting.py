"""What rules name is painted in every frame of every form of pixels, and told by its rule; nobody looks there again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from pydicom import Dataset, dcmread
from pydicom.sequence import Sequence as Items

from dicom_text_redactor.__main__ import main
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.errors import Damaged
from dicom_text_redactor.model import Box, Picture, Pixels
from dicom_text_redactor.redactor import Redaction, Redactor
from dicom_text_redactor.report import REPORT_SUFFIX, SCHEMA_FILE, BoxReport
from dicom_text_redactor.rules.reading import parse
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.text.found import Found
from tests.dicom.images import FORMS, J2K, JPEG, MANY_PIXELS, OTHER_FORMS, Made, made
from tests.dicom.slides import Cut, noise, slide
from tests.phantoms import GIVEN, SURNAME, Line, image_with

VALIDATOR = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
AREA = Box(4, 6, 18, 12)
RECIPE = "FORMAT dicom\n%filter graylist\nLABEL Banner\n  ctpcoordinates 4,6,18,12\n"


class Blind:
    """A detector that finds nothing, and counts what it was shown."""

    name = "blind"

    def __init__(self) -> None:
        self.shown: list[Picture] = []

    def detect(self, pictures: Sequence[Picture], *, spread: bool, overlaid: bool = False) -> list[Found]:
        self.shown += pictures
        return []


def redactor(text: str = RECIPE, **settings: Any) -> Redactor:
    return Redactor(RedactionSettings(ner_model="", regions=parse(text), **settings), detector=Blind())


def report_of(redaction: Redaction) -> BoxReport:
    VALIDATOR.validate(json.loads(redaction.report.to_json()))
    return redaction.report


def decoded(dataset: Dataset) -> list[Pixels]:
    frames = FrameSource(dataset, describe(dataset, max_pixels=MANY_PIXELS))
    return [frames[number].pixels for number in range(len(frames))]


@pytest.mark.parametrize("what", [*FORMS, *OTHER_FORMS], ids=lambda what: what.name)
def test_a_rule_is_painted_in_every_frame_of_every_form_and_nothing_else_changes(what: Made) -> None:
    dataset = made(what)
    area = AREA.within(what.rows, what.columns)
    redaction = redactor().redact(dataset)
    report = report_of(redaction)
    assert area.area
    (mark,) = report.hidden
    assert (mark.source, mark.entity, mark.frames) == ("region-rule", "REGION", ((0, what.frames - 1),))
    assert mark.box.overlap(area) == area.area  # whole blocks, or pairs of columns, where they hang together
    for before, after in zip(decoded(dataset), decoded(redaction.dataset), strict=True):
        inside = np.zeros(before.shape[:2], bool)
        inside[mark.box.slices] = True
        same = (before == after) | ((before != before) & (after != after))
        assert same[~inside].all()
        painted = after[area.slices]
        assert (painted == painted[:1, :1]).all() or what.syntax == JPEG


@pytest.mark.parametrize("policy", ["cautious", "phi", "all-text"])
def test_a_rule_is_painted_under_every_policy(policy: Any) -> None:
    report = report_of(redactor(policy=policy).redact(made(FORMS[0])))
    assert [(mark.source, mark.box) for mark in report.hidden] == [("region-rule", AREA)]
    assert report.status == "redacted"


def test_a_report_names_the_rule_by_its_line_and_label_and_the_file_by_a_digest(tmp_path: Path) -> None:
    path = tmp_path / "rules of ward 7.txt"
    path.write_text('GE\n{ Modality.equals("US") }\n(0,0,9,9)\n{ true. }\n(10,0,9,9)', encoding="utf-8")
    settings = RedactionSettings.from_environment({"REDACT_REGIONS": str(path), "REDACT_NER_MODEL": ""})
    dataset = made(FORMS[0])
    for modality, rule in (("US", {"line": 2, "label": "GE"}), ("CT", {"line": 4})):
        dataset.Modality = modality
        redaction = Redactor(settings, detector=Blind()).redact(dataset)
        told = json.loads(report_of(redaction).to_json())
        assert [box["rule"] for box in told["boxes"]] == [rule]
        assert told["settings"]["regions"] == settings.regions.digest  # type: ignore[union-attr]
        assert "ward" not in json.dumps(told)


def test_no_value_of_an_element_that_a_rule_asks_for_is_told() -> None:
    dataset = made(FORMS[0])
    dataset.PatientName, dataset.Manufacturer = "Quillfeather^Orsolya", "Zyxwv"
    text = "%filter a\nLABEL b\n contains PatientName Quill\n + contains Manufacturer Zyx\n coordinates all"
    text = report_of(redactor(text).redact(dataset)).to_json()
    assert not any(word in text.lower() for word in ("quill", "zyx"))


def test_a_rule_that_does_not_hold_leaves_every_byte_and_no_trace() -> None:
    dataset = made(FORMS[0])
    redaction = redactor('{ Modality.equals("MR") } (0,0,9,9)').redact(dataset)
    assert redaction.report.status == "clean"
    assert redaction.dataset.PixelData == dataset.PixelData


def test_what_a_rule_covers_is_neither_shown_to_the_finder_nor_read() -> None:
    frames = 3
    phantom = image_with(Line(f"{SURNAME} {GIVEN}", top=20), Line("CHEST", top=150), frames=frames, PatientName=SURNAME)
    banner = phantom.frames[0].box(SURNAME, GIVEN).grown(6)
    text = f"%filter a\nLABEL b\n ctpcoordinates {banner.left},{banner.top},{banner.width},{banner.height}"
    settings = RedactionSettings(ner_model="", regions=parse(text))
    redaction = Redactor(settings).redact(phantom.dataset)
    report = report_of(redaction)
    assert [(mark.source, mark.box, mark.frames) for mark in report.hidden] == [("region-rule", banner, ((0, 2),))]
    assert {mark.source for mark in report.kept} == {"clinical"}
    blind = Blind()
    Redactor(settings, detector=blind).redact(phantom.dataset)
    assert blind.shown
    for picture in blind.shown:
        if picture.shape[:2] == (256, 512):
            area = picture[banner.slices]
            assert (area == area[:1, :1]).all()


def test_a_painted_rule_is_no_reason_to_look_again() -> None:
    seen = []
    for text in (RECIPE, '{ Modality.equals("MR") } (0,0,9,9)'):
        blind = Blind()
        settings = RedactionSettings(ner_model="", regions=parse(text))
        Redactor(settings, detector=blind).redact(image_with(frames=4, shape=(90, 120)).dataset)
        seen.append(len(blind.shown))
    assert seen[0] == seen[1]


def test_reading_hides_what_stands_beside_a_rule() -> None:
    phantom = image_with(Line(SURNAME, top=20), Line(GIVEN, top=150), PatientName=f"{SURNAME}^{GIVEN}")
    banner = phantom.frames[0].box(SURNAME).grown(6)
    text = f"%filter a\nLABEL b\n ctpcoordinates {banner.left},{banner.top},{banner.width},{banner.height}"
    redaction = Redactor(RedactionSettings(ner_model="", regions=parse(text))).redact(phantom.dataset)
    assert sorted(mark.source for mark in report_of(redaction).hidden) == ["metadata", "region-rule"]
    stored = redaction.dataset.pixel_array
    assert all(np.unique(stored[phantom.ink[word]]).size == 1 for word in (SURNAME, GIVEN))


@pytest.mark.parametrize("syntax", [JPEG, J2K], ids=["jpeg", "jpeg 2000"])
def test_a_compressed_image_is_painted_by_rule_and_by_reading_in_one_go(syntax: Any) -> None:
    written = image_with(Line(SURNAME, top=90), paper=30).frames[0]
    dataset = made(
        Made("compressed", syntax, "YBR_FULL_422" if syntax == JPEG else "RGB", 256, 512), written.colours[None]
    )
    dataset.PatientName = SURNAME
    redaction = Redactor(RedactionSettings(ner_model="", regions=parse(RECIPE))).redact(dataset)
    assert sorted(mark.source for mark in report_of(redaction).hidden) == ["metadata", "region-rule"]
    before, after = decoded(dataset)[0], decoded(redaction.dataset)[0]
    outside = np.ones(before.shape[:2], bool)
    for mark in redaction.report.hidden:
        outside[mark.box.slices] = False
    assert (before == after)[outside].all()
    assert len(np.unique(after[written.ink[SURNAME]].reshape(-1, 3), axis=0)) < 20


def test_the_whole_image_can_be_painted() -> None:
    redaction = redactor("%filter a\nLABEL b\n coordinates all").redact(made(FORMS[0]))
    assert np.unique(redaction.dataset.pixel_array).size == 1
    report_of(redaction)


def test_every_tile_of_a_slide_is_painted_where_a_rule_names_an_area_of_its_frames() -> None:
    cut = Cut("full")
    dataset = slide(noise(512, 768, cut), cut)
    redaction = redactor().redact(dataset)
    assert {mark.source for mark in report_of(redaction).hidden} == {"region-rule"}
    frames = decoded(redaction.dataset)
    assert len(frames) == 6
    for before, after in zip(decoded(dataset), frames, strict=True):
        painted = after[AREA.slices]
        assert (painted == painted[:1, :1]).all()
        changed = (before != after).any(axis=-1)
        changed[AREA.slices] = False
        assert not changed.any()


def test_an_overlay_that_stays_is_painted_where_it_lies_over_the_area() -> None:
    dataset = made(Made("overlaid", rows=64, columns=64))
    for element, vr, value in (
        (0x0010, "US", 32), (0x0011, "US", 64), (0x0040, "CS", "G"), (0x0050, "SS", [1, 1]),
        (0x0100, "US", 1), (0x0102, "US", 0), (0x3000, "OW", b"\xff" * 256),
    ):  # fmt: skip
        dataset.add_new((0x6000, element), vr, value)
    redaction = redactor(overlays="judge").redact(dataset)
    marks = {(mark.source, mark.place, mark.box) for mark in report_of(redaction).hidden}
    assert marks == {("region-rule", "pixels", AREA), ("region-rule", "overlay", AREA)}
    expected = np.ones((32, 64), np.uint8)
    expected[AREA.slices] = 0
    assert (redaction.dataset.overlay_array(0x6000) == expected).all()


def test_an_element_that_cannot_be_read_refuses_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = made(FORMS[0])
    dataset.Manufacturer = "GE"

    def broken(*_: object) -> object:
        raise AttributeError("Quillfeather")

    monkeypatch.setattr("dicom_text_redactor.rules.elements.plain", broken)
    monkeypatch.setattr("dicom_text_redactor.rules.ctp.plain", broken)
    with pytest.raises(Damaged) as caught:
        redactor('{ Manufacturer.equals("GE") } (0,0,9,9)').redact(dataset)
    assert "Quillfeather" not in str(caught.value)


def ultrasound(*corners: tuple[int, int, int, int]) -> Dataset:
    dataset = made(Made("ultrasound", photometric="RGB", rows=96, columns=120, frames=2))
    dataset.Modality = "US"
    items = []
    for values in corners:
        item = Dataset()
        for name, value in zip(("MinX0", "MinY0", "MaxX1", "MaxY1"), values, strict=True):
            setattr(item, f"RegionLocation{name}", value)
        items.append(item)
    if items:
        dataset.SequenceOfUltrasoundRegions = Items(items)
    return dataset


def outside(dataset: Dataset) -> tuple[BoxReport, list[Pixels]]:
    hiding = Redactor(RedactionSettings(ner_model="", outside_regions="hide"), detector=Blind())
    redaction = hiding.redact(dataset)
    return report_of(redaction), decoded(redaction.dataset)


def test_an_ultrasound_image_is_hidden_outside_its_regions_if_that_is_asked_for() -> None:
    dataset = ultrasound((10, 20, 99, 79), (100, 30, 119, 95))
    assert Redactor(RedactionSettings(ner_model=""), detector=Blind()).redact(dataset).report.status == "clean"
    report, frames = outside(dataset)
    assert report.outside_regions == "hidden"
    assert {(mark.source, mark.rule and mark.rule.label, mark.frames) for mark in report.hidden} == {
        ("region-rule", "outside the ultrasound regions", ((0, 1),))
    }
    shows = np.zeros((96, 120), bool)
    shows[20:80, 10:100] = shows[30:96, 100:120] = True  # the last column and row belong to a region
    covered = np.zeros_like(shows)
    for mark in report.hidden:
        assert not covered[mark.box.slices].any()
        covered[mark.box.slices] = True
    assert (covered == ~shows).all()
    for before, after in zip(decoded(dataset), frames, strict=True):
        assert (before == after)[shows].all()
        for mark in report.hidden:
            assert len(np.unique(after[mark.box.slices].reshape(-1, 3), axis=0)) == 1


@pytest.mark.parametrize(
    ("corners", "told"),
    [
        ([], "no-regions"),
        ([(10, 20, 150, 79)], "implausible"),  # beyond the image
        ([(-5, 20, 99, 79)], "implausible"),
        ([(50, 20, 40, 79)], "implausible"),
        ([(10, 20, 29, 39)], "implausible"),  # too little of it
        ([(0, 0, 119, 95)] * 65, "implausible"),
        ([(0, 0, 120, 96)], "hidden"),  # one too many, and nothing outside
        ([(10, 20, 99, 79), (110, 20, 110, 79)], "hidden"),  # a scale of one column
    ],
)  # fmt: skip
def test_without_plausible_regions_a_file_is_read_as_usual_and_the_report_says_so(
    corners: list[tuple[int, int, int, int]], told: str
) -> None:
    report, _ = outside(ultrasound(*corners) if (-5, 20, 99, 79) not in corners else negative())
    assert report.outside_regions == told
    assert bool(report.hidden) == (told == "hidden" and corners != [(0, 0, 120, 96)])


def negative() -> Dataset:
    """A region that begins before the image, as signed numbers say."""
    dataset = ultrasound((5, 20, 99, 79))
    item = dataset.SequenceOfUltrasoundRegions[0]
    del item.RegionLocationMinX0
    item.add_new(0x00186018, "SL", -5)
    return dataset


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REDACT_NER_MODEL", "")
    image = image_with(Line("CHEST", top=20, size=24), shape=(70, 160), paper=30, Manufacturer="GE")
    image.saved(tmp_path / "in" / "a.dcm")
    image.saved(tmp_path / "in" / "b.dcm")
    (tmp_path / "rules").write_text('GE\n{ Manufacturer.equals("GE") }\n(0,0,159,50)', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_folder_is_redacted_by_rules_and_resumed_only_with_the_same(
    folder: Path, workers: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["redact", str(folder / "in"), str(folder / "out"), "--regions", str(folder / "rules")]
    assert main([*given, "--workers", workers]) == 0
    report = json.loads((folder / "out" / f"a.dcm{REPORT_SUFFIX}").read_text(encoding="utf-8"))
    assert [(box["source"], box["height"]) for box in report["boxes"]] == [("region-rule", 51)]
    assert np.unique(dcmread(folder / "out" / "a.dcm").pixel_array[:51]).size == 1
    assert main([*given, "--resume"]) == 0
    assert "2 already done" in capsys.readouterr().out
    assert main([*given[:3], "--resume"]) == 0
    assert "0 redacted, 2 clean" in capsys.readouterr().out


def test_a_wrong_line_stops_the_start_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "rules").write_text('GE\n{ Manufacturer.is("GE") }\n(0,0,159,50)', encoding="utf-8")
    command = ["redact", str(folder / "in"), str(folder / "out")]
    assert main([*command, "--regions", str(folder / "rules")]) == 2
    assert capsys.readouterr().err.startswith("dicom-redact: --regions, line 2: is is none of CTP's methods")
    assert main([*command, "--regions", str(folder / "nowhere")]) == 2
    monkeypatch.setenv("REDACT_REGIONS", str(folder / "rules"))
    assert main(command) == 2
    assert "REDACT_REGIONS, line 2: " in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_what_may_not_do_what_it_seems_to_is_said_before_the_first_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "rules").write_text("%filter a\nLABEL b\n contains Manfacturer GE\n coordinates all", encoding="utf-8")
    assert main(["redact", str(folder / "in"), str(folder / "out"), "--regions", str(folder / "rules")]) == 0
    assert capsys.readouterr().err.startswith("Warning: --regions, line 3: no element is called Manfacturer")


def test_inspect_lists_the_areas_of_rules_beside_the_words(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "rules").write_text('{ Manufacturer.equals("GE") }\n(0,0,159,8)', encoding="utf-8")
    monkeypatch.setenv("REDACT_REGIONS", str(folder / "rules"))
    assert main(["inspect", str(folder / "in" / "a.dcm"), "--why"]) == 0
    out = capsys.readouterr().out
    assert "region-rule" in out
    assert "CHEST" in out
