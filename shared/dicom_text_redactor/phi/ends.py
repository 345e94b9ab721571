"""Ends of names that nobody saw: the header knows how long a name is, so the box is made as long."""

from __future__ import annotations

from dataclasses import replace

from dicom_text_redactor.model import Box, Word
from dicom_text_redactor.phi import lines
from dicom_text_redactor.phi.evidence import Page, Token
from dicom_text_redactor.phi.spelling import squeeze

_MOST = 3  # letters; whoever lost more was another word
_NEAR = 0.6  # letters between a name and a scrap that may be what was read of its end


def regain(page: Page) -> None:
    """Give every word of a known name room for its letters that were not read, up to its neighbours in the line."""
    for row in page.rows:
        tokens = page.of_row(row)
        for at, token in enumerate(tokens):
            if token.evidence is not None and 0 < max(token.lost) <= _MOST:
                before = _bound(token, tokens[at - 1] if at else None, token.lost[0])
                after = _bound(token, tokens[at + 1] if at + 1 < len(tokens) else None, token.lost[1])
                token.word = _longer(token, before, after)


def _bound(token: Token, neighbour: Token | None, lost: int) -> Token | None:
    """The neighbour that ends a name's room on a side where it lost letters; none if it is what was read of them."""
    if neighbour is None or token.evidence is None or not _is_scrap(token, neighbour, lost):
        return neighbour
    neighbour.hide(token.evidence.entity, token.evidence.source, token.evidence.score)
    return None


def _is_scrap(token: Token, neighbour: Token, lost: int) -> bool:
    """Whether what stands close to a name has fewer letters than the name lost there: ``Monteneg m``."""
    one, other = (lines.upright(word.box, word.region.angle) for word in (token.word, neighbour.word))
    letter = one.width / max(1, len(squeeze(token.text)))
    near = lines.gap(one, other) < _NEAR * letter
    return 0 < len(squeeze(neighbour.text)) < lost and near and other.width < (lost + 1) * letter


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
