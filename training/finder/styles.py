"""How a line looks: its colour against the ground, shadow, outline, a field behind it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from training.finder.canvas import Canvas, Colour, Placed
from training.finder.filters import grown
from training.finder.grounds import colour
from training.screens.chance import Chance

_BRIGHT = np.array([0.299, 0.587, 0.114], np.float32)
_USUAL = (
    (1, 1, 1), (1, 1, 1), (1, 1, 1), (0.9, 0.9, 0.9), (0.75, 0.75, 0.75), (1, 1, 0), (1, 0.85, 0.3), (0, 1, 0),
    (0, 1, 1), (1, 0.6, 0), (0.6, 0.8, 1), (0.5, 0.5, 0.5), (0, 0, 0), (0, 0, 0), (0.1, 0.1, 0.1), (0.3, 0.3, 0.3),
    (0, 0, 0.6), (0.7, 0, 0), (1, 0.3, 0.3), (0.3, 0.3, 1), (1, 0, 1), (0, 0.5, 0),
)  # fmt: skip
_GRAINS = (1.6, 2.6)  # times the ground's deviation, that letters differ from it by at least: from, to


@dataclass(frozen=True, slots=True)
class Style:
    """What the lines of one block have in common.

    Attributes
    ----------
    kind
        ``plain``; ``colour``: as bright as the ground, of another colour; ``faint``: hardly apart from an even ground.
    colour
        Of the ink, as far as it differs enough from the ground.
    edge
        "", ``shadow``, ``outline`` or ``field``.
    strength
        1 for ink that covers the ground.
    grains
        Times the ground's deviation, that the ink differs from it by at least.
    """

    kind: str
    colour: tuple[float, ...]
    edge: str
    strength: float
    grains: float


def style(r: Chance) -> Style:
    """One by chance."""
    return Style(
        r.weighted([("plain", 0.82), ("colour", 0.09), ("faint", 0.09)]),
        r.of(_USUAL) if r.odds(0.75) else tuple(colour(r).tolist()),
        r.weighted([("", 0.76), ("shadow", 0.08), ("outline", 0.06), ("field", 0.1)]),
        r.one(1.0, 1.0, 1.0, 1.0, r.uniform(0.5, 1)),
        r.uniform(*_GRAINS),
    )


def draw(r: Chance, canvas: Canvas, placed: Placed, style: Style) -> bool:
    """Draw the ink in that style, if it can be seen then; False if it was not drawn."""
    part = canvas.picture[placed.rows, placed.columns]
    opposite = np.float32(0 if sum(style.colour) > 1.5 else 1)
    if style.edge == "field":
        field = canvas.shade(
            np.clip(colour(r) if r.odds(0.4) else np.full(3, r.one(0, 0, 0.15, 0.3, 0.8, 1.0)), 0, 1).astype(np.float32)
        )
        mask = np.zeros(part.shape[:2], np.uint8)
        corners = placed.corners - (placed.columns.start, placed.rows.start)
        cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 1)
        part[grown(mask) > 0] = field
    under = part[grown(placed.cover, 2) > 0]
    mean: Colour = under.mean(axis=0)
    rough = float(under.std(axis=0).max())
    ink = _colour(r, canvas, style, mean, rough)
    if ink is None:
        return False
    apart = float(np.abs(ink - mean).max()) * style.strength
    if style.kind == "plain" and float(np.abs(ink - mean).max() * style.strength) < style.grains * rough:
        return _on_field(r, canvas, placed)
    if style.edge in ("shadow", "outline") and apart > 0.2:
        if style.edge == "shadow":
            shade = np.roll(placed.cover, (1, 1), (0, 1))
            shade[0], shade[:, 0] = 0, 0
        else:
            shade = grown(placed.cover)
        part += (shade.astype(np.float32) / 255)[..., None] * (opposite - part)
    canvas.ink(placed, ink, style.strength)
    canvas.faintest = min(canvas.faintest, apart)
    return True


def _colour(r: Chance, canvas: Canvas, style: Style, mean: Colour, rough: float) -> Colour | None:
    """The ink's colour over a ground of that mean and deviation, or None where nothing of that style can be seen."""
    if style.kind == "faint" and rough < 0.004:
        apart = r.uniform(0.014, 0.06) * (1 if mean.mean() < 0.5 else -1) * r.one(1, 1, -1)
        if not 0 <= mean.mean() + apart <= 1:
            apart = -apart
        faint: Colour = np.clip(mean + np.float32(apart), 0, 1)
        return faint
    if style.kind == "colour" and not canvas.grey:
        for _ in range(8):
            ink: Colour = colour(r)
            ink = np.clip(ink + float((mean - ink) @ _BRIGHT), 0, 1)
            if np.abs(ink - mean).max() > max(0.25, style.grains * rough):
                return ink
        return None
    ink = canvas.shade(np.array(style.colour, np.float32))
    if np.abs(ink - mean).max() < max(0.15, style.grains * rough):
        ink = np.full(3, 1.0 if mean.mean() < 0.5 else 0.0, np.float32)
    return ink


def _on_field(r: Chance, canvas: Canvas, placed: Placed) -> bool:
    """Where the ground is too rough for letters: on a field of their own, or with a broad outline."""
    part = canvas.picture[placed.rows, placed.columns]
    dark, light = r.one(0.0, 0.0, 0.1), r.one(1.0, 1.0, 0.9)
    level, ink = (dark, light) if r.odds(0.7) else (light, dark)
    if r.odds(0.5):
        part[grown(placed.cover, max(2, min(part.shape[:2]) // 3)) > 0] = level
    else:
        shade = grown(placed.cover).astype(np.float32) / 255
        part += shade[..., None] * (level - part)
    canvas.ink(placed, np.full(3, ink, np.float32))
    return True
