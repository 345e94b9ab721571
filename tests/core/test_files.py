"""Files that appear whole or not at all."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from dicom_text_redactor.files import Facts, Noting, replacing


@pytest.mark.parametrize("old", [None, b"old"])
def test_a_file_appears_when_it_is_whole(tmp_path: Path, old: bytes | None) -> None:
    path = tmp_path / "a"
    if old is not None:
        path.write_bytes(old)
    with replacing(path) as file:
        file.write(b"new")
        assert (path.read_bytes() if path.exists() else None) == old
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
@pytest.mark.parametrize("old", [None, b"old"])
def test_an_interrupted_file_leaves_what_was_there_and_no_draft(
    tmp_path: Path, old: bytes | None, error: type[BaseException]
) -> None:
    path = tmp_path / "a"
    if old is not None:
        path.write_bytes(old)

    def be_interrupted() -> None:
        with replacing(path) as file:
            file.write(b"half of the new")
            raise error

    with pytest.raises(error):
        be_interrupted()
    assert [each.read_bytes() for each in tmp_path.iterdir()] == ([] if old is None else [old])


def test_two_writers_of_one_file_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with replacing(path) as one, replacing(path) as other:
        one.write(b"one" * 100)
        other.write(b"other")
    assert path.read_bytes() == b"one" * 100


@pytest.mark.parametrize("pieces", [[], [b"abc"], [bytes(1 << 19), b"d", bytes(range(256)) * 2048]])
def test_what_is_noted_of_a_file_is_its_length_and_its_sha256(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    file = io.BytesIO()
    noting = Noting(file)
    for piece in pieces:
        noting.write(piece)
    assert file.getvalue() == whole
    assert noting.facts() == Facts.of(file) == Facts(len(whole), hashlib.sha256(whole).hexdigest())
