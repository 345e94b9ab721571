"""The register of kinds of screens: a kind is one function, and adding one is writing it with `@kind` above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from training.screens.case import Case
from training.screens.layout import Canvas

Draw = Callable[[Case, Canvas], None]
Sizes = tuple[tuple[int, int], ...]

USUAL: Sizes = ((640, 480), (800, 600), (1024, 768), (1280, 960), (1280, 1024), (720, 576), (1920, 1080))
SQUARE: Sizes = ((512, 512), (512, 512), (1024, 1024), (256, 256), (768, 768))
LARGE: Sizes = ((2048, 2500), (1760, 2140), (2500, 2048), (1024, 1280), (3000, 3000), (1400, 1700))
PAGE: Sizes = ((1240, 1754), (850, 1100), (1700, 2200), (1024, 1400))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of screens: how often it comes, what device makes it, its sizes, and what prints it on a canvas.

    `letters` are the bounds of the height of its letters, as shares of its rows. `nobody` is True where no patient is
    ever known, and False where one always is.
    """

    name: str
    weight: float
    modality: str
    sizes: Sizes
    letters: tuple[float, float]
    nobody: bool | None
    draw: Draw


KINDS: dict[str, Kind] = {}
"""All kinds by name, in the order in which they are written."""


def kind(
    name: str,
    weight: float = 1.0,
    *,
    modality: str = "OT",
    sizes: Sizes = USUAL,
    letters: tuple[float, float] = (0.017, 0.032),
    nobody: bool | None = None,
) -> Callable[[Draw], Draw]:
    """Register the function below as a kind of this name."""

    def register(draw: Draw) -> Draw:
        if name in KINDS:
            raise ValueError(f"There are two kinds of the name {name}.")
        KINDS[name] = Kind(name, weight, modality, sizes, letters, nobody, draw)
        return draw

    return register
