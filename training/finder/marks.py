"""What is drawn and no text: traces, grids, rulers, calipers, arrows, bars, icons, frames, curves, needles."""

from __future__ import annotations

import itertools

import cv2
import numpy as np

from training.finder.canvas import Canvas
from training.finder.grounds import colour
from training.screens.chance import Chance


def draw_some(r: Chance, canvas: Canvas) -> None:
    """A few marks of different kinds, or none."""
    count = r.weighted([(0, 0.3), (1, 0.3), (2, 0.2), (3, 0.1), (6, 0.1)])
    for _ in range(count):
        r.weighted(_KINDS)(r, canvas)


class Mark:
    """Draws in one colour, and writes down where."""

    def __init__(self, r: Chance, canvas: Canvas) -> None:
        self.canvas = canvas
        self.level: list[float] = canvas.shade(np.array(_shade(r), np.float32)).tolist()
        self.how = r.one(cv2.LINE_8, cv2.LINE_AA)

    def lines(self, points: object, thick: int = 1, *, closed: bool = False) -> None:
        """A line through points, shape (count, 2)."""
        whole = np.round(np.asarray(points)).astype(np.int32)[:, None]
        cv2.polylines(self.canvas.picture, [whole], closed, self.level, thick, self.how)
        cv2.polylines(self.canvas.drawn, [whole], closed, 1, thick)

    def filled(self, points: object) -> None:
        """A filled shape."""
        whole = np.round(np.asarray(points)).astype(np.int32)[:, None]
        cv2.fillPoly(self.canvas.picture, [whole], self.level, self.how)
        cv2.fillPoly(self.canvas.drawn, [whole], 1)

    def ellipse(self, x: float, y: float, wide: float, high: float, thick: int, turned: float = 0) -> None:
        """An ellipse of these half axes; `thick` is -1 for a filled one."""
        where = (round(x), round(y)), (max(1, round(wide)), max(1, round(high)))
        cv2.ellipse(self.canvas.picture, *where, turned, 0, 360, self.level, thick, self.how)
        cv2.ellipse(self.canvas.drawn, *where, turned, 0, 360, 1, thick)


def _shade(r: Chance) -> list[float]:
    kind = r.random()
    if kind < 0.5:
        return [r.one(1.0, 1.0, 0.8, 0.6, 0.4, 0.0)] * 3
    if kind < 0.6:
        return [r.random()] * 3
    shade: list[float] = colour(r).tolist()
    return shade


def _trace(r: Chance, canvas: Canvas) -> None:
    """Beats of an electrocardiogram, a breathing curve, noise; one or several below one another."""
    side = canvas.side
    x = np.arange(-5, side + 5, r.one(1, 1, 2), dtype=np.float32)
    for _ in range(r.one(1, 1, 1, 3, 5)):
        mark, y = Mark(r, canvas), r.uniform(0, side)
        beat, high = r.uniform(25, 180), r.uniform(5, 70) * r.one(1, 1, -1)
        phase = ((x + r.uniform(0, beat)) % beat) / beat
        kind = r.random()
        if kind < 0.7:
            values = (
                0.12 * np.exp(-(((phase - 0.2) / 0.03) ** 2))
                - 0.15 * np.exp(-(((phase - 0.36) / 0.012) ** 2))
                + np.exp(-(((phase - 0.4) / r.uniform(0.008, 0.025)) ** 2))
                - r.uniform(0, 0.5) * np.exp(-(((phase - 0.44) / 0.015) ** 2))
                + r.uniform(-0.2, 0.4) * np.exp(-(((phase - 0.68) / 0.06) ** 2))
            )
        elif kind < 0.85:
            values = 0.5 * np.sin(2 * np.pi * phase) + r.uniform(0, 0.4) * np.sin(4 * np.pi * phase + 1)
        else:
            random = np.random.default_rng(r.whole(0, 10**6))
            values = np.cumsum(random.normal(0, 0.1, len(x))) % r.uniform(0.5, 2)
        wander = r.uniform(0, 6) * np.sin(x / r.uniform(40, 200))
        mark.lines(np.stack([x, y - high * values + wander], axis=1), r.one(1, 1, 2, 3))


def _paper_of_traces(r: Chance, canvas: Canvas) -> None:
    """A sheet of an electrocardiogram: squared paper, leads below one another, strong waves."""
    if r.odds(0.7):
        canvas.picture[:] = canvas.shade(np.full(3, r.one(1.0, 1.0, 0.96, 0.0), np.float32))
    if r.odds(0.8):
        _grid(r, canvas)
    thick, beat, gap = r.one(1, 1, 2, 2, 3), r.uniform(40, 160), r.uniform(45, 130)
    dark = canvas.picture.mean() > 0.5
    x = np.arange(-5, canvas.side + 5, dtype=np.float32)
    for i in range(int(canvas.side / gap) + 1):
        mark = Mark(r, canvas)
        mark.level = canvas.shade(np.full(3, 0.0 if dark else r.uniform(0.5, 1), np.float32)).tolist()
        phase = ((x + r.uniform(0, beat) * (i % 2)) % beat) / beat
        high, wave = r.uniform(10, 60), r.uniform(0.05, 0.35)
        values = (
            r.uniform(0, 0.2) * np.exp(-(((phase - 0.25) / 0.04) ** 2))
            + np.exp(-(((phase - 0.4) / (2.2 / beat)) ** 2))
            - r.uniform(0, 0.4) * np.exp(-(((phase - 0.4 - 4 / beat) / (2.5 / beat)) ** 2))
            + wave * np.exp(-(((phase - 0.65) / r.uniform(0.03, 0.07)) ** 2))
        )
        mark.lines(np.stack([x, (i + 0.7) * gap - high * values], axis=1), thick)


def _grid(r: Chance, canvas: Canvas) -> None:
    mark = Mark(r, canvas)
    strength = r.uniform(0.1, 1)
    before = canvas.picture.copy()
    step, bold = r.uniform(4, 60), r.one(0, 5)
    dotted = r.odds(0.25)
    for i in range(int(canvas.side / step) + 1):
        thick = 2 if bold and i % bold == 0 else 1
        for points in ([(i * step, 0), (i * step, canvas.side)], [(0, i * step), (canvas.side, i * step)]):
            mark.lines(points, thick)
    canvas.picture[:] = before + (canvas.picture - before) * strength
    if dotted:
        canvas.picture[:, ::2] = before[:, ::2]


def _ruler(r: Chance, canvas: Canvas) -> None:
    """Ticks in a row, longer ones among them, with or without a line, down or across; some stand aslant."""
    mark = Mark(r, canvas)
    along, start, step = r.uniform(2, canvas.side - 20), r.uniform(-30, canvas.side * 0.6), r.uniform(3, 40)
    short, long_, each = r.whole(1, 8), r.whole(4, 18), r.one(5, 5, 10, 2)
    count, down, to = r.whole(3, 60), r.odds(0.65), r.one(1, -1)
    slope = r.uniform(-0.15, 0.15) if r.odds(0.2) else 0.0
    if r.odds(0.15):
        step, count = r.uniform(2, 4), r.whole(40, 150)
    thick = r.one(1, 1, 1, 2)
    for i in range(count):
        long = long_ if i % each == 0 else short
        foot = along + slope * i * step
        a, b = (foot, start + i * step), (foot + to * long, start + i * step - slope * to * long)
        mark.lines([a, b] if down else [a[::-1], b[::-1]], thick)
    if r.odds(0.4):
        ends = [(along, start), (along + slope * count * step, start + count * step)]
        mark.lines(ends if down else [p[::-1] for p in ends], thick)


def _calipers(r: Chance, canvas: Canvas) -> None:
    """Crosses, plus signs, small squares and triangles, with dotted lines between them."""
    mark = Mark(r, canvas)
    places = [np.array([r.uniform(5, canvas.side - 5), r.uniform(5, canvas.side - 5)]) for _ in range(r.whole(2, 5))]
    size, kind, thick = r.uniform(2, 9), r.whole(0, 5), r.one(1, 1, 2)
    for place in places:
        shapes = (
            [[(-1, 0), (1, 0)], [(0, -1), (0, 1)]],
            [[(-1, -1), (1, 1)], [(-1, 1), (1, -1)]],
            [[(-1, 0), (1, 0)], [(0, -1), (0, 1)], [(-0.8, -0.8), (0.8, 0.8)], [(-0.8, 0.8), (0.8, -0.8)]],
            [[(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]],
            [[(0, -1), (1, 1), (-1, 1), (0, -1)]],
            [[(0, -3), (0, -0.7)], [(0, 0.7), (0, 3)], [(-3, 0), (-0.7, 0)], [(0.7, 0), (3, 0)]],
        )
        for shape in shapes[kind]:
            mark.lines(place + np.array(shape) * size, thick)
    for a, b in itertools.pairwise(places):
        if r.odds(0.6):
            _dots(mark, a, b, r.uniform(3, 12))
            if r.odds(0.5):
                break


def _dots(mark: Mark, a: np.ndarray, b: np.ndarray, step: float) -> None:
    count = max(1, int(np.hypot(*(b - a)) / step))
    for i in range(count):
        at = a + (b - a) * i / count
        mark.lines([at, at + (b - a) / count * 0.4], 1)


def _arrow(r: Chance, canvas: Canvas) -> None:
    mark = Mark(r, canvas)
    tip, angle, size = (
        np.array([r.uniform(0, canvas.side), r.uniform(0, canvas.side)]),
        r.uniform(0, 6.3),
        r.uniform(4, 18),
    )
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    head = [tip, tip - along * size + across * size / 2, tip - along * size - across * size / 2]
    if r.odds(0.5):
        mark.filled(head)
    else:
        mark.lines(head, r.one(1, 2), closed=True)
    if r.odds(0.7):
        mark.lines([tip, tip - along * size * r.uniform(1.5, 6)], r.one(1, 1, 2, 4))


def _bar(r: Chance, canvas: Canvas) -> None:
    """A bar of greys or colours, a step wedge, a checked field, a histogram."""
    wide, high = r.whole(6, 40), r.whole(40, 250)
    left, top = r.whole(0, canvas.side - wide), r.whole(-20, canvas.side - 40)
    part = canvas.picture[max(0, top) : top + high, left : left + wide]
    if not part.size:
        return
    share = np.linspace(0, 1, len(part), dtype=np.float32)[:, None, None]
    kind = r.random()
    if kind < 0.4:
        part[:] = share if r.odds(0.5) else 1 - share
    elif kind < 0.7:
        part[:] = canvas.shade(np.concatenate([np.clip(1.5 - np.abs(4 * share - k), 0, 1) for k in (3, 2, 1)], axis=2))
    elif kind < 0.85:
        part[:] = np.floor(share * r.whole(4, 16)) / 8 % 1
    else:
        size = r.whole(2, 12)
        y, x = np.mgrid[: part.shape[0], : part.shape[1]]
        part[:] = ((y // size + x // size) % 2)[..., None]
    canvas.drawn[max(0, top) : top + high, left : left + wide] = 1
    if r.odds(0.5):
        Mark(r, canvas).lines(
            [(left, top), (left + wide, top), (left + wide, top + high), (left, top + high)], closed=True
        )


def _histogram(r: Chance, canvas: Canvas) -> None:
    mark, left, base = Mark(r, canvas), r.whole(0, canvas.side - 60), r.whole(40, canvas.side)
    middle, wide, high, step = r.uniform(10, 60), r.uniform(5, 40), r.uniform(10, 60), r.one(1, 1, 2, 4, 8)
    for x in range(0, r.whole(30, 200), step):
        tall = high * np.exp(-(((x - middle) / wide) ** 2)) * r.uniform(0.7, 1.2)
        mark.lines([(left + x, base), (left + x, base - tall)], max(1, step - 1))


def _frames(r: Chance, canvas: Canvas) -> None:
    """Boxes, cells of tables, buttons with lit edges, lines across."""
    for _ in range(r.whole(1, 6)):
        mark = Mark(r, canvas)
        left, top = r.whole(-40, canvas.side), r.whole(-40, canvas.side)
        wide, high = r.whole(8, 260), r.whole(8, 120)
        box = [(left, top), (left + wide, top), (left + wide, top + high), (left, top + high)]
        kind = r.random()
        if kind < 0.2:
            mark.filled(box)
            mark.level = [min(1.0, v + 0.2) for v in mark.level]
            mark.lines([box[3], box[0], box[1]])
        elif kind < 0.6:
            mark.lines(box, r.one(1, 1, 2), closed=True)
        elif kind < 0.8:
            step = r.whole(9, 30)
            for i in range(r.whole(2, 9)):
                mark.lines([(left, top + i * step), (left + wide, top + i * step)])
        else:
            mark.lines(box[:2] if r.odds(0.5) else box[1:3], r.one(1, 1, 2, 5))


def _icon(r: Chance, canvas: Canvas) -> None:
    """Signs of buttons: a few strokes, discs and boxes in a square, seldom alone."""
    size, left, top = r.whole(8, 36), r.whole(0, canvas.side - 10), r.whole(0, canvas.side - 10)
    down = r.odds(0.5)
    for i in range(r.one(1, 1, 3, 6)):
        mark = Mark(r, canvas)
        x, y = (left, top + i * round(size * 1.4)) if down else (left + i * round(size * 1.4), top)
        if r.odds(0.6):
            mark.lines([(x, y), (x + size, y), (x + size, y + size), (x, y + size)], closed=True)
        for _ in range(r.whole(1, 4)):
            mark = Mark(r, canvas)
            inner = [(x + size * r.uniform(0.1, 0.9), y + size * r.uniform(0.1, 0.9)) for _ in range(r.whole(2, 5))]
            kind = r.random()
            if kind < 0.4:
                mark.lines(inner, r.one(1, 1, 2))
            elif kind < 0.6:
                mark.filled(inner)
            else:
                half = size * r.uniform(0.08, 0.4)
                mark.ellipse(*inner[0], half, half * r.uniform(0.4, 1), r.one(-1, 1, 2))


def _toolbar(r: Chance, canvas: Canvas) -> None:
    """Buttons of a player or a viewer: triangles, bars, circles, squares, arrows in boxes."""
    size, left, top = r.whole(10, 30), r.whole(0, canvas.side - 40), r.whole(0, canvas.side - 40)
    for i in range(r.whole(1, 7)):
        field, sign = Mark(r, canvas), Mark(r, canvas)
        x, y = left + i * (size + 3), top
        if r.odds(0.6):
            field.filled([(x, y), (x + size, y), (x + size, y + size), (x, y + size)])
        a, b, m = 0.25 * size, 0.75 * size, 0.5 * size
        for shape in r.some(
            [
                [(x + a, y + a), (x + b, y + m), (x + a, y + b)],
                [(x + b, y + a), (x + a, y + m), (x + b, y + b)],
                [(x + a, y + a), (x + 0.4 * size, y + a), (x + 0.4 * size, y + b), (x + a, y + b)],
                [(x + 0.6 * size, y + a), (x + b, y + a), (x + b, y + b), (x + 0.6 * size, y + b)],
                [(x + a, y + a), (x + b, y + a), (x + b, y + b), (x + a, y + b)],
                [(x + a, y + m), (x + m, y + a), (x + b, y + m), (x + m, y + b)],
            ],
            1,
            2,
        ):
            sign.filled(shape) if r.odds(0.6) else sign.lines(shape, r.one(1, 2), closed=True)


def _curves(r: Chance, canvas: Canvas) -> None:
    """Outlines, ellipses, contours, polygons, needles, wires, scratches."""
    for _ in range(r.whole(1, 5)):
        mark = Mark(r, canvas)
        kind, x, y = r.random(), r.uniform(0, canvas.side), r.uniform(0, canvas.side)
        if kind < 0.35:
            mark.ellipse(x, y, r.uniform(3, 150), r.uniform(3, 120), r.one(1, 1, 2, 3), r.uniform(0, 180))
        elif kind < 0.65:
            angle, points = r.uniform(0, 6.3), [(x, y)]
            bend = r.uniform(0, 0.5)
            for _ in range(r.whole(3, 30)):
                angle += r.uniform(-bend, bend)
                x, y = x + 9 * np.cos(angle), y + 9 * np.sin(angle)
                points.append((x, y))
            mark.lines(points, r.one(1, 1, 2, 4), closed=r.odds(0.2))
        elif kind < 0.85:
            mark.lines([(x, y), (r.uniform(0, canvas.side), r.uniform(0, canvas.side))], r.one(1, 1, 2, 3))
        else:
            for _ in range(r.whole(5, 60)):
                mark.ellipse(x + r.gauss(0, 40), y + r.gauss(0, 40), r.uniform(1, 4), r.uniform(1, 4), -1)


def _hatching(r: Chance, canvas: Canvas) -> None:
    mark, step, angle = Mark(r, canvas), r.uniform(3, 12), r.uniform(0, 3.2)
    x, y, size = r.uniform(0, canvas.side), r.uniform(0, canvas.side), r.uniform(15, 120)
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    for i in range(int(size / step)):
        start = np.array([x, y]) + across * i * step
        mark.lines([start, start + along * size], r.one(1, 1, 2))


_KINDS = [
    (_trace, 2.0), (_paper_of_traces, 0.7), (_grid, 0.7), (_ruler, 2.2), (_calipers, 1.8), (_arrow, 1.0), (_bar, 1.2),
    (_histogram, 0.6), (_frames, 1.5), (_icon, 1.2), (_toolbar, 0.8), (_curves, 2.0), (_hatching, 0.6),
]  # fmt: skip
