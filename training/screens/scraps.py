"""Scraps: strokes of the picture itself that a finder takes for writing, and what readers make of them.

Edges of organs, traces, ticks of a scale, icons and speckle are read as a sign or two, often of another script. There
is nothing to hide in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dicom_text_redactor.model import Box
from training.screens.chance import Chance
from training.screens.screen import Screen

_SIGNS = "|-_=.~'1lIiJLVvTt7/\\:;^*+<>()[]oO0cCuUnrjfyYxXwAaHhKkMNsSeEzZ2459"
_OTHER_SCRIPTS = "日月目上下人大小工口一三山川田中心文土十二八入々ロエニハトノイアテ△☆○◇□●"
_PICTURE = (0.04, 0.12, 0.96, 0.96)  # the part of a screen that shows the image: left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Scrap:
    """Strokes that are no writing: where, what one reader takes them for and how surely, and what another one does."""

    box: Box
    text: str
    confidence: float
    other: str


def scraps_of(r: Chance, screen: Screen, share: float) -> Iterator[Scrap]:
    """Scraps over a screen, `share` for each hundred words and at least now and then one."""
    mean = share * (0.3 + len(screen.words) / 100) * r.uniform(0.3, 1.7)
    for _ in range(int(mean) + r.odds(mean % 1)):
        yield Scrap(_box(r, screen), _text(r), round(1 - r.betavariate(1.0, 2.5), 4), _text(r))


def _box(r: Chance, screen: Screen) -> Box:
    heights = sorted(word.box.height for word in screen.words) or [12]
    letter = heights[len(heights) // 2]
    height = max(3, round(letter * r.one(0.4, 0.6, 0.9, 1.0, 1.2, 2.0, 4.0)))
    width = max(3, round(height * r.one(0.4, 0.8, 1.2, 2.0, 3.0, 6.0)))
    left, top, right, bottom = _PICTURE
    x = round(screen.columns * r.uniform(left, right))
    y = round(screen.rows * r.uniform(top, bottom))
    return Box(min(x, screen.columns - 4), min(y, screen.rows - 4), width, height).within(screen.rows, screen.columns)


def _text(r: Chance) -> str:
    kind = r.random()
    if kind < 0.2:
        return r.of(_OTHER_SCRIPTS)
    return "".join(r.of(_SIGNS) for _ in range(r.one(1, 1, 1, 2, 2, 3)))
