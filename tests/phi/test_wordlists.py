"""The lists of names and places, and what stands in place of a name."""

from __future__ import annotations

import gzip

import pytest

from dicom_text_redactor.phi.spelling import fold
from dicom_text_redactor.phi.wordlists import LISTS, NAMES


@pytest.mark.parametrize("name", ["imogen", "thomas", "maria", "yusuf", "agnieszka"])
def test_given_names_of_many_languages_are_listed(name: str) -> None:
    assert name in LISTS.given


@pytest.mark.parametrize("name", ["okafor", "smith", "garcia", "lindqvist", "nguyen"])
def test_family_names_of_many_languages_are_listed(name: str) -> None:
    assert name in LISTS.family


@pytest.mark.parametrize("name", ["napoli", "lisboa", "germany"])
def test_towns_and_countries_are_listed(name: str) -> None:
    assert name in LISTS.places


@pytest.mark.parametrize("word", ["thorax", "gain", "supine", "sagittal"])
def test_clinical_words_are_nobodys_name(word: str) -> None:
    assert word not in LISTS.given | LISTS.family


def test_the_list_says_where_it_comes_from_and_has_each_line_once_and_folded() -> None:
    heading, *lines = gzip.decompress(NAMES.read_bytes()).decode("utf-8").splitlines()
    assert heading.startswith("#")
    assert "Source: " in heading
    assert len(lines) == len(set(lines)) > 20_000
    assert lines == [fold(line) for line in sorted(lines)]
    assert {kind for line in lines for kind in line.rpartition(" ")[2]} == {"f", "g", "p"}


@pytest.mark.parametrize("word", ["anonymous", "anonymisiert", "phantom", "doe"])
def test_what_a_name_is_replaced_by_is_known(word: str) -> None:
    assert word in LISTS.placeholders
