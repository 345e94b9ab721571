"""Made-up anatomy: a section through a body, a head, a chest on film, a sector of speckle that moves.

All give brightness from 0 to 1, shape (rows, columns). None of it holds anything like letters.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

Brightness = npt.NDArray[np.float32]
Scene = Callable[[int], Brightness]
"""From the number of a frame (0-based) to its brightness."""


def section(shape: tuple[int, int], random: np.random.Generator) -> Scene:
    """An axial section: a body with a wall, organs, a spine, and the table below it."""
    y, x = _grid(shape)
    body = _disc(x, y + 0.05, 0.78, 0.56)
    values = 0.05 + 0.3 * body + 0.12 * (_disc(x, y + 0.05, 0.74, 0.52) - body)
    for _ in range(9):
        across, down = random.uniform(-0.5, 0.5), random.uniform(-0.4, 0.25)
        organ = _disc(x - across, y - down, random.uniform(0.06, 0.24), random.uniform(0.06, 0.2))
        values += float(random.uniform(-0.12, 0.22)) * organ * body
    values += 0.55 * _disc(x, y - 0.3, 0.1, 0.09) - 0.3 * _disc(x, y - 0.3, 0.045, 0.04)
    values += 0.25 * ((np.abs(y - 0.62 - 0.1 * x**2) < 0.012) & (np.abs(x) < 0.8))
    return _still(_clipped(values + random.normal(0, 0.018, shape)))


def head(shape: tuple[int, int], random: np.random.Generator) -> Scene:
    """A head: bright scalp, dark bone, folds of grey and white matter, ventricles, a slope of the coil."""
    y, x = _grid(shape)
    scalp, bone, brain = _disc(x, y, 0.72, 0.86), _disc(x, y, 0.68, 0.82), _disc(x, y, 0.62, 0.76)
    folds = _clouds(shape, random, shape[0] // 24)
    values = 0.6 * (scalp - bone) + 0.04 * (bone - brain) + brain * (0.42 + 0.22 * np.tanh(6 * (folds - 0.5)))
    for side in (-1, 1):
        values -= 0.4 * _disc(x - 0.13 * side, y + 0.05, 0.06, 0.24) * brain
    return _still(_clipped(values * (1 + 0.2 * x) + np.abs(random.normal(0, 0.02, shape))))


def chest(shape: tuple[int, int], random: np.random.Generator) -> Scene:
    """A chest on film: lungs, heart, spine, ribs, noise of quanta."""
    y, x = _grid(shape)
    values = 0.12 + 0.55 * _disc(x, y - 0.35, 1.0, 1.25)
    for side in (-1, 1):
        lung = _disc(x - 0.42 * side, y, 0.32 + random.uniform(-0.03, 0.03), 0.62)
        ribs = 0.07 * np.sin(24 * (y + 0.5 * (x - 0.42 * side) ** 2 + random.uniform(0, 0.2)))
        values += lung * (ribs - 0.38)
    values += 0.16 * _disc(x - 0.14, y - 0.3, 0.27, 0.3) + 0.15 * np.exp(-((x / 0.07) ** 2))
    return _still(_clipped(values + 0.05 * _clouds(shape, random, 9) + random.normal(0, 0.012, shape)))


def sector(shape: tuple[int, int], random: np.random.Generator) -> Scene:
    """A fan of speckle below the upper edge, with vessels in it; speckle and vessels move from frame to frame."""
    y, x = _grid(shape)
    down, across = y + 0.95, x
    depth, angle = np.hypot(down, across), np.arctan2(across, down)
    fan = ((depth > 0.28) & (depth < 1.72) & (np.abs(angle) < 0.7)).astype(np.float32)
    tissue = fan * (0.25 + 0.75 * _clouds(shape, random, 6)) * np.exp(-0.5 * depth).astype(np.float32)
    grains = cv2.GaussianBlur(random.rayleigh(0.6, shape).astype(np.float32), (0, 0), 1.1, sigmaY=0.7)
    vessels = [(random.uniform(-0.4, 0.4), random.uniform(-0.3, 0.4), random.uniform(0.05, 0.14)) for _ in range(3)]

    def frame(index: int) -> Brightness:
        beat = float(np.sin(index / 6))
        moved = np.roll(grains, (7 * index % shape[0], 3 * index % shape[1]), (0, 1))
        shown = tissue * moved
        for left, top, radius in vessels:
            inside = (x - left - 0.02 * beat) ** 2 + (y - top) ** 2 < (radius * (1 + 0.15 * beat)) ** 2
            shown = np.where(inside, 0.12 * shown, shown)
        return _clipped(shown)

    return frame


def vessels(shape: tuple[int, int], random: np.random.Generator) -> Scene:
    """An angiogram: dark branches on even tissue with a border; the dye runs on from frame to frame."""
    y, x = _grid(shape)
    tissue = 0.62 + 0.14 * (_clouds(shape, random, 5) - 0.5) - 0.22 * (x**2 + y**2) * 0.5
    tissue += random.normal(0, 0.015, shape)
    tree = np.zeros(shape, np.uint8)
    for _ in range(5):
        place = np.array([random.uniform(0.3, 0.7) * shape[1], 0.12 * shape[0]])
        angle, wide = random.uniform(0.3, 2.8), shape[0] / 45
        while wide > 1 and 0 < place[0] < shape[1] and 0 < place[1] < 0.9 * shape[0]:
            angle += random.uniform(-0.35, 0.35)
            after = place + shape[0] / 22 * np.array([np.cos(angle), np.sin(angle)])
            cv2.line(
                tree, place.astype(int).tolist(), after.astype(int).tolist(), 255, max(1, round(wide)), cv2.LINE_AA
            )
            place, wide = after, wide * 0.94
    dye = cv2.GaussianBlur(tree, (0, 0), 1.2).astype(np.float32) / np.float32(255)
    shutter = (np.abs(x) < 0.97) & (np.abs(y) < 0.97)

    def frame(index: int) -> Brightness:
        filled = np.clip(1.2 + 0.3 * index - (y + 1), 0, 1)
        return _clipped((tissue - 0.45 * dye * filled) * shutter)

    return frame


def panel(shape: tuple[int, int], random: np.random.Generator) -> Scene:
    """A captured screen: an even ground, a section in its middle with a frame around it, a bar below."""
    values = np.full(shape, random.uniform(0.02, 0.14), np.float32)
    top, left, side = round(0.3 * shape[0]), round(0.08 * shape[1]), round(0.5 * shape[0])
    values[top - 2 : top + side + 2, left - 2 : left + side + 2] = 0.45
    values[top : top + side, left : left + side] = section((side, side), random)(0)
    values[round(0.93 * shape[0]) :] += np.float32(0.12)
    return _still(_clipped(values))


def _still(values: Brightness) -> Scene:
    return lambda _: values


def _grid(shape: tuple[int, int]) -> tuple[Brightness, Brightness]:
    """Rows and columns as numbers from -1 to 1."""
    y, x = np.meshgrid(
        np.linspace(-1, 1, shape[0], dtype=np.float32), np.linspace(-1, 1, shape[1], dtype=np.float32), indexing="ij"
    )
    return y, x


def _disc(x: Brightness, y: Brightness, wide: float, high: float) -> Brightness:
    """One within an ellipse of these half axes, nothing outside, a soft edge between."""
    far = np.sqrt((x / wide) ** 2 + (y / high) ** 2)
    disc: Brightness = np.clip((1 - far) * 20 + 0.5, 0, 1).astype(np.float32)
    return disc


def _clouds(shape: tuple[int, int], random: np.random.Generator, patches: int) -> Brightness:
    """Smooth light and dark, 0 to 1; `patches` of them down the picture."""
    coarse = random.random((max(2, patches), max(2, patches * shape[1] // shape[0]))).astype(np.float32)
    return _clipped(np.asarray(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32))


def _clipped(values: npt.NDArray[np.floating]) -> Brightness:
    clipped: Brightness = np.clip(values, 0, 1).astype(np.float32)
    return clipped
