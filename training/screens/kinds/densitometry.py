"""Bone densitometry: a page of results beside an image."""

from __future__ import annotations

from training.screens import blocks
from training.screens.case import Case
from training.screens.kinds.registry import PAGE, USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, either


def _results(case: Case, canvas: Canvas, y: float) -> float:
    r, w = case.r, canvas.columns
    regions = r.some(
        [
            "L1",
            "L2",
            "L3",
            "L4",
            "Total",
            "Neck",
            "Troch",
            "Inter",
            "Ward's",
            "L1-L4",
            "Femoral Neck",
            "Upper Neck",
            "Radius 33%",
            "UD",
            "MID",
            "1/3",
            "Head",
            "L Arm",
            "Trunk",
            "Subtotal",
        ],
        3,
        8,
    )
    head = r.text(
        "Region,Area,BMC,BMD,T-Score,Z-Score|Region,Area (cm²),BMC (g),BMD (g/cm²),T -,PR (%)|"
        "Region,BMD (g/cm²),Young-Adult (%),T-score,Age-Matched (%),Z-score"
    ).split(",")
    rows = [[clinical(title, "label") for title in head]]
    for region in regions:
        values = [
            f"{r.uniform(2, 60):.2f}",
            f"{r.uniform(2, 60):.2f}",
            f"{r.uniform(0.4, 1.4):.3f}",
            f"{r.uniform(-4, 3):.1f}",
            r.text("{n}|{n}%|-{z}", n=r.whole(50, 120), z=f"{r.uniform(0, 3):.1f}"),
        ]
        rows.append([clinical(region, "anatomy"), *(clinical(value, "value") for value in values)])
    x = r.one(0.05, 0.45)
    return canvas.table(rows, [w * (x + (0.97 - x) * i / 6) for i in range(6)], y, step=1.35)


@kind("densitometry/left-like", 1.2, modality="DX", sizes=USUAL + PAGE, letters=(0.012, 0.02))
def left_like(case: Case, canvas: Canvas) -> None:
    """The institution's head, two columns that say who it is, the scan's facts, a table, a judgement."""
    r, w = case.r, canvas.columns
    head = [case.place(0), *blocks.chosen(r, [(case.address, 0.5), (case.telephone, 0.4)])]
    y = canvas.column(head, w / 2 if r.odds(0.5) else 6, 6, "centre" if r.odds(0.3) else "left", 1.3)
    if case.nobody:
        y = canvas.column(blocks.identity(case), 6, y, step=1.35)
    else:
        left = [
            case.name(1),
            case.patient_id(1),
            case.birth(1),
            case.tagged("physician", case.person(case.doctors[0]), 1),
        ]
        right = [
            case.tagged("sex", case.sex_text(), 1),
            case.tagged("height", clinical(f"{r.uniform(145, 195):.1f} cm", "value"), 1),
            case.tagged("weight", clinical(f"{r.uniform(45, 120):.1f} kg", "value"), 1),
            case.tagged("age", case.age_text(), 1),
            either(
                r, "Ethnicity: White|Menopause Age: {n}|Ethnicity:|Measured: |Analyzed:", "label", n=r.whole(40, 56)
            ),
        ]
        bottom = canvas.column([line for line in left if r.odds(0.9)], 6, y, step=1.35)
        y = max(bottom, canvas.column([line for line in right if r.odds(0.8)], w * 0.5, y, step=1.35))
    facts = [
        either(
            r, "Scan Information:|Referring Physician:|DXA Results Summary:|Scan Type: f Lumbar Spine|Comment:", "label"
        ),
        either(r, "Scan Date: |Measured: |Analyzed: |Scan: ", "label")
        + case.date_form.of(case.day)
        + either(r, "|  ID: | {t} ({n})", "label", t="", n=r.whole(10, 18)),
    ]
    if r.odds(0.5):
        facts.append(
            either(r, "Analysis: |Printed: |Last processed: ", "label")
            + case.other_date(case.later)
            + " "
            + case.time()
            + either(r, "  Version {v}|  ({v})|", "value", v=f"{r.whole(8, 18)}.{r.whole(1, 9)}")
        )
    if r.odds(0.4):
        facts.append(clinical(case.label("operator") + ": ", "label") + case.person(case.operator))
    y = canvas.column(facts, r.one(6, w * 0.45), y + canvas.height, step=1.35)
    y = _results(case, canvas, y + canvas.height)
    lines = [
        either(
            r,
            "Total BMD CV 1.0%|WHO Classification: {c}|T-score vs. White Female; Source: 2012 BMDCS|"
            "Fracture Risk: {k}|Image not for diagnostic use|k = 1.1{n}, d0 = 4{n}.{n}|{n} x {n}|"
            "10-year probability of fracture: {n}%|Assessment: {c}",
            "sentence",
            c=r.text("Normal|Osteopenia|Osteoporosis"),
            k=r.text("High|Increased|Not increased"),
            n=r.whole(10, 99),
        )
        for _ in range(r.whole(1, 4))
    ]
    canvas.column(lines, 6, y + canvas.height, step=1.35)


@kind("densitometry/image-only", 0.6, modality="DX", sizes=((300, 300), (512, 512), (400, 600)), letters=(0.025, 0.04))
def image_only(case: Case, canvas: Canvas) -> None:
    """The image of a scan with the labels of its vertebrae."""
    r, w, h = case.r, canvas.columns, canvas.rows
    for i, text in enumerate(r.one(("L1", "L2", "L3", "L4"), ("Neck", "Troch", "Inter"), ("1/3", "MID", "UD"))):
        canvas.put(clinical(text, "anatomy"), w * 0.1, h * (0.2 + 0.18 * i))
    if r.odds(0.5):
        canvas.column(blocks.identity(case)[:4], 4, 2, step=1.2)
    if r.odds(0.4):
        canvas.put(Line() + case.date(0.2), 4, h - 1.5 * canvas.height)
