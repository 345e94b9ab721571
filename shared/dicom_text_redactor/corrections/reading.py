"""Reading the marks that a review page exports: ``review-marks.schema.json`` beside this module describes them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from dicom_text_redactor.corrections.marks import NO_MARKS, Area, FileMarks
from dicom_text_redactor.documents import Part, load
from dicom_text_redactor.errors import SettingError

SCHEMA = "review-marks/1"
SCHEMA_FILE = Path(__file__).with_name("review-marks.schema.json")

_AREA = ("frames", "left", "top", "width", "height")


def read_marks(path: Path) -> dict[str, FileMarks]:
    """The marks of each file, by its path below the reviewed folder, with slashes.

    Notes and states are checked and forgotten: only areas change what is done to a file.

    Raises
    ------
    SettingError
        The file cannot be read or is no such document; the message names the place.
    """
    document = load(path, "marks")
    document.only(("schema", "files"))
    document.member("schema").one_of((SCHEMA,))
    return {name: _of_file(part) for name, part in document.member("files").members()}


def read_fine(path: Path) -> list[str]:
    """The files that a person looked at and marked as fine, by their paths below the reviewed folder, with slashes.

    Raises
    ------
    SettingError
        As for `read_marks`; or a file is marked as fine, and areas in it as missed.
    """
    marks = read_marks(path)
    states = {name: part.optional("state") for name, part in load(path, "marks").member("files").members()}
    fine = [name for name, state in states.items() if state is not None and state.one_of(("fine", "wrong")) == "fine"]
    for name in fine:
        if marks[name].missed:
            place = json.dumps(name, ensure_ascii=False)
            raise SettingError(f"The marks call a file fine in which text was missed: files[{place}].")
    return fine


def ensure_known(marks: Mapping[str, FileMarks], paths: Iterable[Path]) -> None:
    """Refuse marks of files that are not there: what was missed would be left without a word.

    Raises
    ------
    SettingError
        An area was marked in a file that is not among `paths`; the message names it.
    """
    known = {path.as_posix() for path in paths}
    strange = sorted(name for name, some in marks.items() if some and name not in known)
    if strange:
        place = json.dumps(strange[0], ensure_ascii=False)
        raise SettingError(f"The marks name a file that is not below the source: files[{place}].")


def of_one_file(marks: Mapping[str, FileMarks], paths: Collection[Path]) -> FileMarks:
    """The marks of a single file, which is known by the ends of its `paths`: where it lies, and where it goes.

    Raises
    ------
    SettingError
        Areas were marked, and none or several of the marked files have such a path.
    """
    found = {name for name in marks for path in paths if _ends_with(path, name)}
    if len(found) == 1:
        return marks[found.pop()]
    if not any(marks.values()):
        return NO_MARKS
    raise SettingError(f"The marks hold {'several files' if found else 'no file'} with the path of the source.")


def _of_file(part: Part) -> FileMarks:
    part.only(("state", "note", "missed", "needless"))
    if (state := part.optional("state")) is not None:
        state.one_of(("fine", "wrong"))
    if (note := part.optional("note")) is not None:
        note.text()
    return FileMarks(_areas(part.optional("missed")), _areas(part.optional("needless")))


def _areas(part: Part | None) -> tuple[Area, ...]:
    return tuple(_area(item) for item in part.items()) if part is not None else ()


def _area(part: Part) -> Area:
    part.only(_AREA)
    return Area(part.box(), part.member("frames").ranges())


def _ends_with(path: Path, name: str) -> bool:
    steps = Path(name).parts
    return bool(steps) and path.parts[-len(steps) :] == steps
