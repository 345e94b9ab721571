"""What text stands on: even grounds, gradients, windows of screens, and pieces of textures."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from training.finder.canvas import Colour, Picture
from training.finder.filters import resized
from training.finder.textures import NUMBERS, SIDE, texture
from training.screens.chance import Chance

_TEXTURES = (
    ("scene", 2.5), ("speckle", 3.0), ("doppler", 0.7), ("spectrum", 1.0), ("paper", 2.0), ("mucosa", 1.0),
    ("slide", 1.5), ("fundus", 0.5), ("bone", 1.4), ("noise", 1.5), ("mosaic", 0.4), ("leaves", 1.6), ("tissue", 2.4),
    ("flow", 0.6),
)  # fmt: skip


def ground(r: Chance, side: int) -> Picture:
    """A ground of so many pixels across and down."""
    kind = r.random()
    if kind < 0.3:
        return even(r, side)
    if kind < 0.38:
        return gradient(r, side)
    picture = piece(r, side)
    if kind < 0.58:  # a screen: pictures in windows on an even ground
        whole = even(r, side)
        for _ in range(r.whole(1, 3)):
            left, top = r.whole(-side // 3, side - 40), r.whole(-side // 3, side - 40)
            wide, high = r.whole(40, side), r.whole(40, side)
            part = slice(max(0, top), max(0, top + high)), slice(max(0, left), max(0, left + wide))
            whole[part] = picture[part]
            if r.odds(0.4):
                cv2.rectangle(whole, (left, top), (left + wide, top + high), colour(r).tolist(), r.whole(1, 3))
        return whole
    if kind < 0.66:  # a sheet of film: pictures in rows and columns
        step, gap = r.whole(60, side), r.whole(2, 20)
        shift = r.whole(0, step)
        level = r.one(0.0, 0.0, 0.1, 1.0)
        for start in range(-shift, side, step):
            picture[max(0, start) : max(0, start + gap)] = level
            picture[:, max(0, start) : max(0, start + gap)] = level
    return picture


def even(r: Chance, side: int) -> Picture:
    """One colour: mostly black, often white, grey or dark, sometimes anything."""
    kind = r.random()
    if kind < 0.45:
        level: Colour = np.full(3, r.one(0.0, 0.0, 0.0, 0.02, 0.06, 0.12), np.float32)
    elif kind < 0.65:
        level = np.full(3, r.one(1.0, 1.0, 0.96, 0.9, 0.8), np.float32)
    elif kind < 0.85:
        level = np.full(3, r.random(), np.float32)
    else:
        level = colour(r)
    return np.full((side, side, 3), level, np.float32)


def gradient(r: Chance, side: int) -> Picture:
    """From one colour to another, across or down, as bars of titles and buttons have it."""
    start, end = (colour(r) if r.odds(0.4) else np.full(3, r.random(), np.float32) for _ in range(2))
    share = np.linspace(0, 1, side, dtype=np.float32) * r.one(1, 1, side / 40)
    share = (share % 1 if r.odds(0.3) else np.clip(share, 0, 1))[:, None, None]
    picture = np.broadcast_to(start + (end - start) * share, (side, side, 3))
    return np.ascontiguousarray(picture.transpose(1, 0, 2) if r.odds(0.4) else picture, np.float32)


def piece(r: Chance, side: int) -> Picture:
    """A piece of a texture: enlarged or reduced, turned, brighter or darker, inverted, seldom tinted."""
    source = texture(r.weighted(_TEXTURES), r.whole(0, NUMBERS - 1))
    scale = r.uniform(0.6, 2.2)
    size = min(SIDE, round(side / scale))
    top, left = r.whole(0, SIDE - size), r.whole(0, SIDE - size)
    how = cv2.INTER_AREA if size > side else r.one(cv2.INTER_LINEAR, cv2.INTER_LINEAR, cv2.INTER_CUBIC)
    part: npt.NDArray[np.generic] = source[top : top + size, left : left + size]
    if r.odds(0.06):  # a small picture, enlarged to squares
        few = side // r.whole(2, 5)
        part, how = resized(part, few, few), cv2.INTER_NEAREST
    part = resized(part, side, side, how)
    part = np.rot90(part, r.whole(0, 3)) if r.odds(0.5) else part
    part = part[:, ::-1] if r.odds(0.5) else part
    picture = np.asarray(part, np.float32) / np.float32(255)
    if picture.ndim == 2:
        picture = np.repeat(picture[..., None], 3, axis=2)
        if r.odds(0.06):
            picture = picture * colour(r)
    if r.odds(0.15):
        picture = 1 - picture
    if r.odds(0.18):  # a window too narrow: nearly all is black or white
        picture = np.clip((picture - np.float32(r.uniform(0.1, 0.6))) * np.float32(r.uniform(2, 12)), 0, 1)
    if r.odds(0.5):
        picture = np.clip(picture, 0, 1) ** np.float32(r.uniform(0.5, 2)) * np.float32(r.uniform(0.5, 1)) + np.float32(
            r.uniform(0, 0.15)
        )
    return np.ascontiguousarray(np.clip(picture, 0, 1), np.float32)


def colour(r: Chance) -> Colour:
    """Any colour, strong ones more often."""
    levels = [r.one(r.random(), 0.0, 1.0, r.random()) for _ in range(3)]
    return np.array(levels, np.float32)
