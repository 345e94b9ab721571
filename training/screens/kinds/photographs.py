"""Photographs: skin and wounds with a ruler and a sticker, slides of pathology with their label."""

from __future__ import annotations

from training.screens import blocks, numbers, settings
from training.screens.case import Case
from training.screens.kinds.registry import LARGE, USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import clinical, either, identifying, joined


@kind("photograph/skin", 1.0, modality="XC", sizes=USUAL + LARGE, letters=(0.015, 0.035))
def skin(case: Case, canvas: Canvas) -> None:
    """A wound or a mole with a ruler on which a name, a number or a date is written."""
    r, w, h = case.r, canvas.columns, canvas.rows
    x, y = w * r.uniform(0.1, 0.5), h * r.uniform(0.5, 0.8)
    for i in range(r.whole(3, 15)):
        canvas.put(clinical(str(i + 1), "axis"), x + i * w * 0.03, y, size=0.7)
    canvas.put(either(r, "cm|mm|CM|0|Ruler|{m}|ABFO No. 2", "axis", m=settings.model(r)), x, y + canvas.height)
    lines = blocks.identity(case) if r.odds(0.6) else [case.date(0.3)]
    canvas.column(lines[: r.whole(1, 5)], x, y + 2.2 * canvas.height, step=1.3)
    if r.odds(0.4):
        canvas.put(case.date_form.of(case.day) + "  " + case.time(), w * 0.7, h * 0.95)


@kind(
    "photograph/slide",
    0.8,
    modality="SM",
    sizes=((1024, 768), (600, 600), (2000, 1000), (800, 800)),
    letters=(0.025, 0.05),
)
def slide(case: Case, canvas: Canvas) -> None:
    """The label of a slide: a case's number, a block, a stain, perhaps the patient, the laboratory."""
    r, w, h = case.r, canvas.columns, canvas.rows
    year = case.day.year % 100
    code = r.text(
        "{s}{y}-{n}|{s}-{y}-{n}|{y}{s}{n}|{s}{y}/{n}|{n}/{y}|{s}{Y}-{n}|{n}-{y}",
        s=r.text("S|SP|H|B|BP|HS|N|E"),
        y=year,
        Y=case.day.year,
        n=r.number(r.whole(3, 6)),
    )
    lines = [
        identifying(code, "accession"),
        either(r, "A{n}|{n}|A{n}-{m}|Block {n}|B{n} L{m}|1/{n}", "counter", n=r.whole(1, 9), m=r.whole(1, 4)),
        either(
            r,
            "H&E|HE|PAS|Ki-67|CD20|ER|PR|HER2|p53|Giemsa|AFB|HES|TTF1|{m}",
            "setting",
            m=r.capitals(2) + str(r.whole(1, 99)),
        ),
    ]
    if not case.nobody:
        lines += [
            case.name(0),
            case.place(0),
            case.date(0.1),
            identifying(numbers.patient_id(r), "id"),
            case.annotation(),
        ]
    canvas.column(
        [line for line in lines if r.odds(0.75)] or lines[:1],
        w * r.uniform(0.03, 0.3),
        h * r.uniform(0.03, 0.3),
        step=1.4,
    )


@kind("photograph/clinical-note", 0.6, modality="XC", sizes=USUAL)
def note(case: Case, canvas: Canvas) -> None:
    """Handwriting beside or over an image: a side, a finding, a name, a date, all short."""
    r, w, h = case.r, canvas.columns, canvas.rows
    lines = [
        case.annotation(),
        case.part_of_date(),
        case.technologist(0.1),
        blocks.remark(case),
        case.name(0),
        joined([case.date(0), case.time()], " "),
    ]
    if case.nobody:
        lines = [case.annotation(), case.annotation(), case.part_of_date()]
    for line in r.some(lines, 1, 4):
        canvas.put(line, w * r.uniform(0.05, 0.6), h * r.uniform(0.05, 0.9), size=r.uniform(1, 1.8), moves=1)
