from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from pydicom import Dataset

from dicom_text_redactor.review.entries import entries_below
from dicom_text_redactor.review.gathering import Gathered, Limits, gather
from dicom_text_redactor.review.modalities import OTHER
from dicom_text_redactor.review.pictures import THUMBNAIL_SIDE
from dicom_text_redactor.review.problems import CHANGED_FILE, MISSING_FILE, NO_ROOM, OTHER_IMAGE, SMALLER_PICTURES
from dicom_text_redactor.settings import RedactionSettings
from tests.review.outputs import SECRET, box, image, kept, redacted, refused

ROOM = 10**6


def gathered(folder: Path, limits: Limits | None = None, room: int = ROOM) -> Gathered:
    (entry,) = entries_below(folder)
    return gather(folder, entry, limits or Limits(), room)


def opened(jpeg: bytes) -> npt.NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(jpeg)))


def noisy(rows: int, columns: int) -> Dataset:
    dataset = image(rows, columns)
    dataset.PixelData = np.random.default_rng(1).integers(0, 256, (rows, columns), np.uint8).tobytes()
    return dataset


def test_the_pictures_are_those_of_the_file_as_it_is_in_the_output(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm", image(frames=11), [box(frames=[(0, 10)])])
    shown = gathered(tmp_path).pictures
    assert [picture.frame for picture in shown] == [0, 5, 10]
    for picture, brightness in zip(shown, (30, 125, 220), strict=True):
        assert abs(float(np.median(opened(picture.jpeg))) - brightness) <= 3


def test_text_of_the_header_does_not_come_along(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm", image(PatientID=SECRET, StudyDescription=SECRET), [box()])
    one = gathered(tmp_path)
    assert SECRET not in repr(one.to_dict())
    assert all(SECRET.encode() not in picture.jpeg for picture in one.pictures)


@pytest.mark.parametrize(("value", "said"), [("CT", "CT"), ("XYZ", OTHER), (SECRET, OTHER), ("", OTHER), (None, OTHER)])
def test_a_modality_is_told_only_if_the_standard_knows_it(value: str | None, said: str, tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm", image(Modality=value))
    assert gathered(tmp_path).modality == said


def test_a_large_picture_is_cut_down_to_the_side_that_is_asked_for(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm", image(300, 900))
    one = gathered(tmp_path, Limits(large_side=450))
    assert opened(one.pictures[0].jpeg).shape == (150, 450)
    assert max(opened(one.thumbnail).shape) == THUMBNAIL_SIDE


def test_pictures_stay_within_their_room_and_it_is_said_that_they_are_coarse(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm", noisy(400, 400))
    whole = gathered(tmp_path)
    assert whole.notices == ()
    room = sum(len(picture.jpeg) for picture in whole.pictures) // 3
    less = gathered(tmp_path, room=room)
    assert 0 < sum(len(picture.jpeg) for picture in less.pictures) <= room
    assert less.notices == (SMALLER_PICTURES,)


def test_without_any_room_there_is_a_small_picture_only(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm", noisy(400, 400))
    one = gathered(tmp_path, room=0)
    assert one.pictures == ()
    assert one.thumbnail
    assert one.notices == (NO_ROOM,)


def test_text_at_the_ends_of_the_range_can_be_seen_in_a_view_of_its_own(tmp_path: Path) -> None:
    dataset = image(64, 64, BitsAllocated=16, BitsStored=16, HighBit=15)
    pixels = np.full((64, 64), 300, np.uint16)
    pixels[10:50, 10:50] = 500
    pixels[2, 2:4] = 65000  # a hot pixel or two would darken all else
    dataset.PixelData = pixels.tobytes()
    redacted(tmp_path, "a.dcm", dataset)
    shown = gathered(tmp_path).pictures
    assert [picture.view for picture in shown] == ["middle", "full"]
    middle, full = (opened(picture.jpeg).astype(int) for picture in shown)
    assert middle[30, 30] - middle[60, 60] > 200
    assert full[30, 30] - full[60, 60] < 5


def test_an_overlay_that_stayed_is_drawn_over_the_picture(tmp_path: Path) -> None:
    dataset = image(32, 40)
    dataset.PixelData = bytes(32 * 40)
    plane = np.zeros((32, 40), np.uint8)
    plane[8:24, 8:24] = 1
    group = 0x6000
    dataset.add_new((group, 0x0010), "US", 32)
    dataset.add_new((group, 0x0011), "US", 40)
    dataset.add_new((group, 0x0040), "CS", "G")
    dataset.add_new((group, 0x0050), "SS", [1, 1])
    dataset.add_new((group, 0x0100), "US", 1)
    dataset.add_new((group, 0x0102), "US", 0)
    dataset.add_new((group, 0x3000), "OB", np.packbits(plane, bitorder="little").tobytes())
    redacted(tmp_path, "a.dcm", dataset)
    picture = opened(gathered(tmp_path).pictures[0].jpeg)
    assert picture[16, 16] > 240
    assert picture[28, 32] < 15


def test_a_file_that_was_changed_since_is_shown_as_it_is_and_it_is_said(tmp_path: Path) -> None:
    path = redacted(tmp_path, "a.dcm", image())
    image(PatientName="").save_as(path, enforce_file_format=True)
    one = gathered(tmp_path)
    assert one.pictures
    assert one.notices == (CHANGED_FILE,)
    assert one.to_dict()["status"] == "clean"


def test_a_file_of_another_size_is_not_shown_under_the_boxes_of_its_report(tmp_path: Path) -> None:
    path = redacted(tmp_path, "a.dcm", image())
    image(64, 64).save_as(path, enforce_file_format=True)
    one = gathered(tmp_path)
    assert (one.pictures, one.problem) == ((), OTHER_IMAGE)


@pytest.mark.parametrize("content", [None, b"", b"no DICOM", bytes(128) + b"DICM" + b"\xff" * 200])
def test_a_file_that_is_gone_or_broken_is_told_of_and_stops_nothing(content: bytes | None, tmp_path: Path) -> None:
    path = redacted(tmp_path, "a.dcm", boxes=[box()], left=[kept((0, 0, 2, 2))])
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    one = gathered(tmp_path)
    told = one.to_dict()
    assert one.pictures == ()
    assert told["status"] == "incomplete"
    assert told["reason"]["code"] in {MISSING_FILE.code, "not-dicom", "damaged", "no-pixels"}
    assert len(told["boxes"]) == len(told["kept"]) == 1


def test_a_file_over_the_limits_of_the_settings_is_not_decoded(tmp_path: Path) -> None:
    redacted(tmp_path, "a.dcm")
    one = gathered(tmp_path, Limits(settings=RedactionSettings(max_pixels=10)))
    assert one.to_dict()["reason"]["code"] == "too-large"


def test_a_refused_file_is_told_of_with_its_reason(tmp_path: Path) -> None:
    refused(tmp_path, "a.dcm", "damaged")
    told = gathered(tmp_path).to_dict()
    assert (told["status"], told["reason"]["code"], told["pictures"]) == ("refused", "damaged", [])
