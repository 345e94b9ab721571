"""Mammograms, their consoles and their films."""

from __future__ import annotations

from training.screens import blocks, corners, settings
from training.screens.case import Case
from training.screens.kinds.registry import LARGE, USUAL, kind
from training.screens.layout import Align, Canvas
from training.screens.lines import Line, clinical, either

VIEWS = "RCC|LCC|RMLO|LMLO|R CC|L MLO|R-MLO|LML|RXCCL|LCC ID|RM CC|R MLO|LT CC|RT MLO|L CC MAG|RCCID|CC|MLO|LLM|R AT"


@kind("mammography/plate", 2.0, modality="MG", sizes=LARGE, letters=(0.008, 0.018))
def plate(case: Case, canvas: Canvas) -> None:
    """A mammogram: the view in large letters, a block with the patient, the operator's letters and the technique."""
    r, w, h = case.r, canvas.columns, canvas.rows
    align: Align = r.one("left", "right")
    x = w * (0.02 if align == "left" else 0.98)
    canvas.put(either(r, VIEWS, "view"), x, h * r.uniform(0.02, 0.3), align, r.uniform(1.5, 3.5))
    lines = blocks.identity(case, place=0.8, dates=1.2)
    lines += [case.technologist(0.3)] if r.odds(0.5) else []
    values = [*corners.technique_lines(case), *settings.several(r, "mammography", 0, 5)]
    values += [
        either(
            r,
            "Rh/Rh|Mo/Mo|W/Ag|W/Rh|Mo/Rh|W/Al|STD|CONTRAST|AOP|Tomosynthesis|C-View|Slice {n}/60",
            "setting",
            n=r.whole(1, 60),
        )
    ]
    if r.odds(0.5):
        canvas.column([*lines, *values], x, h * 0.4, align, 1.25)
    else:
        canvas.column(lines, w - x, h * 0.01, "right" if align == "left" else "left", 1.25)
        canvas.upwards(values, x, h * 0.98, align, 1.25)
    if r.odds(0.15):
        canvas.put(blocks.unclear(case), x, h * 0.97, align)


@kind("mammography/viewer", 1.5, modality="MG", sizes=USUAL, letters=(0.013, 0.022))
def viewer(case: Case, canvas: Canvas) -> None:
    """Four mammograms side by side in a viewer, today's and those of a prior examination."""
    r, w, h = case.r, canvas.columns, canvas.rows
    count = r.one(1, 2, 4)
    days = [case.day, case.prior]
    for i in range(count):
        x = i * w / count + 6
        lines = [case.name(0), case.patient_id(0.2), case.date_form.of(days[i // 2]), either(r, VIEWS, "view")]
        canvas.column([line for line in lines if r.odds(0.8)], x, 6, step=1.25)
        canvas.upwards(corners.technique_lines(case)[: r.whole(1, 6)], x, h - 6, step=1.25)
        if r.odds(0.4):
            canvas.put(
                either(
                    r,
                    "R|L|4 cm|CAD|BI-RADS {n}|CAD: {n} marks|Density {d}",
                    "marker",
                    n=r.whole(0, 6),
                    d=r.text("a|b|c|d"),
                ),
                x + 20,
                h * r.uniform(0.3, 0.7),
            )
    if r.odds(0.3):
        canvas.put(blocks.remark(case), w * 0.3, h * 0.9)


@kind("mammography/biopsy", 0.6, modality="MG", sizes=USUAL)
def biopsy(case: Case, canvas: Canvas) -> None:
    """A stereotactic biopsy: targets with their coordinates, a specimen's number, the patient."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.column(blocks.identity(case), 6, 6, step=1.3)
    rows: list[list[Line]] = [[clinical(title, "label") for title in ("Target", "X", "Y", "Z", "Needle")]]
    rows += [
        [
            clinical(str(i), "counter"),
            *(clinical(f"{r.uniform(-60, 90):.1f}", "value") for _ in range(3)),
            either(r, "{n}G|Petite|Standard|{m}", "model", n=r.whole(8, 14), m=settings.model(r)),
        ]
        for i in range(1, r.whole(2, 4))
    ]
    canvas.table(rows, [w * x for x in (0.6, 0.7, 0.77, 0.84, 0.91)], h * 0.5)
    canvas.put(
        either(r, "Scout|-15°|+15°|Post-fire|Pre-fire|Specimen {n}|Clip placed", "view", n=r.whole(1, 12)),
        w * 0.4,
        h * 0.04,
    )
    canvas.upwards(settings.several(r, "mammography", 1, 6), 6, h - 6)
