"""Places and institutions: towns, streets, hospitals and practices, built of names, towns, saints and plain words."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache

from training.screens import lists, words
from training.screens.chance import Chance, in_case
from training.screens.numbers import phone
from training.screens.people import person
from training.screens.transliteration import in_latin

_TOWNS = {
    "de": "de_DE", "it": "it_IT", "nl": "nl_NL", "sv": "sv_SE", "da": "da_DK", "pl": "pl_PL", "cs": "cs_CZ",
}  # fmt: skip
"""Faker's locales that have lists of towns."""

_LONGEST_TOWN = 24


@dataclass(frozen=True, slots=True)
class Institution:
    """Where an examination was made: a name, a short form, a department of it, an address, a telephone number."""

    name: str
    short: str
    town: str
    department: str
    street: str
    postcode: str
    phone: str

    @property
    def site(self) -> str:
        """The address of its pages."""
        stem = "".join(sign for sign in self.short.lower() if sign.isalnum() and sign.isascii()) or "clinic"
        return f"www.{stem}.org"


def institution(r: Chance, language: str) -> Institution:
    """Some institution of a country that speaks this language."""
    spoken = language if lists.items("institutions", "names", language) and not r.odds(0.12) else "en"
    where = town(r, spoken)
    name = _named(r, r.of(lists.items("institutions", "names", spoken)), where)
    letters = "".join(part[0] for part in name.replace("-", " ").split() if part[0].isalpha()).upper()
    first = name.split()[0]
    short = r.one(letters if len(letters) > 1 else name, name if where in first else f"{first} {where}", where)
    section = r.of(lists.items("institutions", "departments"))
    department = r.text("{s} {n}|{n} {s}|{s}, {n}|{n} - {s}|{n}-{k}", s=section, n=short, k=r.whole(1, 12))
    return Institution(name, short, where, department, street(r, spoken), postcode(r), phone(r))


def _named(r: Chance, pattern: str, where: str) -> str:
    name = pattern
    while "{w}" in name:
        word = r.of(lists.items("institutions", "themes") if r.odds(0.7) else words.nouns())
        name = name.replace("{w}", in_case(word, "title"), 1)
    while "{f}" in name:
        name = name.replace("{f}", person(r).family, 1)
    place = where if r.odds(0.6) else r.one(person(r).family, person(r).family, r.of(words.nouns()).title())
    fields = {
        "{p}": place,
        "{s}": r.of(lists.items("institutions", "saints")),
        "{n}": str(r.whole(1, 40)),
        "{a}": r.capitals(r.whole(2, 4)),
    }
    for field, text in fields.items():
        name = name.replace(field, text)
    return name


def town(r: Chance, language: str) -> str:
    """A town where this language is spoken."""
    if r.odds(0.2 if language in _TOWNS else 0.5):
        return person(r).family.split()[-1] + r.one("", "ville", "ton", " City", "burg", "field", "wood", "")
    return r.of(_towns(language))


@cache
def _towns(language: str) -> tuple[str, ...]:
    if language not in _TOWNS:
        return lists.items("institutions", "towns", language) or lists.items("institutions", "towns", "en")
    provider = importlib.import_module(f"faker.providers.address.{_TOWNS[language]}").Provider
    return tuple(sorted(name for name in {*map(in_latin, provider.cities)} if name and len(name) < _LONGEST_TOWN))


def street(r: Chance, language: str) -> str:
    """A street and a number in it."""
    name, number = (
        r.one(person(r).family, r.of(words.nouns()).title(), r.of(words.nouns()).title()),
        r.whole(1, 999),
    )
    forms = {
        "en": f"{number} {name} {r.one('Street', 'St', 'Road', 'Rd', 'Avenue', 'Ave', 'Lane', 'Drive', 'Blvd', 'Way')}",
        "de": f"{name}{r.one('straße', 'str.', 'weg', 'allee', 'platz')} {number}",
        "fr": f"{number}, {r.one('rue', 'avenue', 'bd', 'place')} {r.one('', 'de ', 'du ')}{name}",
        "es": f"{r.one('Calle', 'C/', 'Av.', 'Avenida')} {name} {number}",
        "it": f"{r.one('Via', 'Viale', 'Piazza', 'Corso')} {name}, {number}",
        "pt": f"{r.one('Rua', 'Av.', 'Avenida', 'R.')} {name}, {number}",
        "nl": f"{name}{r.one('straat', 'laan', 'weg')} {number}",
    }
    return forms.get(language, forms["en"])


def postcode(r: Chance) -> str:
    """A postcode of some country's kind."""
    return r.one(
        r.digits(5), r.number(5), r.number(4), f"{r.capitals(2)} {r.digits(5)}", f"{r.number(4)} {r.capitals(2)}",
        f"{r.capitals(2)}{r.whole(1, 20)} {r.whole(1, 9)}{r.capitals(2)}", f"{r.digits(2)}-{r.digits(3)}", r.digits(6),
    )  # fmt: skip
