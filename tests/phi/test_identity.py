"""Identity: what is gathered from a header, and what is not."""

from __future__ import annotations

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from dicom_text_redactor.phi.identity import Identity
from tests.phi.pages import header, hidden


def test_names_are_gathered_at_any_depth() -> None:
    inner, middle, outer = Dataset(), Dataset(), Dataset()
    inner.PersonName = "Vrabec^Jana"
    middle.PersonIdentificationCodeSequence = Sequence([inner])
    outer.ReferringPhysicianIdentificationSequence = Sequence([middle])
    assert Identity.of(outer).words == {"vrabec", "jana"}


@pytest.mark.parametrize("name", ["خالد^فاطمة", "מזרחי^רחל", "शर्मा^अनीता", "ใจดี^สมชาย", "ქართველი^ნინო"])
def test_a_name_in_a_script_that_no_reader_knows_is_told_from_others(name: str) -> None:
    def told(name: str) -> bool:
        return Identity.of(header(SpecificCharacterSet="ISO_IR 192", PatientName=name)).in_unread_script

    assert told(f"Paz^Ivo={name}")
    assert not any(map(told, ["Paz^Ivo", "Gonçalves^Zoë", "Тарасенко^Иван", "Γεωργίου^Ελένη", "山田^太郎", "김^민준"]))


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("Müller^Jörg", "mueller"),
        ("Müller^Jörg", "muller"),
        ("Ångström^Åsa", "angstrom"),
        ("Ångström^Åsa", "aangstroem"),
        ("Łuczak^Ewa", "luczak"),
        ("Groß^Ida", "gross"),
        ("Sørli^Pål", "sorli"),
        ("O'Farrell^Una", "ofarrell"),
        ("Al-Masri^Huda", "masri"),
        ("de Wit^Anna", "wit"),
    ],
)
def test_a_name_is_known_in_its_spellings(name: str, spelling: str) -> None:
    assert spelling in Identity.of(header(SpecificCharacterSet="ISO_IR 192", PatientName=name)).words


def test_titles_and_placeholders_are_nobodys_names() -> None:
    identity = Identity.of(header(PatientName="Anonymous", ReferringPhysicianName="Vrabec^^^Dr"))
    assert identity.words == {"vrabec"}


def test_ids_are_known_without_separators() -> None:
    identity = Identity.of(header(PatientID="KH-30.91-77", AccessionNumber="0044120"))
    assert {"kh309177", "0044120", "44120"} <= identity.ids


def test_clinical_descriptions_are_not_identity() -> None:
    identity = Identity.of(
        header(
            SeriesDescription="Axial Chest",
            ProtocolName="Neck Angio",
            BodyPartExamined="CHEST",
            Manufacturer="ACME Imaging",
        )
    )
    assert identity == Identity()


def test_private_values_that_read_like_a_name_are_gathered_and_settings_are_not() -> None:
    dataset = pydicom.Dataset()
    block = dataset.private_block(0x0029, "MAKER", create=True)
    block.add_new(0x01, "LO", "Vrabec^Jana")
    block.add_new(0x02, "LO", "Chest Routine")
    block.add_new(0x03, "LO", "order 7730912")
    identity = Identity.of(dataset, frozenset({"chest", "routine"}))
    assert identity.words == {"vrabec", "jana"}
    assert "7730912" in identity.ids


def test_a_broken_element_does_not_hide_the_others() -> None:
    dataset = header(PatientName="Vrabec")
    dataset[0x00100030] = pydicom.dataelem.RawDataElement(pydicom.tag.Tag(0x00100030), "US", 3, b"abc", 0, False, True)
    assert "vrabec" in Identity.of(dataset).words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Do^Thuy", {"do", "thuy"}),
        ("No^Thuy", {"no", "thuy"}),
        ("No^Name", set()),
        ("Vrabec^Jana^^Dr", {"vrabec", "jana"}),
        ("Vrabec^Jana^^^Jr", {"vrabec", "jana"}),
        ("Do^Jana^^Dr^MD", {"do", "jana"}),
        ("Dr. Jana Vrabec", {"jana", "vrabec"}),
        ("Prof. Dr. med. Vrabec", {"vrabec"}),
        ("No Name", set()),
    ],
)
def test_a_title_or_a_placeholder_is_a_name_where_it_stands_as_one(name: str, words: set[str]) -> None:
    assert Identity.of(header(PatientName=name)).words == words


@pytest.mark.parametrize(
    ("name", "joined"),
    [
        ("Vrabec^Jana", {"vrabecjana", "janavrabec"}),
        ("Do^Jana", set()),
        ("Vrabec^Jana=Враб^Яна", {"vrabecjana", "janavrabec", "врабяна", "янавраб"}),
    ],
)
def test_two_words_of_a_name_are_known_as_one_word_as_well(name: str, joined: set[str]) -> None:
    assert Identity.of(header(SpecificCharacterSet="ISO_IR 192", PatientName=name)).joined == joined


def test_days_are_known_without_their_year_and_dates_in_all_spellings() -> None:
    identity = Identity.of(header(PatientBirthDate="19570308", StudyDate=""))
    assert {"08031957", "8mar57", "19570308"} <= identity.dates
    assert {"8mar", "mar08"} <= identity.days


def test_an_institution_is_known_as_the_words_of_each_line() -> None:
    identity = Identity.of(header(InstitutionName="Garrow & Pell", InstitutionAddress="Mühlweg 4, Talheim"))
    assert {("garrow", "pell"), ("muehlweg", "4"), ("muhlweg", "4"), ("talheim",)} == set(identity.places)


@pytest.mark.parametrize("read", ["Do", "DO", "Thuy"])
def test_a_family_name_that_is_a_title_elsewhere_is_hidden(read: str) -> None:
    assert hidden(read, header(PatientName="Do^Thuy")) == read
