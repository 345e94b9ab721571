"""Ends of names that nobody saw: the header knows how long a name is, so the box is made as long."""

from __future__ import annotations

from dataclasses import replace

from shared.model import Box, Word
from shared.phi import lines
from shared.phi.evidence import Page, Token
from shared.phi.spelling import squeeze

_MOST = 3  # letters; whoever lost more was another word


def regain(page: Page) -> None:
    """Give every word of a known name room for its letters that were not read, up to its neighbours in the line."""
    for row in page.rows:
        tokens = page.of_row(row)
        for at, token in enumerate(tokens):
            if token.evidence is not None and 0 < max(token.lost) <= _MOST:
                before = tokens[at - 1] if at else None
                after = tokens[at + 1] if at + 1 < len(tokens) else None
                token.word = _longer(token, before, after)


def _longer(token: Token, before: Token | None, after: Token | None) -> Word:
    angle = token.word.region.angle
    box = lines.upright(token.word.box, angle)
    letter = box.width / max(1, len(squeeze(token.text)))
    left, right = (box.left - round(token.lost[0] * letter), box.right + round(token.lost[1] * letter))
    if before is not None:
        left = max(left, min(box.left, lines.upright(before.word.box, angle).right + 1))
    if after is not None:
        right = min(right, max(box.right, lines.upright(after.word.box, angle).left - 1))
    return replace(token.word, box=lines.turned_back(Box.between(left, box.top, right, box.bottom), angle))
