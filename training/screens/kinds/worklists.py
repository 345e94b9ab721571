"""Lists of many patients: worklists, browsers of archives, schedules."""

from __future__ import annotations

from training.screens import blocks, dates, numbers, places
from training.screens.case import Case
from training.screens.kinds.registry import USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, identifying
from training.screens.people import person


@kind("list/worklist", 2.0, modality="OT", sizes=USUAL, letters=(0.014, 0.022), nobody=False)
def worklist(case: Case, canvas: Canvas) -> None:
    """Rows of patients under a row of headings."""
    r, w = case.r, canvas.columns
    columns = r.some(
        [
            "name",
            "id",
            "birth",
            "sex",
            "date",
            "time",
            "accession",
            "modality",
            "study",
            "physician",
            "state",
            "institution",
            "count",
        ],
        4,
        8,
    )
    if "name" not in columns:
        columns[0] = "name"
    titles = {
        "modality": r.one("Modality", "Mod", "MOD"),
        "study": r.one("Description", "Study", "Procedure", "Exam"),
        "state": r.one("Status", "State", "Verified"),
        "count": r.one("Images", "#", "Series"),
    }
    head = [clinical(titles.get(name) or case.label(name), "label") for name in columns]
    widths = {
        "name": 3.0,
        "id": 1.6,
        "study": 2.6,
        "physician": 2.2,
        "institution": 2.6,
        "sex": 0.6,
        "modality": 0.7,
        "count": 0.6,
    }
    total = sum(widths.get(name, 1.3) for name in columns)
    starts, at = [], 4.0
    for name in columns:
        starts.append(at)
        at += widths.get(name, 1.3) / total * (w - 8)
    y = canvas.height * 1.0
    if r.odds(0.7):
        for i in range(r.whole(1, 6)):
            canvas.put(blocks.interface(case), 6 + i * w * 0.14, y)
        y += canvas.height * 2
    y = canvas.table([head], starts, y)
    rows = [_row(case, columns) for _ in range(r.whole(4, 16))]
    canvas.table(rows, starts, y, step=r.uniform(1.3, 1.8))
    if r.odds(0.5):
        canvas.put(
            clinical(
                r.one(
                    f"{len(rows)} studies found",
                    f"{len(rows)} / {len(rows)}",
                    "1 selected",
                    "Ready",
                    f"Page 1 of {r.whole(1, 9)}",
                ),
                "interface",
            ),
            6,
            canvas.rows - 1.5 * canvas.height,
        )


def _row(case: Case, columns: list[str]) -> list[Line]:
    r = case.r
    who, doctor = person(r), person(r)
    day = dates.day(r, case.day.year - 1, case.day.year)
    cells = {
        "name": case.names.of(r, who, case.language), "id": identifying(numbers.patient_id(r), "id"), "birth": case.birth_form.of(dates.day(r, 1930, 2015), "birthdate"),
        "sex": clinical(r.one("M", "F"), "sex"), "date": case.date_form.of(day), "time": case.time_form.of(r.whole(0, 86399)), "accession": identifying(numbers.accession(r), "accession"),
        "modality": clinical(r.one("CT", "MR", "US", "CR", "DX", "MG", "XA", "NM", "PT"), "value"), "study": case.annotation(), "physician": case.doctor_names.of(r, doctor),
        "state": clinical(r.one("Scheduled", "Completed", "Read", "Unread", "New", "In Progress", "Verified", "Reported", "Arrived", "Final", "Online"), "value"),
        "institution": identifying(places.institution(r, case.language).short, "institution"), "count": clinical(str(r.whole(1, 900)), "value"),
    }  # fmt: skip
    return [cells[name] for name in columns]
