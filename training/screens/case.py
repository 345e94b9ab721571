"""The lines that may stand on the screen of one examination, each written as this screen writes."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812  # a method below has its name

from training.screens import anatomy, dates, labels, lists, settings
from training.screens.chance import in_case
from training.screens.facts import Facts
from training.screens.lines import Line, clinical, either, identifying, joined, neutral
from training.screens.people import Person

_MIDNIGHT = 24 * 3600 - 1
_INFANT = 2  # years below which an age is told in months, weeks or days
_OLD = 90  # years from which an age identifies
_BETWEEN = (
    *((" ", 12.0), ("  ", 3.0), ("\t", 1.0), (", ", 1.0), (" - ", 0.7)),
    *(("T", 0.4), ("-", 0.3), (" / ", 0.3), ("_", 0.2)),
)
"""What stands between a date and a time of day."""


class Case(Facts):
    """The lines of one screen; whether a value stands behind its label is drawn each time, or given as a share."""

    def label(self, what: str) -> str:
        """A label of this kind of value, without what stands behind it."""
        text = labels.label(self.r, what, self.language)
        return in_case(text, self.label_case)

    def tagged(self, what: str, value: Line, share: float | None = None) -> Line:
        """A value behind its label, where this screen labels its values (or in this share of the draws)."""
        if not self.r.odds(self.labelled if share is None else share):
            return value
        return labels.before(self.label(what), self.ending, value)

    def name(self, share: float | None = None) -> Line:
        """The patient's name."""
        if self.nobody:
            return self.tagged("name", identifying(self._alias(), "person"), share)
        return self.tagged("name", self.names.of(self.r, self.patient, self.language), share)

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
        return self.time_form.of(min(_MIDNIGHT, self.seconds + later))

    def date_time(self, share: float | None = None) -> Line:
        """Date and time beside each other, now and then glued."""
        sign = self.r.weighted(_BETWEEN)
        date_line = self.date_form.of(self.day)
        if self.r.odds(0.1):
            return self.tagged("date", self.time() + (" " if sign == "T" else sign) + date_line, share)
        return self.tagged("date", date_line + sign + self.time(), share)

    def birth(self, share: float | None = None) -> Line:
        """The date of birth."""
        share = max(self.labelled, 0.5) if share is None else share
        return self.tagged("birth", self.birth_form.of(self.born, "birthdate"), share)

    def other_date(self, day: Day | None = None) -> Line:
        """Another date: of a prior examination, or in another form."""
        form = self.date_form if self.r.odds(0.6) else dates.date_form(self.r, self.language)
        return form.of(day or self.prior)

    def part_of_date(self) -> Line:
        """A date without its year or without its day."""
        return dates.part_form(self.r, self.language).of(self.r.one(self.prior, self.day))

    def printed(self) -> Line:
        """When it was printed or reported."""
        line = self.other_date(self.later)
        if self.r.odds(0.5):
            line += self.r.one(" ", " - ") + self.time(self.r.whole(60, 9000))
        return labels.before(self.label("printed"), self.ending, line)

    def age_text(self) -> Line:
        """The age; its figure identifies from 90 years on, and the word for years never does."""
        r, units = self.r, lists.items("people", "years", self.language) or lists.items("people", "years", "en")
        if self.age < _INFANT and r.odds(0.7):
            return either(r, "{n}M|{n} months|{n}W|{n:03}D|{n:03}M|{n} mo|{n} days|{n}D", "age", n=r.whole(1, 23))
        figure, space, unit = r.text("{n}|{n}|{n}|{n}|{n:03}", n=self.age), r.one("", "", " "), r.of(units)
        if r.odds(0.12):
            return self._age(figure.lstrip("0") or "0")
        return self._age(figure + unit) if not space else self._age(figure) + " " + clinical(unit, "age")

    def _age(self, text: str) -> Line:
        return identifying(text, "age90") if self.age >= _OLD else clinical(text, "age")

    def sex_text(self) -> Line:
        """The sex, as a letter or a word."""
        r = self.r
        known = [lists.items("people", f"sex {self.sex.lower()}", spoken) for spoken in (self.language, "en")]
        letter, word = r.of(known[0] or known[1]).split("/")
        return clinical(
            r.one(letter, self.sex, self.sex, word, r.of(known[1]).split("/")[1], f"({self.sex})", f"[{self.sex}]"),
            "sex",
        )

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
            (neutral(t.maker, "maker"), 0.25),
            (clinical(t.model, "model"), 0.45),
            (clinical(t.probe, "model"), 0.5),
            (clinical(settings.preset(self.r), "preset"), 0.5),
        ]
        signs = (" ", " ", "  ", " / ", "/", "\t")
        return joined([part for part, share in parts if self.r.odds(share)], self.r.of(signs)) or parts[2][0]
