"""Technique: the words and figures of a header that say how an image was made."""

from __future__ import annotations

import pydicom
import pytest
from pydicom.datadict import dictionary_VR, keyword_dict

from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.technique import KEYWORDS, technique_of
from tests.phi.pages import header


@pytest.mark.parametrize(
    ("keyword", "value", "words"),
    [
        ("StudyDescription", "CHEST^WALL (routine)", {"chest", "wall", "routine"}),
        ("ProtocolName", "Hüfte_links", {"hufte", "links"}),
        ("ManufacturerModelName", "EPIQ 7G", {"epiq", "7g"}),
        ("KVP", "117", {"117", "117.0", "117.00"}),
        ("SliceLocation", "-203.75", {"-203.75", "-203.8", "-204"}),
        ("ScanOptions", ["FS", "PFP"], {"fs", "pfp"}),
    ],
)
def test_technical_values_are_known_as_words_and_figures_with_their_decimals(
    keyword: str, value: object, words: set[str]
) -> None:
    assert words <= technique_of(header(**{keyword: value}))


def test_names_ids_dates_and_places_are_no_technique() -> None:
    dataset = header(PatientName="MARLOW^IMOGEN", PatientID="BG7730914", StudyDate="20150314",
                     InstitutionName="Northgate Infirmary", OperatorsName="Thorne")  # fmt: skip
    assert technique_of(dataset) == frozenset()


def test_every_keyword_is_one_of_the_standard_and_none_identifies() -> None:
    assert set(KEYWORDS) <= set(keyword_dict)
    assert len(KEYWORDS) == len(set(KEYWORDS))
    texts = [keyword for keyword in KEYWORDS if dictionary_VR(keyword) in ("LO", "SH", "CS")]
    assert Identity.of(header(**dict.fromkeys(texts, "VRABEC"))) == Identity()


def test_a_broken_element_does_not_hide_the_others() -> None:
    dataset = header(Modality="CT")
    dataset[0x00200011] = pydicom.dataelem.RawDataElement(pydicom.tag.Tag(0x00200011), "US", 3, b"abc", 0, False, True)
    assert technique_of(dataset) == {"ct"}


def test_an_endless_value_is_cut() -> None:
    endless = header(ImageComments=" ".join(f"w{number}" for number in range(1500)))
    assert 100 < len(technique_of(endless)) < 300
