"""deid's own recipes, and deid's own answers to two hundred made headers."""

from __future__ import annotations

import hashlib
import json
import random
import re
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset, dcmread
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage, generate_uid

from dicom_text_redactor.rules.painting import ruled
from dicom_text_redactor.rules.reading import read_rules

HEADERS = 200
ANSWERS = Path(__file__).with_name("deid_answers.py")
SEVERAL = {"ImageType"}
META = 0x00080000  # deid does not see the file meta information, and here a recipe is taken at its word


def data() -> Path:
    spec = find_spec("deid")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("data")


def labels(recipe: Path) -> Iterator[list[tuple[str, str, str]]]:
    """The conditions of each label of a recipe: the word, the element, the text. Read for themselves, not by us."""
    for part in re.split(r"(?m)^LABEL.*$", recipe.read_text(encoding="utf-8").partition("%header")[0])[1:]:
        pieces = [piece for line in part.splitlines() for piece in re.split(r"\|\||(?<=\s)\+(?=\s)", line)]
        found = (re.match(r"\s*(\w*contains|\w*equals|missing|empty|present) (\S+) ?(.*)", piece) for piece in pieces)
        yield [(match[1], match[2], match[3].strip()) for match in found if match]


def put(dataset: Dataset, keyword: str, text: str) -> None:
    """One value in an element, in the form that its kind has."""
    vr = dictionary_VR(tag_for_keyword(keyword) or 0)
    if vr in ("US", "IS"):
        setattr(dataset, keyword, int(text))
    elif keyword in SEVERAL:
        setattr(dataset, keyword, ["DERIVED", "PRIMARY", text])
    else:
        setattr(dataset, keyword, text)


def made(conditions: list[tuple[str, str, str]], chance: random.Random) -> Dataset:
    """A file that meets most of a label's conditions, with the size that it asks for."""
    dataset = Dataset()
    dataset.ensure_file_meta()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.SOPClassUID, dataset.SOPInstanceUID = SecondaryCaptureImageStorage, generate_uid()
    dataset.Rows, dataset.Columns = chance.choice(((512, 512), (480, 640), (600, 800)))
    for word, keyword, text in conditions:
        tag = tag_for_keyword(keyword)
        if tag is None or tag < META or chance.random() < 0.06:
            continue
        if word == "empty":
            setattr(dataset, keyword, "")
        elif word in ("contains", "equals"):
            value = chance.choice(text.split("|"))
            put(dataset, keyword, chance.choice((value, value, value.upper(), value.title())))
    if chance.random() < 0.15:
        region = Dataset()
        region.RegionLocationMinX0, region.RegionLocationMinY0 = chance.randrange(50), chance.randrange(90)
        region.RegionLocationMaxX1, region.RegionLocationMaxY1 = chance.randrange(99, 700), chance.randrange(99, 500)
        dataset.SequenceOfUltrasoundRegions = Sequence([region])
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated = dataset.BitsStored = 8
    dataset.HighBit, dataset.PixelRepresentation = 7, 0
    dataset.PixelData = b"\xff" * (dataset.Rows * dataset.Columns)
    return dataset


def fill_folder(folder: Path, recipe: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder.mkdir()
    of_labels = list(labels(recipe))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # values of recipes are not always what their elements may hold
        for number in range(HEADERS):
            path = folder / f"{number:03}.dcm"
            made(of_labels[number % len(of_labels)], chance).save_as(path, enforce_file_format=True)


def answers(recipe: Path, folder: Path) -> dict[str, dict[str, object]]:
    command = [sys.executable, str(ANSWERS), str(recipe), str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stderr[-2000:]
    return dict(json.loads(result.stdout))


def ours(recipe: Path, folder: Path) -> dict[str, tuple[int, str]]:
    book = read_rules(recipe)
    found = {}
    for path in sorted(folder.iterdir()):
        dataset = dcmread(path)
        filled = np.zeros((dataset.Rows, dataset.Columns), bool)
        for box, _ in ruled(book, dataset, dataset.Rows, dataset.Columns, hide_outside=False).areas:
            filled[box.slices] = True
        found[path.name] = int(filled.sum()), hashlib.sha256(np.packbits(filled).tobytes()).hexdigest()
    return found


@pytest.mark.parametrize(
    ("name", "rules", "painting"),
    [("deid.dicom", 118, 105), ("deid.dicom.ultrasound", 3, 2), ("deid.dicom.xray.chest", 4, 0)],
)
def test_every_recipe_that_deid_brings_along_is_read_whole(name: str, rules: int, painting: int) -> None:
    book = read_rules(data() / name)
    assert len(book.rules) == rules == sum(1 for _ in labels(data() / name))
    assert sum(bool(rule.coordinates) for rule in book.rules) == painting


def test_labels_of_deid_s_recipe_that_can_never_hold_are_told() -> None:
    doubts = " ".join(read_rules(data() / "deid.dicom").doubts)
    assert all(name in doubts for name in ("OverlayDescription", "Manfacturer", "Manufacture:"))


@pytest.mark.parametrize("name", ["deid.dicom", "deid.dicom.ultrasound"])
def test_two_hundred_headers_are_answered_as_deid_answers_them(name: str, tmp_path: Path) -> None:
    recipe, folder = data() / name, tmp_path / "files"
    fill_folder(folder, recipe, seed=26)
    theirs = answers(recipe, folder)
    assert len(theirs) == HEADERS
    mine = ours(recipe, folder)
    differing = [file for file, each in theirs.items() if mine[file] != (each["filled"], each["mask"])]
    assert differing == []
    painted = Counter(bool(each["filled"]) for each in theirs.values())
    assert painted[True] > 0.4 * HEADERS  # the headers do reach the rules


DIFFERENT = """FORMAT dicom
%filter graylist
LABEL Either
  contains Modality MR
  || contains Modality CT
  coordinates 0,0,50,50
LABEL Its own text
  missing Manufacturer || contains Modality CT
  coordinates 100,0,150,50
LABEL File meta information
  equals TransferSyntaxUID 1.2.840.10008.1.2.1
  coordinates 200,0,250,50
"""


def test_where_deid_reads_a_recipe_in_another_way_than_it_says_more_is_painted_here(tmp_path: Path) -> None:
    recipe, folder = tmp_path / "recipe", tmp_path / "files"
    recipe.write_text(DIFFERENT, encoding="utf-8")
    folder.mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset = made([("contains", "Modality", "CT"), ("contains", "Manufacturer", "GE")], random.Random(1))
        dataset.Modality, dataset.Manufacturer = "CT", "GE"
        dataset.save_as(folder / "a.dcm", enforce_file_format=True)
    assert answers(recipe, folder)["a.dcm"]["filled"] == 0
    assert ours(recipe, folder)["a.dcm"][0] == 3 * 50 * 50
    assert len(read_rules(recipe).doubts) == 3
