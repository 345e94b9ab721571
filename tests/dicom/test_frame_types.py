"""Enhanced multi-frame images: Image Type and the types of the frames agree (PS3.3 C.8.16.1)."""

from __future__ import annotations

import io
from collections.abc import Collection
from pathlib import Path

import pytest
from pydicom import Dataset, dcmread
from pydicom.sequence import Sequence
from pydicom.uid import UID

from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.files.copies import shallow
from dicom_text_redactor.dicom.files.saving import save
from dicom_text_redactor.dicom.marks.marking import mark
from tests.conformance import elements, validators
from tests.dicom.images import LITTLE, MANY_BYTES, Made, made

CLASS = "1.2.840.10008.5.1.4.1.1."
MACROS = {
    "MRImageFrameTypeSequence": "4.1",
    "CTImageFrameTypeSequence": "2.1",
    "PETFrameTypeSequence": "130",
    "XRay3DFrameTypeSequence": "13.1.1",
}
UNIFORM = {"XAXRFFrameCharacteristicsSequence": "12.1.1", "WholeSlideMicroscopyImageFrameTypeSequence": "77.1.6"}
MR = "MRImageFrameTypeSequence"


def group(kind: str | None, macro: str) -> Dataset:
    """A functional group with a Frame Type, if it has one, and a comment in a broken character set."""
    item = Dataset()
    content = Dataset()
    content.FrameComments = "COMMENT!"
    item.FrameContentSequence = Sequence([content])
    if kind is not None:
        holder = Dataset()
        holder.FrameType = [kind, "PRIMARY", "VOLUME", "NONE"]
        item.add_new(macro, "SQ", Sequence([holder]))
    return item


def enhanced(shared: str | None, frames: Collection[str | None], macro: str = MR) -> bytes:
    source = made(Made("grey", LITTLE, frames=len(frames)))
    source.SOPClassUID = source.file_meta.MediaStorageSOPClassUID = UID(CLASS + (MACROS | UNIFORM)[macro])
    source.SpecificCharacterSet = "ISO_IR 192"
    source.ImageType = ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"]
    source.SharedFunctionalGroupsSequence = Sequence([group(shared, macro)])
    source.PerFrameFunctionalGroupsSequence = Sequence([group(kind, macro) for kind in frames])
    file = io.BytesIO()
    save(source, file)
    return file.getvalue().replace(b"COMMENT!", b"\xff\xfe\x81 etc.")


def marked(source: bytes, frames: Collection[int] | None, *, hidden: bool = True) -> bytes:
    dataset = shallow(reading.read(io.BytesIO(source), max_bytes=MANY_BYTES))
    if hidden:
        dataset.PixelData = bytes(len(dataset.PixelData))
    mark(dataset, hidden=hidden, all_checked=True, uids="keep", app_version="1", frames=frames)
    file = io.BytesIO()
    save(dataset, file)
    return file.getvalue()


def kinds(data: bytes, macro: str = MR) -> tuple[str, list[str | None]]:
    """Image Type's first value, and those of the Frame Types: the shared one, and each frame's."""
    dataset = dcmread(io.BytesIO(data))
    items = [*dataset.SharedFunctionalGroupsSequence, *dataset.PerFrameFunctionalGroupsSequence]
    found = [item.get(macro) for item in items]
    return dataset.ImageType[0], [sequence[0].FrameType[0] if sequence else None for sequence in found]


@pytest.mark.parametrize(
    ("shared", "per_frame", "changed", "expected"),
    [
        (None, ("ORIGINAL", "ORIGINAL"), {0, 1}, ("DERIVED", [None, "DERIVED", "DERIVED"])),
        (None, ("ORIGINAL", "ORIGINAL"), None, ("DERIVED", [None, "DERIVED", "DERIVED"])),
        (None, ("ORIGINAL", "ORIGINAL"), {1}, ("MIXED", [None, "ORIGINAL", "DERIVED"])),
        (None, ("ORIGINAL", "DERIVED"), {0}, ("DERIVED", [None, "DERIVED", "DERIVED"])),
        (None, ("DERIVED", "ORIGINAL"), {0}, ("MIXED", [None, "DERIVED", "ORIGINAL"])),
        ("ORIGINAL", (None, None), {1}, ("DERIVED", ["DERIVED", None, None])),
        (None, (None, None), {1}, ("DERIVED", [None, None, None])),
    ],
)
def test_image_type_sums_up_the_types_of_the_frames(
    shared: str | None,
    per_frame: Collection[str | None],
    changed: Collection[int] | None,
    expected: tuple[str, list[str | None]],
) -> None:
    assert kinds(marked(enhanced(shared, per_frame), changed)) == expected


def complaints(folder: Path, source: bytes, output: bytes) -> list[str]:
    """What outside validators have against the output that they have not against the source."""
    paths = folder / "source.dcm", folder / "output.dcm"
    for path, data in zip(paths, (source, output), strict=True):
        path.write_bytes(data)
    return validators.complaints(*paths, LITTLE, LITTLE)


@pytest.mark.parametrize("macro", UNIFORM)
def test_where_frames_of_both_origins_may_not_stand_together_all_are_derived(macro: str, tmp_path: Path) -> None:
    source = enhanced(None, ("ORIGINAL", "ORIGINAL"), macro)
    output = marked(source, {0})
    assert kinds(output, macro) == ("DERIVED", [None, "DERIVED", "DERIVED"])
    assert complaints(tmp_path, source, output) == []


@pytest.mark.parametrize("macro", MACROS)
def test_no_validator_finds_the_types_at_odds(macro: str, tmp_path: Path) -> None:
    source = enhanced(None, ("ORIGINAL", "ORIGINAL"), macro)
    for changed in ({0}, {0, 1}):
        assert complaints(tmp_path, source, marked(source, changed)) == []


@pytest.mark.parametrize("macro", MACROS)
def test_the_frame_type_is_found_whatever_the_modality_calls_its_macro(macro: str) -> None:
    source = enhanced(None, ("ORIGINAL", "ORIGINAL"), macro)
    assert kinds(marked(source, {0}), macro) == ("MIXED", [None, "DERIVED", "ORIGINAL"])


def test_nothing_but_the_frame_type_differs_in_the_functional_groups() -> None:
    source = enhanced("ORIGINAL", ("ORIGINAL", "ORIGINAL"))
    output = marked(source, {1})
    assert elements.differences(source, output) == []
    assert output.count(b"\xff\xfe\x81 etc.") == 3


def test_frames_that_were_not_painted_keep_every_type() -> None:
    source = enhanced(None, ("ORIGINAL", "ORIGINAL"))
    assert kinds(marked(source, (), hidden=False)) == ("ORIGINAL", [None, "ORIGINAL", "ORIGINAL"])
