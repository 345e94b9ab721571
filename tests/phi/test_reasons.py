"""Reasons: what weighed in a verdict, and that it is all that weighed."""

from __future__ import annotations

import numpy as np
import pytest

from dicom_text_redactor.phi.page import Page
from dicom_text_redactor.phi.reasons import AROUND_SAYS, reasons, strongest
from dicom_text_redactor.phi.weighing import AROUND, Weighed, evidence_of, learned, weigh
from dicom_text_redactor.sources import Source
from tests.phi.pages import TOP, marked, page_of

SUMS = learned().sums
PAGES = [TOP.format("Okafor Stone"), "Tom Gain 42 / 77309 Ann", "Quince 12 / Zyxomat PA / 4711"]


def weighed(page: Page) -> Weighed:
    """The words of a page with their log-odds."""
    return weigh(page, evidence_of(page.tokens, learned().evidence), SUMS)


def test_the_reasons_of_a_word_sum_up_to_its_log_odds_but_for_a_part_that_is_the_same_for_all_words() -> None:
    rest: list[float] = []
    for text in PAGES:
        page = weighed(page_of(text))
        told = [sum(reason.weight for reason in some) for some in reasons(page, SUMS)]
        # Beyond nine the odds are cut off, and their parts are not.
        rest += [float(o) - t for o, t in zip(page.odds, told, strict=True) if abs(o) < 6]
    assert len(rest) > 8
    np.testing.assert_allclose(rest, rest[0], atol=0.02)


@pytest.mark.parametrize("text", PAGES)
def test_a_word_has_a_reason_for_each_piece_and_for_what_stands_around_it_the_weightiest_first(text: str) -> None:
    for some in reasons(weighed(page_of(text)), SUMS):
        assert {reason.name for reason in some} == {*learned().evidence, *AROUND}
        sizes = [abs(reason.weight) for reason in some]
        assert sizes == sorted(sizes, reverse=True)
        assert all(reason.says.endswith(".") for reason in some)


def test_all_that_stands_around_a_word_has_a_sentence() -> None:
    assert set(AROUND_SAYS) == set(AROUND)


def test_a_page_without_words_has_no_reasons() -> None:
    assert reasons(weighed(page_of("")), SUMS) == []


@pytest.mark.parametrize(
    ("text", "entity", "source"),
    [
        ("Patient: *Xochitl*", "PERSON", Source.LABEL),
        ("*MARLUW* IMOGEN", "PERSON", Source.METADATA),
        ("12 cm / *77777777*", "ID", Source.PATTERN),
        ("*12.03.1961*", "DATE_TIME", Source.PATTERN),
        ("*Talheim* Infirmary", "ORGANIZATION", Source.UNKNOWN_WORD),
    ],
)
def test_a_verdict_is_told_by_the_piece_that_speaks_most_for_hiding(text: str, entity: str, source: Source) -> None:
    page, word = weighed(page_of(text)), marked(text)
    assert strongest(page, SUMS, [word]) == {word: (entity, source)}
