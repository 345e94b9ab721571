"""Ophthalmology: fundus cameras, tomography, visual fields, corneal maps."""

from __future__ import annotations

from training.screens import blocks, settings
from training.screens.case import Case
from training.screens.kinds.registry import PAGE, USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, either

_EYES = "OD|OS|OD (R)|R / OD|L / OS|Right|Left|OU|R|L|Right / OD|RA|LA|OG"


@kind("eye/fundus", 1.0, modality="OP", sizes=(*USUAL, (2048, 1536), (3000, 2000)), letters=(0.014, 0.024))
def fundus(case: Case, canvas: Canvas) -> None:
    """A photograph of the fundus with a line or a block of text."""
    r, w, h = case.r, canvas.columns, canvas.rows
    lines = [
        *blocks.identity(case),
        either(r, _EYES, "marker"),
        either(
            r,
            "{n}°|FA {n}:{s}|ICG|IR 30°|45 deg|Color|Red-free|ART ({n}) Q: {n}|Flash {n}|F{n} ISO {s}00|"
            "FA 0:{s}.{n} 55°",
            "setting",
            n=r.whole(1, 60),
            s=r.whole(10, 59),
        ),
    ]
    if r.odds(0.6):
        canvas.column(lines, r.one(6, w * 0.7), r.one(6, h * 0.75), step=1.3)
    else:
        for i, line in enumerate(lines[:6]):
            canvas.put(line, w * (0.01 + 0.32 * (i % 3)), h - (2 - i // 3) * canvas.height * 1.5)


@kind("eye/tomography", 1.2, modality="OPT", sizes=USUAL + PAGE, letters=(0.011, 0.02))
def tomography(case: Case, canvas: Canvas) -> None:
    """A page of optical coherence tomography: labelled facts, thicknesses in rings, quality, the institution."""
    r, w, h = case.r, canvas.columns, canvas.rows
    left = (
        [
            case.name(1),
            case.patient_id(1),
            case.birth(1),
            case.tagged("sex", case.sex_text(), 1),
            case.tagged("operator", case.person(case.operator), 1),
        ]
        if not case.nobody
        else blocks.identity(case)
    )
    right = [
        case.tagged("date", case.date_form.of(case.day), 1),
        case.tagged("time", case.time(), 1),
        either(
            r,
            "Serial Number: {n}|Signal Strength: {m}/10|Q: {n}|Technician:|SSI {m}|Software: {m}.{n}|"
            "Scan: 6 mm x 6 mm|Device",
            "setting",
            n=r.whole(10, 9000),
            m=r.whole(4, 11),
        ),
        case.place(0.2),
    ]
    canvas.column([line for line in left if r.odds(0.88)], 6, 6, step=1.35)
    canvas.column([line for line in right if r.odds(0.8)], w * r.uniform(0.5, 0.7), 6, step=1.35)
    canvas.put(
        either(
            r,
            "Macula Thickness OU: Macular Cube 512x128|RNFL and ONH: Optic Disc Cube 200x200|Retina Map|"
            "3D Macula|Glaucoma OU Analysis|OD OS|IR 30° ART + OCT 30° (8.3 mm) ART ({n}) Q: {m}|"
            "Thickness Map|GCL+",
            "label",
            n=r.whole(9, 100),
            m=r.whole(15, 45),
        ),
        w * 0.3,
        h * 0.24,
    )
    for _ in range(r.whole(4, 18)):
        canvas.put(
            clinical(str(r.whole(180, 420)), "value"), w * r.uniform(0.1, 0.9), h * r.uniform(0.3, 0.85), size=0.9
        )
    for text in r.some(
        [
            "S",
            "N",
            "I",
            "T",
            "ILM - RPE",
            "µm",
            "500",
            "Fovea:",
            "Cube Volume (mm³)",
            "200 µm",
            "TMP",
            "SUP",
            "NAS",
            "INF",
        ],
        2,
        8,
    ):
        canvas.put(clinical(text, "axis"), w * r.uniform(0.05, 0.9), h * r.uniform(0.3, 0.9), size=0.9)
    if r.odds(0.4):
        canvas.column(
            [
                either(r, "Comments|Analysis Edited: |Doctor's Signature|Signature:", "label"),
                case.printed() if r.odds(0.5) else Line(),
            ],
            6,
            h * 0.92,
        )


@kind("eye/field", 0.7, modality="OPV", sizes=PAGE, letters=(0.01, 0.015))
def field(case: Case, canvas: Canvas) -> None:
    """A visual field with its grid of decibels."""
    r, w, h = case.r, canvas.columns, canvas.rows
    who = [case.name(1), case.patient_id(1), case.birth(1)] if not case.nobody else blocks.identity(case)
    y = canvas.column(who, 8, 8, step=1.4)
    facts = r.some(
        [
            "Central 24-2 Threshold Test",
            "Fixation Monitor: Blind Spot",
            "Fixation Losses: 1/14",
            "False POS Errors: 2 %",
            "Stimulus: III, White",
            "Background: 31.5 ASB",
            "Strategy: SITA-Fast",
            "Pupil Diameter: 4.1 mm",
            "Visual Acuity:",
            "RX: +2.50 DS DC X",
            "Test Duration: 04:12",
            "Fovea: OFF",
            "GHT Outside normal limits",
            "VFI 92%",
            "MD -3.42 dB P < 2%",
            "PSD 2.10 dB",
            "Total Deviation",
        ],
        4,
        11,
    )
    canvas.column([clinical(fact, "setting") for fact in facts], 8, y + canvas.height, step=1.4)
    canvas.column(
        [
            either(r, _EYES, "marker"),
            case.tagged("date", case.date_form.of(case.day), 1),
            case.tagged("time", case.time(), 1),
            case.tagged("age", case.age_text(), 1),
        ],
        w * 0.7,
        8,
        step=1.4,
    )
    rows = [
        [clinical(r.text("{n}|{n}|<0|-{m}", n=r.whole(0, 35), m=r.whole(1, 9)), "value") for _ in range(r.whole(4, 9))]
        for _ in range(8)
    ]
    canvas.table(rows, [w * (0.3 + 0.06 * i) for i in range(9)], h * 0.4, step=2)
    canvas.upwards(
        [case.place(0), case.address() if r.odds(0.4) else Line(), case.telephone() if r.odds(0.3) else Line()],
        8,
        h - 8,
    )


@kind("eye/cornea", 0.6, modality="OPM", sizes=USUAL, letters=(0.013, 0.02))
def cornea(case: Case, canvas: Canvas) -> None:
    """A map of the cornea or a calculation of a lens."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.column(blocks.identity(case), 6, 6, step=1.35)
    lines = [
        either(
            r,
            "K1: {k} D|K2 {k} D @ {a}°|Km: {k}|Astig: -{d} D|Pachy Apex: {p} µm|ACD {d} mm|AL: {l} mm|"
            "Rf: {d}mm|Axis: {a}°|SE: {d} D|IOL (D)|A0: {a}|Q-val. -0.{a}|QS: OK|CCT {p}",
            "measurement",
            k=f"{r.uniform(39, 48):.2f}",
            a=r.whole(0, 180),
            d=f"{r.uniform(0.2, 4):.2f}",
            p=r.whole(450, 620),
            l=f"{r.uniform(20, 29):.2f}",
        )
        for _ in range(r.whole(4, 12))
    ]
    canvas.column(lines, r.one(6, w * 0.7), h * 0.3, step=1.35)
    for i in range(r.whole(4, 12)):
        canvas.put(clinical(f"{46 - i * 1.5:.1f}", "axis"), w * 0.95, h * (0.1 + 0.06 * i), size=0.8)
    canvas.put(either(r, _EYES, "marker"), w * 0.5, 6, size=1.5)
    canvas.put(clinical(settings.model(r), "model"), w * 0.6, h * 0.95)
