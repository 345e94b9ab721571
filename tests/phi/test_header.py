"""The header: its names, ids, dates and places are found in the characters of a row, however they were read."""

from __future__ import annotations

import random
import time

import pytest

from dicom_text_redactor.phi.header import Header
from dicom_text_redactor.phi.identity import Identity
from tests.phi.pages import header

HEADER = Header(
    Identity.of(
        header(
            PatientName="Kiprotich^Ana",
            OtherPatientNames="Coulibaly^Fatoumata",
            ReferringPhysicianName="Do^Wei",
            PatientID="H-204.817",
            AccessionNumber="5519",
            PatientBirthDate="19480621",
            InstitutionName="Riverbend General Hospital",
        )
    )
)
NAME, NUMBER, DATE, PLACE = "PERSON", "ID", "DATE_TIME", "ORGANIZATION"


def shown(row: str, entity: str) -> list[str]:
    """The words of a row that show something of that entity."""
    words = row.split()
    hits = HEADER.search(words)
    return [word for at, word in enumerate(words) if hits.best(at, entity)]


def likeness(row: str, entity: str) -> float:
    """How surely the first word of a row shows it."""
    return HEADER.search(row.split()).best(0, entity)


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ("SK iprot ich PA", ["SK", "iprot", "ich"]),
        ("Coul ibaly 117 kV", ["Coul", "ibaly"]),
        ("FATOU MATA", ["FATOU", "MATA"]),
        ("K i p r o t i c h", list("Kiprotich")),
        ("RT Kip - rotich LT", ["Kip", "rotich"]),
    ],
)
def test_a_name_that_readers_split_is_found_in_all_its_words(row: str, parts: list[str]) -> None:
    assert shown(row, NAME) == parts


@pytest.mark.parametrize("word", ["KiprotichAna", "KIPROTICH^ANA", "FKiprotich", "Kiprotich,Coulibaly", "DrKiprotich"])
def test_a_name_is_found_where_it_is_glued_to_something(word: str) -> None:
    assert shown(f"PA {word} LT", NAME) == [word]


@pytest.mark.parametrize("word", ["KIPROTICHFATOUMATA", "FatoumataKiprotich"])
def test_a_name_in_one_piece_is_all_of_it_in_the_header(word: str) -> None:
    (hits,) = Header(Identity.of(header(PatientName="Kiprotich^Fatoumata"))).search([word]).of_word
    assert (hits["PERSON"].likeness, hits["PERSON"].share) == (1.0, 1.0)


@pytest.mark.parametrize(
    "word", ["K1PROTICH", "Kiprotlch", "Kjprotich", "Kiprotih", "Kiprrotich", "Kiprofich", "Kiprot1cn"]
)
def test_a_name_is_found_although_letters_of_it_were_misread(word: str) -> None:
    assert 0.5 < likeness(word, NAME) < 1.0


def test_the_more_was_misread_the_less_a_word_is_like_the_name() -> None:
    found = [
        likeness(word, NAME) for word in ("Kiprotich", "Kiprotlch", "Kipratich", "Kiqratlch", "Kxxrotich", "Garrow")
    ]
    assert found == sorted(found, reverse=True)
    assert found[0] == 1.0
    assert found[-1] == 0.0


@pytest.mark.parametrize(
    ("name", "word", "found"),
    [("Gill", "GIL", True), ("Fuller", "Fuler", True), ("Fuller", "Fulen", True), ("Gild", "GIL", False),
     ("Gila", "GIL", False), ("Gill", "IL", False), ("Attwell", "Atwel", True)],
)  # fmt: skip
def test_of_a_double_letter_one_may_be_lost(name: str, word: str, found: bool) -> None:
    hits = Header(Identity.of(header(PatientName=f"{name}^Marisol"))).search([word])
    assert (hits.best(0, NAME) > 0) == found


@pytest.mark.parametrize("row", ["mass with stone", "protocol rich", "Thorax lateral", "unable italy", "kippers"])
def test_other_words_are_not_taken_for_a_misread_name(row: str) -> None:
    assert shown(row, NAME) == []


@pytest.mark.parametrize(("row", "words"), [("ANA PA", ["ANA"]), ("BANANA", []), ("An a", ["An", "a"]), ("Ano", [])])
def test_a_short_name_is_found_as_whole_words_and_letter_for_letter_only(row: str, words: list[str]) -> None:
    assert shown(row, NAME) == words


@pytest.mark.parametrize("row", ["Doppler", "Weight 60", "window"])
def test_a_name_of_two_or_three_letters_is_not_found_inside_of_words(row: str) -> None:
    assert shown(row, NAME) == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("ID H204817", ["H204817"]),
        ("H-204.817", ["H-204.817"]),
        ("H 204 817", ["H", "204", "817"]),
        ("H2O48l7", ["H2O48l7"]),
        ("MRN:204817", ["MRN:204817"]),
        ("5519", ["5519"]),
        ("55 19 mm", ["55", "19"]),
        ("5S19", []),
        ("204", []),
    ],
)
def test_an_id_is_found_with_its_separators_or_without_and_a_short_one_only_as_it_is(
    row: str, words: list[str]
) -> None:
    assert shown(row, NUMBER) == words


@pytest.mark.parametrize(
    "row",
    ["21.06.1948", "06/21/48", "19480621", "1948-06-21", "21JUN1948", "21 Jun 1948", "June 21 , 1948", "21. Juni 1948",
     "21 junio 1948", "21 06 1948", "2l.O6.1948", "21.06. 1948", "21 / 06 / 48"],
)  # fmt: skip
def test_a_date_is_found_in_every_spelling_and_over_several_words(row: str) -> None:
    words = row.split()
    hits = HEADER.search(words)
    assert all(hits.best(at, DATE) == 1.0 for at, word in enumerate(words) if any(map(str.isalnum, word)))


@pytest.mark.parametrize("row", ["21 Jun", "JUN 21", "21.Juni"])
def test_a_day_and_a_month_without_their_year_are_half_of_a_date(row: str) -> None:
    assert likeness(row, DATE) == 0.5


@pytest.mark.parametrize("row", ["22.06.1948", "1948", "21 06", "21.06.1984"])
def test_another_date_and_a_part_of_one_are_not_the_headers(row: str) -> None:
    assert shown(row, DATE) == []


def test_the_words_of_an_institution_count_by_the_share_of_them_that_is_there() -> None:
    whole, half = likeness("Riverbend General Hospital", PLACE), likeness("Riverbend Hospital", PLACE)
    alone, common = likeness("Riverbend", PLACE), likeness("General", PLACE)
    assert 1.0 == whole > half > alone > common > 0.0
    assert half == pytest.approx(17 / 24)


def test_the_best_of_several_hits_counts() -> None:
    both = Header(Identity.of(header(PatientName="Marlow^Marlowe")))
    assert both.search(["MARLOWE"]).best(0, NAME) == 1.0


@pytest.mark.parametrize("row", ["", "- -", "()"])
def test_a_row_without_letters_and_figures_shows_nothing(row: str) -> None:
    words = row.split()
    assert HEADER.search(words).of_word == [{} for _ in words]


def test_an_empty_header_finds_nothing() -> None:
    assert Header(Identity()).search("Kiprotich 21.06.1948 H204817".split()).of_word == [{}, {}, {}]


def test_a_header_of_thousands_of_names_takes_seconds_and_no_minutes() -> None:
    chance = random.Random(7)
    names = frozenset("".join(chance.choices("aeinrstlomdk", k=chance.randint(5, 10))) for _ in range(5000))
    hostile = Header(Identity(words=names, ids=frozenset(str(number) for number in range(700_000, 702_000))))
    row = "THE QUICK BROWN FOX JUMPS OVER ANNA MARIA STONE KARDERINA LOMSENATI 700123 1234567".split()
    before = time.process_time()
    for _ in range(3):
        hostile.search(row)
    assert time.process_time() - before < 10
