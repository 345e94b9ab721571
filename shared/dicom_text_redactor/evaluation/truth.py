"""Ground truth: which words stand in an image, which of them identify, and where. Their texts are never kept.

Two forms are read: Presidio's, in which every box identifies, and our own, which knows clinical words and
frames as well (``box-truth.schema.json`` beside this module).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from dicom_text_redactor.documents import Part, Ranges, load
from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.model import Box

SCHEMA = "box-truth/1"
SCHEMA_FILE = Path(__file__).with_name("box-truth.schema.json")
NOT_STATED = "not stated"

Role = Literal["phi", "keep"]

_OURS = ("role", "left", "top", "width", "height", "frames", "entity", "text", "label")


@dataclass(frozen=True, slots=True)
class TrueWord:
    """A word that stands in an image.

    Attributes
    ----------
    role
        ``phi``: it identifies and has to be hidden; ``keep``: it is clinical and should stay.
    box
        Around its ink, in pixels.
    frames
        Inclusive ranges of 0-based frames in which it stands; None: in all of them.
    entity
        What it is, in Presidio's words, or `NOT_STATED`.
    place
        Where it stands in the ground truth, for messages.
    """

    role: Role
    box: Box
    frames: Ranges | None
    entity: str
    place: str


Truth = dict[str, tuple[TrueWord, ...]]
"""The words of each file, by its path."""


def read_truth(path: Path, *, padding: int = 0) -> Truth:
    """The ground truth in a file, of whichever form.

    padding: pixels that the picture was padded by on each side when the boxes were drawn on it; Presidio's
    own ground truth was made with 25.

    Raises
    ------
    SettingError
        The file cannot be read or is no ground truth; the message names the place, and no word.
    """
    document = load(path, "ground truth")
    ours = document.optional("schema") is not None
    if ours:
        document.member("schema").one_of((SCHEMA,))
        document.only(("schema", "files"))
    files = document.member("files") if ours else document
    truth = {name: tuple(_words(part, ours)) for name, part in files.members()}
    if not truth:
        raise SettingError("The ground truth names no file.")
    return {name: tuple(_moved(word, padding) for word in words) for name, words in truth.items()}


def _words(part: Part, ours: bool) -> list[TrueWord]:
    # Early versions of Presidio number the words of a file in an object instead of listing them.
    items = part.items() if ours or isinstance(part.value, list) else [item for _, item in part.members()]
    return [_word(item) if ours else _of_presidio(item) for item in items]


def _word(part: Part) -> TrueWord:
    part.only(_OURS)
    role: Role = "phi" if part.member("role").one_of(("phi", "keep")) == "phi" else "keep"
    frames, entity = part.optional("frames"), part.optional("entity")
    return TrueWord(
        role,
        part.box(),
        frames.ranges() if frames is not None else None,
        _entity(entity) if entity is not None else NOT_STATED,
        part.place,
    )


def _of_presidio(part: Part) -> TrueWord:
    entity = part.optional("entity_type")
    return TrueWord("phi", part.box(), None, _entity(entity) if entity is not None else NOT_STATED, part.place)


def _entity(part: Part) -> str:
    """An entity's name in capitals; anything else could be the word itself, and would go into every table."""
    name = part.text()
    if not name or not all("A" <= letter <= "Z" or letter == "_" for letter in name):
        raise part.wrong("must be a name in capitals, such as PERSON")
    return name


def _moved(word: TrueWord, padding: int) -> TrueWord:
    box = word.box
    moved = Box.between(
        max(0, box.left - padding), max(0, box.top - padding), box.right - padding, box.bottom - padding
    )
    if not moved.area:
        raise SettingError(f"{word.place} lies in the padding.")
    return replace(word, box=moved)
