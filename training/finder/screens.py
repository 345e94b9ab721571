"""Pieces of whole made screens: words where devices print them, rows a few pixels apart, letters that stand alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

import cv2
import numpy as np

from training.finder import styles, wording
from training.finder.canvas import Canvas
from training.finder.ink import Cover, Pen, line_of, pen, write
from training.finder.lines import draw_line
from training.screens.chance import Chance
from training.screens.screen import Printed

_SMALLEST = 6.0  # pixels of a letter's height, below which nothing is written
_GAP = 1.5  # words whose gap is larger than so many letters' heights are lines of their own


def draw_screen(r: Chance, canvas: Canvas) -> None:
    """Write the part of one of the made screens that a window of the canvas's size shows."""
    screen = wording.screen(r.whole(0, wording.SCREENS - 1))
    usual = float(np.median([word.box.height for word in screen.words]))
    scale = r.uniform(7, 9) / usual if usual < 7 or r.odds(0.3) else r.one(1.0, 1.0, 1.0, r.uniform(0.7, 1.5))
    scale = min(scale, 60 / usual)
    word = r.of(screen.words)
    reach = canvas.side / scale
    left = word.box.left - r.random() * reach
    top = word.box.top - r.random() * reach
    margin = r.one(0.0, 0.0, 0.05) * reach
    if screen.columns > reach:
        left = min(max(left, -margin), screen.columns - reach + margin)
    if screen.rows > reach:
        top = min(max(top, -margin), screen.rows - reach + margin)
    turned = r.weighted(
        [(0.0, 0.8), (r.uniform(-5, 5), 0.08), (r.one(90.0, 180.0, 270.0), 0.04), (r.uniform(-90, 90), 0.08)]
    )
    looks = [styles.style(r) for _ in range(3)]
    fill = r.uniform(0.68, 1.0)
    tools: dict[int, Pen] = {}
    for _, row in groupby(screen.words, key=lambda each: each.row):
        words = list(row)
        box = words[0].box
        if not top - box.height < box.top < top + reach or words[-1].box.right < left or box.left > left + reach:
            continue
        high = box.height * scale * fill
        if high < _SMALLEST:
            continue
        if box.height not in tools:
            tools[box.height] = pen(r, high)
        look = looks[r.one(0, 0, 0, 0, 1, 2)]
        for part in _parts(words):
            _draw_row(r, canvas, part, tools[box.height], (left, top, scale, turned), look)


def _parts(words: Sequence[Printed]) -> list[list[Printed]]:
    parts = [[words[0]]]
    for before, word in pairwise(words):
        if word.box.left - before.box.right > _GAP * word.box.height:
            parts.append([])
        parts[-1].append(word)
    return parts


def _draw_row(
    r: Chance,
    canvas: Canvas,
    words: Sequence[Printed],
    tool: Pen,
    window: tuple[float, float, float, float],
    look: styles.Style,
) -> None:
    left, top, scale, turned = window
    pieces: list[tuple[int, Cover]] = []
    for word in words:
        cover = write(wording.sayable(word.text), tool)
        room = max(2, round(word.box.width * scale))
        if cover.shape[1] > 1.15 * room and tool.smooth:
            cover = np.asarray(cv2.resize(cover, (room, cover.shape[0]), interpolation=cv2.INTER_AREA), np.uint8)
        start = round((word.box.left - words[0].box.left) * scale)
        if pieces:
            start = max(start, pieces[-1][0] + pieces[-1][1].shape[1] + 2)
        pieces.append((start, cover))
    line = line_of(pieces)
    if line is None or line.cover.shape[0] < 2:
        return
    x = (words[0].box.left - left) * scale + line.cover.shape[1] / 2
    y = (words[0].box.top - top) * scale + words[0].box.height * scale / 2
    middle = canvas.side / 2
    cos, sin = np.cos(np.deg2rad(turned)), np.sin(np.deg2rad(turned))
    x, y = middle + cos * (x - middle) - sin * (y - middle), middle + sin * (x - middle) + cos * (y - middle)
    draw_line(r, canvas, line, x, y, turned, look)
