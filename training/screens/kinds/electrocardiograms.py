"""Electrocardiograms: results, statements and leads over curves."""

from __future__ import annotations

from training.screens import blocks, lists
from training.screens.case import Case
from training.screens.kinds.registry import kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, either, joined

_WIDE = ((1400, 1000), (1650, 1275), (2200, 1700), (1024, 768))


def _values(case: Case) -> list[Line]:
    r = case.r
    rate, pr, qrs, qt, axis = (
        r.whole(40, 150),
        r.whole(110, 260),
        r.whole(70, 160),
        r.whole(320, 480),
        r.whole(-60, 110),
    )
    lines = [
        either(
            r,
            "Vent. rate {v} BPM|HR {v} bpm|Rate {v}|Frequenz: {v}/min|HF {v}/min|Ventricular Rate: {v}",
            "measurement",
            v=rate,
        ),
        either(r, "PR interval {v} ms|PR {v}|PQ {v} ms|PR Int: {v} ms", "measurement", v=pr),
        either(r, "QRS duration {v} ms|QRSD {v}|QRS {v} ms", "measurement", v=qrs),
        either(
            r,
            "QT/QTc {v}/{u} ms|QT {v} QTc {u}|QT/QTc-Baz {v}/{u} ms|QTcB {u}",
            "measurement",
            v=qt,
            u=qt + r.whole(-20, 60),
        ),
        either(
            r,
            "P-R-T axes {a} {b} {c}|--AXIS--|P {a}° QRS {b}° T {c}°|Axis: {a} {b} {c}|RV5/SV1 {m} mV",
            "measurement",
            a=axis,
            b=r.whole(-60, 110),
            c=r.whole(-60, 110),
            m=f"{r.uniform(0.2, 3):.2f}",
        ),
    ]
    return [line for line in lines if r.odds(0.85)]


@kind("ecg/twelve-leads", 2.0, modality="ECG", sizes=_WIDE, letters=(0.014, 0.022))
def twelve_leads(case: Case, canvas: Canvas) -> None:
    """Twelve leads with the patient, the intervals, statements of the program and who confirmed them."""
    r, w, h = case.r, canvas.columns, canvas.rows
    who = blocks.identity(case)
    if r.odds(0.5) and not case.nobody:
        who += blocks.chosen(
            r,
            [
                (lambda: case.technologist(0.9), 0.4),
                (lambda: case.person(case.doctors[0], 1), 0.5),
                (lambda: either(r, "Room: |Loc: |Room:{n}|Dept: ", "label", n=r.whole(1, 400)), 0.4),
                (
                    lambda: either(
                        r,
                        "Test ind: {i}|Med: |Meds:|Technician:|Option: {n}",
                        "label",
                        i=r.text("CHEST PAIN|Palpitations|PRE-OP"),
                        n=r.whole(1, 99),
                    ),
                    0.3,
                ),
            ],
        )
    canvas.column(who, 8, 6, step=1.3)
    canvas.column(_values(case), w * r.uniform(0.25, 0.34), 6, step=1.3)
    statements = [
        clinical(r.cased(text, "asis", "asis", "upper"), "sentence")
        for text in r.some(lists.items("sentences", "ecg"), 1, 5)
    ]
    if r.odds(0.35):
        statements.append(
            either(r, "When compared with ECG of |Compared to |Prior: ", "sentence")
            + case.other_date()
            + ("," if r.odds(0.3) else "")
            + (" " + case.time() if r.odds(0.4) else "")
        )
    canvas.column(statements, w * r.uniform(0.5, 0.6), 6, step=1.3)
    if r.odds(0.5) and not case.nobody:
        canvas.put(
            either(r, "Confirmed by: |Confirmed by |Referred by: |Edited By: |Unconfirmed|Reviewed by: ", "label")
            + case.person(case.doctors[1])
            + either(r, "| on |, MD", "sentence")
            + (case.date(0) if r.odds(0.4) else ""),
            w * r.one(0.1, 0.55),
            h * 0.2,
        )
    leads = r.one(
        ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"),
        ("I", "II", "III", "R", "L", "F", "C1", "C2", "C3", "C4", "C5", "C6"),
    )
    for i, lead in enumerate(leads):
        canvas.put(clinical(lead, "marker"), w * (0.03 + 0.24 * (i // 3)), h * (0.3 + 0.18 * (i % 3)))
    if r.odds(0.5):
        canvas.put(clinical(r.one("II", "V1", "rhythm"), "marker"), w * 0.03, h * 0.85)
    foot = [
        either(r, "25mm/s|25 mm/sec|50 mm/s", "axis"),
        either(r, "10mm/mV|Limb: 10 mm/mV|Chest: 10 mm/mV|20 mm/mV", "axis"),
        either(r, "150Hz|40 Hz|~ 0.15-100 Hz|F 50~ 0.5-35 Hz|W 100|60~", "axis"),
        either(
            r,
            "{v}.{u} 12SL v{n}|{v}D|PH{n}|CID: {n}|EID:{n} EDT: |Device: |Page 1 of 1",
            "setting",
            v=r.whole(5, 9),
            u=r.whole(0, 9),
            n=r.whole(10, 300),
        ),
    ]
    canvas.put(joined([line for line in foot if r.odds(0.8)], r.one("  ", "   ", "\t")), 8, h - 1.6 * canvas.height)


@kind("ecg/stress", 0.7, modality="ECG", sizes=_WIDE, letters=(0.013, 0.02))
def stress(case: Case, canvas: Canvas) -> None:
    """A page of a stress test: stages with times, loads, rates and pressures."""
    r, w = case.r, canvas.columns
    y = canvas.column(blocks.identity(case), 8, 6, step=1.3)
    rows = [
        [
            either(r, "Phase|Stage|Stufe", "label"),
            either(r, "Time|Zeit|Exercise", "label"),
            either(r, "Load|Speed|Watt", "label"),
            clinical("HR", "label"),
            either(r, "BP|RR", "label"),
            either(r, "ST|METS|RPP", "label"),
        ]
    ]
    for i in range(r.whole(3, 9)):
        rows.append(
            [
                either(r, "STAGE {n}|EXERCISE|Recovery|PRETEST|{n}", "label", n=i + 1),
                clinical(f"{r.whole(0, 15):02d}:{r.whole(0, 59):02d}", "time"),
                either(r, "{n}|{n} W|{m} mph", "value", n=r.whole(2, 20) * 10, m=f"{r.uniform(1, 6):.1f}"),
                clinical(str(r.whole(60, 190)), "value"),
                clinical(f"{r.whole(100, 210)}/{r.whole(50, 110)}", "value"),
                clinical(f"{r.uniform(-3, 14):.1f}", "value"),
            ]
        )
    y = canvas.table(rows, [w * (0.05 + 0.15 * i) for i in range(6)], y + canvas.height)
    canvas.column(
        [
            either(
                r,
                "Reason for Termination: Fatigue|BRUCE|Max HR: {n} ({p}% of predicted)|ST change: none|"
                "Conclusions: Normal stress test|Functional capacity: normal",
                "sentence",
                n=r.whole(100, 190),
                p=r.whole(60, 105),
            )
            for _ in range(3)
        ],
        8,
        y + canvas.height,
    )
    if r.odds(0.5):
        canvas.put(case.physician(1, 0.9) if not case.nobody else case.date(0.2), 8, canvas.rows - 2 * canvas.height)
