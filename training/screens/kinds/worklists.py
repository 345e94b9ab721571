"""Lists of many patients: worklists, browsers of archives, schedules, forms of registration on a device."""

from __future__ import annotations

from collections.abc import Callable

from training.screens import blocks, dates, numbers, places
from training.screens.case import Case
from training.screens.kinds.registry import USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, either, identifying, joined
from training.screens.people import person

_COLUMNS = (
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
    "age",
)
_WIDTHS = {
    "name": 3.0,
    "id": 1.6,
    "study": 2.6,
    "physician": 2.2,
    "institution": 2.6,
    "sex": 0.6,
    "modality": 0.7,
    "count": 0.6,
    "age": 0.6,
}


def _row(case: Case, columns: list[str]) -> list[Line]:
    """The cells of another patient."""
    r = case.r
    who, doctor, age = person(r), person(r), r.whole(0, 99)
    day = dates.day(r, case.day.year - 1, case.day.year)
    cells: dict[str, Callable[[], Line]] = {
        "name": lambda: case.names.of(r, who, case.language),
        "id": lambda: identifying(numbers.patient_id(r), "id"),
        "birth": lambda: case.birth_form.of(dates.day(r, 1930, 2015), "birthdate"),
        "sex": lambda: clinical(r.one("M", "F"), "sex"),
        "age": lambda: identifying(f"{age}", "age90") if age >= 90 else clinical(f"{age}", "age"),
        "date": lambda: case.date_form.of(day),
        "time": lambda: case.time_form.of(r.whole(0, 86399)),
        "accession": lambda: identifying(numbers.accession(r), "accession"),
        "modality": lambda: either(r, "CT|MR|US|CR|DX|MG|XA|NM|PT|CT\\SR|OT", "value"),
        "study": case.annotation,
        "physician": lambda: case.doctor_names.of(r, doctor),
        "state": lambda: either(
            r,
            "Scheduled|Completed|Read|Unread|New|In Progress|Verified|Reported|Arrived|Final|Online|STAT|Routine",
            "value",
        ),
        "institution": lambda: identifying(places.institution(r, case.language).short, "institution"),
        "count": lambda: clinical(str(r.whole(1, 900)), "value"),
    }
    return [cells[name]() for name in columns]


def _heads(case: Case, columns: list[str]) -> list[Line]:
    r = case.r
    titles = {
        "modality": "Modality|Mod|MOD",
        "study": "Description|Study|Procedure|Exam",
        "state": "Status|State|Verified",
        "count": "Images|#|Series|Img",
    }
    return [clinical(r.text(titles[name]) if name in titles else case.label(name), "label") for name in columns]


def _starts(columns: list[str], width: float) -> list[float]:
    total = sum(_WIDTHS.get(name, 1.3) for name in columns)
    starts, at = [], 4.0
    for name in columns:
        starts.append(at)
        at += _WIDTHS.get(name, 1.3) / total * (width - 8)
    return starts


def _chosen(case: Case, least: int, most: int) -> list[str]:
    columns = [name for name in case.r.some(_COLUMNS, least, most) if name != "name"]
    columns.insert(case.r.one(0, 0, 0, 1), "name")
    return columns


@kind("list/worklist", 1.0, modality="OT", sizes=USUAL, letters=(0.014, 0.022), nobody=False)
def worklist(case: Case, canvas: Canvas) -> None:
    """Rows of patients under a row of headings."""
    r, w = case.r, canvas.columns
    columns = _chosen(case, 4, 9)
    y = canvas.height * 1.0
    if r.odds(0.7):
        for i in range(r.whole(1, 6)):
            canvas.put(blocks.interface(case), 6 + i * w * 0.14, y)
        y += canvas.height * 2
    if r.odds(0.2):
        y = canvas.column([case.place(0) + "  " + case.date(0.2)], 6, y)
    y = canvas.table([_heads(case, columns)], _starts(columns, w), y)
    rows = [_row(case, columns) for _ in range(r.whole(4, 16))]
    canvas.table(rows, _starts(columns, w), y, step=r.uniform(1.3, 1.8))
    if r.odds(0.5):
        canvas.put(
            either(r, "{n} studies found|{n} / {n}|1 selected|Ready|Page 1 of {n}|Logged in", "interface", n=len(rows)),
            6,
            canvas.rows - 1.5 * canvas.height,
        )


@kind("list/browser", 0.7, modality="OT", sizes=USUAL, letters=(0.014, 0.022), nobody=False)
def browser(case: Case, canvas: Canvas) -> None:
    """A tree of patients, studies and series, with the chosen one at the side."""
    r, w = case.r, canvas.columns
    y = 3.0 * canvas.height
    for _ in range(r.whole(2, 5)):
        who = case.names.of(r, person(r), case.language)
        day = case.date_form.of(dates.day(r, case.day.year - 2, case.day.year))
        lines = [
            who + r.one(" ", "  ") + identifying(f"{r.text('[{0}]|({0})|{0}').format(numbers.patient_id(r))}", "id")
        ]
        lines += [
            day + r.one(" ", " - ") + case.annotation(),
            either(r, "{n} series|CT {n}|Series {n}|{n} images", "counter", n=r.whole(1, 40)),
        ]
        y = canvas.column(lines, w * 0.02, y, step=1.4)
    canvas.column(blocks.identity(case), w * r.uniform(0.55, 0.7), 3 * canvas.height, step=1.4)
    for i in range(r.whole(2, 6)):
        canvas.put(blocks.interface(case), 6 + i * w * 0.12, 4)


@kind("list/registration", 1.0, modality="US", sizes=USUAL, letters=(0.016, 0.026))
def registration(case: Case, canvas: Canvas) -> None:
    """The page of a device on which a patient is entered: labels with values, labels without, buttons, tabs."""
    r, w = case.r, canvas.columns
    fields = [
        ("name", case.name(0)),
        ("id", case.patient_id(0)),
        ("birth", case.birth(0)),
        ("sex", case.sex_text()),
        ("age", case.age_text()),
        ("accession", case.accession(0)),
        ("physician", case.person(case.doctors[0])),
        ("operator", case.person(case.operator)),
        ("weight", clinical(f"{r.whole(3, 120)} kg", "value")),
        ("height", clinical(f"{r.whole(50, 198)} cm", "value")),
        ("institution", case.place(0)),
    ]
    kept = [(what, value) for what, value in fields if r.odds(0.75)]
    empty = 1.0 if case.nobody else r.one(0.1, 0.4)
    for half, x in ((kept[::2], 0.03), (kept[1::2], 0.52)):
        rows = [[clinical(case.label(what), "label"), Line() if r.odds(empty) else value] for what, value in half]
        canvas.table(rows, [w * x, w * (x + 0.17)], 4 * canvas.height, step=2)
    for i in range(r.whole(3, 8)):
        canvas.put(blocks.interface(case), 6 + i * w * 0.12, canvas.rows - 2 * canvas.height)
    extra = [
        either(
            r,
            "Abdomen|OB|GYN|Cardiac|Vascular|Urology|Small Parts|Pediatric|Category|Exam Type|LMP|"
            "Gravida|Para|Ectopic|BSA",
            "label",
        )
        for _ in range(r.whole(2, 8))
    ]
    canvas.column(extra, w * r.one(0.03, 0.8), canvas.rows * 0.55, step=1.6)
    canvas.put(joined([case.place(0), case.date_time(0)] if r.odds(0.6) else [case.date_time(0)], "   "), w * 0.4, 4)
