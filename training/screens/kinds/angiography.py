"""Angiography, fluoroscopy, C-arms, and what is recorded in catheters' laboratories."""

from __future__ import annotations

from training.screens import blocks, corners, settings
from training.screens.case import Case
from training.screens.kinds.registry import SQUARE, USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, either, joined


@kind("angiography/run", 2.0, modality="XA", sizes=SQUARE, letters=(0.015, 0.026))
def run(case: Case, canvas: Canvas) -> None:
    """A frame of a run: angles of the arm, numbers of run and frame, the patient above."""
    r, w, h = case.r, canvas.columns, canvas.rows
    left = (
        [case.name(0), case.patient_id(0.1), case.birth(0.3), case.sex_age()]
        if not case.nobody
        else blocks.identity(case)
    )
    canvas.column([line for line in left if r.odds(0.8)], 4, 4, step=1.2)
    right = (
        [case.place(0), case.date_time(0), case.physician(0, 0.2), case.study()] if not case.nobody else [case.study()]
    )
    canvas.column([line for line in right if r.odds(0.7)], w - 4, 4, "right", 1.2)
    a, b = r.whole(0, 60), r.whole(0, 45)
    angles = either(
        r,
        "RAO {a} CAU {b}|LAO: {a} CRAN: {b}|{a} RAO / {b} CRAN|RAO{a}° CRA{b}°|LAO/RAO: {a} CRA/CAU: {b}|"
        "{a} {b}|Rot {a} Ang {b}|P: {a} S: -{b}",
        "setting",
        a=a,
        b=b,
    )
    counter = either(
        r,
        "Run {n}|Seq {n}|Acq {n} - Frame {f}|{n}/{f}|S{n} F{f}|Run: {n} Frame: {f}/{g}|SCENE {n}|R{n}:F{f}",
        "counter",
        n=r.whole(1, 40),
        f=r.whole(1, 90),
        g=r.whole(90, 200),
    )
    canvas.upwards([angles, counter, *settings.several(r, "x-ray", 1, 6)], 4, h - 4, step=1.2)
    canvas.upwards(
        [
            *corners.numbers_of_image(case)[:2],
            either(
                r,
                "DSA|FL|Cardiac 15|Mask {n}|Roadmap|{n} f/s|SUB|Fluoro|CARD|STORED FLUORO",
                "setting",
                n=r.whole(1, 30),
            ),
        ],
        w - 4,
        h - 4,
        "right",
        1.2,
    )
    if r.odds(0.2):
        canvas.put(blocks.remark(case), w * 0.3, h * r.uniform(0.1, 0.9))


@kind("angiography/c-arm", 1.5, modality="XA", sizes=(*SQUARE, (720, 576), (800, 600)), letters=(0.018, 0.032))
def c_arm(case: Case, canvas: Canvas) -> None:
    """A mobile C-arm: the surgeon and the patient in one row, dose and time, a number of the image."""
    r, w, h = case.r, canvas.columns, canvas.rows
    rows = [case.name(0.2), blocks.id_line(case), case.physician(0, 0.8), case.place(0), case.date_time(0.1)]
    if case.nobody:
        rows = [case.date_time(0.1), case.name(0.2)]
    canvas.column([line for line in rows if r.odds(0.75)], 4, 4, step=1.25)
    bottom = [
        either(r, "{n}|#{n}|Image {n}|{n}/{m}|L{n}", "counter", n=r.whole(1, 200), m=r.whole(200, 300)),
        *settings.several(r, "x-ray", 1, 6),
    ]
    if r.odds(0.5):
        canvas.put(joined(bottom, r.one("  ", "\t")), 4, h - 1.6 * canvas.height)
    else:
        canvas.upwards(bottom, w - 4, h - 4, "right")
    if r.odds(0.3):
        canvas.put(
            either(r, "HLF|Cine|Snap|Metal|Bone|Soft|Vascular|Ortho|Auto|LIVE|LAST|SAVED|Swap", "setting"), w * 0.8, 4
        )


@kind("angiography/fluoroscopy", 1.0, modality="RF", sizes=SQUARE)
def fluoroscopy(case: Case, canvas: Canvas) -> None:
    """A frame of a swallow or an enema."""
    corners.put_corners(case, canvas)


@kind("angiography/haemodynamics", 1.0, modality="HD", sizes=USUAL)
def haemodynamics(case: Case, canvas: Canvas) -> None:
    """Pressures with their curves: sites, systolic and diastolic values, leads, times, the team."""
    r, w, h = case.r, canvas.columns, canvas.rows
    team = [case.physician(0, 1), case.physician(1, 0.8), case.technologist(0.9)] if not case.nobody else []
    canvas.column([*blocks.identity(case), *(line for line in team if r.odds(0.4))], 6, 6, step=1.25)
    sites = r.some(["Ao", "LV", "RV", "PA", "PCW", "RA", "LA", "Pd", "Pa", "FFR", "iFR", "LVEDP", "SVC"], 2, 6)
    rows = [
        [
            clinical(site, "label"),
            either(
                r,
                "{s}/{d}|{s}/{d} ({m})|{s} / {d} / {m}",
                "value",
                s=r.whole(20, 200),
                d=r.whole(2, 110),
                m=r.whole(5, 120),
            ),
            clinical(f"{r.whole(40, 140)}", "value"),
        ]
        for site in sites
    ]
    canvas.table(
        [
            [
                either(r, "Site|Location", "label"),
                either(r, "S/D|Pressure|mmHg", "label"),
                either(r, "HR|Mean|Sat", "label"),
            ],
            *rows,
        ],
        [w * x for x in (0.6, 0.72, 0.9)],
        h * 0.4,
    )
    for i, lead in enumerate(r.some(["I", "II", "III", "V1", "V5", "aVF", "P1", "P2", "SpO2"], 2, 6)):
        canvas.put(clinical(lead, "marker"), 6, h * (0.35 + 0.08 * i))
    for i in range(r.whole(0, 5)):
        canvas.put(case.time(i * 100), w * (0.1 + 0.1 * i), h * 0.96, size=0.8)
    canvas.put(
        either(r, "25 mm/s|50 mm/sec|200 mmHg|Scale 200|0 - 40|Rest|Baseline|Adenosine", "axis"), w * 0.4, h * 0.9
    )


@kind("angiography/intravascular", 1.0, modality="IVUS", sizes=(*SQUARE, (1024, 768)))
def intravascular(case: Case, canvas: Canvas) -> None:
    """A cross-section from inside a vessel, with areas and diameters."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.column(blocks.identity(case), r.one(4, w * 0.65), 4, step=1.25)
    lines = [
        either(
            r,
            "EEM: {a} mm²|Lumen: {a} mm2|MLA {a}mm²|Diam. {d} mm|Min {d} Max {d}|Plaque burden {p}%|"
            "AS {p}%|Ecc {d}|Mean: {d} mm",
            "measurement",
            a=f"{r.uniform(2, 22):.2f}",
            d=f"{r.uniform(1, 6):.2f}",
            p=r.whole(10, 90),
        )
        for _ in range(r.whole(1, 6))
    ]
    canvas.upwards(lines, 4, h - 4, step=1.3)
    canvas.column(
        [
            either(r, "LAD prox|RCA mid|LCx|LM|SFA|Vessel: {v}|{v}", "anatomy", v=r.text("LAD|RCA|LCX|SVG")),
            either(
                r,
                "Pullback {n} mm|{n}.0 mm/s|FPS 30|Frame {n}|PB {n}|20 MHz|40MHz|Depth {n} mm|Gain {n}",
                "setting",
                n=r.whole(1, 100),
            ),
            case.time(),
        ],
        w - 4,
        h * 0.5,
        "right",
        1.3,
    )
    if r.odds(0.3):
        canvas.put(case.physician(0, 0.8) if not case.nobody else Line(), 4, h * 0.6)
    canvas.put(clinical(settings.model(r), "model"), w * 0.4, h - 1.5 * canvas.height)
