"""Scripts of CTP: forty conditions with answers that were worked out by hand from CTP's own code, and wrong lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.sequence import Sequence as Items

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.model import Box, RuleName
from dicom_text_redactor.rules import ctp
from dicom_text_redactor.rules.reading import parse


def header() -> Dataset:
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.ImplementationVersionName = "MINDRAY_DC30"
    dataset.Modality = "US"
    dataset.Manufacturer = "GE Medical Systems"
    dataset.ManufacturerModelName = "LOGIQ9"
    dataset.ImageType = ["DERIVED", "SECONDARY", "SCREEN SAVE"]
    dataset.Rows, dataset.Columns = 480, 640
    dataset.WindowWidth = "1.0"
    dataset.SeriesDescription = ""
    region = Dataset()
    region.RegionLocationMinY0 = 40
    dataset.SequenceOfUltrasoundRegions = Items([region])
    dataset.add_new(0x00190010, "LO", "ZIEHM VISION")
    dataset.add_new(0x00191001, "LO", "Fluoro")
    return dataset


CONDITIONS = [
    ('Modality.equals("US")', True),
    ('Modality.equals("us")', False),
    ('Modality.equalsIgnoreCase("us")', True),
    ('Modality.equals("U")', False),
    ('Manufacturer.contains("Medical")', True),
    ('Manufacturer.contains("MEDICAL")', False),
    ('Manufacturer.containsIgnoreCase("GE MEDICAL")', True),
    ('Manufacturer.containsIgnoreCase("GE  MEDICAL")', False),
    ('Manufacturer.startsWith("GE")', True),
    ('Manufacturer.startsWith("ge")', False),
    ('Manufacturer.startsWithIgnoreCase("ge med")', True),
    ('Manufacturer.endsWith("Systems")', True),
    ('Manufacturer.endsWith("System")', False),
    ('Manufacturer.endsWithIgnoreCase("SYSTEMS")', True),
    ('ManufacturerModelName.matches("LOGIQ[0-9]")', True),
    ('ManufacturerModelName.matches("LOGIQ")', False),  # the whole value has to match
    ('ManufacturerModelName.matches("(?i)logiq.")', True),
    ('[0008,1090].contains("LOGIQ")', True),
    ('[00081090].contains("LOGIQ")', True),
    ('[0008,103e].equals("")', True),  # empty
    ('PatientName.equals("")', True),  # missing counts as empty
    ('PatientName.contains("")', True),
    ('!PatientName.contains("A")', True),
    ('Rows.equals("480")', True),
    ('Rows.equals("0480")', False),
    ('WindowWidth.equals("1")', False),  # as it is written in the file
    ('WindowWidth.equals("1.0")', True),
    ('Rows.isLessThan("481") * Rows.isGreaterThan("479")', True),
    ('Rows.isLessThan("480") + PatientName.isLessThan("9")', False),  # what is no number is neither
    ('ImageType.contains("SECONDARY\\SCREEN")', True),  # values are joined by backslashes
    ('ImageType.endsWith("SAVE")', True),
    ('ImageType.equals("DERIVED")', False),
    ('ImplementationVersionName.contains("MINDRAY")', True),  # of the file meta information
    ('SeqOfUltrasoundRegions::[0018,601A].equals("40")', True),
    ('SequenceOfUltrasoundRegions::RegionLocationMinX0.equals("")', True),
    ('[0019[ZIEHM VISION]01].equals("Fluoro")', True),
    ('[0019[OTHER]01].equals("")', True),
    ('Modality.equals("CT") * Rows.equals("480") + Columns.equals("640")', True),  # * binds more tightly
    ('Modality.equals("CT") * (Rows.equals("480") + Columns.equals("640"))', False),
    ('!Modality.equals("CT") * !(Rows.equals("1") + Columns.equals("1"))  // a remark', True),
    ("true.", True),
    ('false. + Modality.equals("CT")', False),
    ('Modality.equals ( "US" ) *\n // Rows.equals("1") *\n Columns . equals("640")', True),
    ('Manufacturer.contains("(")', False),
]


@pytest.mark.parametrize(("condition", "answer"), CONDITIONS)
def test_a_condition_has_the_answer_that_ctp_gives(condition: str, answer: bool) -> None:
    (rule,) = ctp.parse(f"{{ {condition} }} (0,0,10,10)").rules
    assert rule.condition.holds(header()) is answer


def test_there_are_forty_conditions() -> None:
    assert len(CONDITIONS) >= 40


SCRIPT = """Burned-in annotations
Remarks (like this one) have no rule.

**************
     US
**************
GE
  { ManufacturerModelName.containsIgnoreCase("LOGIQ9") * Rows.equals("768") }
  (0,0,640,40)

  { ManufacturerModelName.containsIgnoreCase("LOGIQ9") }
  (0,0,640,40) (600, 440, 80, 80)
  (-20,-10,5,5)

Anything (of GE)
  { Manufacturer.contains("GE") }
  (0,0,640,200)
"""


def boxes(script: str, dataset: Dataset) -> Sequence[Box]:
    return [
        box
        for rule in ctp.parse(script).holding(dataset)
        for each in rule.coordinates
        for box in each.boxes(dataset, dataset.Rows, dataset.Columns)
    ]


def test_only_the_first_condition_that_holds_counts() -> None:
    # CTP fills the column and the row at which a rectangle ends, too, and cuts off what is outside.
    assert boxes(SCRIPT, header()) == [Box(0, 0, 640, 41), Box(600, 440, 40, 40), Box(620, 470, 6, 6)]


def test_a_condition_without_rectangles_is_an_exception_from_those_behind_it() -> None:
    assert boxes('{ Rows.equals("480") }  { true. } (0,0,9,9)', header()) == []


def test_a_rule_is_named_by_the_remark_in_front_of_it_and_by_its_line() -> None:
    assert [rule.name for rule in parse(SCRIPT).rules] == [
        RuleName("GE", 8),
        RuleName("", 11),
        RuleName("Anything (of GE)", 16),
    ]


@pytest.mark.parametrize(
    ("script", "line", "says"),
    [
        ('{ Modality.equals("US") }\n(0,0,10)', 2, "four whole numbers"),
        ('{ Modality.equals("US") }\n\n(0,0,10,1O)', 3, "four whole numbers"),
        ('{ Modality.equals("US") }\n(left,top)', 2, "four whole numbers"),
        ('{ Modality.equals("US") }\n(0,0,-10,10)', 2, "negative"),
        ('{ Modality.equals("US") }\n(0,0,10,10', 2, "counterpart"),
        ('{ Modality.equals("US") }\n0,0,10,10)', 2, "counterpart"),
        ('(0,0,10,10)\n{ Modality.equals("US") }', 1, "before any condition"),
        ('a\n{ Modality.equals("US")\n(0,0,10,10)', 2, "not closed"),
        ('a } b\n{ Modality.equals("US") }', 1, "counterpart"),
        ('a\n{ Modality.is("US") }', 2, "none of CTP's methods"),
        ('a\n{ Modality.matchesIgnoreCase("US") }', 2, r"\(\?i\)"),
        ('a\n{ Modality.equals("US") *\n  Manfacturer.equals("GE") }', 3, "Is Manufacturer meant"),
        ('{ [0008,103x].equals("US") }', 1, "no element"),
        ('{ [0018[CREATOR]01].equals("US") }', 1, "no element"),
        ('{ Modality.equals(US) }', 1, "expected"),
        ('{ Modality }', 1, "expected"),
        ('{\n\n  Modality.equals("US") Rows.equals("1") }', 3, "behind the end"),
        ('{ Modality.equals("US") * }', 1, "expected"),
        ('{ (Modality.equals("US") }', 1, "not closed"),
        ('{ !!Modality.equals("US") }', 1, "two exclamation marks"),
        ('{ Modality.matches("(") }', 1, "no regular expression"),
        ("{ }", 1, "expected"),
        ("{ " + 60 * "(" + "true." + 60 * ")" + " }", 1, "inside each other"),
        ("no condition at all", 1, "neither"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(script: str, line: int, says: str) -> None:
    with pytest.raises(SettingError, match=rf"^line {line}: .*{says}"):
        parse(script)


def test_lines_are_counted_as_editors_of_all_systems_do() -> None:
    with pytest.raises(SettingError, match=re.escape("line 3: ")):
        parse('a\r\nb\r\n{ Modality.is("US") }')


def test_a_long_condition_takes_no_more_stack_than_a_short_one() -> None:
    terms = " + ".join(["false."] * 20_000)
    (rule,) = ctp.parse(f"{{ {terms} + true. }} (0,0,1,1)").rules
    assert rule.condition.holds(Dataset())
