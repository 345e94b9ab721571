"""How policies and lists change what is hidden."""

from __future__ import annotations

from typing import NoReturn

import numpy as np
import pytest

from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.settings import Policy, RedactionSettings
from tests.phantoms import SURNAME, Line, Phantom, image_with

STRANGE = "LUMITOR"
"""A word that is neither a name of the header nor clinical: nobody knows it."""


@pytest.fixture(scope="module")
def phantom() -> Phantom:
    return image_with(Line(SURNAME, top=20), Line(STRANGE, top=90), Line("CHEST LEFT", top=170), PatientName=SURNAME)


def hidden(phantom: Phantom, settings: RedactionSettings) -> set[str]:
    lines = Redactor(settings).examine(phantom.dataset)
    return {verdict.word.text for line in lines for verdict in line.verdicts if verdict.hide}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("phi", {SURNAME}),
        ("cautious", {SURNAME, STRANGE}),
    ],
)
def test_policies_hide_more_the_stricter_they_are(phantom: Phantom, policy: Policy, expected: set[str]) -> None:
    assert hidden(phantom, RedactionSettings(policy=policy, ner_model="")) == expected


def test_all_text_hides_every_line_and_nobody_has_to_read_it(phantom: Phantom) -> None:
    settings = RedactionSettings(policy="all-text", ner_model="")
    redactor = Redactor(settings, reader=Unasked(), second_reader=Unasked())
    area = np.zeros(phantom.frames[0].grey.shape, bool)
    for mark in redactor.redact(phantom.dataset).report.hidden:
        area[mark.box.slices] = True
    assert all(area[ink].all() for ink in phantom.ink.values())


class Unasked:
    """A reader whom nobody may ask."""

    name = "unasked"

    def read(self, lines: object, **_: object) -> NoReturn:
        raise AssertionError


def test_an_allowed_word_is_kept_in_any_case(phantom: Phantom) -> None:
    settings = RedactionSettings(allow=frozenset([STRANGE.casefold()]), ner_model="")
    assert hidden(phantom, settings) == {SURNAME}


def test_a_denied_word_is_hidden_even_if_it_is_clinical(phantom: Phantom) -> None:
    settings = RedactionSettings(policy="phi", deny=frozenset(["chest"]), ner_model="")
    assert hidden(phantom, settings) == {SURNAME, "CHEST"}


def test_a_denied_word_is_hidden_even_if_it_is_allowed(phantom: Phantom) -> None:
    words = frozenset([STRANGE])
    assert STRANGE in hidden(phantom, RedactionSettings(policy="phi", allow=words, deny=words, ner_model=""))


def test_all_text_leaves_nothing_in_the_report_s_kept_areas(phantom: Phantom) -> None:
    report = Redactor(RedactionSettings(policy="all-text", ner_model="")).redact(phantom.dataset).report
    assert report.policy == "all-text"
    assert report.kept == ()
    assert {mark.source for mark in report.hidden} == {"policy"}
