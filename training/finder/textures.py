"""Made-up matter: tissue, paper, mucosa, slides, speckle. None of it holds anything like letters."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.phantoms import backgrounds
from training.finder.filters import blurred, resized

Grey = npt.NDArray[np.float32]
"""Brightness from 0 to 1, shape (rows, columns)."""
Texture = npt.NDArray[np.float32]
"""Brightness or colours from 0 to 1, shape (rows, columns) or (rows, columns, 3)."""

SIDE = 768
NUMBERS = 32
"""How many textures there are of each kind."""


@lru_cache(200)
def texture(kind: str, number: int) -> npt.NDArray[np.uint8]:
    """One of the textures of a kind, `SIDE` pixels wide and high, 8 bits."""
    random = np.random.default_rng([hash_of(kind), number])
    return (np.clip(KINDS[kind](random), 0, 1) * 255).astype(np.uint8)


def hash_of(text: str) -> int:
    """A number for a text, the same in every process."""
    return int.from_bytes(text.encode()[:8], "big")


def clouds(random: np.random.Generator, patches: int, side: int = SIDE) -> Grey:
    """Smooth light and dark."""
    coarse = random.random((patches + 3, patches + 3)).astype(np.float32)
    return resized(coarse, side, side, cv2.INTER_CUBIC)


def _scene(random: np.random.Generator) -> Texture:
    kinds = (backgrounds.section, backgrounds.head, backgrounds.chest, backgrounds.sector, backgrounds.vessels)
    scene = kinds[random.integers(len(kinds))]
    rows, columns = (int(v) for v in random.integers(500, 900, 2))
    return resized(scene((rows, columns), random)(0), SIDE, SIDE)


def _speckle(random: np.random.Generator) -> Texture:
    """Ultrasound: grains longer across than along the beam, in layers and cysts, brighter and darker."""
    grains = random.rayleigh(0.6, (SIDE, SIDE)).astype(np.float32)
    wide, high = random.uniform(0.2, 3.5), random.uniform(0.2, 1.6)
    grains = blurred(grains, wide, high)
    grains = (grains - grains.mean()) / grains.std() * random.uniform(0.15, 0.6) + 0.8
    tissue = sum(clouds(random, p) * w for p, w in ((3, 0.5), (9, 0.35), (28, 0.3)))
    layers = np.sin(np.linspace(0, random.uniform(8, 50), SIDE)[:, None] + 3 * clouds(random, 3))
    values = grains * np.clip(tissue - 0.25, 0, 2) * (1 + 0.3 * layers) * random.uniform(0.4, 1.2)
    for _ in range(int(random.integers(0, 7))):
        x, y = (int(v) for v in random.integers(0, SIDE, 2))
        axes = int(random.integers(10, 120)), int(random.integers(6, 60))
        hole = cv2.ellipse(np.zeros((SIDE, SIDE), np.float32), (x, y), axes, random.uniform(0, 180), 0, 360, 1, -1)
        values = values * (1 - blurred(hole, 3) * random.uniform(0.5, 1))
    return _fan(random, values) if random.random() < 0.5 else values


def _fan(random: np.random.Generator, values: Grey) -> Grey:
    """What a sector shows of it, with sharp edges; some sectors begin in a point."""
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32) / SIDE
    down = random.uniform(-0.2, 0.1)
    far, angle = np.hypot(x - 0.5, y - down), np.arctan2(x - 0.5, y - down)
    nearest = random.uniform(0, 0.35) if random.random() < 0.6 else 0.0
    inside = (far > nearest) & (far < random.uniform(0.6, 1.15)) & (np.abs(angle) < random.uniform(0.3, 0.9))
    fan: Grey = values * inside
    return fan


def _doppler(random: np.random.Generator) -> Texture:
    """Speckle with patches of red and blue flow."""
    values = np.repeat(np.clip(_speckle(random), 0, 1)[..., None], 3, axis=2)
    flow = clouds(random, int(random.integers(5, 14))) + 0.15 * random.standard_normal((SIDE, SIDE)).astype(np.float32)
    where = clouds(random, 4) > 0.72
    red = np.stack([0.4 + flow, 0.9 * flow**2, 0.1 * flow], axis=2)
    blue = red[..., ::-1]
    return np.where(where[..., None], np.where((flow > 0.5)[..., None], red, blue), values)


def _spectrum(random: np.random.Generator) -> Texture:
    """A Doppler spectrum: beats of ragged columns above and below a base line, grey or orange."""
    x = np.arange(SIDE)
    beat = int(random.integers(60, 260))
    phase = ((x + random.integers(beat)) % beat) / beat
    base = random.uniform(0.3, 0.7) * SIDE
    y = np.arange(SIDE)[:, None]
    values = np.zeros((SIDE, SIDE))
    for side in (-1, 1):
        tall = random.uniform(0.03, 0.45) * SIDE
        first, second = random.uniform(0.15, 0.4), random.uniform(0.5, 0.8)
        shape = np.exp(-(((phase - first) / random.uniform(0.05, 0.2)) ** 2)) + random.uniform(0, 0.7) * np.exp(
            -(((phase - second) / random.uniform(0.05, 0.2)) ** 2)
        )
        ragged = blurred(random.uniform(1 - random.uniform(0, 0.9), 1.1, (1, SIDE)), random.uniform(0.5, 2))
        far = (y - base) * side / np.maximum(shape * tall * ragged[0] + random.uniform(2, 20), 1)
        values += np.clip(1.1 - far, 0, 1) ** random.uniform(0.2, 2) * (far > 0)
    grain = blurred(random.random((SIDE, SIDE)), random.uniform(0.4, 1.5), random.uniform(0.6, 3))
    values = np.clip(values * (grain - 0.5) * random.uniform(2, 6) + values * random.uniform(0.3, 0.9), 0, 1)
    values[int(base) - 1 : int(base) + 1] = random.uniform(0.3, 1)
    if random.random() < 0.3:
        values = values[..., None] ** np.array([0.7, 1.0, 2.0])
    return np.asarray(values, np.float32)


def _paper(random: np.random.Generator) -> Texture:
    """A sheet of paper, scanned or photographed: nearly even, with fibres, folds and a shadow."""
    values = random.uniform(0.75, 1) + 0.06 * (clouds(random, 3) - 0.5) + 0.02 * (clouds(random, 200) - 0.5)
    values = values + random.normal(0, random.uniform(0.002, 0.03), (SIDE, SIDE))
    for _ in range(int(random.integers(0, 3))):
        values[:, int(random.integers(0, SIDE - 2)) :] -= random.uniform(-0.05, 0.08)
    tint = 1 - random.uniform(0, 0.16, 3) * (random.random() < 0.5)
    return (values[..., None] * np.sort(tint)[::-1]).astype(np.float32)


def _mucosa(random: np.random.Generator) -> Texture:
    """Endoscopy: red and pink folds, vessels, wet highlights, a round view on black."""
    folds = np.clip(clouds(random, 4) * 0.6 + clouds(random, 12) * 0.3 + clouds(random, 60) * 0.1, 0, 1)
    colour = np.stack([0.45 + 0.55 * folds, 0.12 + 0.5 * folds**1.5, 0.1 + 0.42 * folds**1.7], axis=2)
    tree = vessel_tree(random, int(random.integers(4, 16)))
    colour *= 1 - tree[..., None] * np.array([0.2, 0.55, 0.5], np.float32) * random.uniform(0.3, 1)
    shine = (clouds(random, int(random.integers(20, 70))) > random.uniform(1.0, 1.12)).astype(np.float32)
    colour += blurred(shine, 1.0)[..., None] * 0.8
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32) / SIDE - 0.5
    if random.random() < 0.5:
        colour *= (np.hypot(x, y) < random.uniform(0.35, 0.6))[..., None]
    shaded: Texture = (colour * (1 - 0.6 * np.hypot(x, y))[..., None]).astype(np.float32)
    return shaded


def _slide(random: np.random.Generator) -> Texture:
    """Stained tissue, in colours or grey: pink matter, fibres, purple nuclei in crowds, holes of fat."""
    matter = clouds(random, 6) * 0.5 + clouds(random, 40) * 0.3 + clouds(random, 150) * 0.2
    colour = np.stack([0.95 - 0.15 * matter, 0.85 - 0.45 * matter, 0.92 - 0.2 * matter], axis=2).astype(np.float32)
    crowd, runs = clouds(random, 8), clouds(random, 5) * 6
    size = random.uniform(1, 5)
    for _ in range(int(random.integers(200, 5000))):
        x, y = (int(v) for v in random.integers(0, SIDE, 2))
        if random.random() > crowd[y, x]:
            continue
        stain = (random.uniform(0.3, 0.55), random.uniform(0.15, 0.4), random.uniform(0.4, 0.65))
        turned = np.rad2deg(runs[y, x]) + random.uniform(-20, 20)
        if random.random() < 0.3:
            along = np.array([np.cos(runs[y, x]), np.sin(runs[y, x])]) * random.uniform(4, 25)
            level = random.uniform(0.5, 1)
            cv2.line(
                colour, (x, y), (int(x + along[0]), int(y + along[1])), (level, level * 0.8, level), 1, cv2.LINE_AA
            )
        else:
            axes = max(1, round(size * random.uniform(0.6, 1.6))), max(1, round(size * random.uniform(0.4, 1)))
            cv2.ellipse(colour, (x, y), axes, turned, 0, 360, stain, -1, cv2.LINE_AA)
    holes = clouds(random, int(random.integers(6, 30))) > random.uniform(0.8, 1.0)
    colour[holes] = 0.95
    colour = blurred(colour, random.uniform(0.3, 1)) + random.normal(0, 0.015, colour.shape).astype(np.float32)
    if random.random() < 0.4:
        return np.asarray(colour[..., 1], np.float32)
    return np.asarray(colour, np.float32)


def _fundus(random: np.random.Generator) -> Texture:
    """The back of an eye: orange, with a disc, and vessels that branch."""
    shade = clouds(random, 5)
    colour = np.stack([0.55 + 0.4 * shade, 0.25 + 0.25 * shade, 0.08 + 0.1 * shade], axis=2)
    colour *= 1 - 0.6 * vessel_tree(random, 14)[..., None] * np.array([0.5, 0.9, 0.8], np.float32)
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32) / SIDE - 0.5
    disc = np.exp(-(((x - 0.2) ** 2 + y**2) / 0.004))
    colour = (colour + 0.4 * disc[..., None]) * (np.hypot(x, y) < 0.48)[..., None]
    return colour.astype(np.float32) if random.random() < 0.6 else np.asarray(colour[..., 1], np.float32)


def _bone(random: np.random.Generator) -> Texture:
    """A radiograph of limbs: shafts with bright rims, joints, fine trabeculae, teeth-like blocks, metal."""
    values = 0.15 + 0.3 * clouds(random, 3)
    for _ in range(int(random.integers(2, 7))):
        start, end = random.uniform(-0.1, 1.1, (2, 2)) * SIDE
        wide = int(random.integers(12, 110))
        mask = np.zeros((SIDE, SIDE), np.float32)
        cv2.line(mask, start.astype(int).tolist(), end.astype(int).tolist(), 1.0, wide)
        soft = blurred(mask, random.uniform(0.8, 5))
        rim = soft - blurred(soft, wide / 6)
        values += soft * random.uniform(0.08, 0.3) + np.abs(rim) * random.uniform(0.1, 0.6)
    values += (clouds(random, 150) - 0.5) * random.uniform(0, 0.12) * (values > 0.4)
    if random.random() < 0.4:
        for _ in range(int(random.integers(1, 8))):
            place = tuple(int(v) for v in random.integers(0, SIDE, 2))
            size = int(random.integers(4, 50)), int(random.integers(3, 25))
            cv2.ellipse(values, place, size, random.uniform(0, 180), 0, 360, random.uniform(0.7, 1), -1, cv2.LINE_AA)
    return values + random.normal(0, random.uniform(0.003, 0.03), values.shape).astype(np.float32)


def _noise(random: np.random.Generator) -> Texture:
    """Pure noise of one grain, coarse or fine, weak or strong, in a sector or everywhere."""
    grain = blurred(random.standard_normal((SIDE, SIDE)), random.uniform(0.4, 4))
    values: Grey = grain / grain.std() * random.uniform(0.01, 0.25) + 0.2 * (clouds(random, 4) - 0.5)
    values = np.clip(values + np.float32(random.uniform(0.05, 0.9)), 0, 1)
    return _fan(random, values) if random.random() < 0.4 else values


def _mosaic(random: np.random.Generator) -> Texture:
    """A sheet of small images side by side, or hidden squares."""
    count = int(random.integers(2, 40))
    tile = SIDE // count
    values = np.full((SIDE, SIDE), random.uniform(0, 0.2), np.float32)
    source = texture("scene", int(random.integers(NUMBERS))).astype(np.float32) / 255
    gap = int(random.integers(0, 4))
    small = resized(source, tile, tile) if random.random() < 0.5 else None
    for row in range(count):
        for column in range(count):
            part = values[row * tile : (row + 1) * tile - gap, column * tile : (column + 1) * tile - gap]
            if small is None:
                part[:] = source[row * tile, column * tile] * random.uniform(0.6, 1.2)
            else:
                part[:] = small[: part.shape[0], : part.shape[1]]
    return values


def _leaves(random: np.random.Generator) -> Texture:
    """Shapes of all sizes that cover one another: what pictures of anything are like to a network."""
    values = np.full((SIDE, SIDE), random.uniform(0, 0.6), np.float32)
    smallest = random.uniform(1.5, 6)
    steep = random.uniform(0.7, 1.6)
    for _ in range(int(random.integers(300, 2500))):
        size = min(150.0, smallest * random.random() ** (-1 / steep))
        place = tuple(int(v) for v in random.integers(0, SIDE, 2))
        axes = max(1, round(size)), max(1, round(size * random.uniform(0.25, 1)))
        level = float(np.clip(random.normal(0.45, 0.25), 0, 1))
        cv2.ellipse(values, place, axes, random.uniform(0, 180), 0, 360, level, -1, cv2.LINE_AA)
    noisy = values * (0.5 + clouds(random, 3)) + random.normal(0, random.uniform(0.002, 0.05), values.shape)
    return blurred(noisy, random.uniform(0.4, 1.6))


def _tissue(random: np.random.Generator) -> Texture:
    """Light and dark at all scales, with edges: gas and folds, brain, lungs, grain of bone, greys of stains."""
    values = np.zeros((SIDE, SIDE), np.float32)
    steep = random.uniform(0.5, 1.2)
    for patches in (3, 7, 15, 31, 63, 127, 255):
        layer = clouds(random, patches) - 0.5
        if random.random() < 0.3:
            layer = np.abs(layer) * 2 - 0.3
        values += layer * np.float32(patches**-steep * 4)
    values = values / values.std() * random.uniform(0.12, 0.35)
    if random.random() < 0.6:
        values = np.tanh(values * random.uniform(1, 6)).astype(np.float32) * random.uniform(0.2, 0.5)
    values = blurred(values, random.uniform(0.3, 1.2)) + random.uniform(0.25, 0.75)
    if random.random() < 0.4:
        y, x = np.mgrid[:SIDE, :SIDE] / SIDE - 0.5
        body = np.hypot(x / random.uniform(0.25, 0.6), y / random.uniform(0.25, 0.6)) < 1
        values = values * blurred(body.astype(np.float32), 1.0)
    noisy: Texture = (values + random.normal(0, random.uniform(0.002, 0.04), values.shape)).astype(np.float32)
    return noisy


def _flow(random: np.random.Generator) -> Texture:
    """Patches of strong colours with ragged edges on dark speckle: colour Doppler, maps of uptake."""
    values = np.repeat((_speckle(random) * random.uniform(0.1, 0.7))[..., None], 3, axis=2)
    coarse = int(random.integers(30, 200))
    ragged = clouds(random, coarse) * 0.5 + clouds(random, 8) * 0.7
    hues = [random.uniform(0, 1, 3) * (1.0, 0.7, 0.3), random.uniform(0, 1, 3) * (0.2, 0.6, 1.0)]
    for hue, where in zip(hues, (ragged > random.uniform(0.72, 0.85), ragged < random.uniform(0.3, 0.42)), strict=True):
        values[where] = np.clip(hue * (0.6 + clouds(random, 40)[..., None]), 0, 1)[where]
    return np.asarray(values, np.float32)


def vessel_tree(random: np.random.Generator, count: int) -> Grey:
    """Branches that wind and thin out, 0 to 1."""
    tree = np.zeros((SIDE, SIDE), np.uint8)
    for _ in range(count):
        place, angle, wide = random.uniform(0, SIDE, 2), random.uniform(0, 6.3), random.uniform(2, 11)
        while wide > 0.8:
            angle += random.uniform(-0.5, 0.5)
            after = place + random.uniform(10, 30) * np.array([np.cos(angle), np.sin(angle)])
            cv2.line(
                tree, place.astype(int).tolist(), after.astype(int).tolist(), 255, max(1, round(wide)), cv2.LINE_AA
            )
            place, wide = after, wide * 0.95
    return blurred(tree, 0.8) / np.float32(255)


KINDS: dict[str, Callable[[np.random.Generator], Texture]] = {
    "scene": _scene,
    "speckle": _speckle,
    "doppler": _doppler,
    "spectrum": _spectrum,
    "paper": _paper,
    "mucosa": _mucosa,
    "slide": _slide,
    "fundus": _fundus,
    "bone": _bone,
    "noise": _noise,
    "mosaic": _mosaic,
    "leaves": _leaves,
    "tissue": _tissue,
    "flow": _flow,
}
"""What makes the textures of each kind."""
