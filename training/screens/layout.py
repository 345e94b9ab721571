"""Where words stand: a canvas on which lines are put, without one covering another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dicom_text_redactor.model import Box
from training.screens.chance import Chance
from training.screens.lines import Line, Token
from training.screens.screen import Printed

Align = Literal["left", "right", "centre"]

_NARROW, _BROAD = frozenset("Iil1j.,:;|!'`()[] "), frozenset("MWmw%@")
_LEAST_SHARE = 0.55  # of its size to which a line is shrunk so that it fits; what is still too long is cut off


class Canvas:
    """A picture of so many pixels to print on. Letters are `height` pixels high where nothing else is said."""

    def __init__(self, r: Chance, columns: int, rows: int, height: int) -> None:
        self.columns, self.rows, self.height = columns, rows, height
        self._fixed = r.odds(0.3)  # every letter as wide as any other
        self._breadth = r.uniform(0.48, 0.62)  # of a letter, in heights
        self._gap = r.uniform(0.5, 1.1)  # of a space, in letters
        self._placed: list[tuple[Box, list[tuple[Box, Token]]]] = []

    def put(
        self, line: Line, x: float, y: float, align: Align = "left", size: float = 1.0, *, moves: int = 0
    ) -> Box | None:
        """Print a line with its left end, right end or centre at column `x` and its top at row `y`.

        What does not fit is made smaller, then cut off at the edge. Where something stands already the line moves
        down, `moves` times at most, or is not printed: None then, else the box of the line.
        """
        tokens = list(line.tokens())
        height = max(6, round(self.height * size))
        if not tokens:
            return None
        width = self._width(tokens, height)
        room = {"left": self.columns - x, "right": x, "centre": 2 * min(x, self.columns - x)}[align]
        if width > room > 0:
            height = max(6, round(height * max(_LEAST_SHARE, room / width)))
            width = self._width(tokens, height)
        left = x - {"left": 0.0, "right": width, "centre": width / 2}[align]
        left = max(1.0, min(left, self.columns - 2.0))
        top = min(max(0, round(y)), self.rows - height)
        for _ in range(moves + 1):
            words = self._words(tokens, left, top, height)
            if not words:
                return None
            around = Box.around(box for box, _ in words)
            if top + height <= self.rows and not self._covered(around):
                self._placed.append((around, words))
                return around
            top += round(height * 1.25)
        return None

    def column(
        self, lines: Sequence[Line], x: float, y: float, align: Align = "left", step: float = 1.4, size: float = 1.0
    ) -> float:
        """Print lines below one another, an empty one as a gap, and say where the next one would begin."""
        for line in lines:
            if line:
                box = self.put(line, x, y, align, size, moves=2)
                y = float(box.top) if box else y
            y += self.height * size * step
        return y

    def upwards(
        self, lines: Sequence[Line], x: float, y: float, align: Align = "left", step: float = 1.4, size: float = 1.0
    ) -> None:
        """Print lines below one another so that the last one ends at row `y`."""
        self.column(lines, x, max(0.0, y - len(lines) * self.height * size * step), align, step, size)

    def table(
        self, rows: Sequence[Sequence[Line]], starts: Sequence[float], y: float, step: float = 1.4, size: float = 1.0
    ) -> float:
        """Print rows of cells, each cell from its column of `starts`, and say where the next row would begin."""
        height = max(6, round(self.height * size))
        for cells in rows:
            words: list[tuple[Box, Token]] = []
            for line, start in zip(cells, starts, strict=False):
                left = max(start, words[-1][0].right + height * 0.5) if words else start
                words += self._words(list(line.tokens()), left, round(y), height)
            if words and y + height <= self.rows:
                around = Box.around(box for box, _ in words)
                if not self._covered(around):
                    self._placed.append((around, words))
            y += height * step
        return y

    def printed(self) -> tuple[Printed, ...]:
        """All words, row by row from the top, and from left to right within a row."""
        rows = sorted(self._placed, key=lambda row: (row[0].top, row[0].left))
        return tuple(
            Printed(token.text, token.role, token.kind, box, number)
            for number, (_, words) in enumerate(rows)
            for box, token in words
        )

    def _covered(self, box: Box) -> bool:
        return any(box.overlap(other) for other, _ in self._placed)

    def _letter(self, letter: str) -> float:
        if self._fixed:
            return 1.0
        return 0.55 if letter in _NARROW else 1.3 if letter in _BROAD else 1.12 if letter.isupper() else 1.0

    def _width(self, tokens: Sequence[Token], height: int) -> float:
        letters = sum(self._letter(letter) for token in tokens for letter in token.text)
        return (letters + sum(token.spaces for token in tokens[1:]) * self._gap) * self._breadth * height

    def _words(self, tokens: Sequence[Token], left: float, top: int, height: int) -> list[tuple[Box, Token]]:
        unit = self._breadth * height
        words: list[tuple[Box, Token]] = []
        for i, token in enumerate(tokens):
            if i:
                left += token.spaces * self._gap * unit
            text, right = token.text, left
            for n, letter in enumerate(token.text):
                if right + self._letter(letter) * unit > self.columns:
                    text = token.text[:n]
                    break
                right += self._letter(letter) * unit
            if text.strip():
                box = Box.between(round(left), top, max(round(left) + 1, round(right)), top + height)
                words.append((box, Token(text, token.role, token.kind, token.spaces)))
            if text != token.text:
                break
            left = right
        return words
