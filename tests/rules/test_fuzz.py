"""Whatever stands in a file of rules, nothing but a `SettingError` that names a line comes of it, and that soon."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
from pydicom import Dataset

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.rules.painting import ruled
from dicom_text_redactor.rules.reading import parse, read_rules
from tests.rules.test_ctp import CONDITIONS, SCRIPT, header

CASES = 1500
RECIPE = """FORMAT dicom
%filter graylist
LABEL Dose # by hand
  contains Modality CT|US
  + equals Rows 480 || missing PatientName
  || notcontains ImageType AS+
  coordinates 0,0,512,110
  ctpcoordinates 20,30,40,50
  keepcoordinates from:SequenceOfUltrasoundRegions
%header
REMOVE PatientName
"""
PIECES = [
    *"{}()[],.+*!|#%\"\\\n\r\t \x00\x85\u2028ä\ud800",
    *("LABEL", "%filter x", "FORMAT dicom", "contains", "coordinates", "all", "from:", "0x0008", "true.", "//", "::"),
    *("Modality", 'equals("US")', "(0,0,9,9)", "-1", "99999999999", "(?i)", "||", "[0008,0060]", "[0019[A]01]"),
]  # fmt: skip


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 0, 1, 1, 3, 20, 200)))
        text = text[:start] + chance.choice([*PIECES, "", text[start:end] * 2]) + text[end:]
    return text


def wrong_line(text: str) -> int | None:
    """The line that is named, or None if none is wrong; any other exception ends the test."""
    try:
        parse(text)
    except SettingError as error:
        message = str(error)
    else:
        return None
    match = re.match(r"line (\d+): \S", message)
    return int(match[1]) if match else 0


@pytest.mark.parametrize("base", [SCRIPT + "".join(f"{{ {each} }} (0,0,9,9)\n" for each, _ in CONDITIONS), RECIPE])
def test_a_changed_file_of_rules_is_read_or_refused_with_its_line(base: str) -> None:
    chance, dataset, ends = random.Random(26), header(), [0, 0]
    dataset.Rows, dataset.Columns = 480, 640
    for _ in range(CASES):
        text = mutated(base, chance)
        wrong = wrong_line(text)
        ends[wrong is None] += 1
        if wrong is not None:
            assert 1 <= wrong <= len(re.split(r"\r\n|\r|\n", text))
        else:
            book = parse(text)
            for box, _ in ruled(book, dataset, 480, 640, hide_outside=False).areas:
                assert box.within(480, 640) == box
                assert box.area
    assert min(ends) > CASES / 20


def test_any_bytes_are_refused_with_the_name_of_the_setting(tmp_path: Path) -> None:
    chance, path = random.Random(7), tmp_path / "rules"
    for length in (0, 1, 10, 1000):
        for _ in range(30):
            path.write_bytes(chance.randbytes(length))
            with pytest.raises(SettingError, match=r"^REDACT_REGIONS"):
                read_rules(path)
    path.write_bytes(b"{ true. } (0,0,1,1)\n" + b" " * (1 << 20))
    with pytest.raises(SettingError, match="bytes"):
        read_rules(path)
    path.write_bytes("\ufeff{ true. } (0,0,1,1)".encode())
    assert read_rules(path).rules


@pytest.mark.parametrize(
    "text",
    [
        "{ true. } (0,0,1,1)\n" * 40_000,
        "{ " + "!(" * 40 + "true." + ")" * 40 + " } (1,1,1,1)\n" * 20_000,
        "{ true. }\n" + "(" * 500_000,
        "{ " + "a" * 900_000,
        "#\n" * 400_000,
        "%filter a\n" + "LABEL b\n coordinates 0,0,9,9\n" * 30_000,
        "%filter a\nLABEL b\n contains Modality " + "CT + " * 150_000,
        "%filter a\nLABEL b\n contains Modality CT" + " + contains Modality CT" * 20_000 + "\ncoordinates all",
    ],
)
def test_a_large_file_of_rules_is_read_or_refused_in_seconds(text: str) -> None:
    start = time.perf_counter()
    try:
        book = parse(text)
    except SettingError:
        pass
    else:
        ruled(book, Dataset(), 480, 640, hide_outside=False)
    assert time.perf_counter() - start < 20
