"""Endoscopes and cameras of operating theatres."""

from __future__ import annotations

from training.screens import blocks, settings, words
from training.screens.case import Case
from training.screens.kinds.registry import kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, either

_SIZES = ((1280, 1024), (720, 576), (1920, 1080), (640, 480), (1350, 1080), (800, 600))


def _values(case: Case) -> list[Line]:
    r = case.r
    lines = [
        either(r, "{m}|{m}|SN {n}|Scope: {m}", "model", m=settings.model(r), n=r.number(7)),
        either(r, "Eh:{a}|Eh:{a}{n} Cm:{n}|EH:{a}{n} CE:{n}|Ch{n}", "setting", a=r.text("A|B"), n=r.whole(1, 9)),
        either(r, "{b}|NBI|WLI|TXI|LCI|BLI|i-SCAN {n}|RDI|AFI|Normal|SE", "setting", b=words.brand(r), n=r.whole(1, 3)),
        either(
            r,
            "{n}/{m}|{n}/----|---/---|D.F:{n}|CVP: A{n}/{m}|Ct:N Ce:{n}|Pic {n}",
            "counter",
            n=r.whole(0, 99),
            m=r.whole(1, 99),
        ),
        either(
            r, "Focus {n}|Zoom x{z}|Near|EZ {z}|El:x{z}|Z {z}", "setting", n=r.whole(1, 2), z=f"{r.uniform(1, 2):.1f}"
        ),
        either(r, "{a}.{b}|L {a}|+{a}|[{a}]", "setting", a=r.whole(1, 14), b=r.whole(1, 9)),
        either(r, "1|2|3|4|S1|REC|FRZ|AUTO|AVE|PEAK|MED|Rel|Light {n}|IRIS", "setting", n=r.whole(1, 17)),
    ]
    return [line for line in lines if r.odds(0.6)]


@kind("endoscopy/left-column", 2.5, modality="ES", sizes=_SIZES, letters=(0.02, 0.032))
def left_column(case: Case, canvas: Canvas) -> None:
    """A column beside a round image: id, name, sex, age, birth, date, time, the endoscope, the physician, a remark."""
    r, w, h = case.r, canvas.columns, canvas.rows
    x = r.one(4, 4, w * 0.75)
    order = [
        case.patient_id(0.2),
        case.name(0.2),
        case.sex_age(),
        case.birth(0.2),
        case.date_form.of(case.day),
        case.time(),
    ]
    if case.nobody:
        order = [case.date_form.of(case.day), case.time()] + ([case.name(0.1)] if r.odds(0.5) else [])
    if r.odds(0.3):
        order[0], order[1] = order[1], order[0]
    if r.odds(0.25):
        order.insert(0, order.pop())
    y = canvas.column([line for line in order if r.odds(0.88)], x, h * r.uniform(0.02, 0.12), step=r.uniform(1.2, 1.8))
    if r.odds(0.25) and not case.nobody:
        y = canvas.column(
            [case.name(1), clinical(case.label("physician") + ":", "label"), case.person(case.doctors[0])],
            x,
            y + canvas.height,
            step=1.3,
        )
    y = canvas.column(_values(case), x, max(y + canvas.height, h * 0.4), step=r.uniform(1.2, 1.8))
    ends = [
        (lambda: case.physician(0, 0.6), 0.4),
        (lambda: clinical(case.label("physician") + ":", "label"), 0.1),
        (case.place, 0.2),
        (lambda: either(r, "Comment:|Com.:|COM|{t}|{u} cm", "label", t="", u=r.whole(10, 80)), 0.4),
        (case.annotation, 0.4),
    ]
    canvas.column(
        blocks.chosen(r, ends[:1] + ends[1:]) if not case.nobody else blocks.chosen(r, ends[3:]),
        x,
        max(y + canvas.height, h * r.uniform(0.7, 0.85)),
        step=1.3,
    )


@kind("endoscopy/top-row", 1.2, modality="ES", sizes=_SIZES, letters=(0.018, 0.03))
def top_row(case: Case, canvas: Canvas) -> None:
    """The patient in a row above the image, values in a row below it."""
    r, w, h = case.r, canvas.columns, canvas.rows
    parts = blocks.identity(case)
    for i, line in enumerate(parts[:6]):
        canvas.put(line, w * (0.01 + 0.33 * (i % 3)), 4 + i // 3 * canvas.height * 1.4)
    for i, line in enumerate(_values(case)):
        canvas.put(line, w * (0.01 + 0.16 * i), h - 1.6 * canvas.height)
    for _ in range(r.one(0, 1, 1)):
        canvas.put(
            either(
                r,
                "esophagus|{n} cm|duodenum|cecum|antrum|GEJ|rectum|ileum|{p}|polyp {n}|bx",
                "anatomy",
                n=r.whole(1, 60),
                p=words.built(r),
            ),
            w * r.uniform(0.1, 0.7),
            h * r.uniform(0.8, 0.9),
        )


@kind("endoscopy/theatre", 1.0, modality="XC", sizes=_SIZES)
def theatre(case: Case, canvas: Canvas) -> None:
    """A camera in a theatre or a capsule: hardly any text, a time, sometimes the patient or the surgeon."""
    r, w, h = case.r, canvas.columns, canvas.rows
    lines = [
        case.date_time(0),
        case.time(),
        either(
            r,
            "00:{a:02d}:{b:02d}|{a:02d}:{b:02d}:{a:02d}|#{a}|Image {a}|WB|Pump {b} mmHg|Flow {a} l/min|"
            "White Balance OK|Zoom {z}x|CO2",
            "setting",
            a=r.whole(0, 59),
            b=r.whole(0, 59),
            z=f"{r.uniform(1, 2):.1f}",
        ),
    ]
    if not case.nobody:
        lines += [case.name(0.2), case.patient_id(0.2), case.place(0), case.physician(0, 0.7)]
    for line in r.some(lines, 1, 4):
        canvas.put(line, w * r.one(0.02, 0.4, 0.7), h * r.one(0.02, 0.9, 0.95), moves=1)
