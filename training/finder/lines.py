"""Loose lines: alone or in blocks whose rows almost touch, at all angles, in Latin letters and other scripts."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.finder import styles
from training.finder.canvas import Canvas
from training.finder.fonts import Script, sayable
from training.finder.ink import Line, Pen, line_of, measured, pen, script_pen, write
from training.finder.wording import foreign, made_up, text
from training.screens.chance import Chance

_SIZES = (6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 14, 15, 16, 18, 20, 22, 25, 28, 32, 38, 45, 54)


def angle(r: Chance) -> float:
    """Of a block's lines, in degrees clockwise."""
    kind = r.random()
    if kind < 0.6:
        return 0.0
    if kind < 0.7:
        return r.uniform(-5, 5)
    if kind < 0.8:
        return r.one(90.0, 270.0, 180.0, 270.0, 90.0)
    return r.uniform(-90, 90) if r.odds(0.8) else r.uniform(0, 360)


def height(r: Chance) -> float:
    """Of capitals, in pixels."""
    return r.uniform(50, 110) if r.odds(0.05) else r.of(_SIZES) * r.uniform(0.95, 1.08)


def draw_block(r: Chance, canvas: Canvas, foreign_share: float = 0.0) -> None:
    """One line, or up to nine below one another; a table of numbers, or a share in other scripts, now and then."""
    high = height(r)
    count = r.weighted([(1, 0.55), (2, 0.15), (3, 0.1), (5, 0.1), (9, 0.1)]) if high < 40 else 1
    if other := r.odds(foreign_share):
        script = foreign(r)
        tool = script_pen(r, script, high * 1.05)
        lines = [_line(_foreign_words(r, script, tool), tool) for _ in range(count)]
    else:
        tool = pen(r, high)
        lines = [_table_row(r, tool, high) if count > 2 and r.odds(0.2) else _line(text(r), tool) for _ in range(count)]
    some = [line for line in lines if line is not None and 3 <= line.cover.shape[1] < 1.6 * canvas.side]
    if not some:
        return
    look, turned = styles.style(r), angle(r)
    x, y = r.uniform(0, canvas.side), r.uniform(0, canvas.side)
    edge = r.whole(0, 15) if turned == 0 else 15  # some stand at the picture's edges, as in corners
    cos, sin = np.cos(np.deg2rad(turned)), np.sin(np.deg2rad(turned))
    gap = r.one(0, 1, 1, 2, 2, 3, 4, 0.3 * high, 0.6 * high) + 1
    aligned = r.one(-1, -1, -1, 0, 1)
    half = max(line.cover.shape[1] for line in some) / 2
    if edge in (0, 1, 2):
        x = half + r.whole(0, 4) if edge != 1 else canvas.side - half - r.whole(0, 4)
    if edge in (2, 3):
        y = r.whole(0, 4)
    if edge == 4:
        y = canvas.side - r.whole(0, 4) - sum(line.cover.shape[0] + gap for line in some)
    down = 0.0
    for line in some:
        wide, tall = line.cover.shape[1], line.cover.shape[0]
        across = aligned * (half - wide / 2)
        down += tall / 2
        middle = x + across * cos - down * sin, y + across * sin + down * cos
        draw_line(r, canvas, line, *middle, turned, look, foreign=other)
        down += tall / 2 + gap


def draw_line(
    r: Chance,
    canvas: Canvas,
    line: Line,
    x: float,
    y: float,
    turned: float,
    look: styles.Style,
    *,
    foreign: bool = False,
) -> None:
    """Draw a line whose ink's middle is at (x, y), where there is room for it, and write it down."""
    placed = canvas.place(line, x, y, turned)
    if placed is not None and placed.cover.any() and styles.draw(r, canvas, placed, look):
        canvas.tell(placed, line, x, y, turned, foreign=foreign)


def _line(words: str, tool: Pen) -> Line | None:
    return measured(write(words, tool))


def _foreign_words(r: Chance, script: Script, tool: Pen) -> str:
    words = made_up(r, script)
    return sayable(tool.font, words) if isinstance(tool.font, Path) else words


def _table_row(r: Chance, tool: Pen, high: float) -> Line | None:
    starts, left = [], 0.0
    for _ in range(r.whole(2, 5)):
        starts.append((round(left), write(text(r)[:8] or "0", tool)))
        left = starts[-1][0] + starts[-1][1].shape[1] + high * r.uniform(0.8, 4)
    return line_of(starts)
