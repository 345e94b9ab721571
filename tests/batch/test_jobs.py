"""Which files a batch is made of: found, named, and never such that a result takes the place of an original."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dicom_text_redactor.batch import Batch, folder, one_file, several
from dicom_text_redactor.corrections.marks import Area, FileMarks
from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.model import Box
from tests.batch.copier import write

MARKS = FileMarks(missed=(Area(Box(0, 0, 4, 4), ((0, 0),)),))


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def paths(batch: Batch) -> list[str]:
    return [job.path.as_posix() for job in batch.jobs]


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    for name in ("b.dcm", "a/IM0001", "a/deep/er/Bild ä.ima", ".hidden", "a/no extension."):
        write(tmp_path / "scans" / name)
    return tmp_path / "scans"


def test_the_files_of_a_folder_are_found_whatever_their_names_in_the_order_of_their_paths(
    scans: Path, tmp_path: Path
) -> None:
    batch = folder(scans, tmp_path / "out")
    assert [job.path for job in batch.jobs] == sorted(job.path for job in batch.jobs)
    assert sorted(paths(batch)) == below(scans)
    for job in batch.jobs:
        assert (job.source, job.target) == (scans / job.path, tmp_path / "out" / job.path)


def test_what_lies_below_the_target_is_left_out(scans: Path) -> None:
    before = paths(folder(scans, scans / "out"))
    write(scans / "out" / "a" / "IM0001")
    assert paths(folder(scans, scans / "out")) == before
    assert len(paths(folder(scans, scans / "elsewhere"))) == len(before) + 1


def test_several_sources_keep_their_names_below_the_target(scans: Path, tmp_path: Path) -> None:
    single = write(tmp_path / "one.dcm")
    batch = several([scans, single], tmp_path / "out")
    assert sorted(paths(batch)) == ["one.dcm", *(f"scans/{name}" for name in below(scans))]
    assert {job.target for job in batch.jobs} == {tmp_path / "out" / path for path in paths(batch)}


def test_a_source_goes_by_the_name_of_the_folder_that_it_is(scans: Path, tmp_path: Path) -> None:
    batch = several([scans / "a" / "..", write(tmp_path / "one.dcm")], tmp_path / "out")
    assert f"scans/{below(scans)[0]}" in paths(batch)


@pytest.mark.parametrize("kinds", [("file", "file"), ("folder", "folder"), ("file", "folder"), ("folder", "same")])
def test_two_sources_of_one_name_are_refused_and_both_are_named(tmp_path: Path, kinds: tuple[str, str]) -> None:
    sources: list[Path] = []
    for place, kind in zip(("x", "y"), kinds, strict=True):
        path = sources[0] if kind == "same" else tmp_path / place / "scan"
        write(path / "IM0001" if kind in ("folder", "same") else path)
        sources.append(path)
    with pytest.raises(SettingError) as raised:
        several(sources, tmp_path / "out")
    for source in sources:
        assert str(source) in str(raised.value)
    assert not (tmp_path / "out").exists()


def test_a_source_without_a_name_is_refused_beside_others(scans: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="no name"):
        several([Path("/"), scans], tmp_path / "out")


@pytest.mark.parametrize("same", [".", "a/..", "../scans"])
def test_a_folder_is_not_redacted_onto_itself(scans: Path, same: str) -> None:
    with pytest.raises(SettingError, match="source folder"):
        folder(scans, scans / same)


def test_no_result_takes_the_place_of_an_original(scans: Path, tmp_path: Path) -> None:
    for source in (scans, scans / "b.dcm"):
        with pytest.raises(SettingError):
            several([source, write(tmp_path / "one.dcm")], source.parent)
    with pytest.raises(SettingError, match="over its original"):
        one_file(scans / "b.dcm", scans / "a" / ".." / "b.dcm")


def test_a_result_may_not_replace_an_original_of_another_folder_of_the_source(tmp_path: Path) -> None:
    write(tmp_path / "all" / "in" / "in" / "x")
    write(tmp_path / "all" / "in" / "x")
    with pytest.raises(SettingError, match="over an original"):
        folder(tmp_path / "all" / "in", tmp_path / "all")


def test_what_is_no_regular_file_is_told_and_not_opened(scans: Path, tmp_path: Path) -> None:
    os.mkfifo(scans / "pipe")  # opening it would wait for ever
    (scans / "gone").symlink_to(scans / "nothing")
    (scans / "linked").symlink_to(scans / "a")
    (scans / "linked file").symlink_to(scans / "b.dcm")
    batch = folder(scans, tmp_path / "out")
    assert {result.path.as_posix(): (result.status, result.code) for result in batch.settled} == {
        "pipe": ("skipped", "no-file"),
        "gone": ("skipped", "no-file"),
        "linked": ("skipped", "linked-folder"),
    }
    assert "linked file" in paths(batch)
    assert len(batch) == len(below(scans)) + 3


def test_a_folder_that_cannot_be_read_is_a_refusal_and_no_silence(
    scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, there = os.scandir, len(below(scans))

    def scandir(path: str) -> object:
        if Path(path).name == "deep":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    batch = folder(scans, tmp_path / "out")
    (result,) = batch.settled
    assert (result.path, result.status, result.code) == (Path("a/deep"), "refused", "internal")
    assert "PermissionError" in result.message
    assert len(batch.jobs) == there - 1


def test_marks_find_their_files_by_the_path_of_the_result(scans: Path, tmp_path: Path) -> None:
    alone = folder(scans, tmp_path / "out", {"a/IM0001": MARKS})
    beside = several([scans, write(tmp_path / "one")], tmp_path / "out", {"scans/a/IM0001": MARKS})
    for batch, name in ((alone, "a/IM0001"), (beside, "scans/a/IM0001")):
        assert {job.path.as_posix() for job in batch.jobs if job.marks} == {name}
    with pytest.raises(SettingError, match="not below the source"):
        folder(scans, tmp_path / "out", {"scans/a/IM0001": MARKS})
