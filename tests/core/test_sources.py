"""The reasons of the box report: each in one place, and their colours told apart by everybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from dicom_text_redactor.previews.colours import DARK
from dicom_text_redactor.report import SCHEMA_FILE
from dicom_text_redactor.sources import KEPT, Colour, KeptBecause, Source, Why

Numbers = npt.NDArray[np.float64]

MISSED: Colour = (255, 77, 94)
"""What a person draws as missed on the review page, in ``page.css``."""

# What eyes of each kind see of linear red, green and blue (Machado et al., 2009; none of one kind of cones at all).
EYES = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
APART = 15.0  # units of CIE L*a*b*; 2.3 are just noticeable side by side
SEEN = 5.0  # contrast of a line with the dark one beside it; WCAG 2.2 asks for 3 (1.4.11)


def linear(colour: Colour) -> Numbers:
    values = np.array(colour) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def luminance(colour: Colour) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: Colour, other: Colour) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def lab(colour: Colour, eyes: str) -> Numbers:
    """CIE L*a*b* of what such eyes see of a colour."""
    seen = np.clip(np.array(EYES[eyes]) @ linear(colour), 0, 1)
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    parts = np.array(to_xyz) @ seen / [0.95047, 1.0, 1.08883]
    x, y, z = np.where(parts > (6 / 29) ** 3, np.cbrt(parts), parts / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def outlines() -> Iterator[tuple[str, Colour]]:
    yield from ((source, source.colour) for source in Source)
    yield from (("kept", KEPT), ("missed", MISSED))


def defined(*path: str) -> list[str]:
    part = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))["properties"]
    for name in path:
        part = part[name]
    return list(part["enum"])


def test_the_schema_names_every_reason_and_no_other() -> None:
    assert sorted(defined("boxes", "items", "properties", "source")) == sorted(Source)
    assert sorted(defined("kept", "items", "properties", "because")) == sorted(KeptBecause)


@pytest.mark.parametrize("why", [*Source, *KeptBecause])
def test_a_reason_is_its_word_in_a_report_and_comes_back_from_it(why: Why) -> None:
    word = json.loads(json.dumps(why))
    assert {each.value: each for each in type(why)}[word] is why
    assert f"{why}" == word == why.value


@pytest.mark.parametrize("reasons", [Source, KeptBecause])
def test_the_rank_is_the_order_of_the_members(reasons: type[Why]) -> None:
    assert [why.rank for why in reasons] == list(range(len(list(reasons))))
    assert Source.DENY_LIST.rank == 0


def test_what_was_kept_looks_the_same_for_every_reason() -> None:
    assert {because.colour for because in KeptBecause} == {KEPT}


@pytest.mark.parametrize("eyes", EYES)
def test_no_two_outlines_look_alike_to_colour_blind_eyes(eyes: str) -> None:
    alike = {
        (one, other)
        for (one, first), (other, second) in combinations(outlines(), 2)
        if np.linalg.norm(lab(first, eyes) - lab(second, eyes)) < APART
    }
    assert alike == set()


@pytest.mark.parametrize("paper", [0, 128, 255])
def test_an_outline_or_the_dark_line_beside_it_is_seen_on_black_grey_and_white(paper: int) -> None:
    for name, colour in outlines():
        assert contrast(colour, DARK) >= SEEN, name
        assert max(contrast(each, (paper,) * 3) for each in (colour, DARK)) >= SEEN, name
