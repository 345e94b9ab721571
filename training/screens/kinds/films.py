"""Films and plates: a few letters, or none but a side."""

from __future__ import annotations

from training.screens import blocks, settings
from training.screens import settings_words as known
from training.screens.case import Case
from training.screens.kinds.registry import LARGE, kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical


def _side(case: Case) -> Line:
    r = case.r
    text = r.one(
        "L",
        "R",
        "LEFT",
        "RIGHT",
        "R ERECT",
        "L PORTABLE",
        "ERECT",
        "SUPINE",
        "PORTABLE",
        "AP",
        "PA",
        "D",
        "G",
        "DX",
        "SIN",
        "re",
        "li",
        "L.",
        "(R)",
    )
    return clinical(text, "marker")


@kind("film/few-letters", 4.0, modality="CR", sizes=LARGE, letters=(0.01, 0.03))
def few_letters(case: Case, canvas: Canvas) -> None:
    """A radiograph with a side, a projection, sometimes a name, a date or a number somewhere at the edge."""
    r, w, h = case.r, canvas.columns, canvas.rows
    parts = [
        _side(case), case.annotation(), case.date(0.1), case.date_time(0.1), case.time(), blocks.unclear(case), settings.setting(r, known.XRAY),
        clinical(r.one("AP", "PA", "LAT", "SUPINE PORTABLE", "AP PORTABLE", "ERECT PA", "40\"", "72\" SID", "Semi-Erect", "MOBILE"), "view"), case.technologist(0.1),
    ]  # fmt: skip
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
    lines = [_side(case), *r.some(parts, 0, 5)] if r.odds(0.8) else r.some(parts, 1, 5)
    for line in lines:
        canvas.put(
            line,
            w * r.one(0.02, 0.05, 0.4, 0.7, 0.8),
            h * r.one(0.01, 0.04, 0.07, 0.5, 0.9, 0.94) + r.uniform(0, 20),
            moves=2,
            size=r.one(1, 1, 1.5, 0.7),
        )


@kind("film/block", 3.0, modality="DX", sizes=LARGE, letters=(0.009, 0.02))
def block(case: Case, canvas: Canvas) -> None:
    """A radiograph with a block of text in one corner, as a flasher or the console burns it in."""
    r, w, h = case.r, canvas.columns, canvas.rows
    lines = blocks.identity(case, place=0.9, dates=1.2)
    if r.odds(0.5):
        lines += settings.several(r, known.XRAY, 1, 5)
    if r.odds(0.3):
        lines.insert(r.whole(0, len(lines)), case.annotation())
    x, align = r.one((w * 0.02, "left"), (w * 0.98, "right"))
    if r.odds(0.6):
        canvas.column(lines, x, h * 0.01, "left" if align == "left" else "right", step=r.uniform(1.15, 1.5))
    else:
        canvas.upwards(lines, x, h * 0.985, "left" if align == "left" else "right", step=1.3)
    canvas.put(_side(case), w * r.one(0.05, 0.9), h * r.uniform(0.1, 0.9), size=r.uniform(1, 3))
    if r.odds(0.3):
        canvas.put(case.annotation(), w * r.uniform(0.1, 0.7), h * r.uniform(0.05, 0.95))
