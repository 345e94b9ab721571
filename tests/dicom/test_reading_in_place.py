"""Pixel data that stays in its file: the same bytes come of it as of one that was read into memory."""

from __future__ import annotations

import io
import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset
from pydicom.uid import UID

from dicom_text_redactor.dicom.codecs import encapsulated
from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.files.large_elements import stays_in_file
from dicom_text_redactor.dicom.files.long_values import LongValue
from dicom_text_redactor.dicom.files.saving import save
from dicom_text_redactor.dicom.painting.writing import rewrite
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.dicom.pixels.pixel_data import pixel_element, pixel_value
from dicom_text_redactor.dicom.places.other_places import clean_other_places
from dicom_text_redactor.errors import Damaged, RedactionError
from dicom_text_redactor.model import Box
from tests.dicom.images import (
    BIG,
    FORMS,
    IMPLICIT,
    LITTLE,
    MANY_BYTES,
    MANY_PIXELS,
    OTHER_FORMS,
    RLE,
    Made,
    made,
    wheel_files,
)
from tests.dicom.test_reading import file_of, without_header

ALL = (*FORMS, *OTHER_FORMS)
NATIVE = [what for what in ALL if what.syntax in (LITTLE, BIG, IMPLICIT)]
BOX = Box(3, 2, 4, 3)
CINE = Made("cine", LITTLE, "RGB", frames=4)


@pytest.fixture(autouse=True)
def all_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGE", 0)


def in_place(data: bytes | io.BytesIO) -> Dataset:
    return reading.read_in_place(io.BytesIO(data) if isinstance(data, bytes) else data, max_bytes=MANY_BYTES)


def in_memory(data: bytes) -> Dataset:
    return reading.read(io.BytesIO(data), max_bytes=MANY_BYTES)


def redacted(dataset: Dataset, frames: list[int]) -> tuple[bytes, dict[str, int | str]]:
    form = describe(dataset, max_pixels=MANY_PIXELS)
    written, _ = rewrite(dataset, form, {frame: [BOX, Box(5, 4, 9, 2)] for frame in frames}, "contrast")
    found = clean_other_places(written, form)
    return file_of(written), found


def soiled(what: Made) -> Dataset:
    """An image with something in every bit of some cells, and behind its frames."""
    dataset = made(what)
    element = pixel_element(dataset)
    value = np.frombuffer(element.value, "u1").copy()
    value[::7] ^= 0xFF
    element.value = value.tobytes() + b"!!"
    return dataset


def assert_alike(data: bytes, frames: int) -> None:
    for painted in ([], [frames - 1], list(range(frames))):
        assert isinstance(pixel_value(in_place(data)), LongValue)
        assert redacted(in_place(data), painted) == redacted(in_memory(data), painted)


@pytest.mark.parametrize("what", ALL, ids=lambda what: what.name)
def test_a_file_left_in_place_is_redacted_to_the_same_bytes(what: Made) -> None:
    assert_alike(file_of(made(what)), what.frames)


@pytest.mark.parametrize("what", NATIVE, ids=lambda what: what.name)
def test_what_stands_beside_the_samples_is_cleared_in_place_too(what: Made) -> None:
    data = file_of(soiled(what))
    assert redacted(in_place(data), [])[1]["high_bits"] == "cleared"
    assert_alike(data, what.frames)


@pytest.mark.parametrize("what", ALL, ids=lambda what: what.name)
def test_its_frames_are_those_of_a_file_in_memory(what: Made) -> None:
    data = file_of(soiled(what) if what in NATIVE else made(what))
    form = describe(in_memory(data), max_pixels=MANY_PIXELS)
    for keep in (False, True):
        ours, theirs = (FrameSource(d, form, keep_unused_bits=keep) for d in (in_place(data), in_memory(data)))
        for index in reversed(range(form.frames)):
            assert ours[index].pixels.dtype == theirs[index].pixels.dtype
            assert ours[index].pixels.tobytes() == theirs[index].pixels.tobytes()


@pytest.mark.parametrize("syntax", [LITTLE, IMPLICIT])
def test_a_file_without_a_header_is_left_in_place_too(syntax: UID) -> None:
    data = without_header(file_of(made(Made("grey", syntax, frames=2))))
    assert isinstance(pixel_value(in_place(data)), LongValue)
    assert redacted(in_place(data), [1]) == redacted(in_memory(data), [1])


def result_of(data: bytes, read: Callable[[bytes], Dataset]) -> object:
    try:
        return redacted(read(data), [0])
    except RedactionError as error:
        return type(error), str(error)


def test_every_file_of_pydicom_is_saved_alike_or_refused_alike() -> None:
    alike = 0
    for path in wheel_files():
        result = result_of(path.read_bytes(), in_place)
        assert result == result_of(path.read_bytes(), in_memory), path.name
        alike += isinstance(result, tuple) and isinstance(result[0], bytes)
    assert alike > 30


def test_damaged_files_are_refused_in_place_as_they_are_in_memory() -> None:
    forms = [what for what in ALL if what.name in ("grey 12 of 16", "rgb", "rle rgb odd", "jpeg-ls grey", "grey 1")]
    originals = [file_of(made(what)) for what in forms]
    refused = 0
    for seed in range(150):
        chance = random.Random(seed)
        data = bytearray(originals[seed % len(originals)])
        if seed % 5 == 0:
            del data[chance.randrange(len(data)) :]
        for _ in range(chance.choice((1, 3, 10))):
            data[chance.randrange(min(len(data), 1500))] = chance.choice((0, 0xFF, chance.randrange(256)))
        result = result_of(bytes(data), in_place)
        assert result == result_of(bytes(data), in_memory)
        refused += isinstance(result, tuple) and isinstance(result[0], type)
    assert 40 < refused < 150


def test_pixel_data_of_an_odd_length_gets_its_padding_in_place_too() -> None:
    what = next(what for what in NATIVE if what.name == "grey 8 odd length")
    data = file_of(made(what))
    length = what.rows * what.columns
    odd = data[: -length - 5] + length.to_bytes(4, "little") + data[-length - 1 : -1]
    assert len(pixel_value(in_place(odd))) == length
    assert file_of(in_place(odd)) == data
    assert_alike(odd, 1)


def test_painting_one_frame_changes_no_byte_of_another() -> None:
    source = made(CINE)
    data = file_of(source)
    written, _ = redacted(in_place(data), [2])
    before, after = (np.frombuffer(d, "u1")[-source.Rows * source.Columns * 12 :] for d in (data, written))
    changed = (before != after).reshape(4, 32, 40, 3).any(axis=3)
    assert changed[2].any()
    assert not changed[[0, 1, 3]].any()
    changed[2][BOX.slices] = changed[2][Box(5, 4, 9, 2).slices] = False
    assert not changed.any()


def test_only_pixel_data_stays_in_the_file() -> None:
    for what in ALL:
        dataset = made(what)
        dataset.add_new(0x00091010, "OB", bytes(range(250)) * 2)
        read = in_place(file_of(dataset))
        assert stays_in_file(read)
        assert not stays_in_file(in_memory(file_of(dataset)))
        assert all(not isinstance(element.value, LongValue) for element in read if element.tag.group != 0x7FE0)


def test_a_small_image_is_read_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = made(CINE)
    monkeypatch.setattr(reading, "LARGE", len(dataset.PixelData))
    assert in_place(file_of(dataset)).PixelData == dataset.PixelData


@pytest.mark.parametrize("what", NATIVE[:4], ids=lambda what: what.name)
def test_a_file_that_ends_too_early_is_refused(what: Made) -> None:
    data = file_of(made(what))
    for cut in (1, 2, 100, len(pixel_element(made(what)).value)):
        with pytest.raises(Damaged):
            in_place(data[:-cut])


def test_a_file_that_became_shorter_is_refused_wherever_it_is_noticed() -> None:
    file = io.BytesIO(file_of(made(CINE)))
    dataset = in_place(file)
    form = describe(dataset, max_pixels=MANY_PIXELS)
    written, _ = rewrite(dataset, form, {0: [BOX]}, "black")
    file.truncate(len(file.getvalue()) - 1)
    assert FrameSource(dataset, form)[2].pixels.shape == form.shape
    with pytest.raises(Damaged):
        FrameSource(dataset, form)[3]
    with pytest.raises(Damaged):
        save(written, io.BytesIO())


def test_a_disk_that_fails_means_a_damaged_file() -> None:
    class Failing(io.BytesIO):
        broken = False

        def read(self, size: int | None = -1, /) -> bytes:
            if self.broken:
                raise OSError("/home/miller/scan.dcm")
            return super().read(size)

    file = Failing(file_of(made(CINE)))
    dataset = in_place(file)
    form = describe(dataset, max_pixels=MANY_PIXELS)
    file.broken = True
    with pytest.raises(Damaged) as caught:
        FrameSource(dataset, form)[0]
    assert "miller" not in str(caught.value)


def test_memory_does_not_grow_with_the_number_of_frames(tmp_path: Path) -> None:
    frames, frame = 140, 600 * 800 * 3
    source = made(Made("cine", LITTLE, "RGB", rows=600, columns=800))
    source.NumberOfFrames = frames
    head = file_of(source)[: -frame - 4]
    with (tmp_path / "cine.dcm").open("wb") as file:
        file.write(head + (frames * frame).to_bytes(4, "little"))
        file.truncate(len(head) + 4 + frames * frame)
    boxes = {index: [Box(10, 10, 200, 30), Box(300, 500, 250, 40)] for index in range(frames)}
    tracemalloc.start()
    try:
        with (tmp_path / "cine.dcm").open("rb") as file:
            dataset = reading.read_in_place(file, max_bytes=MANY_BYTES)
            form = describe(dataset, max_pixels=MANY_PIXELS)
            written, _ = rewrite(dataset, form, boxes, "contrast")
            clean_other_places(written, form)
            save(written, tmp_path / "out.dcm")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (tmp_path / "out.dcm").stat().st_size > frames * frame
    assert peak < 3 * frame + 20_000_000


def test_memory_does_not_grow_with_the_size_of_compressed_frames(tmp_path: Path) -> None:
    frames = 40
    noise = np.random.default_rng(5).integers(0, 255, (1, 600, 800, 3), dtype=np.uint8)
    source = made(Made("one frame", RLE, "RGB", rows=600, columns=800), noise)
    (one,) = encapsulated.split(source["PixelData"].value, 1)
    source["PixelData"].value, _ = encapsulated.join([one] * frames)
    source.NumberOfFrames = frames
    size = len(source["PixelData"].value)
    save(source, tmp_path / "cine.dcm")
    del source
    tracemalloc.start()
    try:
        with (tmp_path / "cine.dcm").open("rb") as file:
            dataset = reading.read_in_place(file, max_bytes=MANY_BYTES)
            form = describe(dataset, max_pixels=MANY_PIXELS)
            written, _ = rewrite(dataset, form, {index: [BOX] for index in range(frames)}, "black")
            clean_other_places(written, form)
            save(written, tmp_path / "out.dcm")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 40 * 1_400_000
    assert peak < 30_000_000


def test_an_image_in_memory_is_copied_once() -> None:
    source = made(Made("cine", LITTLE, "RGB", rows=600, columns=800))
    source.NumberOfFrames = 20
    source.PixelData = bytes(20 * len(source.PixelData))
    form = describe(source, max_pixels=MANY_PIXELS)
    tracemalloc.start()
    try:
        written, _ = rewrite(source, form, {index: [BOX] for index in range(20)}, "black")
        clean_other_places(written, form)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(written.PixelData, bytes)
    assert peak < 1.5 * len(source.PixelData)
