"""Sentences of reports, letters and screens, with and without somebody's name in them."""

from __future__ import annotations

from training.screens import anatomy, lists, words
from training.screens.case import Case
from training.screens.chance import Chance
from training.screens.lines import Line, clinical, filled, identifying

_OTHER_SCRIPTS = 0.02  # of the words of programs
_ENGLISH = 0.3  # of the words of programs elsewhere
_SOUP = 0.2  # of all sentences: words in a row without a sense, as dictation and cutting leave them


def with_somebody(case: Case) -> Line:
    """A sentence that holds a name, a date or a number."""
    r = case.r
    templates = lists.items("sentences", "somebody", case.language if not r.odds(0.2) else "en")
    line = filled(
        r.of(templates or lists.items("sentences", "somebody", "en")),
        doctor=case.physician(0, 0.25),
        operator=case.person(case.operator),
        patient=case.name(0),
        date=case.other_date(),
        date2=case.other_date(),
        part=case.part_of_date(),
        time=case.time(r.whole(0, 900)),
        place=case.place(0),
        phone=case.telephone(),
        birth=case.birth_form.of(case.born, "birthdate"),
        id=identifying(case.id, "id"),
        accession=identifying(case.accession_number, "accession"),
        age=case.age_text(),
        sexword=clinical({"M": "man", "F": "woman", "O": "person"}[case.sex], "sentence"),
    )
    return line.cased(r.one("asis", "asis", "asis", "asis", "upper"))


def sentence(case: Case) -> Line:
    """A sentence of a finding, or a soup of words as dictation leaves them."""
    r = case.r
    if r.odds(_SOUP):
        text = " ".join(r.of(words.everyday() if r.odds(0.5) else words.medical()) for _ in range(r.whole(3, 9)))
        return clinical(text[0].upper() + text[1:] + r.one(".", ".", ""), "sentence")
    spoken = case.language if lists.items("sentences", "finding", case.language) and not r.odds(0.2) else "en"
    text = r.of(lists.items("sentences", "finding", spoken)).format(
        a=r.of(lists.items("devices", "qualities")),
        q=r.of(lists.items("devices", "qualities")),
        q2=r.one("gut", "nicht", "unauffällig", "teilweise"),
        m=r.of(words.medical()),
        m2=r.of(words.medical()),
        M=r.of(words.medical()).title(),
        p=anatomy.part(r, spoken),
        p2=anatomy.part(r, spoken),
        b=words.built(r, spoken),
        v=f"{r.whole(2, 40)} {r.one('mm', 'cm', 'x 12 mm')}",
        n=r.whole(1, 12),
    )
    return clinical(r.cased(text, "asis", "asis", "asis", "upper"), "sentence")


def interface(r: Chance, language: str) -> str:
    """A word of a program: a button, a menu, a state; now and then in another script."""
    if r.odds(_OTHER_SCRIPTS):
        return r.of(lists.items("interface", "other scripts"))
    spoken = language if not r.odds(_ENGLISH) else "en"
    return r.of(lists.items("interface", "words", spoken) or lists.items("interface", "words", "en"))
