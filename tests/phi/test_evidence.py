"""Evidence: each piece says more of the word of its example than of the word of its counter-example."""

from __future__ import annotations

import pytest

from dicom_text_redactor.phi.evidence import Piece, pieces
from tests.phi.pages import marked, page_of

PIECES = list(pieces().values())


def value(piece: Piece, text: str) -> float:
    """What a piece says of the word that is meant."""
    return piece.value(page_of(text).tokens[marked(text)])


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.name)
def test_a_piece_of_evidence_says_more_of_its_example_than_of_its_counter_example(piece: Piece) -> None:
    assert value(piece, piece.example) > value(piece, piece.counter)
