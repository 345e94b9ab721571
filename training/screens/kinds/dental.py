"""Dental images: panoramic views, small sensors, head films, cone beams."""

from __future__ import annotations

from training.screens import blocks, settings
from training.screens.case import Case
from training.screens.kinds.registry import USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import clinical, either, joined


@kind(
    "dental/panoramic",
    1.2,
    modality="PX",
    sizes=((2400, 1250), (1536, 800), (2970, 1400), (1280, 700)),
    letters=(0.014, 0.028),
)
def panoramic(case: Case, canvas: Canvas) -> None:
    """A panoramic view: a side, sometimes a line with the patient, the practice, the technique."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.put(clinical(r.text("R|L|D|I|re|G"), "marker"), w * r.one(0.02, 0.95), h * r.uniform(0.1, 0.5), size=1.5)
    if r.odds(0.8):
        parts = blocks.identity(case, place=0.7, dates=0.9)
        if r.odds(0.5):
            canvas.put(joined(parts[:5], r.one("  ", " - ", "\t", " / ")), w * 0.02, h * r.one(0.01, 0.95))
        else:
            canvas.column(parts, w * r.one(0.02, 0.75), h * r.one(0.02, 0.7), step=1.25)
    values = [
        either(
            r,
            "{k} kV|{k}kV {m}mA {s}s|{m} mA|DAP {d} mGycm²|P1 Standard|Child|{s} sec|Program {m}|"
            "Jaw: normal|ED: {d} µSv",
            "setting",
            k=r.whole(60, 90),
            m=r.whole(2, 16),
            s=f"{r.uniform(5, 20):.1f}",
            d=r.whole(20, 150),
        )
        for _ in range(r.whole(0, 4))
    ]
    canvas.upwards(values, w * r.one(0.02, 0.8), h - 6, step=1.25)


@kind("dental/mount", 0.8, modality="IO", sizes=USUAL)
def mount(case: Case, canvas: Canvas) -> None:
    """A mount of small films with the numbers of the teeth."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.put(joined(blocks.identity(case)[:4], r.one("  ", " | ", ", ")), 6, 4)
    for i in range(r.whole(2, 14)):
        x, y = w * (0.05 + 0.15 * (i % 6)), h * (0.2 + 0.3 * (i // 6))
        canvas.put(
            either(
                r,
                "{n}|#{n}|{n}-{m}|{d}|{n}, {m}|Q{q}|BWR|BW L|PA {n}",
                "anatomy",
                n=r.whole(11, 48),
                m=r.whole(11, 48),
                q=r.whole(1, 4),
                d=r.text("1.6|36|UL6|LR8"),
            ),
            x,
            y,
        )
        if r.odds(0.3):
            canvas.put(case.date_form.of(case.prior if r.odds(0.5) else case.day), x, y + canvas.height * 1.3, size=0.8)


@kind("dental/cephalogram", 0.7, modality="DX", sizes=((1200, 1400), (1800, 2100), (1024, 1024)), letters=(0.012, 0.02))
def cephalogram(case: Case, canvas: Canvas) -> None:
    """A head film with its landmarks and angles."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.column(blocks.identity(case), 6, 6, step=1.3)
    for name in r.some(
        ["S", "N", "A", "B", "Pog", "Gn", "Me", "Go", "Or", "Po", "ANS", "PNS", "Ar", "Co", "U1", "L1"], 3, 12
    ):
        canvas.put(clinical(name, "anatomy"), w * r.uniform(0.3, 0.9), h * r.uniform(0.25, 0.9))
    canvas.upwards(
        [
            either(
                r,
                "SNA {a}|SNB: {a}°|ANB {a}|Wits {b} mm|FMA {a}.{b}|IMPA {a}|NSBa {a}°|Facial axis {a}",
                "measurement",
                a=r.whole(1, 140),
                b=r.whole(0, 9),
            )
            for _ in range(r.whole(0, 8))
        ],
        6,
        h - 6,
    )


@kind("dental/cone-beam", 0.8, modality="CT", sizes=USUAL)
def cone_beam(case: Case, canvas: Canvas) -> None:
    """Sections of a cone beam with measurements and an implant's name."""
    r, w, h = case.r, canvas.columns, canvas.rows
    title = (
        [case.name(0.3), case.patient_id(0.3), case.birth(0.5), case.date(0.3), case.place(0)]
        if not case.nobody
        else [case.name(0.2)]
    )
    canvas.put(joined([line for line in title if r.odds(0.75)], r.one("  ", " - ", ", ", " | ")), 6, 4)
    for _ in range(r.whole(2, 9)):
        canvas.put(
            either(
                r,
                "{a}.{b} mm|{a}.{b}|Axial|Coronal|Cross section {a}|{a}.00 / {b}.00|Buccal|Lingual|B|L|M|"
                "D|HU {a}|Implant {m}|Ø {b}.{a} L {a}",
                "measurement",
                a=r.whole(1, 40),
                b=r.whole(0, 9),
                m=settings.model(r),
            ),
            w * r.uniform(0.05, 0.9),
            h * r.uniform(0.1, 0.95),
        )
    for i in range(r.whole(0, 5)):
        canvas.put(blocks.interface(case), 6 + w * 0.12 * i, h - 1.5 * canvas.height)
