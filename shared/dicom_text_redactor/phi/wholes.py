"""Wholes: what stands inside a name or an institution goes with it; equal text in an equal setting gets one verdict."""

from __future__ import annotations

import numpy as np

from dicom_text_redactor.phi.page import Page, Token
from dicom_text_redactor.phi.weighing import Vector

_GIVE = 1.5
"""Log-odds by which a word between two words that are hidden may fall short of the limit itself."""


def as_wholes(page: Page, odds: Vector, limit: float) -> Vector:
    """The log-odds with what stands between hidden words, and twins, brought to one side of `limit` (log-odds)."""
    odds = odds.copy()
    twins: dict[tuple[str, ...], list[Token]] = {}
    for token in page.tokens:
        twins.setdefault(_setting(token), []).append(token)
    for tokens in twins.values():
        if len(tokens) > 1:
            indices = [token.index for token in tokens]
            odds[indices] = np.mean(odds[indices])
    for row in page.rows:
        for token in row.tokens[1:-1]:
            own = odds[token.index]
            inside = all(odds[other.index] >= limit for other in token.beside)
            if inside and limit - _GIVE <= own < limit:
                odds[token.index] = limit
    return odds


def _setting(token: Token) -> tuple[str, ...]:
    """The text of a word and of those beside it: where these are equal, the words mean the same."""
    around = (other.bare if other is not None else "" for other in (token.before, token.after))
    return (token.bare, *around)
