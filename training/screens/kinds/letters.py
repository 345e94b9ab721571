"""Letters, reports and forms that were scanned or made as pictures."""

from __future__ import annotations

from training.screens import blocks, sentences
from training.screens.case import Case
from training.screens.kinds.registry import PAGE, kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical


def body(case: Case, least: int, most: int, somebody: float) -> list[Line]:
    """Sentences below one another, some with somebody in them, some with a heading above."""
    r = case.r
    lines: list[Line] = []
    for _ in range(r.whole(least, most)):
        if r.odds(0.15):
            heading = r.one(
                "Findings",
                "Impression",
                "Technique",
                "History",
                "Comparison",
                "Conclusion",
                "Befund",
                "Beurteilung",
                "Résultats",
                "Conclusión",
                "Referto",
                "Indication",
                "Clinical Details",
            )
            lines += [Line(), clinical(r.one(heading, heading.upper(), heading + ":"), "label")]
        lines.append(sentences.with_somebody(case) if r.odds(somebody) else sentences.sentence(case))
    return lines


@kind("letter/report", 3.0, modality="OT", sizes=PAGE, letters=(0.008, 0.014))
def report(case: Case, canvas: Canvas) -> None:
    """A report of one page: the institution's head, the patient, the text, a signature."""
    r, w = case.r, canvas.columns
    x = w * r.uniform(0.05, 0.1)
    head = [
        case.place(0),
        *blocks.chosen(
            r, [(case.address, 0.5), (case.address, 0.2), (case.telephone, 0.4), (lambda: case.physician(1), 0.3)]
        ),
    ]
    align = r.one("left", "centre", "left")
    y = canvas.column(
        head,
        x if align == "left" else w / 2,
        canvas.rows * 0.02,
        "left" if align == "left" else "centre",
        size=r.uniform(1, 1.5),
    )
    who = [
        case.name(0.8),
        case.patient_id(0.9),
        case.birth(0.9),
        *blocks.chosen(
            r,
            [
                (case.sex_age, 0.4),
                (case.date, 0.8),
                (case.physician, 0.6),
                (case.accession, 0.4),
                (case.address, 0.2),
                (case.telephone, 0.15),
                (case.study, 0.6),
            ],
        ),
    ]
    y = canvas.column(who if r.odds(0.5) else blocks.paired(r, who), x, y + canvas.height, step=1.5)
    y = canvas.column(body(case, 4, 16, 0.12), x, y + 1.5 * canvas.height, step=1.5)
    end = blocks.chosen(
        r,
        [
            (lambda: case.physician(2), 0.8),
            (case.printed, 0.4),
            (lambda: sentences.with_somebody(case), 0.3),
            (lambda: clinical("Page 1 of 1", "interface"), 0.3),
        ],
    )
    canvas.column(end, x, y + canvas.height, step=1.5)
