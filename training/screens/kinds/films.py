"""Films, plates and the sheets on which they were printed: a few letters, a block, or the same text in every tile."""

from __future__ import annotations

from training.screens import anatomy, blocks, corners, settings
from training.screens.case import Case
from training.screens.kinds.registry import LARGE, PAGE, SQUARE, kind
from training.screens.layout import Align, Canvas
from training.screens.lines import Line, clinical, either, joined, neutral

SIDES = (
    "L|R|LEFT|RIGHT|R ERECT|L PORTABLE|ERECT|SUPINE|PORTABLE|D|G|DX|SIN|re|li|L.|(R)|RT|LT|R AP|L LAT|Rechts|"
    "Links|DER|IZQ|E|I"
)


def side(case: Case) -> Line:
    """A marker of a side, as it lies on a plate, now and then with the letters of who took the image."""
    line = either(case.r, SIDES, "marker")
    if case.r.odds(0.15):
        letters = case.operator.initials if case.r.odds(0.7) else case.r.number(case.r.whole(1, 3))
        line += " " + neutral(letters, "initials")
    return line


@kind("film/few-letters", 4.0, modality="CR", sizes=LARGE, letters=(0.01, 0.03))
def few_letters(case: Case, canvas: Canvas) -> None:
    """A radiograph with a side, a projection, sometimes a name, a date or a number somewhere at the edge."""
    r, w, h = case.r, canvas.columns, canvas.rows
    parts = [side(case), case.annotation(), case.date(0.1), case.date_time(0.1), case.time(), blocks.unclear(case)]
    parts += [settings.setting(r, "x-ray"), case.technologist(0.1), clinical(anatomy.view(r, case.language), "view")]
    parts += [
        either(
            r,
            'AP|PA|LAT|SUPINE PORTABLE|AP PORTABLE|ERECT PA|40"|72" SID|Semi-Erect|MOBILE|INSP|EXP|STANDING|WB|XTL',
            "view",
        )
    ]
    if not case.nobody:
        parts += [
            case.name(),
            case.name(),
            case.patient_id(),
            case.birth(),
            case.place(0),
            blocks.id_line(case),
            blocks.remark(case),
        ]
    lines = [side(case), *r.some(parts, 0, 5)] if r.odds(0.8) else r.some(parts, 1, 5)
    for line in lines:
        x, y = w * r.one(0.02, 0.05, 0.4, 0.7, 0.8), h * r.one(0.01, 0.04, 0.07, 0.5, 0.9, 0.94) + r.uniform(0, 20)
        canvas.put(line, x, y, moves=2, size=r.one(1, 1, 1.5, 0.7))


@kind("film/block", 3.0, modality="DX", sizes=LARGE, letters=(0.009, 0.02))
def block(case: Case, canvas: Canvas) -> None:
    """A radiograph with a block of text in one corner, as a flasher or the console burns it in."""
    r, w, h = case.r, canvas.columns, canvas.rows
    lines = blocks.identity(case, place=0.9, dates=1.2)
    if r.odds(0.5):
        lines += settings.several(r, "x-ray", 1, 5)
    if r.odds(0.3):
        lines.insert(r.whole(0, len(lines)), case.annotation())
    align: Align = r.one("left", "right")
    x = w * (0.02 if align == "left" else 0.98)
    if r.odds(0.6):
        canvas.column(lines, x, h * 0.01, align, r.uniform(1.15, 1.5))
    else:
        canvas.upwards(lines, x, h * 0.985, align, 1.3)
    canvas.put(side(case), w * r.one(0.05, 0.9), h * r.uniform(0.1, 0.9), size=r.uniform(1, 3))
    if r.odds(0.3):
        canvas.put(case.annotation(), w * r.uniform(0.1, 0.7), h * r.uniform(0.05, 0.95))


@kind("film/strip", 1.5, modality="CR", sizes=LARGE, letters=(0.009, 0.018))
def strip(case: Case, canvas: Canvas) -> None:
    """A strip along one edge in which everything stands beside everything."""
    r, w, h = case.r, canvas.columns, canvas.rows
    parts = blocks.identity(case, place=1, dates=1) + corners.technique_lines(case)[:3] + [side(case)]
    row = joined(parts, r.one("  ", "\t", " / ", " - "))
    y = h * r.one(0.004, 0.975)
    if r.odds(0.5):
        canvas.put(row, 6, y)
    else:
        for i, line in enumerate(parts[:6]):
            canvas.put(line, w * (0.01 + 0.165 * i), y, size=0.9)
    if r.odds(0.4):
        canvas.put(case.annotation(), w * r.uniform(0.2, 0.6), h * r.uniform(0.1, 0.9))


@kind("film/sheet", 1.0, modality="CT", sizes=LARGE, letters=(0.006, 0.010))
def sheet(case: Case, canvas: Canvas) -> None:
    """A sheet of film: twelve tiles or so, each with the patient's text again and with values of its own."""
    r, w, h = case.r, canvas.columns, canvas.rows
    across, down = r.one((3, 4), (4, 5), (3, 3), (2, 3), (4, 4), (4, 3), (5, 4))
    who = [
        line
        for line in (case.place(0), case.name(0), blocks.id_line(case), case.sex_age(), case.date_time(0))
        if r.odds(0.8)
    ]
    if case.nobody:
        who = [case.name(0)] if r.odds(0.5) else []
    first = r.whole(1, 60)
    form = r.text("{i}|IMA {i}|Im: {i}|SE {s} IM {i}|#{i}")
    for i in range(across * down):
        x, y = i % across * w / across + 6, i // across * h / down + 6
        canvas.column(who, x, y, step=1.2)
        own = [
            clinical(form.format(i=first + i, s=case.technique["SeriesNumber"]), "counter"),
            clinical(f"{r.text('TP|SP|I|S|Z|P')} {r.uniform(-300, 300):.1f}", "setting"),
        ]
        canvas.column(own, x + w / across - 12, y, "right", 1.2)
        canvas.upwards(corners.technique_lines(case)[:4], x, y + h / down - 14, step=1.2)
        if r.odds(0.6):
            canvas.upwards(
                [either(r, "W {w}|W{w} C{c}|{w}/{c}", "setting", w=r.whole(50, 2000), c=r.whole(-600, 400))],
                x + w / across - 12,
                y + h / down - 14,
                "right",
            )


@kind("film/sheet-ultrasound", 1.0, modality="US", sizes=PAGE, letters=(0.007, 0.011))
def sheet_ultrasound(case: Case, canvas: Canvas) -> None:
    """A printed page of six or eight ultrasound images under one head."""
    r, w, h = case.r, canvas.columns, canvas.rows
    head = [case.place(0), case.name(0.5), case.patient_id(0.7), case.date_time(0.4)]
    y = canvas.column([line for line in head if r.odds(0.9)], w * 0.05, h * 0.01, step=1.4, size=1.3)
    across, down = r.one((2, 3), (2, 4), (2, 2), (1, 2))
    for i in range(across * down):
        x, top = i % across * w / across + 8, y + i // across * (h - y) / down + 8
        lines = [case.name(0) if r.odds(0.7) else Line(), case.date_time(0), clinical(settings.preset(r), "preset")]
        canvas.column([line for line in lines if line], x, top, step=1.2)
        canvas.column(settings.several(r, "ultrasound", 1, 4), x + w / across - 16, top, "right", 1.2)
        if r.odds(0.5):
            canvas.put(case.annotation(), x + w * 0.1, top + (h - y) / down * 0.7)
    if r.odds(0.4):
        canvas.put(case.printed(), w * 0.05, h - 2 * canvas.height)


@kind("film/scanned", 1.5, modality="CR", sizes=LARGE + SQUARE, letters=(0.012, 0.025))
def scanned(case: Case, canvas: Canvas) -> None:
    """An old film that was scanned: a label stuck or flashed onto it, hand-set letters, a maker's marks."""
    r, w, h = case.r, canvas.columns, canvas.rows
    label = (
        [case.place(0), case.name(0.3), blocks.id_line(case), case.date(0.2), case.birth(0.5)]
        if not case.nobody
        else [case.date(0.1)]
    )
    canvas.column([line for line in label if r.odds(0.75)], w * r.uniform(0.03, 0.6), h * r.one(0.02, 0.8), step=1.2)
    canvas.put(side(case), w * r.uniform(0.05, 0.9), h * r.uniform(0.1, 0.9), size=r.uniform(1, 2.5))
    for _ in range(r.one(0, 0, 1, 2)):
        canvas.put(
            either(
                r,
                "{n}|COPY|{n} min|SCOUT|K.U.B.|IVP|{n} sec|PRONE|post void|A|3A|{m}|FUJI|KODAK|SAFETY|T-MAT|{n}A",
                "marker",
                n=r.whole(1, 60),
                m=r.capitals(2),
            ),
            w * r.uniform(0.05, 0.9),
            h * r.uniform(0.05, 0.95),
        )
