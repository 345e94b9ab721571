"""Patients, hospitals and dates out of a seed; none of them exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

SURNAMES = (
    "Abernetty", "Brackwater", "Calloway-Finch", "Dunwoodie", "Eskdale", "Fennimore", "Grosvenik", "Hollowood",
    "Ibbotsen", "Jarnefeldt", "Kestrelman", "Lindqvarn", "Mossgrave", "Nettlebury", "Ostrander", "Pennywhistle",
    "Quarrington", "Rosendahlen", "Szymanowicz", "Thistlemere", "Uppershaw", "Vandermolen", "Wolstencroft",
)  # fmt: skip
GIVEN = {
    "F": ("Adelina", "Brunhild", "Cordula", "Dagny", "Eluned", "Fenella", "Griselda", "Hedvika", "Isaura", "Jorunn"),
    "M": ("Aldous", "Bertrand", "Caspian", "Dietmar", "Evander", "Florian", "Gideon", "Havelock", "Ignatius", "Jasper"),
}
PLACES = ("Ambleford", "Birkenholm", "Castlewick", "Dornhaven", "Eastmarch", "Fallowdale", "Greywater", "Hartsmouth")
HOSPITALS = ("{} Infirmary", "{} General Hospital", "St Wendel {}", "{} County Clinic", "University Hospital {}")

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_EPOCH = datetime(1930, 1, 1)


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient and one study: what the header says, and what may be burned in."""

    surname: str
    given: str
    sex: str
    number: str
    born: datetime
    studied: datetime
    accession: str
    hospital: str
    physician: tuple[str, str]

    @property
    def header_name(self) -> str:
        """The name as an element of value representation PN holds it."""
        return f"{self.surname}^{self.given}"


def patient(random: np.random.Generator) -> Patient:
    """Somebody, a place and a day, drawn from the lists above."""
    sex = _one(random, ("F", "M"))
    return Patient(
        surname=_one(random, SURNAMES),
        given=_one(random, GIVEN[sex]),
        sex=sex,
        number=_one(random, ("{:08d}", "K{:07d}", "{:06d}-7", "MR{:06d}")).format(random.integers(10_000, 999_999)),
        born=_EPOCH + timedelta(days=int(random.integers(0, 30_000))),
        studied=datetime(2016, 1, 1) + timedelta(minutes=int(random.integers(0, 4_000_000))),
        accession=f"{_one(random, 'ABRX')}{random.integers(100_000, 9_999_999)}",
        hospital=_one(random, HOSPITALS).format(_one(random, PLACES)),
        physician=(_one(random, SURNAMES), _one(random, GIVEN["M"])),
    )


def written_date(day: datetime, style: int) -> str:
    """A date as scanners write it: `style` picks one of five spellings."""
    month = _MONTHS[day.month - 1]
    return (
        f"{day:%d.%m.%Y}",
        f"{day:%d/%m/%Y}",
        f"{day:%Y-%m-%d}",
        f"{day:%d}-{month}-{day:%Y}",
        f"{day:%m/%d/%Y}",
    )[style % 5]


def _one(random: np.random.Generator, some: Sequence[str]) -> str:
    return some[int(random.integers(len(some)))]
