"""Blocks that screens of many kinds share: who it is, settings, scales, measurements, remarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from training.screens import sentences, settings, words
from training.screens.case import Case
from training.screens.chance import Chance
from training.screens.lines import Line, clinical, identifying, joined, neutral

Part = tuple[Callable[[], Line], float]


def chosen(r: Chance, parts: Sequence[Part]) -> list[Line]:
    """Lines of those parts that this screen has, each in its share of the draws."""
    return [part() for part, share in parts if r.odds(share)]


def identity(case: Case, *, place: float = 0.5, dates: float = 0.5) -> list[Line]:
    """The lines that say who it is, some of them, in an order of this screen."""
    r = case.r
    if case.nobody:
        return chosen(
            r, [(case.name, 0.75), (case.patient_id, 0.3), (case.date, dates * 0.6), (case.place, place * 0.5)]
        )
    above = r.odds(0.4)
    lines = chosen(
        r,
        [
            (case.place if above else Line, place),
            (case.name, 0.95),
            (lambda: id_line(case), 0.8),
            (case.birth, 0.45),
            (case.sex_age, 0.45),
            (case.accession, 0.2),
            (case.date, dates * 0.5),
            (case.date_time, dates * 0.5),
            (case.place if not above else Line, place),
            (case.physician, 0.12),
            (case.technologist, 0.08),
        ],
    )
    lines = [line for line in lines if line]
    if r.odds(0.12):
        r.shuffle(lines)
    return paired(r, lines) if r.odds(0.3) else lines


def id_line(case: Case) -> Line:
    """The id, alone or with what stands beside ids: the date of birth, sex and age, another number."""
    r = case.r
    line = case.patient_id()
    if r.odds(0.25):
        line += r.one("  ", " ", "\t", " / ", ", ")
        line += r.do(case.birth, case.sex_age, lambda: case.accession(0.7))
    return line


def paired(r: Chance, lines: Sequence[Line]) -> list[Line]:
    """Lines of which some stand beside each other."""
    result: list[Line] = []
    for line in lines:
        if result and len(result[-1].text) + len(line.text) < 50 and r.odds(0.4):
            result[-1] = result[-1] + r.one("  ", "   ", "\t", " ", ", ") + line
        else:
            result.append(line)
    return result


def stacked(case: Case, what: str, value: Line) -> list[Line]:
    """A label on its own row, and its value below."""
    return [clinical(case.label(what) + case.r.one("", ":", ""), "label"), value]


def stack(case: Case) -> list[Line]:
    """Labels on their own rows, each above its value."""
    r = case.r
    pairs = [
        ("name", case.name(0)),
        ("id", case.patient_id(0)),
        ("birth", case.birth(0)),
        ("date", case.date(0)),
        ("accession", case.accession(0)),
        ("sex", case.sex_text()),
        ("age", case.age_text()),
        ("physician", case.person(case.doctors[0])),
        ("institution", case.place(0)),
        ("operator", case.person(case.operator)),
    ]
    some = [
        pair
        for pair, share in zip(pairs, (0.95, 0.9, 0.6, 0.6, 0.4, 0.5, 0.3, 0.35, 0.3, 0.25), strict=True)
        if r.odds(share)
    ]
    return [line for what, value in some for line in stacked(case, what, value)]


def remark(case: Case) -> Line:
    """Something that somebody typed: an annotation, or a sentence with somebody's name, a date or a number in it."""
    if case.r.odds(0.65):
        return case.annotation()
    return sentences.with_somebody(case) if not case.nobody else sentences.sentence(case)


def interface(case: Case) -> Line:
    """A word or two of a program's own: a button, a menu, a state."""
    return clinical(sentences.interface(case.r, case.language), "interface")


def junk(case: Case) -> Line:
    """A sign or two that say nothing."""
    r = case.r
    return neutral(r.one("◄", "▲", "+", "x", "□", "●", "-", "V", "P", "M", "日", "···", "|||", "»", "S"), "sign")


def unclear(case: Case) -> Line:
    """A code of a device or a station: nobody can say whether it leads to somebody."""
    r = case.r
    text = r.one(
        case.technique.station,
        f"SN {r.number(6)}",
        f"S/N {r.capitals(2)}{r.number(5)}",
        f"{r.capitals(3)}{r.number(4)}",
    )
    return neutral(text, "station")


def barcode(case: Case) -> Line:
    """The figures under a barcode."""
    r = case.r
    return identifying(r.one(f"*{case.id}*", case.id, case.accession_number, f"*{case.accession_number}*"), "id")


def caption(case: Case) -> Line:
    """Maker, device and application beside one another."""
    r = case.r
    return joined(
        [
            neutral(case.technique.maker, "maker"),
            clinical(case.technique.model, "model"),
            clinical(settings.preset(r), "preset"),
        ],
        r.one(" ", "  ", "\t"),
    )


def brand_line(case: Case) -> Line:
    """A mode's name with a state."""
    return clinical(words.brand(case.r), "model")
