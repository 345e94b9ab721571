"""Letter models: how likely letters follow each other in names, in the words of a language, and in clinical words.

A model holds the logarithm of the chance of each letter after the two before it, smoothed, learned from the lists by
``make train-judge``.
"""

from __future__ import annotations

import gzip
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

FILE = Path(__file__).with_name("letters.gz")
NAMES = ("names", "words", "clinical")
"""The models, in the order in which they are stored: a byte for each letter behind two others."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SIZE = len(LETTERS) + 1
"""The letters, and what stands before and behind a word (0)."""
SCALE = 16.0
"""What is stored is a whole number: the negative logarithm times this."""
_SHORTEST = 3
_NUMBERS = {letter: number for number, letter in enumerate(LETTERS, 1)}


def numbered(word: str) -> list[int]:
    """The letters of a folded word as numbers, with its begin and end; letters of other alphabets are left out."""
    return [0, 0, *(_NUMBERS[c] for c in word if c in _NUMBERS), 0]


class LetterModels:
    """The models by name; loaded when they are first asked."""

    @cached_property
    def tables(self) -> dict[str, npt.NDArray[np.float32]]:
        """For each model the logarithms, shape (before, before, letter)."""
        stored = np.frombuffer(gzip.decompress(FILE.read_bytes()), np.uint8).reshape(len(NAMES), SIZE, SIZE, SIZE)
        return {name: -table.astype(np.float32) / SCALE for name, table in zip(NAMES, stored, strict=True)}

    def difference(self, word: str, one: str, other: str) -> float:
        """By how much likelier a letter of the word is in one model than in the other; 0 for short words, -3 to 3."""
        if len(word) < _SHORTEST:
            return 0.0
        return max(-3.0, min(3.0, self._mean(word, one) - self._mean(word, other)))

    def strangeness(self, word: str) -> float:
        """How unlikely the letters of the word are in the model that fits it best, 0 to 5; 0 for short words."""
        if len(word) < _SHORTEST:
            return 0.0
        return min(5.0, -max(self._mean(word, name) for name in self.tables) / 2)

    def _mean(self, word: str, name: str) -> float:
        table = self.tables[name]
        numbers = numbered(word)
        steps = [float(table[a, b, c]) for a, b, c in zip(numbers, numbers[1:], numbers[2:], strict=False)]
        return sum(steps) / len(steps)


MODELS = LetterModels()
