"""Making screens: a kind by chance or of those that are asked for, a case, a canvas, a header."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from training.screens.case import Case
from training.screens.chance import Chance
from training.screens.headers import header_of
from training.screens.kinds import KINDS, Kind
from training.screens.layout import Canvas
from training.screens.scrambling import SHARE, scrambled
from training.screens.screen import Screen

_STRIDE = 1_000_003  # between the seeds of two series of screens
_TRIES = 20


def make(seed: int, *, kinds: Collection[str] | None = None) -> Screen:
    """The screen of this seed: the same in every process, and on every Python.

    kinds: names of the kinds to choose from, all of them by default; a name that ends in ``/`` is a whole family.

    Raises
    ------
    ValueError
        If there is no kind of such a name.
    """
    chosen = _kinds(kinds)
    for attempt in range(_TRIES):
        r = Chance(f"{seed} {attempt}")
        screen = _made(seed, r.weighted([(kind, kind.weight) for kind in chosen]), r)
        if screen.words:
            return screen
    raise AssertionError("A kind that never prints anything is none.")


def make_many(count: int, seed: int) -> Iterator[Screen]:
    """So many screens; those of different seeds are different."""
    for i in range(count):
        yield make(seed * _STRIDE + i)


def _made(seed: int, kind: Kind, r: Chance) -> Screen:
    case = Case(r, kind.modality, nobody=kind.nobody)
    columns, rows = r.of(kind.sizes)
    canvas = Canvas(r, columns, rows, max(8, round(rows * r.uniform(*kind.letters))))
    kind.draw(case, canvas)
    words, header = canvas.printed(), header_of(r, case, columns, rows)
    if r.odds(SHARE):
        words = scrambled(r, words)
    return Screen(seed, kind.name, case.language, columns, rows, words, header)


def _kinds(names: Collection[str] | None) -> list[Kind]:
    if names is None:
        return list(KINDS.values())
    chosen = [kind for name, kind in KINDS.items() if name in names or name.split("/")[0] + "/" in names]
    unknown = [name for name in names if name not in KINDS and not any(each.startswith(name) for each in KINDS)]
    if unknown:
        raise ValueError(f"There is no kind of the name {', '.join(sorted(unknown))}.")
    return chosen
