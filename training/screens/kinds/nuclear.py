"""Nuclear medicine, PET, and radiotherapy."""

from __future__ import annotations

from training.screens import blocks, corners, settings, words
from training.screens.case import Case
from training.screens.kinds.registry import SQUARE, USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import clinical, either, joined


@kind("nuclear/planar", 1.5, modality="NM", sizes=USUAL + SQUARE)
def planar(case: Case, canvas: Canvas) -> None:
    """A whole-body or a static image: views, counts, the tracer, the patient."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.column(blocks.identity(case), r.one(4, w * 0.6), 4, step=1.3)
    for i, text in enumerate(
        r.some(
            [
                "ANT",
                "POST",
                "ANTERIOR",
                "POSTERIOR",
                "RAO",
                "LPO",
                "LT LAT",
                "WB ANT",
                "R",
                "L",
                "Head",
                "Immediate",
                "3 hrs",
                "Delayed",
                "Flow",
                "Blood pool",
            ],
            1,
            6,
        )
    ):
        canvas.put(clinical(text, "view"), w * (0.1 + 0.2 * (i % 4)), h * r.uniform(0.15, 0.9))
    canvas.upwards(
        [
            *settings.several(r, "nuclear", 1, 6),
            either(
                r,
                "Tc-99m MDP|{n} MBq|F-18 FDG|I-123 MIBG|99mTc-{m}|Tl-201|{n}.0 mCi",
                "setting",
                n=r.whole(1, 900),
                m=r.text("DMSA|MAG3|HIDA|MAA|sestamibi"),
            ),
        ],
        4,
        h - 4,
        step=1.3,
    )
    if r.odds(0.4):
        canvas.put(case.study(), w * 0.4, h * 0.03)


@kind("nuclear/cardiac", 1.0, modality="NM", letters=(0.013, 0.022))
def cardiac(case: Case, canvas: Canvas) -> None:
    """Slices of a heart at stress and at rest with polar maps and volumes."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.put(
        joined(
            [case.name(0.5), case.patient_id(0.5), case.sex_age(), case.date(0.4)]
            if not case.nobody
            else [case.name(0)],
            r.one("  ", "\t", " | "),
        ),
        4,
        4,
    )
    for i, text in enumerate(("SA", "VLA", "HLA", "STR", "RST", "Apex", "Base", "Septal", "Lateral", "Inf", "Ant")):
        if r.odds(0.7):
            canvas.put(
                either(r, f"{text}|{text.upper()}|{text} ({{n}})|{text}G", "view", n=r.whole(1, 40)),
                w * r.one(0.02, 0.3, 0.6, 0.8),
                h * (0.1 + 0.08 * i),
                size=0.9,
            )
    lines = [
        either(r, "{l}: {v}|{l} {v}|{l} = {v}", "measurement", l=name, v=r.whole(1, 200))
        for name in r.some(
            [
                "EDV (ml)",
                "ESV",
                "EF (%)",
                "SSS",
                "SRS",
                "SDS",
                "TID",
                "Defect",
                "Mass",
                "Volume [ml]",
                "Wall",
                "LHR",
                "SV",
            ],
            4,
            9,
        )
    ]
    canvas.column(lines, w * 0.75, h * 0.5, step=1.3)
    canvas.put(
        either(
            r,
            "Database: {d}|{d}|Viability|Quantitative SPECT|StressFemale99m|Rest Gated [{n}]",
            "setting",
            d=words.brand(r),
            n=r.whole(8, 16),
        ),
        w * 0.5,
        h * 0.95,
    )


@kind("nuclear/fusion", 1.5, modality="PT", sizes=SQUARE + USUAL)
def fusion(case: Case, canvas: Canvas) -> None:
    """PET over CT: scales of uptake, slices, the patient in each corner."""
    corners.put_corners(case, canvas)
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.put(
        either(r, "SUV|SUVbw|g/ml|0 - {n}|SUV {n}|Bq/ml|{n}.00 SUV", "axis", n=r.whole(3, 30)), w * 0.92, h * 0.3
    )
    for _ in range(r.whole(0, 4)):
        canvas.put(settings.setting(r, "nuclear"), w * r.uniform(0.2, 0.7), h * r.uniform(0.2, 0.8))


@kind("radiotherapy/plan", 1.2, modality="RTIMAGE", letters=(0.013, 0.022))
def plan(case: Case, canvas: Canvas) -> None:
    """A plan with structures, doses and beams, the patient in the title."""
    r, w, h = case.r, canvas.columns, canvas.rows
    title = [
        case.name(0.3),
        case.patient_id(0.4),
        clinical(r.text("Course {n}|C{n}|1 / {n}|Plan{n}", n=r.whole(1, 4)), "counter"),
        case.study(),
    ]
    canvas.put(joined([line for line in title if r.odds(0.85)], r.one(" - ", "  ", ", ")), 4, 4)
    if r.odds(0.4) and not case.nobody:
        canvas.put(
            r.do(
                case.physician,
                lambda: case.person(case.operator, 1, "operator"),
                lambda: (
                    either(r, "Approved by |Planned by |Last modified by ", "label")
                    + case.person(case.doctors[1])
                    + " "
                    + case.date_time(0)
                ),
            ),
            w * 0.5,
            4 + 1.5 * canvas.height,
        )
    structures = r.some(
        [
            "PTV",
            "CTV",
            "GTV",
            "PTV_60",
            "Bladder",
            "Rectum",
            "SpinalCord",
            "Lung_L",
            "Lung R",
            "Heart",
            "Parotid_L",
            "Brainstem",
            "BODY",
            "FemHead_R",
            "PTV5000",
            "Bowel",
            "zRing",
            "External",
        ],
        4,
        10,
    )
    canvas.column(
        [
            either(r, "{s}|{s} {v} Gy|{s} Dmean {v} Gy|{s} V20 {v}%", "anatomy", s=s, v=f"{r.uniform(0.5, 70):.1f}")
            for s in structures
        ],
        w * r.one(0.01, 0.8),
        h * 0.12,
        step=1.35,
    )
    rows = [
        [
            clinical(f"{i + 1}", "counter"),
            either(r, "Arc{n}|{n} LAO|PA|Field {n}|G{n}|CW|T1_CCW", "setting", n=r.whole(1, 360)),
            either(r, "6X|10X|6FFF|15MV|9E|6 MV", "setting"),
            clinical(settings.value(r), "value"),
            clinical(f"{r.whole(40, 500)} MU", "value"),
        ]
        for i in range(r.whole(1, 5))
    ]
    canvas.table(rows, [w * x for x in (0.3, 0.34, 0.46, 0.56, 0.7)], h * 0.75)
    for i in range(6):
        canvas.put(clinical(f"{i * 20}", "axis"), w * (0.35 + 0.06 * i), h * 0.96, size=0.8)


@kind("radiotherapy/portal", 1.0, modality="RTIMAGE", sizes=(*SQUARE, (1024, 768)))
def portal(case: Case, canvas: Canvas) -> None:
    """A portal image with gantry, couch and field."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.column(blocks.identity(case), 4, 4, step=1.25)
    lines = [
        either(
            r,
            "Gantry: {a}°|G {a}.0 C {b}.0|Coll {b}|Couch: {b}|Field {n}|SSD {d} cm|X1 {x} X2 {x}|"
            "Y1: {x} cm|{n} MU|Fx {n}/35|Ref. image|MV {n}|AP setup|kV_{a}.{b}",
            "setting",
            a=r.whole(0, 359),
            b=r.whole(0, 90),
            n=r.whole(1, 35),
            d=r.whole(80, 110),
            x=f"{r.uniform(1, 20):.1f}",
        )
        for _ in range(r.whole(2, 8))
    ]
    canvas.upwards(lines, r.one(4, w * 0.7), h - 4, step=1.25)
