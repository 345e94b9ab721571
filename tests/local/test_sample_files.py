from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom
from PIL import Image

from local.pictures import displayed, write_side_by_side
from local.sample_files import FRAMES, chest_radiograph, ultrasound_cine, write_all


def test_the_generated_files_are_the_same_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        folder.mkdir()
        write_all(folder)
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()


def test_the_cine_is_colour_and_moves_under_a_still_header() -> None:
    frames = ultrasound_cine().pixel_array
    assert frames.shape == (FRAMES, 480, 640, 3)
    assert all((frame[:80] == frames[0, :80]).all() for frame in frames[1:, ..., :80, :, :])
    assert (frames[0, 100:400] != frames[1, 100:400]).any()


def test_the_letters_of_the_radiograph_are_brighter_than_its_anatomy() -> None:
    dataset = chest_radiograph()
    pixels = dataset.pixel_array
    assert (dataset.BitsStored, pixels.max()) == (12, 4095)
    assert pixels[300:900].max() <= 3300


def test_what_is_burned_in_stands_in_the_header() -> None:
    dataset = chest_radiograph()
    assert str(dataset.PatientName) == "Marlow^Imogen"
    assert (dataset.PatientID, dataset.PatientBirthDate) == ("BG4471902", "19580314")


def test_a_picture_shows_both_files_side_by_side(tmp_path: Path) -> None:
    before, _ = write_all(tmp_path)
    dataset = pydicom.dcmread(before)
    dataset.PixelData = bytes(len(dataset.PixelData))
    dataset.save_as(tmp_path / "after.dcm")
    write_side_by_side(before, tmp_path / "after.dcm", tmp_path / "both.png")
    with Image.open(tmp_path / "both.png") as both:
        pixels = np.asarray(both)
    shown = displayed(before)
    assert (pixels[-len(shown) :, :640] == shown).all()
    assert not pixels[-len(shown) :, -640:].any()
    assert (pixels[: -len(shown)] < 128).any()  # a caption above
