"""Documents that people write: what is wrong is said with its place, and never with a value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dicom_text_redactor.documents import Part, load
from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.model import Box

SECRET = "QUILLFEATHER"


@pytest.mark.parametrize(
    ("value", "ask", "place"),
    [
        ({"a": 1}, lambda part: part.member("b"), "The document has no b"),
        ({"a": {"b c": []}}, lambda part: part.member("a").member("b c").whole(), 'a["b c"] must be'),
        ({"a": [1, "x"]}, lambda part: part.member("a").items()[1].whole(), "a[1] must be a whole number"),
        ({"a": True}, lambda part: part.member("a").whole(), "a must be a whole number"),
        ({"a": 1.0}, lambda part: part.member("a").whole(), "a must be a whole number"),
        ({"a": 2**40}, lambda part: part.member("a").whole(), "a must be a whole number"),
        ({"a": [[3, 2]]}, lambda part: part.member("a").ranges(), r"a[0] must be the first and the last frame"),
        ({"a": [[3]]}, lambda part: part.member("a").ranges(), r"a[0] must be the first and the last frame"),
        ({"a": []}, lambda part: part.member("a").ranges(), "a must name at least one range"),
        ({SECRET: 1}, lambda part: part.only(("a", "b")), "The document may hold nothing but a, b"),
        ([SECRET], lambda part: part.member("a"), "The document must be an object"),
        ({"a": SECRET}, lambda part: part.member("a").items(), "a must be a list"),
        ({"a": SECRET}, lambda part: part.member("a").one_of(("x", "y")), "a must be x or y"),
        ({"a": {"left": 1, "top": 1, "width": 0, "height": 1}}, lambda part: part.member("a").box(), "a.width must be"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(value: object, ask: Callable[[Part], object], place: str) -> None:
    with pytest.raises(SettingError) as raised:
        ask(Part(value))
    assert str(raised.value).startswith(place)
    assert SECRET not in str(raised.value)


def test_a_box_and_ranges_are_read() -> None:
    assert Part({"left": 1, "top": 2, "width": 3, "height": 4}).box() == Box(1, 2, 3, 4)
    assert Part([[5, 5], [0, 2]]).ranges() == ((0, 2), (5, 5))
    assert Part([[4, 9], [0, 5], [10, 10], [12, 12]]).ranges() == ((0, 10), (12, 12))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'{"a": 1,}',
        b'{"a": 1, "a": 2}',
        b"\xff\xfe{}",
        b"[" * 100_000,
        b"{'a': 1}",
    ],
    ids=["empty", "comma", "twins", "encoding", "deep", "quotes"],
)
def test_what_is_no_json_is_a_setting_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / SECRET
    path.write_bytes(data)
    with pytest.raises(SettingError) as raised:
        load(path, "marks")
    assert SECRET not in str(raised.value)


def test_a_file_that_is_not_there_is_a_setting_error(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="The marks cannot be read"):
        load(tmp_path / "none", "marks")


def test_a_byte_order_mark_of_a_windows_editor_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{}", encoding="utf-8-sig")
    assert load(path, "marks").value == {}
