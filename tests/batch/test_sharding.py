"""Shares of a batch: all of them together are all files, each once, and the same on every machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dicom_text_redactor.batch import Shard, folder
from tests.batch.copier import write

PATHS = [
    Path(f"ward {ward}/study {study}/IM{number:04}") for ward in range(4) for study in range(5) for number in range(50)
]


@pytest.mark.parametrize("count", [1, 2, 7, 64])
def test_every_file_falls_to_exactly_one_share(count: int) -> None:
    shards = [Shard(index, count) for index in range(1, count + 1)]
    assert {sum(shard.holds(path) for shard in shards) for path in PATHS} == {1}


def test_shares_are_about_as_large_as_each_other() -> None:
    sizes = [sum(Shard(index, 8).holds(path) for path in PATHS) for index in range(1, 9)]
    assert sum(sizes) == len(PATHS) == 1000
    assert max(sizes) < 1.4 * min(sizes)


def test_the_share_of_a_path_never_changes() -> None:
    for name, index in (("a.dcm", 2), ("b/ä", 10)):
        assert [each for each in range(1, 11) if Shard(each, 10).holds(Path(name))] == [index]


def test_two_spellings_of_one_name_fall_to_one_share() -> None:
    composed, apart = Path("Müller/scan"), Path("Mu\u0308ller/scan")
    for count in range(2, 40):
        assert [Shard(1, count).holds(composed)] == [Shard(1, count).holds(apart)]


def test_a_name_of_no_encoding_has_its_share() -> None:
    assert sum(Shard(index, 3).holds(Path(os.fsdecode(b"caf\xe9.dcm"))) for index in (1, 2, 3)) == 1


@pytest.mark.parametrize("text", ["0/4", "5/4", "1", "1/", "/4", "a/b", "1/0", "-1/4", "1/4/2", "1 / 4", "٣/٤", ""])
def test_a_share_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="I/N"):
        Shard.parse(text)


def test_a_share_is_counted_from_one() -> None:
    assert Shard.parse("4/4") == Shard(4, 4)


def test_the_shares_of_a_folder_hold_what_was_skipped_as_well(tmp_path: Path) -> None:
    for number in range(20):
        write(tmp_path / "in" / str(number))
        (tmp_path / "in" / f"{number}.gone").symlink_to("nothing")
    whole = folder(tmp_path / "in", tmp_path / "out")
    shares = [whole.share(Shard(index, 3)) for index in (1, 2, 3)]
    assert sorted(job.path for share in shares for job in share.jobs) == [job.path for job in whole.jobs]
    assert sorted(one.path for share in shares for one in share.settled) == [one.path for one in whole.settled]
    assert sum(map(len, shares)) == len(whole) == 40
