"""The lists: well formed, broad, and empty of people's names."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.phi.vocabulary import FOLDER, Standing, Vocabulary, read_words

VOCABULARY = Vocabulary()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_every_list_says_what_it_is_and_where_it_comes_from(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert any(line.startswith("# Source: ") for line in lines[:4])
    assert read_words(path)


@pytest.mark.parametrize(
    "word",
    [
        "supraspinatus",
        "CHOLELITHIASIS",
        "T2",
        "L4-5",
        "C5-1",
        "9L",
        "16cm",
        "W400",
        "kV:120",
        "67%",
        "1.5x",
        "3/12",
        "-600",
        "semi-upright",
        "WW400WL40",
        "WL-600WW1500",
        "LVEDV98ml",
        "HU31.5SD",
        "MID86cm/s",
        "arterialphase",
        "PANCREASLONG",
        "t1_vibe_fs_cor",
        "pd_tse_sag_320",
        "Body_18",
        "16ch",
        "R-CC",
        "AGD",
        "W/Rh",
        "JR4",
        "EBU3.5",
        "Tc-99m",
        "MAG3",
        "CTDIvol",
        "dGycm2",
        "LVIDd",
        "POPV",
        "ChestAbd",
        "TopoLat",
        "SAR",
    ],
)
def test_clinical_words_and_codes_are_known(word: str) -> None:
    assert VOCABULARY.standing(word) >= Standing.NUMBER


@pytest.mark.parametrize(
    "name",
    [
        "Adeyemi",
        "Bauer",
        "Castellanos",
        "Dimitrov",
        "Eriksen",
        "Fujimoto",
        "Gonzalez",
        "Haddad",
        "Ivanova",
        "Jansen",
        "Kowalczyk",
        "Lindqvist",
        "Moreau",
        "Novak",
        "Ortega",
        "Papadopoulos",
        "Quispe",
        "Rossi",
        "Suzuki",
        "Tanaka",
        "Ustinov",
        "Vasquez",
        "Wang",
        "Yilmaz",
        "Zhang",
        "Smith",
        "Johnson",
        "Williams",
        "Garcia",
        "Khan",
        "Singh",
    ],
)
def test_names_are_not_in_the_lists(name: str) -> None:
    assert VOCABULARY.standing(name) is Standing.UNKNOWN


@pytest.mark.parametrize(
    "name",
    [
        "Rose",
        "Young",
        "Long",
        "Faith",
        "Dean",
        "Mark",
        "Grant",
        "May",
        "Page",
        "Hand",
        "Grace",
        "Hope",
        "Brown",
        "Hill",
        "Stone",
        "Will",
    ],
)
def test_words_that_are_names_too_need_company(name: str) -> None:
    assert VOCABULARY.standing(name) < Standing.NUMBER


@pytest.mark.parametrize(
    "word",
    [
        "ALY5SA",
        "TR0ST",
        "SE1017-97-309",
        "US20817",
        "8ALE",
        "A773091",
        "12-34-5678",
        "77309",
        "12/2019",
    ],
)
def test_names_and_ids_do_not_pass_for_codes(word: str) -> None:
    assert VOCABULARY.standing(word) is Standing.UNKNOWN
