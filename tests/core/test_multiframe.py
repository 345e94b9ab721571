"""Many frames: each is looked at, what stands in some is hidden in these, and the rest of the object stays."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from pydicom import Dataset
from pydicom.dataelem import RawDataElement
from pydicom.tag import BaseTag, Tag
from pydicom.uid import UID

from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.model import Picture, Pixels
from dicom_text_redactor.redactor import Redaction, Redactor
from tests.dicom.images import LITTLE, MANY_PIXELS, RLE, Made, made, read_back
from tests.dicom.slides import Cut, slide
from tests.phantoms import BORN, GIVEN, NUMBER, SURNAME, Line, Mask, Written, anatomy, area_of, write

SHAPE = (128, 352)
ENHANCED_MR = UID("1.2.840.10008.5.1.4.1.1.4.1")
PER_FRAME, SHARED = Tag("PerFrameFunctionalGroupsSequence"), Tag("SharedFunctionalGroupsSequence")


def cine(frames: Sequence[Written], syntax: UID = LITTLE) -> Dataset:
    """An 8-bit cine of pictures, whose header knows a name and a number."""
    pixels = np.stack([frame.grey for frame in frames])
    dataset = made(Made("cine", syntax, "MONOCHROME2", *SHAPE, len(frames)), pixels)
    dataset.PatientName, dataset.PatientID = f"{SURNAME}^{GIVEN}", NUMBER
    return dataset


def decoded(dataset: Dataset) -> Pixels:
    return np.stack([frame.pixels for frame in FrameSource(dataset, describe(dataset, max_pixels=MANY_PIXELS))])


def painted(redaction: Redaction) -> Mask:
    """What the report says was painted, shape (frames, rows, columns)."""
    image = redaction.report.image
    assert image is not None
    area = np.zeros((image["frames"], image["rows"], image["columns"]), bool)
    for mark in redaction.report.hidden:
        for first, last in mark.frames:
            area[first : last + 1] |= area_of([mark.box], area.shape[1:])
    return area


def assert_nothing_else_changed(source: Dataset, redaction: Redaction) -> None:
    before, after = decoded(source), decoded(read_back(redaction.dataset))
    outside = ~painted(redaction)
    np.testing.assert_array_equal(after[outside], before[outside])


@cache
def with_a_name_in_one_frame(redactor: Redactor, syntax: UID) -> tuple[Sequence[Written], Dataset, Redaction]:
    lines = (Line("LEFT", top=90), Line(f"{SURNAME} {GIVEN}", top=20, size=26, frames=frozenset([7])))
    frames = [write([line for line in lines if line.stands_in(n)], SHAPE, anatomy(SHAPE, frame=n)) for n in range(12)]
    source = cine(frames, syntax)
    return frames, source, redactor.redact(source)


@pytest.mark.parametrize("syntax", [LITTLE, RLE], ids=["native", "rle"])
def test_a_name_in_one_frame_of_twelve_is_hidden_there_and_every_other_frame_stays(
    redactor: Redactor, syntax: UID
) -> None:
    frames, source, redaction = with_a_name_in_one_frame(redactor, syntax)
    area = painted(redaction)
    assert area[7][frames[7].ink[SURNAME] | frames[7].ink[GIVEN]].all()
    assert [bool(frame.any()) for frame in area] == [number == 7 for number in range(12)]
    assert_nothing_else_changed(source, redaction)


def test_the_report_tells_frames_as_ranges(redactor: Redactor) -> None:
    _, _, redaction = with_a_name_in_one_frame(redactor, LITTLE)
    report = redaction.report.to_dict()
    assert {str(box["frames"]) for box in report["boxes"]} == {"[[7, 7]]"}
    assert [box["frames"] for box in report["kept"]] == [[[0, 11]]]


def test_what_changes_in_one_place_is_hidden_in_every_frame(redactor: Redactor) -> None:
    texts = [SURNAME, GIVEN, NUMBER, BORN, SURNAME, GIVEN]
    frames = [
        write([Line(text, top=40), Line("LATERAL", top=90)], SHAPE, anatomy(SHAPE, frame=n))
        for n, text in enumerate(texts)
    ]
    source = cine(frames)
    redaction = redactor.redact(source)
    for area, frame, text in zip(painted(redaction), frames, texts, strict=True):
        assert area[frame.ink[text]].all()
        assert not area[frame.ink["LATERAL"]].any()
    assert_nothing_else_changed(source, redaction)


def test_a_name_beside_a_running_clock_is_hidden_in_every_frame(redactor: Redactor) -> None:
    frames = [
        write([Line(SURNAME, top=20), Line(f"{n}.{n}7 s", top=80, left=200)], SHAPE, anatomy(SHAPE, frame=n))
        for n in range(6)
    ]
    source = cine(frames)
    redaction = redactor.redact(source)
    for area, frame in zip(painted(redaction), frames, strict=True):
        assert area[frame.ink[SURNAME]].all()
    assert_nothing_else_changed(source, redaction)


def moving(frame: int) -> Picture:
    """Bright stripes that go to the right by a third of their width from frame to frame."""
    column = np.arange(SHAPE[1], dtype=np.float32) - 12 * frame
    stripes = 60 + 50 * np.sin(column * (2 * np.pi / 72))
    picture: Picture = np.clip(stripes + anatomy(SHAPE, frame=frame, brightest=40), 0, 255).astype(np.uint8)
    return picture


def test_a_name_over_a_moving_picture_is_hidden_in_every_frame(redactor: Redactor) -> None:
    frames = [write([Line(f"{SURNAME} {GIVEN}", top=50, size=26)], SHAPE, moving(n)) for n in range(6)]
    source = cine(frames)
    redaction = redactor.redact(source)
    for area, frame in zip(painted(redaction), frames, strict=True):
        assert area[frame.ink[SURNAME] | frame.ink[GIVEN]].all()
    assert_nothing_else_changed(source, redaction)


def enhanced(dataset: Dataset) -> Dataset:
    """The dataset as an Enhanced MR object, whose frames each have a position and a date of their own."""
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = ENHANCED_MR
    measures, shared = Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = ["0.50", "0.5"], "3.0 "
    shared.PixelMeasuresSequence = [measures]
    dataset.SharedFunctionalGroupsSequence = [shared]
    groups = []
    for number in range(int(dataset.NumberOfFrames)):
        content, place, group = Dataset(), Dataset(), Dataset()
        content.FrameAcquisitionDateTime = f"2020010112000{number}.00"
        content.DimensionIndexValues = [1, number + 1]
        place.ImagePositionPatient = ["-1.50", "2.0", str(number)]
        group.FrameContentSequence, group.PlanePositionSequence = [content], [place]
        groups.append(group)
    dataset.PerFrameFunctionalGroupsSequence = groups
    return dataset


def bytes_of(dataset: Dataset, tag: BaseTag) -> bytes:
    """An element's value as it stands in the file."""
    element: object = dataset.get_item(tag)
    assert isinstance(element, RawDataElement)
    assert isinstance(element.value, bytes)
    return element.value


def test_the_functional_groups_of_an_enhanced_object_keep_their_bytes(redactor: Redactor) -> None:
    lines = (Line(SURNAME, top=30, frames=frozenset([1])), Line("LEFT", top=90))
    frames = [write([line for line in lines if line.stands_in(n)], SHAPE, anatomy(SHAPE, frame=n)) for n in range(3)]
    delivered = enhanced(cine(frames))
    source, untouched = read_back(delivered), read_back(delivered)
    redaction = redactor.redact(source)
    assert painted(redaction)[1][frames[1].ink[SURNAME]].all()
    written = read_back(redaction.dataset)
    for tag in (SHARED, PER_FRAME):
        assert bytes_of(written, tag) == bytes_of(untouched, tag)
    assert written.NumberOfFrames == 3
    assert_nothing_else_changed(source, redaction)


def test_a_name_across_the_tiles_of_a_slide_is_hidden_in_each_of_them(redactor: Redactor) -> None:
    written = write(
        [Line(f"{SURNAME} {GIVEN}", left=100, top=240, size=48), Line("LIVER", left=40, top=400)], (512, 768)
    )
    source = slide(written.colours, Cut("label", RLE))
    source.PatientName = f"{SURNAME}^{GIVEN}"
    redaction = redactor.redact(source)
    rows = painted(redaction).reshape(2, 3, 256, 256).transpose(0, 2, 1, 3).reshape(512, 768)
    assert rows[written.ink[SURNAME] | written.ink[GIVEN]].all()
    assert not rows[written.ink["LIVER"]].any()
    assert_nothing_else_changed(source, redaction)
