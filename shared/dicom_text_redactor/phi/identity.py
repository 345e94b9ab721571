"""Whose image this is: what a file's header says of persons, ids, dates and places, gathered for one file only."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import pydicom
from pydicom.dataelem import DataElement
from pydicom.valuerep import PersonName

from dicom_text_redactor.errors import TooLarge
from dicom_text_redactor.phi import dates
from dicom_text_redactor.phi.spelling import DEGREES, TITLES, foldings, parts, squeeze

_TITLES = TITLES | DEGREES | {"professor", "med", "ii", "iii", "iv"}
_PLACEHOLDERS = frozenset("anonymous anonymized anon unknown none null removed na test patient name no id xxx".split())

# Keywords of PS3.6 that hold no PN but a person, an id, or a place all the same.
_PERSON = re.compile(
    r"(Physician|Operator|Person|Mother|Responsible|Patient|Performer|Observer|Reader|Author|Owner).*Name|UserName|NameOf"
)
_ID = re.compile(
    r"PatientID|OtherPatientID|AccessionNumber|StudyID$|AdmissionID|VisitID|EpisodeID|ProcedureID|ProcedureStepID|"
    r"OrderNumber|MedicalRecordLocator|InsurancePlan|SerialNumber|PatientInsurance|IssuerOf|ServiceEpisode|"
    r"EthicsCommittee|ClinicalTrialSubject|ContainerIdentifier|SpecimenIdentifier|MicrochipNumber|IdentificationCode"
)
_PLACE = re.compile(
    r"Institution|Address|DepartmentName|RequestingService|PatientInstitutionResidence|CurrentPatientLocation|StationName|"
    r"ClinicalTrialSite|ClinicalTrialSponsor|RegionOfResidence|CountryOfResidence|OrganizationName|Location$|MilitaryRank"
)
_PHONE = re.compile(r"Telephone|PhoneNumber|Telecom")
_FREE_TEXT = re.compile(r"Comments|AdditionalPatientHistory|Occupation|SpecialNeeds")
_NOT_SCANNED = frozenset(("CodeMeaning", "CodeValue", "CodingSchemeDesignator", "ContextIdentifier"))

_CARETS = re.compile(r"[^\W\d_]{2,}\^[^\W\d_]+")
_NAME_LIKE = re.compile(r"[^\W\d_][^\W\d_'.-]+,? [^\W\d_][^\W\d_'.-]+(?: [^\W\d_][^\W\d_'.-]*)?")
_LONG_NUMBER = re.compile(r"(?<![\d.])[A-Za-z]{0,4}\d{6,12}(?![\d.])")

_TEXT_VRS = frozenset(("LO", "SH", "ST", "LT", "UT", "UC", "PN", "CS", "AE", "UN", "IS"))
_LONGEST = 1024
_MOST_JOINED, _LEAST_JOINED = 4, 3  # words of a name that may be joined, and the letters of each at the least
_MOST = 20_000  # every word that is read is compared with each of them

_LAST_LATIN = 0x24F
"""The last letter of the Latin blocks of Unicode that names are written with."""
_UNREAD = ((0x530, 0x10FF), (0x1200, 0x137F), (0x1780, 0x17FF), (0xFB13, 0xFDFF), (0xFE70, 0xFEFC))
"""Letters of scripts that no reader knows: from Armenian to Georgian, with Hebrew, Arabic, Thai and those of India."""


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """What one header knows.

    Attributes
    ----------
    words
        The single words of persons' names, folded.
    ids
        Ids, accession and telephone numbers, without separators.
    dates
        All dates, in every spelling, without separators.
    days
        The days and months of these dates without their years, in every spelling.
    places
        Institutions and addresses, each as its words in order.
    joined
        Two words of one name as one, in either order.
    """

    words: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    places: tuple[tuple[str, ...], ...] = ()
    joined: frozenset[str] = frozenset()

    @property
    def in_another_script(self) -> bool:
        """Whether a name is written in letters other than Latin ones: text in their script is to be expected."""
        return any(c.isalpha() and ord(c) > _LAST_LATIN for word in self.words for c in word)

    @property
    def in_unread_script(self) -> bool:
        """Whether a name is written in a script that no reader knows."""
        letters = {ord(letter) for word in self.words for letter in word}
        return any(first <= number <= last for number in letters for first, last in _UNREAD)

    @classmethod
    def of(cls, dataset: pydicom.Dataset, clinical: Container[str] = ()) -> Identity:
        """Gather the identity of a dataset, at any depth of sequences; pixels are not touched.

        `clinical` holds the words that make a private value a setting's name rather than a person's.

        Raises
        ------
        TooLarge
            There are more names, numbers and places than any real header has.
        """
        words: set[str] = set()
        joined: set[str] = set()
        ids: set[str] = set()
        all_dates: set[str] = set()
        days: set[str] = set()
        places: dict[tuple[str, ...], None] = {}
        for element in _elements(dataset):
            kind = _kind(element)
            for value in _values(element):
                if kind == "person" or (kind == "private" and _name_like(value, clinical)):
                    for spelled in _spelled(value):
                        words.update(word for word in spelled if len(word) > 1)
                        joined.update(_joined(spelled))
                elif kind == "date":
                    day = dates.parse(value)
                    if day and day.year > 1850:
                        all_dates |= dates.forms(day)
                        days |= dates.forms_without_year(day)
                elif kind == "id":
                    ids |= _ids(value)
                elif kind == "place":
                    places |= dict.fromkeys(_places(value))
                if kind in ("private", "free"):
                    ids |= {squeeze(number) for number in _LONG_NUMBER.findall(value)}
                if sum(map(len, (words, joined, ids, all_dates, places))) > _MOST:
                    raise TooLarge("The header holds more names, numbers and places than any real object.")
        return cls(
            frozenset(words), frozenset(ids), frozenset(all_dates), frozenset(days), tuple(places), frozenset(joined)
        )


def _elements(dataset: pydicom.Dataset) -> Iterator[DataElement]:
    for tag in dataset.keys():  # noqa: SIM118  # iterating a Dataset converts every element, the broken ones too
        if tag.group in (0x7FE0, 0x5400) or 0x6000 <= tag.group <= 0x60FF:
            continue
        try:
            element = dataset[tag]
        except Exception:  # noqa: S112  # one broken element says nothing; the others still count
            continue
        if element.VR == "SQ":
            for item in element.value or ():
                yield from _elements(item)
        else:
            yield element


def _kind(element: DataElement) -> str:
    if element.VR == "PN":
        return "person"
    if element.VR in ("DA", "DT"):
        return "date"
    if element.VR not in _TEXT_VRS:
        return ""
    if element.tag.is_private:
        return "private"
    keyword = element.keyword
    if not keyword or keyword in _NOT_SCANNED:
        return ""
    for kind, form in (("phone", _PHONE), ("id", _ID), ("person", _PERSON), ("place", _PLACE), ("free", _FREE_TEXT)):
        if form.search(keyword):
            return "id" if kind == "phone" else kind
    return ""


def _values(element: DataElement) -> Iterator[str]:
    value = element.value
    for one in value if isinstance(value, list | tuple | pydicom.multival.MultiValue) else [value]:
        if isinstance(one, PersonName):
            yield from (str(group) for group in str(one).split("=") if group.strip())
        elif isinstance(one, bytes):
            text = one[:_LONGEST].rstrip(b"\0 ")
            if text and all(32 <= c < 127 for c in text):
                yield text.decode("ascii")
        elif one is not None and str(one).strip():
            yield str(one)[:_LONGEST].strip()


def _spelled(value: str) -> Iterator[tuple[str, ...]]:
    """The words of one person's name in each way to write them without diacritics; titles and placeholders left out.

    Where a PN (PS3.5 6.2.1) has its parts, only prefix and suffix hold titles: ``Do`` and ``No`` are family names too.
    """
    for spelled in foldings(value.replace("'", "").replace("’", "")):
        words = [w for w in parts(spelled) if not w.isdigit()]
        if _PLACEHOLDERS.issuperset(words):
            continue
        proper = set(parts("^".join(spelled.split("^")[:3]))) if "^" in spelled else set()
        own = tuple(w for w in words if w in proper or w not in _TITLES | _PLACEHOLDERS)
        if own:
            yield own


def _joined(words: Sequence[str]) -> Iterator[str]:
    """Two words of a name as one, in either order, as some screens have them."""
    return (a + b for a, b in permutations(words[:_MOST_JOINED], 2) if min(len(a), len(b)) >= _LEAST_JOINED)


def _places(value: str) -> Iterator[tuple[str, ...]]:
    for line in re.split(r"[\r\n,;^]+", value):
        for spelled in foldings(line):
            words = tuple(filter(None, map(squeeze, spelled.split())))
            if words and not _PLACEHOLDERS.issuperset(words):
                yield words


def _ids(value: str) -> set[str]:
    text = squeeze(value)
    found = {text} if len(text) >= 3 and any(c.isdigit() for c in text) else set()
    digits = text.lstrip("abcdefghijklmnopqrstuvwxyz")
    if len(digits) >= 5 and digits.isdigit():
        found |= {digits, digits.lstrip("0")}
    return {form for form in found if len(form) >= 3}


def _name_like(value: str, clinical: Container[str]) -> bool:
    """Whether a private value reads like a person's name; single words are left out, most of them are settings."""
    if len(value) > 64 or any(part in clinical for part in parts(value)):
        return False
    return _CARETS.match(value) is not None or _NAME_LIKE.fullmatch(value) is not None
