"""The lists: well formed, broad, and empty of people's names."""

from __future__ import annotations

from pathlib import Path

import pytest

from dicom_text_redactor.phi.vocabulary import FOLDER, Standing, Vocabulary, read_words

VOCABULARY = Vocabulary()
FIGURES = """
80/Sn140 4i21s %DS
1:1 180x180 256*204 0.6x0.6x0.6 R2* T2* FOV180 1/128 #12 <5 10-year C+ 1.5T 16ch 3D
TIRADS3 RADS-3 30LAO 35.2LAO 20CRAN IQR/Med ThorHR Bl57 Br40 I31f J40s FC18 U75u HE1-4 SC5-1U LA3-14AD
i12LX8 9L-D PLT-1005BT RIC5-9-D 6C1HD 14L5 W/WO mmHg dB/m cm/s MHz mGy*cm
"""
NO_FIGURES = """
01.02.1953 01/02/53 19530201 05MAR1961 1953-02-01 53-02-01 12.03.61 5-Mar-61 Mar-61 Mar1961 03/1961 1961-03 010253
123456 1234567 A1234567 K123456 MRN12345 M123456 555-1234 555-123-4567 5551234567 078-05-1120 12AB345 S12-3456
H20-12345 RAD-2023-1 CT1234567 12-345678 1.234.567 020-7946 D-80331 b12_03_1961 b51_403_877 CT_HEAD_12_03_1961
MR_BRAIN_1234_5678 t2_tse_123_457_tra 1of12345 1.234.56 12.03,61 G2P1001
"""


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
        "LVEDV98ml",
        "HU31.5SD",
        "MID86cm/s",
        "t1_vibe_fs_cor",
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


@pytest.mark.parametrize(
    "word",
    FIGURES.split(),
)
def test_numbers_measurements_and_codes_of_screens_are_known(word: str) -> None:
    assert VOCABULARY.standing(word) >= Standing.NUMBER


@pytest.mark.parametrize(
    "word",
    NO_FIGURES.split(),
)
def test_dates_ids_and_telephone_numbers_do_not_pass_for_figures(word: str) -> None:
    assert VOCABULARY.standing(word) is Standing.UNKNOWN


@pytest.mark.parametrize("word", ["yesterday", "careful", "honest", "mention"])
def test_common_english_words_are_kept_in_company_only(word: str) -> None:
    assert VOCABULARY.standing(word) is Standing.WEAK


@pytest.mark.parametrize(
    "line",
    [
        "Wrist scaphoid ulnar deviation",
        "Thorax Bl57 iMAR prospective gated",
        "Perfusion mismatch penumbra core Tmax",
        "RNFL thickness ETDRS subfield macula",
        "periapical bitewing orthopantomogram",
        "PTV GTV isodose VMAT EPID",
        "OSEM subsets CTAC iterations Gaussian",
        "lumbar densitometry osteopenia FRAX",
        "Pfortader Leberrand Knochenfenster Oberbauch",
        "hallazgos patológicos significativos",
        "épanchement pleural millimétriques",
        "kręgosłup lędźwiowy bocznie",
        "sphenoethmoidal pterygopalatine triquetrum syndesmosis",
        "Gadovist Iomeron Optiray regadenoson",
    ],
)
def test_the_screens_of_every_discipline_and_language_are_known(line: str) -> None:
    assert [word for word in line.split() if VOCABULARY.standing(word) is Standing.UNKNOWN] == []


@pytest.mark.parametrize(
    "name", ["Bernstein", "Bancroft", "Castelli", "Sellars", "Yesica", "Taylor", "Lawrence", "Miller"]
)
def test_a_name_one_letter_from_a_clinical_word_or_an_eponym_is_still_a_name(name: str) -> None:
    assert VOCABULARY.standing(name) is Standing.UNKNOWN


@pytest.mark.parametrize("word", ["KneeTxRx", "ElbowApLat", "0.7SCOUT", "1.25CHEST", "WristPa"])
def test_clinical_words_run_together_are_known_by_their_capitals_and_figures(word: str) -> None:
    assert VOCABULARY.standing(word) is Standing.SOLID


@pytest.mark.parametrize(
    "name",
    [
        "McDonald",
        "DeLuca",
        "JoAnn",
        "MacKay",
        "LeRoy",
        "VanHouten",
        "DeAngelo",
        "MaryAnn",
        "LTMILLER",
        "RTYOUNG",
        "APVRABEC",
        "0.7FARRUGIA",
        "VrabecKnee",
    ],
)
def test_a_name_with_a_capital_in_its_middle_is_no_clinical_word(name: str) -> None:
    assert VOCABULARY.standing(name) is Standing.UNKNOWN
