"""What one screen is about: a patient, physicians, an institution, dates, a device; and how this screen writes all that."""

from __future__ import annotations

from datetime import date, timedelta

from training.screens import anatomy, dates, labels, lists, numbers, places, settings
from training.screens.chance import Chance
from training.screens.lines import Line, clinical, identifying, joined, neutral
from training.screens.people import DOCTOR_ORDERS, Person, name_form, person
from training.screens.technique import technique


class Case:
    """All that may stand on a screen of one examination. Every method gives a line, written as this screen writes.

    `nobody` says that the patient is none: anonymised, a test, a phantom.
    """

    def __init__(self, r: Chance, modality: str, *, language: str | None = None, nobody: bool | None = None) -> None:
        self.r = r
        self.language = language or r.weighted(labels.LANGUAGES)
        self.nobody = r.odds(0.12) if nobody is None else nobody
        self.technique = technique(r, modality, self.language)
        self.patient = person(r)
        if self.nobody:
            alias = r.of(lists.items("people", "nobody")) + r.one(
                "", "", "", str(r.whole(1, 999)), f" {r.whole(1, 99)}", f"_{r.digits(3)}"
            )
            family, _, given = alias.partition("^")
            self.patient = Person(given, family)
        self.doctors = [person(r) for _ in range(3)]
        self.operator = person(r)
        self.institution = places.institution(r, self.language)
        self.id = numbers.patient_id(r)
        if self.nobody and r.odds(0.5):
            self.id = r.text(
                "1|12|123|1234|12345|0000|000|0001|99|999|test1|TEST01|QA1|demo|QC-1|X1|abc|111|{n}", n=r.whole(1, 99)
            )
        self.accession_number = numbers.accession(r)
        self.day = dates.day(r)
        self.age = r.one(r.whole(18, 89), r.whole(18, 89), r.whole(18, 89), r.whole(0, 17), r.whole(90, 104))
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

    # --- parts --------------------------------------------------------------------------------------------------------

    def label(self, what: str) -> str:
        """A label of this kind of value, without what stands behind it."""
        text = labels.label(self.r, what, self.language)
        return {"upper": text.upper(), "lower": text.lower(), "asis": text}[self.label_case]

    def tagged(self, what: str, value: Line, share: float | None = None) -> Line:
        """A value behind its label, where this screen labels its values (or in this share of the draws)."""
        if not self.r.odds(self.labelled if share is None else share):
            return value
        return labels.before(self.label(what), self.ending, value)

    def name(self, share: float | None = None) -> Line:
        """The patient's name."""
        name = (
            self.names.of(self.r, self.patient, self.language)
            if not self.nobody
            else identifying(self._alias(), "person")
        )
        return self.tagged("name", name, share)

    def _alias(self) -> str:
        given, family = self.patient.given, self.patient.family
        return self.r.one(f"{family}^{given}", f"{given} {family}", f"{family} {given}") if given else family

    def person(self, who: Person, share: float = 0.0, what: str = "physician") -> Line:
        """A physician or operator."""
        return self.tagged(what, self.doctor_names.of(self.r, who, self.language), share)

    def physician(self, number: int = 0, share: float = 0.75) -> Line:
        """A physician, mostly behind a label or a title, sometimes before a degree."""
        line = self.person(self.doctors[number], share)
        if self.r.odds(0.2):
            line += self.r.one(", ", " ")
            line += neutral(self.r.of(lists.items("people", "degrees")), "title")
        return line

    def technologist(self, share: float = 0.6) -> Line:
        """The operator by name or by letters; letters alone say who it is only behind a label."""
        if self.r.odds(0.45):
            letters = self.operator.initials if self.r.odds(0.7) else self.operator.initials.lower()
            if self.r.odds(share):
                return labels.before(self.label("operator"), self.ending, identifying(letters, "initials"))
            return neutral(letters, "initials")
        return self.person(self.operator, share, "operator")

    def patient_id(self, share: float | None = None) -> Line:
        """The patient's id."""
        return self.tagged("id", identifying(self.id, "id"), share)

    def accession(self, share: float | None = None) -> Line:
        """The accession number."""
        return self.tagged("accession", identifying(self.accession_number, "accession"), share)

    def date(self, share: float | None = None) -> Line:
        """The date of the examination."""
        line = self.date_form.of(self.day)
        if self.r.odds(0.03):
            line = dates.weekday(self.r, self.day, self.language) + self.r.one(" ", ", ") + line
        return self.tagged("date", line, share)

    def time(self, later: int = 0) -> Line:
        """The time of the examination, so many seconds later."""
        return self.time_form.of(min(86399, self.seconds + later))

    def date_time(self, share: float | None = None) -> Line:
        """Date and time beside each other, now and then glued."""
        sign = self.r.weighted(
            (
                (" ", 12.0),
                ("  ", 3.0),
                (", ", 1.0),
                (" - ", 0.7),
                ("T", 0.4),
                ("-", 0.3),
                (" / ", 0.3),
                ("\t", 1.0),
                ("_", 0.2),
            )
        )
        date_line = self.date_form.of(self.day)
        if self.r.odds(0.1):
            return self.tagged("date", self.time() + (" " if sign == "T" else sign) + date_line, share)
        return self.tagged("date", date_line + sign + self.time(), share)

    def birth(self, share: float | None = None) -> Line:
        """The date of birth."""
        share = max(self.labelled, 0.5) if share is None else share
        return self.tagged("birth", self.birth_form.of(self.born, "birthdate"), share)

    def other_date(self, day: date | None = None) -> Line:
        """Another date: of a prior examination, or in another form."""
        form = self.date_form if self.r.odds(0.6) else dates.date_form(self.r, self.language)
        return form.of(day or self.prior)

    def part_of_date(self) -> Line:
        """A date without its year or without its day."""
        return dates.part_form(self.r, self.language).of(self.r.one(self.prior, self.day))

    def printed(self) -> Line:
        """When it was printed or reported."""
        line = self.other_date(self.later)
        return labels.before(
            self.label("printed"),
            self.ending,
            line + (self.r.one(" ", " - ") + self.time(self.r.whole(60, 9000)) if self.r.odds(0.5) else ""),
        )

    def age_text(self) -> Line:
        """The age; it identifies from 90 years on."""
        units = {"de": "J| J.| Jahre", "fr": " ans|A", "es": " años|A", "it": " anni|A", "nl": " jr|J", "pt": " anos|A"}
        unit = self.r.text("Y|Y|y| Y| yrs| years|yo|YRS| y/o|" + units.get(self.language, "Y"))
        text = self.r.one(
            f"{self.age}{unit}", f"{self.age}{unit}", f"{self.age}{unit}", f"{self.age:03d}Y", f"{self.age}"
        )
        if self.age < 2 and self.r.odds(0.7):
            text = self.r.text("{n}M|{n} months|{n}W|{n:03d}D|{n:03d}M|{n} mo|{n} days|{n}D", n=self.r.whole(1, 23))
        return identifying(text, "age90") if self.age >= 90 else clinical(text, "age")

    def sex_text(self) -> Line:
        """The sex, as a letter or a word."""
        words = {
            "M": {
                "en": "Male",
                "de": "männlich",
                "fr": "Masculin",
                "es": "Masculino",
                "it": "Maschio",
                "pt": "Masculino",
                "nl": "Man",
            },
            "F": {
                "en": "Female",
                "de": "weiblich",
                "fr": "Féminin",
                "es": "Femenino",
                "it": "Femmina",
                "pt": "Feminino",
                "nl": "Vrouw",
            },
            "O": {"en": "Other"},
        }[self.sex]
        letter = {"F": {"de": "W", "nl": "V"}.get(self.language, "F")}.get(self.sex, self.sex)
        text = self.r.one(
            letter,
            self.sex,
            self.sex,
            words.get(self.language, words["en"]),
            words["en"],
            f"({self.sex})",
            f"[{self.sex}]",
        )
        return clinical(text, "sex")

    def sex_age(self) -> Line:
        """Sex and age, in either order."""
        kind = self.r.random()
        if kind < 0.2:
            return self.tagged("sex", self.sex_text(), 0.8)
        if kind < 0.4:
            return self.tagged("age", self.age_text(), 0.7)
        sign = self.r.one(" ", ", ", "/", " / ", "  ", "\t", " - ")
        pair = [self.tagged("sex", self.sex_text()), self.tagged("age", self.age_text())]
        if self.r.odds(0.4):
            pair.reverse()
        return pair[0] + sign + pair[1]

    def place(self, share: float = 0.15) -> Line:
        """The institution, or a department of it by name."""
        text = self.r.weighted(
            ((self.institution.name, 8.0), (self.institution.short, 1.5), (self.institution.department, 1.0))
        )
        text = self.r.one(text, text, text.upper())
        line = identifying(text, "institution")
        if self.r.odds(0.06):
            line += self.r.one(", ", " - ", "  ") + identifying(self.institution.town, "address")
        return self.tagged("institution", line, share)

    def address(self) -> Line:
        """A line of an address."""
        i = self.institution
        text = self.r.one(
            f"{i.street}", f"{i.postcode} {i.town}", f"{i.street}, {i.town}", f"{i.town}, {i.postcode}", i.town
        )
        return self.tagged("address", identifying(text, "address"), 0.1)

    def telephone(self) -> Line:
        """A telephone number or the address of pages."""
        if self.r.odds(0.2):
            return identifying(self.r.one(self.institution.site, f"info@{self.institution.site[4:]}"), "address")
        return self.tagged("phone", identifying(self.institution.phone, "phone"), 0.8)

    # --- clinical -----------------------------------------------------------------------------------------------------

    def study(self) -> Line:
        """The title of the study or the series."""
        t = self.technique
        return clinical(self.r.one(t.study, t.series, t.protocol), "sentence")

    def annotation(self) -> Line:
        """What somebody typed onto the image, clinical."""
        return clinical(anatomy.phrase(self.r, self.language), "anatomy")

    def device(self) -> Line:
        """The device, its maker, its probe and preset, some of them."""
        t = self.technique
        parts = [
            (t.maker, 0.25, "maker"),
            (t.model, 0.45, "model"),
            (t.probe, 0.5, "model"),
            (settings.preset(self.r), 0.5, "preset"),
        ]
        line = joined(
            [clinical(text, kind) for text, share, kind in parts if self.r.odds(share)],
            self.r.one(" ", " ", "  ", " / ", "/", "\t"),
        )
        return line or clinical(t.probe, "model")
