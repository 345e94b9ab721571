"""Recipes of deid: what their lines mean, and which ones are wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pydicom import Dataset
from pydicom.sequence import Sequence as Items

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.model import Box, RuleName
from dicom_text_redactor.rules.painting import ruled
from dicom_text_redactor.rules.reading import parse

ROWS, COLUMNS = 480, 640


def header() -> Dataset:
    dataset = Dataset()
    dataset.Modality = "CT"
    dataset.Manufacturer = " GE Medical Systems"
    dataset.ManufacturerModelName = "SOMATOM Definition AS+"
    dataset.ImageType = ["DERIVED", "SECONDARY", "SCREEN SAVE"]
    dataset.SeriesDescription = ""
    dataset.Rows, dataset.Columns = ROWS, COLUMNS
    dataset.WindowCenter = 0
    dataset.PatientName = "Doe^Jane"
    dataset.add_new(0x00191001, "UN", b"Fluoro ")
    return dataset


def recipe(*lines: str) -> str:
    return "\n".join(["FORMAT dicom", "%filter graylist", "LABEL A rule # whose it is", *lines])


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ("contains Modality ct", True),
        ("contains Modality MR|C[TX]", True),
        ("contains Modality MR", False),
        ("notcontains Modality MR", True),
        ("equals Manufacturer ge medical systems", True),
        ("equals Manufacturer ge medical", False),
        ("notequals Rows 480", False),
        ("equals Rows 480", True),
        ("contains ManufacturerModelName Definition AS+", True),  # a + that no condition follows belongs to the text
        ("contains ImageType SCREEN SAVE", True),
        ("contains ImageType ^DERIVED", False),  # the value of several is the text of a list
        ("equals ImageType ['DERIVED', 'SECONDARY', 'SCREEN SAVE']", True),
        ("missing StudyDescription", True),
        ("missing SeriesDescription", False),
        ("present SeriesDescription", True),
        ("empty SeriesDescription", True),
        ("empty StudyDescription", False),
        ("empty WindowCenter", True),  # deid takes 0 for nothing
        ("notcontains StudyDescription X", True),
        ("notequals StudyDescription X", True),
        ("contains StudyDescription X", False),
        ("contains 0x00080060 CT", True),
        ("contains 0x00191001 Fluoro|LowDose", True),
        ("contains PatientName jane", True),
        ("contains Modality MR || equals Rows 480", True),
        ("contains Modality MR + equals Rows 480", False),
        ("equals Rows 480 || contains Modality MR + contains Modality MR", False),  # in turn: (… or …) and …
        ("missing Manufacturer || contains Modality CT", True),
    ],
)
def test_a_condition_has_the_answer_of_its_words(condition: str, answer: bool) -> None:
    (rule,) = parse(recipe(condition, "coordinates 0,0,10,10")).rules
    assert rule.condition.holds(header()) is answer


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        (["contains Modality CT", "+ equals Rows 480"], True),
        (["contains Modality CT", "+ equals Rows 481"], False),
        (["contains Modality CT", "equals Rows 481"], False),  # without a sign: and
        (["contains Modality MR", "|| equals Rows 480"], True),
        (["contains Modality MR", "# a remark", "|| equals Rows 480", "+ # another", "+ equals Columns 1"], False),
        (["+ contains Modality CT"], True),
    ],
)
def test_lines_are_joined_in_turn(lines: list[str], answer: bool) -> None:
    (rule,) = parse(recipe(*lines, "coordinates 0,0,10,10")).rules
    assert rule.condition.holds(header()) is answer


def painted(text: str, dataset: Dataset) -> Sequence[Box]:
    return [box for box, _ in ruled(parse(text), dataset, ROWS, COLUMNS, hide_outside=False).areas]


@pytest.mark.parametrize(
    ("lines", "boxes"),
    [
        (["coordinates 10,20,30,50"], [Box(10, 20, 20, 30)]),
        (["ctpcoordinates 10,20,30,50"], [Box(10, 20, 30, 50)]),
        (["Coordinates  10, 20,30,50", "coordinates\t600,470,9999,9999"], [Box(10, 20, 20, 30), Box(600, 470, 40, 10)]),
        (["coordinates all"], [Box(0, 0, COLUMNS, ROWS)]),
        (["coordinates 700,0,800,10"], []),
        (["coordinates 0,0,100,100", "keepcoordinates 0,50,100,100"], [Box(0, 0, 100, 50)]),
        (["keepcoordinates 0,50,100,100", "coordinates 0,0,100,100"], [Box(0, 0, 100, 100)]),
        (["ctpcoordinates 0,0,50,30", "ctpkeepcoordinates 0,0,50,20"], [Box(0, 20, 50, 10)]),
        (["coordinates all", "keepcoordinates all"], []),
        (["coordinates from:SequenceOfUltrasoundRegions"], []),
    ],
)
def test_coordinates_name_what_is_painted(lines: list[str], boxes: list[Box]) -> None:
    assert painted(recipe("contains Modality CT", *lines), header()) == boxes


def test_regions_that_the_file_names_are_taken_out_of_what_is_painted() -> None:
    dataset, region, other = header(), Dataset(), Dataset()
    region.RegionLocationMinX0, region.RegionLocationMinY0 = 0, 100
    region.RegionLocationMaxX1, region.RegionLocationMaxY1 = COLUMNS, 400
    other.RegionLocationMinX0 = 3  # without the others it names nothing
    dataset.SequenceOfUltrasoundRegions = Items([region, other])
    text = recipe("coordinates all", "LABEL Picture", "keepcoordinates from:SequenceOfUltrasoundRegions")
    assert painted(text, dataset) == [Box(0, 0, COLUMNS, 100), Box(0, 400, COLUMNS, 80)]
    dataset.SequenceOfUltrasoundRegions = Items([])
    assert painted(text, dataset) == [Box(0, 0, COLUMNS, ROWS)]  # the file before left no trace


def test_all_labels_that_hold_count_by_the_order_of_their_filters() -> None:
    text = """FORMAT dicom
%filter first
LABEL one
  coordinates 0,0,10,10
%filter second # a remark
LABEL two
  keepcoordinates 0,0,30,30
%filter first
LABEL three
  coordinates 20,0,30,10
LABEL four
  contains Modality MR
  coordinates 0,0,100,100
"""
    assert painted(text, header()) == []  # "three" comes before "two"
    assert [rule.name for rule in parse(text).rules] == [
        RuleName("one", 3), RuleName("three", 9), RuleName("four", 11), RuleName("two", 6),
    ]  # fmt: skip


def test_a_label_is_told_without_the_remark_behind_it() -> None:
    assert parse(recipe("coordinates all")).rules[0].name == RuleName("A rule", 3)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["contains Modality"], "takes an element and a text"),
        (["missing Modality CT"], "takes an element"),
        (["includes Modality CT"], "begins with one of"),
        (["containsModality CT"], "begins with one of"),
        (["contains Modality CT # GE"], "line of its own"),
        (["contains Modality ("], "no regular expression"),
        ([r"contains Modality \D"], "lower case"),
        (["contains Modality AS+ || contains Rows 1"], "begins with one of"),
        (["contains Modality CT ||", "coordinates all"], None),
        (["coordinates 0,0,10"], "four whole numbers"),
        (["coordinates 0,0,10,10 # top"], "four whole numbers"),
        (["coordinates -5,0,10,10"], "four whole numbers"),
        (["coordinates 450,10,100,20"], "left, top, right, bottom"),
        (["coordinates from:Rows"], "must name a sequence"),
        (["coordinates from:Regions"], "must name a sequence"),
        (["ctpcoordinates from:SequenceOfUltrasoundRegions"], "four whole numbers"),
        (["REMOVE PatientName"], "begins with one of"),
        (["%filter"], "must have a name"),
        (["%pixels"], "no such section"),
        (["%header", "DROP PatientName"], "begin with one of: ADD, BLANK"),
        (["%header", "REMOVE"], "element is missing"),
        (["%fields x", "SPLIT PatientName"], "begin with one of: FIELD"),
        (["FORMAT nifti"], "must be dicom"),
    ],
)
def test_a_wrong_line_is_named(lines: list[str], says: str | None) -> None:
    text = recipe("contains Modality CT", *lines)
    if says is None:
        assert parse(text).rules
        return
    with pytest.raises(SettingError, match=rf"^line {4 + len(lines)}: .*{says}"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("FORMAT dicom\ncontains Modality CT", 2),
        ("%filter a\ncontains Modality CT\nLABEL b", 2),
        ("# a remark\n\n%filter a\nLABEL b", 4),
        ("FORMAT dicom\n%header\nREMOVE PatientName", 1),
    ],
)
def test_a_recipe_without_a_complete_label_is_wrong(text: str, line: int) -> None:
    with pytest.raises(SettingError, match=f"^line {line}: "):
        parse(text)


def test_what_deid_reads_in_another_way_than_it_looks_is_told_with_its_line() -> None:
    text = recipe(
        "contains Manfacturer GE",
        "|| missing Modality || contains Rows 1",
        "coordinates 0,0,9,9",
        "%header",
        "REMOVE PatientName",
        "KEEP Modality",
    )
    doubts = parse(text).doubts
    assert [doubt.partition(": ")[0] for doubt in doubts] == ["line 4", "line 5", "line 5", "line 8 and 1 more"]
    assert "Is Manufacturer meant?" in doubts[0]
    assert "REDACT_HEADER" in doubts[3]
