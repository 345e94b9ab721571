"""What one screen is about: a patient, physicians, an institution, dates, a device; and the habits of this screen."""

from __future__ import annotations

from datetime import timedelta

from training.screens import dates, labels, lists, numbers, places
from training.screens.chance import Chance
from training.screens.people import DOCTOR_ORDERS, Person, name_form, native, person
from training.screens.technique import technique

_NOBODY = 0.12  # of all screens that may have a patient: anonymised, a test, a demonstration
_NATIVE = 0.015  # of all patients: named in the letters of their own language
_ENDS_OF_ALIAS = "||||{n}| {n}|_{n:03}"
_IDS_OF_NOBODY = "1|12|123|1234|12345|0000|000|0001|99|999|test1|TEST01|QA1|demo|QC-1|X1|abc|111|{n}"


class Facts:
    """The facts of one examination, and how its screen writes names, dates, times and labels.

    `nobody` says that the patient is none: anonymised, a test, a phantom. `labelled` is the share of values that stand
    behind labels.
    """

    def __init__(self, r: Chance, modality: str, *, nobody: bool | None = None) -> None:
        self.r = r
        self.language = r.weighted(labels.LANGUAGES)
        self.nobody = r.odds(_NOBODY) if nobody is None else nobody
        self.technique = technique(r, modality, self.language)
        self.patient = _alias(r) if self.nobody else native(r) if r.odds(_NATIVE) else person(r)
        self.doctors = [person(r) for _ in range(3)]
        self.operator = person(r)
        self.institution = places.institution(r, self.language)
        self.id = r.text(_IDS_OF_NOBODY, n=r.whole(1, 99)) if self.nobody and r.odds(0.5) else numbers.patient_id(r)
        self.accession_number = numbers.accession(r)
        self.day = dates.day(r)
        self.age = r.whole(*r.weighted((((18, 89), 8.0), ((0, 17), 2.0), ((90, 104), 0.6))))
        self.born = self.day - timedelta(self.age * 365 + self.age // 4 + r.whole(1, 360))
        self.prior = self.day - timedelta(r.whole(5, 2500))
        self.later = self.day + timedelta(r.one(0, 0, 1, r.whole(0, 900)))
        self.seconds = r.whole(6 * 3600, 23 * 3600)
        self.sex = r.one("M", "F", "M", "F", "O")
        accents = r.odds(0.6)
        self.names = name_form(r, accents=accents)
        self.doctor_names = name_form(r, DOCTOR_ORDERS, accents=accents)
        self.date_form = dates.date_form(r, self.language)
        self.birth_form = self.date_form if r.odds(0.75) else dates.date_form(r, self.language)
        self.time_form = dates.time_form(r, self.language)
        self.ending = labels.ending(r)
        self.labelled = r.one(0.0, 0.15, 0.5, 0.9, 1.0)
        self.label_case = r.one("asis", "asis", "asis", "upper", "lower")


def _alias(r: Chance) -> Person:
    form = r.of(lists.items("people", "nobody"))
    form += r.text(_ENDS_OF_ALIAS) if "{" not in form else ""
    text = form.format(n=r.whole(1, 999), m=r.whole(1, 9999), c=r.capitals(r.whole(2, 4)))
    family, _, given = text.partition("^")
    return Person(given, family)
