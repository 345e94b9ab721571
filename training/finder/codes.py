"""Codes: QR, Data Matrix, Aztec, stacked bars, bar codes; drawn large or small, turned, on white or inverted."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from training.finder.canvas import Canvas
from training.screens.chance import Chance

Modules = npt.NDArray[np.uint8]
"""One for a dark module, 0 for a light one, shape (rows, columns)."""


def draw(r: Chance, canvas: Canvas) -> None:
    """One code somewhere, if there is room."""
    kind = r.random()
    modules = _qr(r) if kind < 0.35 else _matrix(r) if kind < 0.5 else _aztec(r) if kind < 0.56 else _bars(r)
    quiet = np.pad(modules, r.whole(1, 4))
    size = r.uniform(1.5, 7)
    high, wide = quiet.shape[0] * size, quiet.shape[1] * size
    if wide > canvas.side * 0.9 or high > canvas.side * 0.9:
        scale = 0.8 * canvas.side / max(wide, high)
        wide, high = wide * scale, high * scale
    angle = r.weighted([(0.0, 0.6), (90.0, 0.12), (r.uniform(-8, 8), 0.1), (r.uniform(0, 360), 0.18)])
    x, y = r.uniform(0.1, 0.9) * canvas.side, r.uniform(0.1, 0.9) * canvas.side
    cos, sin = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    across, down = wide / quiet.shape[1], high / quiet.shape[0]
    turn = np.array([[cos * across, -sin * down, 0], [sin * across, cos * down, 0]])
    turn[:, 2] = (x, y) - turn[:, :2] @ (quiet.shape[1] / 2 - 0.5, quiet.shape[0] / 2 - 0.5)
    dark, light = r.one((0.0, 1.0), (0.0, 1.0), (0.1, 0.9), (0.9, 0.05), (0.2, 0.6))
    size_of = canvas.side, canvas.side
    where = cv2.warpAffine(np.ones_like(quiet), turn, size_of, flags=cv2.INTER_NEAREST) > 0
    if (where & (canvas.taken > 0)).any() or not where.any():
        return
    value = cv2.warpAffine(quiet * np.uint8(255), turn, size_of, flags=cv2.INTER_NEAREST)
    blurred = cv2.GaussianBlur(value, (0, 0), r.uniform(0.3, 0.8)).astype(np.float32)[..., None] / 255
    canvas.picture[where] = (light + (dark - light) * blurred)[where]
    inner = np.zeros_like(quiet)
    pad = (quiet.shape[1] - modules.shape[1]) // 2
    inner[pad : quiet.shape[0] - pad, pad : quiet.shape[1] - pad] = 1
    canvas.code |= cv2.warpAffine(inner, turn, size_of, flags=cv2.INTER_NEAREST).astype(np.uint8)
    canvas.taken |= where.astype(np.uint8)


def _qr(r: Chance) -> Modules:
    text = "".join(r.of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789^/.") for _ in range(r.whole(4, 90)))
    made = cv2.QRCodeEncoder.create().encode(text)
    modules = (np.asarray(made) < 128).astype(np.uint8)
    return modules[1:-1, 1:-1] if not modules[0].any() else modules


def _matrix(r: Chance) -> Modules:
    side = r.one(10, 12, 14, 16, 18, 20, 22, 24)
    modules = _random(r, side, side)
    modules[:, 0], modules[-1] = 1, 1
    modules[0], modules[:, -1] = np.arange(side) % 2 == 0, np.arange(side) % 2 == 1
    modules[-1] = 1
    return modules


def _aztec(r: Chance) -> Modules:
    side = r.one(15, 19, 23, 27)
    modules = _random(r, side, side)
    y, x = np.mgrid[:side, :side] - side // 2
    far = np.maximum(np.abs(x), np.abs(y))
    return np.where(far <= 4, (far % 2 == 0), modules).astype(np.uint8)


def _bars(r: Chance) -> Modules:
    if r.odds(0.2):  # stacked
        rows = [_row(r, r.whole(60, 120)) for _ in range(r.whole(4, 20))]
        width = min(len(row) for row in rows)
        stacked: Modules = np.repeat(np.array([row[:width] for row in rows], np.uint8), 3, axis=0)
        return stacked
    return np.repeat(np.array([_row(r, r.whole(40, 190))], np.uint8), r.whole(12, 50), axis=0)


def _row(r: Chance, length: int) -> list[int]:
    row: list[int] = []
    while len(row) < length:
        row += [1] * r.one(1, 1, 2, 3) + [0] * r.one(1, 1, 2, 3)
    return row


def _random(r: Chance, rows: int, columns: int) -> Modules:
    return np.random.default_rng(r.whole(0, 10**9)).integers(0, 2, (rows, columns)).astype(np.uint8)
