"""``python -m training.screens``: made screens as text, what identifies between asterisks, for a person to look at."""

from __future__ import annotations

import argparse
import sys
from itertools import groupby

from training.screens.kinds import KINDS
from training.screens.making import make
from training.screens.reading import as_read
from training.screens.screen import Role, Screen

_MARKS: dict[Role, str] = {"identifying": "*", "clinical": "", "neutral": "~"}


def main(arguments: list[str] | None = None) -> int:
    """Print some screens."""
    parser = argparse.ArgumentParser(prog="python -m training.screens", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the first screen (default: 1)")
    parser.add_argument("--count", type=int, default=4, help="how many (default: 4)")
    parser.add_argument("--kind", action="append", help="only of this kind or family (ultrasound/); may be repeated")
    parser.add_argument("--kinds", action="store_true", help="list the kinds instead")
    parser.add_argument("--read", action="store_true", help="as readers might read them")
    chosen = parser.parse_args(arguments)
    if chosen.kinds:
        for kind in KINDS.values():
            print(f"{kind.name:32} {kind.weight:4.1f}  {(kind.draw.__doc__ or '').splitlines()[0]}")
        return 0
    for seed in range(chosen.seed, chosen.seed + chosen.count):
        screen = make(seed, kinds=chosen.kind)
        print(f"--- {seed}: {screen.kind}, {screen.language}, {screen.columns} x {screen.rows}")
        print(read_text(screen, seed) if chosen.read else text_of(screen))
        for element in screen.header:
            if element.keyword not in ("SpecificCharacterSet", "Rows", "Columns"):
                print(f"        {element.keyword}: {element.value}")
        print()
    return 0


def text_of(screen: Screen) -> str:
    """A screen's rows as text; what identifies stands between asterisks, what nobody counts between tildes."""
    lines = []
    for _, row in groupby(screen.words, key=lambda word: word.row):
        words = list(row)
        place = f"{words[0].box.left * 100 // screen.columns:3d} {words[0].box.top * 100 // screen.rows:3d}"
        lines.append(f"{place}  " + " ".join(f"{_MARKS[w.role]}{w.text}{_MARKS[w.role]}" for w in words))
    return "\n".join(lines)


def read_text(screen: Screen, seed: int) -> str:
    """The same as readers might read it: a region a line, each word's readings with the first one's confidence."""
    lines = []
    for region, group in groupby(as_read(screen, seed), key=lambda read: read.word.region):
        words = []
        for read in group:
            texts = "/".join(reading.text for reading in read.word.readings) or "(unread)"
            words.append(f"{_MARKS[read.role]}{texts}{_MARKS[read.role]}:{read.word.confidence:.2f}")
        lines.append(f"{region.box.left:4d} {region.box.top:4d}  " + " ".join(words))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
