"""Lines of text as they are put together: pieces with roles, joined as strings are, and cut into words at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from training.screens.chance import Chance, in_case
from training.screens.screen import Role

_FIELD = re.compile(r"\{(\w+)\}")
_SPACES = re.compile(r"(\s+)")
_TAB = 4  # widths of a space that a tab is wide


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one role and kind; it may hold spaces, and tabs for wide gaps."""

    text: str
    role: Role
    kind: str


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a line, and how many spaces stand before it: none behind a label that is glued to its value."""

    text: str
    role: Role
    kind: str
    spaces: int


@dataclass(frozen=True, slots=True)
class Line:
    """What is printed in one row. ``+`` joins lines; a string that is added is a sign between them, or a space."""

    pieces: tuple[Piece, ...] = ()

    def __add__(self, other: Line | str) -> Line:
        if isinstance(other, str):
            return Line((*self.pieces, Piece(other, "neutral", "sign")))
        return Line(self.pieces + other.pieces)

    def __radd__(self, other: str) -> Line:
        return Line((Piece(other, "neutral", "sign"), *self.pieces))

    def __bool__(self) -> bool:
        return any(piece.text.strip() for piece in self.pieces)

    @property
    def text(self) -> str:
        """The line as a string."""
        return "".join(piece.text for piece in self.pieces)

    def cased(self, case: str) -> Line:
        """The line in ``upper``, ``lower`` or ``title`` case; as it is for any other word."""
        return Line(tuple(Piece(in_case(piece.text, case), piece.role, piece.kind) for piece in self.pieces))

    def tokens(self) -> Iterator[Token]:
        """The words, each of the role that its letters and figures have: identifying if any of them is."""
        word: list[Piece] = []
        spaces = 0
        for piece in self.pieces:
            if word and _ends_label(word[-1], piece):
                yield _joined(word, spaces)
                word, spaces = [], 0
            for part in _SPACES.split(piece.text):
                if not part:
                    continue
                if part.isspace():
                    if word:
                        yield _joined(word, spaces)
                        word, spaces = [], 0
                    spaces += sum(_TAB if sign == "\t" else 1 for sign in part)
                else:
                    word.append(Piece(part, piece.role, piece.kind))
        if word:
            yield _joined(word, spaces)


def _ends_label(before: Piece, after: Piece) -> bool:
    """Whether a value follows a label without a space: readers part the two, and so does the truth."""
    return before.kind == "label" and before.text[-1:] in ":#=" and before.role != after.role and after.text[:1] != " "


def _joined(parts: list[Piece], spaces: int) -> Token:
    told = [part for part in parts if any(map(str.isalnum, part.text))]
    for role in ("identifying", "clinical"):
        for part in told:
            if part.role == role:
                return Token("".join(each.text for each in parts), part.role, part.kind, spaces)
    one = told[0] if told else parts[0]
    role_of_sign: Role = "clinical" if one.role == "clinical" else "neutral"
    return Token("".join(each.text for each in parts), role_of_sign, one.kind if told else "sign", spaces)


def identifying(text: str, kind: str) -> Line:
    """Text that says who, where or when."""
    return Line((Piece(text, "identifying", kind),))


def clinical(text: str, kind: str) -> Line:
    """Text that stays."""
    return Line((Piece(text, "clinical", kind),))


def neutral(text: str, kind: str) -> Line:
    """Text of which nobody can say, and which nobody counts."""
    return Line((Piece(text, "neutral", kind),))


def either(r: Chance, options: str, kind: str, /, **fields: object) -> Line:
    """One of several clinical texts, which strokes part, with its ``{fields}`` filled in."""
    return clinical(r.text(options, **fields), kind)


def filled(template: str, kind: str = "sentence", /, **fields: Line) -> Line:
    """A clinical sentence with lines of other roles in its ``{fields}``."""
    line = Line()
    for i, part in enumerate(_FIELD.split(template)):
        if i % 2:
            line += fields[part]
        elif part:
            line += clinical(part, kind)
    return line


def joined(lines: list[Line], sign: str = " ") -> Line:
    """Lines beside one another, with a sign or a space between them; empty ones are left out."""
    whole = Line()
    for line in lines:
        if line:
            whole = whole + sign + line if whole else line
    return whole
