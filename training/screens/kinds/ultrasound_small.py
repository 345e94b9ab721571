"""Screens of ultrasound scanners of further makers, and of portable ones."""

from __future__ import annotations

from training.screens import blocks, results, settings, words
from training.screens.case import Case
from training.screens.kinds.registry import kind
from training.screens.kinds.ultrasound import extras, indices
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, either, joined, neutral


@kind("ultrasound/obstetric-like", 3.0, modality="US")
def obstetric_like(case: Case, canvas: Canvas) -> None:
    """Two rows at the top: name and id left of probe, depth and rate; short settings of each mode at a side."""
    r, w, h = case.r, canvas.columns, canvas.height
    depth, rate = f"{r.uniform(3, 25):.1f}cm", f"{r.whole(5, 90)}Hz"
    first = [case.name(0), case.place(0)] if r.odds(0.7) else [case.place(0), case.name(0)]
    second = [blocks.id_line(case), case.technologist(0.2) if r.odds(0.3) else Line()]
    week = either(
        r,
        "GA={w}w{d}d|{w}w{d}d|GA: {w}w {d}d|{w}+{d}|GA(LMP) {w}w{d}d",
        "measurement",
        w=r.whole(5, 41),
        d=r.whole(0, 6),
    )
    if r.odds(0.35):
        second.append(week)
    top = r.uniform(2, h)
    canvas.put(joined(first, r.one("   ", "\t", " / ")), r.one(4, w * 0.08), top)
    canvas.put(joined([line for line in second if line], "   "), r.one(4, w * 0.08), top + 1.3 * h)
    chain = r.one(
        f"{depth}/{r.uniform(0.5, 2):.1f}/{rate}",
        f"{depth} / {r.uniform(0.5, 2):.1f} / {rate}",
        f"{depth} {rate}",
        f"{rate}/{depth}",
    )
    canvas.put(joined([clinical(case.technique.probe, "model"), indices(case)], "   "), w * 0.55, top)
    canvas.put(
        joined([clinical(chain, "setting"), clinical(settings.preset(r), "preset")], "  "), w * 0.55, top + 1.3 * h
    )
    canvas.column([case.date(0), case.time()] if r.odds(0.6) else [case.date_time(0)], w - 4, top, "right", 1.3)
    column = [
        clinical(settings.preset(r), "preset"),
        either(
            r, "{w}-{q}|{w} {q}|{w}", "setting", w=words.abbreviation(r).title(), q=r.text("low|mid|high|max|pen|norm")
        ),
    ]
    column += [clinical(f"{r.text('Gn|Gain|G|Pwr|Ao')} {r.whole(-10, 100)}", "setting")]
    pair = r.text(
        "{a}{n}/{b}{m}|{a}{n} / {b}{m}|{a}{n}/ {b}{m}",
        a=r.capitals(1),
        n=r.whole(1, 12),
        b=r.capitals(1),
        m=r.whole(1, 9),
    )
    column += [
        clinical(pair, "setting"),
        blocks.brand_line(case),
        *settings.several(r, "ultrasound", 0, 6, case.language),
    ]
    canvas.column(
        [line for line in column if r.odds(0.85)],
        w - 4 if r.odds(0.7) else w * 0.86,
        top + r.uniform(3, 7) * h,
        "right" if r.odds(0.7) else "left",
        1.25,
    )
    if r.odds(0.4):
        vessel = r.text("Umb|MCA|UtA|DV|LUA|RUA|Ao|Duct|CCA|ICA|Renal A|UA")
        lines = [
            clinical(f"{vessel}{r.one('-', ' ', '.')}{name} {number}", "measurement") for name, number in _doppler(case)
        ]
        canvas.upwards(lines, w * r.one(0.02, 0.7), canvas.rows * 0.95, step=1.25)
    extras(case, canvas)


def _doppler(case: Case) -> list[tuple[str, str]]:
    r = case.r
    speed = r.one("cm/s", " cm/s", "m/s")
    values = [
        ("PS", f"{r.uniform(10, 150):.2f}{speed}"),
        ("ED", f"{r.uniform(1, 60):.2f}{speed}"),
        ("TAmax", f"{r.uniform(5, 60):.2f}{speed}"),
        ("MD", f"{r.uniform(1, 30):.1f}{speed}"),
        ("PI", f"{r.uniform(0.4, 3):.2f}"),
        ("RI", f"{r.uniform(0.3, 1):.2f}"),
        ("S/D", f"{r.uniform(1.2, 8):.2f}"),
        ("HR", f"{r.whole(60, 180)}bpm"),
    ]
    return [value for value in values if r.odds(0.7)]


@kind("ultrasound/cardiac-like", 2.5, modality="US")
def cardiac_like(case: Case, canvas: Canvas) -> None:
    """An echocardiogram: the heart rate at the bottom, results in a box at the top left, the patient in a thin bar."""
    r, w, h = case.r, canvas.columns, canvas.height
    who = [case.name(0.1), case.patient_id(0.1), case.place(0)]
    canvas.put(joined([line for line in who if r.odds(0.8)], r.one("  ", "\t", "   ")), r.one(4, w * 0.3), 3)
    canvas.put(case.date_time(0), w - 4, 3, "right")
    box = results.results(case, 2, 8) if r.odds(0.6) else settings.several(r, "ultrasound", 3, 8)
    canvas.column(box, r.one(6, w * 0.03), 2.5 * h, step=1.2, size=0.9)
    canvas.put(clinical(f"{r.whole(40, 150)} {r.one('HR', 'bpm', 'BPM')}", "measurement"), w * 0.9, canvas.rows - 2 * h)
    canvas.put(
        either(r, "PLAX|PSAX|A4C|A2C|A3C|Apical 4 chamber|SC4C|SSN|LAX|SAX-PM|Subcostal|TTE|TEE|4Ch|2Ch", "view"),
        w * r.uniform(0.4, 0.7),
        canvas.rows * r.uniform(0.1, 0.85),
    )
    for i in range(r.whole(0, 6)):
        canvas.put(clinical(f"{r.whole(0, 9) * 50 - 200}", "axis"), w * 0.95, canvas.rows * (0.55 + 0.06 * i), size=0.8)
    if r.odds(0.4):
        canvas.put(indices(case), w * 0.6, 2.2 * h)
    extras(case, canvas)


@kind("ultrasound/centred-like", 2.5, modality="US")
def centred_like(case: Case, canvas: Canvas) -> None:
    """Institution and date in the middle of the top, the patient at the left, settings below the image."""
    r, w, h = case.r, canvas.columns, canvas.height
    canvas.column([case.place(0), case.date_time(0)] if r.odds(0.6) else [case.place(0)], w / 2, 3, "centre", 1.2)
    left = [blocks.id_line(case), case.name(0.1)] if r.odds(0.6) else [case.name(0.1), blocks.id_line(case)]
    if r.odds(0.4):
        left.append(case.sex_age())
    canvas.column(left, r.one(4, w * 0.05), 3, step=1.25)
    right = [case.date(0), case.time(), clinical(settings.preset(r), "preset")]
    canvas.column([line for line in right if r.odds(0.6)], w - 4, 3, "right", 1.25)
    canvas.column(
        [clinical(case.technique.probe, "model"), *settings.several(r, "ultrasound", 3, 10, case.language)],
        r.one(4, w * 0.86),
        6 * h,
        step=r.uniform(1.2, 2.2),
    )
    bottom = [settings.setting(r, "ultrasound", case.language) for _ in range(r.whole(2, 6))]
    canvas.put(joined(bottom, r.one("  ", "\t", " ")), 4, canvas.rows - 1.6 * h)
    if r.odds(0.3):
        canvas.put(
            either(r, "T|V|P|M|R:|D:|Fr:|#{n}|{n}/{m}", "counter", n=r.whole(1, 99), m=r.whole(99, 300)),
            w * 0.94,
            canvas.rows - 3 * h,
        )
    extras(case, canvas)


@kind("ultrasound/tabular-like", 2.5, modality="US")
def tabular_like(case: Case, canvas: Canvas) -> None:
    """Everything labelled: a table of settings with columns, the patient behind labels, the preset in a title bar."""
    r, w, h = case.r, canvas.columns, canvas.height
    title = [
        neutral(case.technique.maker, "maker"),
        case.place(0),
        case.name(0.4),
        case.patient_id(0.5),
        case.date_time(0.1),
    ]
    canvas.put(joined([line for line in title if r.odds(0.75)], r.one("  ", "\t", " | ")), 4, 3)
    if r.odds(0.5):
        canvas.put(
            joined([case.sex_age(), case.birth(0.7), case.technologist(0.7)][: r.whole(1, 3)], "   "), 4, 3 + 1.4 * h
        )
    quantities = [r.of(settings.quantities("ultrasound")) for _ in range(r.whole(4, 12))]
    rows = [
        [clinical(settings.cased(r, r.of(each.labels)), "setting"), clinical(each.value(r), "setting")]
        for each in quantities
    ]
    x = r.one(6.0, w * 0.8)
    canvas.table(rows, [x, x + w * 0.1], 5 * h, step=r.uniform(1.2, 1.6))
    canvas.put(
        joined([clinical(case.technique.probe, "model"), clinical(settings.preset(r), "preset"), indices(case)], "  "),
        w * 0.45,
        3 + 1.4 * h,
    )
    extras(case, canvas)


@kind("ultrasound/portable-like", 2.5, modality="US", letters=(0.022, 0.038))
def portable_like(case: Case, canvas: Canvas) -> None:
    """A small scanner: name, id and date in one row, a few words of a mode at the left, a menu at the bottom."""
    r, w, h = case.r, canvas.columns, canvas.height
    row = [case.name(0), case.patient_id(0), case.date(0), case.time()]
    if r.odds(0.4):
        canvas.put(joined([line for line in row if r.odds(0.85)], r.one("  ", "\t", "   ")), 4, 3)
    else:
        for line, x in zip(row, (0.01, 0.35, 0.65, 0.85), strict=True):
            canvas.put(line, x * w, 3)
    if r.odds(0.4):
        canvas.put(case.place(0), 4, 3 + 1.3 * h)
    column = [
        clinical(settings.preset(r), "preset"),
        either(r, "Res|Gen|Pen|2D|Color|CPD|M Mode|MB|THI|HRes", "setting"),
        either(r, "{n}%|100%|MB|Off", "setting", n=r.whole(20, 100)),
        indices(case),
    ]
    canvas.column([line for line in column if r.odds(0.8)], 4, 4 * h, step=1.25)
    canvas.put(clinical(f"{r.uniform(2, 25):.1f}{r.one(' cm', 'cm', '')}", "axis"), w - 4, canvas.rows * 0.88, "right")
    for i in range(r.whole(0, 6)):
        canvas.put(blocks.interface(case), w * (0.02 + 0.16 * i), canvas.rows - 1.5 * h, size=0.9)
    extras(case, canvas)


@kind("ultrasound/pc-like", 1.5, modality="US")
def pc_like(case: Case, canvas: Canvas) -> None:
    """A scanner that is a program on a computer: a title bar, menus, panels of named values, a status bar."""
    r, w, h = case.r, canvas.columns, canvas.height
    canvas.put(
        joined(
            [clinical(words.brand(r), "model"), case.name(0), case.patient_id(0)][: r.whole(1, 3)],
            r.one(" - ", "  ", " | "),
        ),
        4,
        2,
    )
    for i in range(r.whole(2, 7)):
        canvas.put(blocks.interface(case), 4 + i * w * 0.1, 1.6 * h)
    panel = settings.several(r, "ultrasound", 5, 16, case.language)
    canvas.column(panel, r.one(6, w * 0.82), 4 * h, step=1.4)
    who = blocks.identity(case)
    canvas.column(who, r.one(w * 0.2, w * 0.55), 4 * h, step=1.3)
    for i in range(r.whole(0, 4)):
        canvas.put(settings.setting(r, "ultrasound", case.language), 4 + i * w * 0.22, canvas.rows - 1.4 * h)
    extras(case, canvas)


@kind("ultrasound/no-patient", 1.5, modality="US", nobody=True)
def no_patient(case: Case, canvas: Canvas) -> None:
    """A scanner on which nobody was entered: a date, settings, results; sometimes not even a date."""
    r, w, h = case.r, canvas.columns, canvas.height
    if r.odds(0.5):
        canvas.put(case.date_time(0), r.one(4, w * 0.7), 3)
    if r.odds(0.35):
        canvas.put(
            either(r, "No Name|[no patient]|New Patient|Name:|ID:|Patient:|-|Quick ID|Emergency exam|NAME", "label"),
            4,
            3,
        )
    canvas.column(
        [clinical(case.technique.probe, "model"), clinical(settings.preset(r), "preset"), indices(case)],
        w * r.uniform(0.4, 0.8),
        3,
        step=1.25,
    )
    canvas.column(
        settings.several(r, "ultrasound", 4, 16, case.language), r.one(4, w * 0.85), 5 * h, step=r.uniform(1.2, 1.8)
    )
    extras(case, canvas)
