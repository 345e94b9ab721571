"""Drawing by chance: the same for a seed on every Python."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
_APOSTROPHE = re.compile(r"'S\b")


class Chance(random.Random):
    """Python's generator with the few draws that makers of screens need.

    Seeded with an int or a str, and never with a hash: a seed gives the same draws in every process.
    """

    def odds(self, share: float) -> bool:
        """True in this share of the draws."""
        return self.random() < share

    def one(self, *options: T) -> T:
        """One of the options."""
        return options[int(self.random() * len(options))]

    def do(self, *makers: Callable[[], T]) -> T:
        """What one of the makers makes; the others are not asked."""
        return makers[int(self.random() * len(makers))]()

    def of(self, options: Sequence[T]) -> T:
        """One of a list that is not empty."""
        return options[int(self.random() * len(options))]

    def weighted(self, options: Sequence[tuple[T, float]]) -> T:
        """One of the options, each as often as its weight says."""
        draw = self.random() * sum(weight for _, weight in options)
        for option, weight in options:
            draw -= weight
            if draw < 0:
                return option
        return options[-1][0]

    def some(self, options: Sequence[T], least: int, most: int) -> list[T]:
        """So many different ones of the options, in a new order; all of them where there are not enough."""
        return self.sample(list(options), min(len(options), self.randint(least, most)))

    def whole(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self.random() * (most - least + 1))

    def digits(self, count: int) -> str:
        """So many figures; the first may be a zero."""
        return "".join(string.digits[int(self.random() * 10)] for _ in range(count))

    def number(self, count: int) -> str:
        """A number of so many figures, not beginning with a zero."""
        return str(self.whole(10 ** (count - 1), 10**count - 1))

    def capitals(self, count: int) -> str:
        """So many capital letters."""
        return "".join(string.ascii_uppercase[int(self.random() * 26)] for _ in range(count))

    def text(self, options: str, **fields: object) -> str:
        """One of the options, which strokes part, with its ``{fields}`` filled in."""
        option = self.of(options.split("|"))
        return option.format(**fields) if fields else option

    def cased(self, text: str, *cases: str) -> str:
        """The text in one of these cases: ``upper``, ``lower``, ``title``, or ``asis``."""
        return in_case(text, self.of(cases))


def in_case(text: str, case: str) -> str:
    """The text in ``upper``, ``lower`` or ``title`` case; as it is for any other word."""
    if case == "upper":
        return text.upper()
    if case == "lower":
        return text.lower()
    return _APOSTROPHE.sub("'s", text.title()) if case == "title" else text
