"""Reasons: what weighed in a verdict, and that it is all that weighed."""

from __future__ import annotations

import numpy as np
import pytest

from dicom_text_redactor.phi.reasons import AROUND_SAYS, reasons, strongest
from dicom_text_redactor.phi.weighing import AROUND, evidence_of, learned, weigh
from dicom_text_redactor.sources import Source
from tests.phi.pages import TOP, marked, page_of

PAGES = [TOP.format("Okafor Stone"), "Tom Gain 42 / 77309 Ann", "Quince 12 / Zyxomat PA / 4711"]


def test_the_reasons_of_a_word_sum_up_to_its_log_odds_but_for_a_part_that_is_the_same_for_all_words() -> None:
    rest: list[float] = []
    for text in PAGES:
        page = page_of(text)
        odds = weigh(page, evidence_of(page.tokens, learned().evidence), learned().sums)
        told = [sum(reason.weight for reason in some) for some in reasons(page, learned())]
        # Beyond nine a sum is cut off, and its parts are not.
        rest += [float(o) - t for o, t in zip(odds, told, strict=True) if abs(o) < 6]
    assert len(rest) > 8
    np.testing.assert_allclose(rest, rest[0], atol=0.02)


@pytest.mark.parametrize("text", PAGES)
def test_a_word_has_a_reason_for_each_piece_and_for_what_stands_around_it_the_weightiest_first(text: str) -> None:
    for some in reasons(page_of(text), learned()):
        assert {reason.name for reason in some} == {*learned().evidence, *AROUND} - {"own"}
        sizes = [abs(reason.weight) for reason in some]
        assert sizes == sorted(sizes, reverse=True)
        assert all(reason.says.endswith(".") for reason in some)


def test_all_that_stands_around_a_word_has_a_sentence() -> None:
    assert set(AROUND_SAYS) == set(AROUND) - {"own"}


def test_a_page_without_words_has_no_reasons() -> None:
    assert reasons(page_of(""), learned()) == []


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
    token = page_of(text).tokens[marked(text)]
    (evidence,) = evidence_of([token], learned().evidence)
    assert strongest(evidence, learned()) == (entity, source)
