"""Pages of results that ultrasound scanners make: obstetric reports, worksheets of vessels and of the heart."""

from __future__ import annotations

from training.screens import blocks, settings
from training.screens.case import Case
from training.screens.kinds.registry import USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, either, joined


def _head(case: Case, canvas: Canvas) -> float:
    r, w = case.r, canvas.columns
    if case.nobody:
        return canvas.column(blocks.identity(case), 6, 6, step=1.35)
    first = [case.place(0), case.date_time(0.4)]
    second = [case.name(0.7), case.patient_id(0.8), case.birth(0.7)]
    third = [case.physician(0, 0.9), case.technologist(0.9), case.sex_age()]
    rows = [joined([line for line in row if r.odds(0.8)], r.one("   ", "\t", "  ")) for row in (first, second, third)]
    if r.odds(0.5):
        return canvas.column(rows, 6, 6, step=1.4)
    left, right = [*first[:1], *second], [first[1], *third]
    canvas.column([line for line in right if r.odds(0.8)], w * 0.55, 6, step=1.4)
    return canvas.column([line for line in left if r.odds(0.85)], 6, 6, step=1.4)


@kind("ultrasound/obstetric-page", 1.2, modality="US", sizes=USUAL, letters=(0.015, 0.024))
def obstetric_page(case: Case, canvas: Canvas) -> None:
    """A page of fetal measurements with ages, percentiles and the dates of the pregnancy."""
    r, w = case.r, canvas.columns
    y = _head(case, canvas)
    week = f"{r.whole(6, 40)}w{r.whole(0, 6)}d"
    dates = [
        clinical(r.text("LMP|LMP:|DDR|UPM|FUM|Letzte Regel") + " ", "label") + case.other_date(),
        clinical(r.text("GA(LMP)|GA|AG|SSW") + " " + week, "measurement"),
        clinical(r.text("EDD(LMP)|EDD|ET|DPA|FPP|EDC") + " ", "label") + case.other_date(case.later),
        either(
            r,
            "Fetus A|Fetus 1/1|Fetus: A|G{a} P{b} AB{b}|Gravida {a}|BPD(Hadlock)|EFW {c}g|Fetal Pos. cephalic",
            "label",
            a=r.whole(1, 6),
            b=r.whole(0, 4),
            c=r.whole(100, 4300),
        ),
    ]
    y = canvas.column(
        [joined([line for line in dates if r.odds(0.85)], "   ")]
        if r.odds(0.5)
        else [line for line in dates if r.odds(0.85)],
        6,
        y + canvas.height,
        step=1.4,
    )
    rows: list[list[Line]] = [
        [
            clinical(title, "label")
            for title in r.one(
                ("2D", "m1", "m2", "Avg", "GA", "%ile"),
                ("B Mode", "Value", "Age", "Range", "Method", "EDD"),
                ("Mess.", "Wert", "SSW", "+/-", "Autor", ""),
            )
        ]
    ]
    for name in r.some(
        [
            "BPD",
            "HC",
            "AC",
            "FL",
            "OFD",
            "HL",
            "TCD",
            "CRL",
            "NT",
            "CM",
            "EFW",
            "HC/AC",
            "FL/BPD",
            "NF",
            "UL",
            "TAD",
            "APAD",
        ],
        3,
        10,
    ):
        cells = [
            name,
            f"{r.uniform(0.3, 35):.2f}{r.text('cm|mm| cm| mm')}",
            f"{r.uniform(0.3, 35):.2f}",
            f"{r.whole(10, 40)}w{r.whole(0, 6)}d",
            r.text("Hadlock|Jeanty|{n}%|Hansmann|±{n}d|Merz", n=r.whole(1, 99)),
            "",
        ]
        row = [clinical(cell, "measurement") for cell in cells[:5]]
        rows.append([*row, case.other_date(case.later)] if r.odds(0.15) else row)
    y = canvas.table(rows, [w * x for x in (0.02, 0.2, 0.36, 0.52, 0.68, 0.84)], y + canvas.height, step=1.4)
    if r.odds(0.4):
        canvas.column(
            [blocks.remark(case), either(r, "Comments:|Comment|Page 1/{n}|<1/{n}>", "label", n=r.whole(1, 4))],
            6,
            y + canvas.height,
            step=1.4,
        )


@kind("ultrasound/worksheet", 1.2, modality="US", sizes=USUAL, letters=(0.014, 0.023))
def worksheet(case: Case, canvas: Canvas) -> None:
    """A table of vessels or of the heart with averages, right and left."""
    r, w = case.r, canvas.columns
    y = _head(case, canvas)
    columns = r.whole(2, 5)
    y = canvas.table(
        [
            [
                either(r, "Vessel|Vascular|Parameter|2D|Doppler|Carotid", "label"),
                *(either(r, "Right|Left|PSV|EDV|RI|Avg|Value|cm/s|Meth.|1|2|3", "label") for _ in range(columns)),
            ]
        ],
        [w * (0.03 + 0.18 * i) for i in range(columns + 1)],
        y + canvas.height,
    )
    rows: list[list[Line]] = []
    for _ in range(r.whole(4, 14)):
        quantity = r.of(settings.quantities("measures"))
        name = r.text(
            "{p} {q}|{q}|{q}|{p}",
            p=r.text("CCA|ICA|ECA|Vert|SCA|MCA|LV|MV|AV|TV|LA|Umb A|Rt Renal A|GSV|SFJ|CFV|PopV|Ao"),
            q=settings.cased(r, r.of(quantity.labels)),
        )
        rows.append(
            [
                clinical(name, "measurement"),
                *(
                    clinical(quantity.value(r) if not r.odds(0.15) else r.text("-|---|*"), "measurement")
                    for _ in range(columns)
                ),
            ]
        )
    y = canvas.table(rows, [w * (0.03 + 0.18 * i) for i in range(columns + 1)], y, step=1.4)
    if r.odds(0.5):
        canvas.column([blocks.remark(case)], 6, y + canvas.height)
    for i in range(r.whole(0, 5)):
        canvas.put(blocks.interface(case), 6 + w * 0.14 * i, canvas.rows - 1.5 * canvas.height)
