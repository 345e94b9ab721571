"""Letters, reports, forms and labels that were scanned or made as pictures."""

from __future__ import annotations

from training.screens import anatomy, blocks, lists, numbers, sentences, settings
from training.screens.case import Case
from training.screens.kinds.registry import PAGE, USUAL, kind
from training.screens.layout import Align, Canvas
from training.screens.lines import Line, clinical, either, identifying, joined, neutral


def body(case: Case, least: int, most: int, somebody: float) -> list[Line]:
    """Sentences below one another, some with somebody in them, some with a heading above."""
    r = case.r
    lines: list[Line] = []
    for _ in range(r.whole(least, most)):
        if r.odds(0.15):
            lines += [Line(), heading(case)]
        said = sentences.with_somebody(case) if r.odds(somebody) and not case.nobody else sentences.sentence(case)
        if r.odds(0.3):
            said = said + " " + sentences.sentence(case)
        lines.append(said)
    return lines


def heading(case: Case) -> Line:
    """A heading of a report."""
    r = case.r
    text = r.of(lists.items("sentences", "headings", case.language) or lists.items("sentences", "headings", "en"))
    return clinical(r.one(text, text.upper(), text + ":", text.upper() + ":"), "label")


@kind("letter/report", 2.0, modality="OT", sizes=PAGE, letters=(0.008, 0.014))
def report(case: Case, canvas: Canvas) -> None:
    """A report of one page: the institution's head, the patient, the text, a signature."""
    r, w = case.r, canvas.columns
    x = w * r.uniform(0.05, 0.1)
    parts: list[blocks.Part] = [
        (case.address, 0.5),
        (case.address, 0.2),
        (case.telephone, 0.4),
        (lambda: case.physician(1), 0.3),
    ]
    head = [case.place(0), *blocks.chosen(r, parts)]
    align: Align = r.one("left", "centre")
    y = canvas.column(head, x if align == "left" else w / 2, canvas.rows * 0.02, align, size=r.uniform(1, 1.5))
    who = [case.name(0.8), case.patient_id(0.9), case.birth(0.9)]
    who += blocks.chosen(
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
    )
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


@kind("letter/to-a-colleague", 1.0, modality="OT", sizes=PAGE, letters=(0.009, 0.014))
def to_a_colleague(case: Case, canvas: Canvas) -> None:
    """A letter: sender, addressee, a date, who it is about, the text, a greeting with a name."""
    r, w = case.r, canvas.columns
    x = w * r.uniform(0.07, 0.12)
    y = canvas.column(
        [case.place(0), case.address(), case.telephone() if r.odds(0.6) else Line()], x, canvas.rows * 0.03, step=1.4
    )
    to = [case.physician(0, 0.9), case.address()]
    y = canvas.column(to, x, y + 2 * canvas.height, step=1.4)
    town = identifying(case.institution.town, "address") + ", " if r.odds(0.5) else Line()
    canvas.put(town + case.other_date(case.day), w * 0.7, y)
    about = (
        either(r, "Re: |RE: |Betr.: |Concerne : |Ref: |Betreft: |Oggetto: |Asunto: |Subject: ", "label")
        + case.name(0)
        + r.one(", ", " ", " - ")
        + case.birth(0.6)
    )
    if r.odds(0.4):
        about += ", " + case.patient_id(0.8)
    greeting = (
        either(r, "Dear |Dear Dr. |Lieber |Sehr geehrter Herr |Cher |Gentile |Estimado |Beste |Dear Dr ", "sentence")
        + case.person(case.doctors[0])
        + ","
    )
    y = canvas.column([about, Line(), greeting], x, y + 2 * canvas.height, step=1.5)
    y = canvas.column(body(case, 4, 14, 0.3), x, y + canvas.height, step=1.5)
    close = either(
        r,
        "Sincerely,|Kind regards,|Yours faithfully|Mit freundlichen Grüßen|Cordialement|Distinti saluti|"
        "Saludos cordiales|Met vriendelijke groet",
        "sentence",
    )
    canvas.column(
        [close, Line(), case.physician(1, 0.3), case.place(0) if r.odds(0.3) else Line()],
        x,
        y + canvas.height,
        step=1.5,
    )


@kind("letter/form", 1.0, modality="OT", sizes=PAGE, letters=(0.009, 0.015))
def form(case: Case, canvas: Canvas) -> None:
    """A request or a registration: a label and a value in each field, boxes to tick, labels that have no value."""
    r, w = case.r, canvas.columns
    y = canvas.column(
        [
            case.place(0),
            either(
                r,
                "REQUEST FOR IMAGING|Radiology Requisition|Patient Registration|CONSENT FORM|Anforderung|"
                "Demande d'examen|Solicitud|Questionnaire",
                "label",
            ),
        ],
        w * 0.06,
        canvas.rows * 0.03,
        size=1.4,
    )
    fields = [
        ("name", case.name(0)),
        ("birth", case.birth(0)),
        ("sex", case.sex_text()),
        ("id", case.patient_id(0)),
        ("address", identifying(case.institution.street, "address")),
        ("phone", identifying(numbers.phone(r), "phone")),
        ("physician", case.person(case.doctors[0])),
        ("date", case.date(0)),
        ("accession", case.accession(0)),
        ("weight", clinical(f"{r.whole(3, 120)} kg", "value")),
        ("height", clinical(f"{r.whole(50, 198)} cm", "value")),
        ("operator", case.person(case.operator)),
        ("institution", case.place(0)),
        ("age", case.age_text()),
    ]
    stacked = r.odds(0.4)
    rows: list[list[Line]] = []
    for what, value in r.some(fields, 6, 13):
        label = clinical(case.label(what) + r.one(":", "", " :"), "label")
        empty = r.odds(0.12)
        if stacked:
            rows += [[label], [Line() if empty else value]]
        else:
            rows.append([label, Line() if empty else value])
    half = len(rows) // 2 // 2 * 2
    canvas.table(rows[:half], [w * 0.06, w * 0.2], y + canvas.height, step=1.5)
    y = canvas.table(rows[half:], [w * 0.55, w * 0.7], y + canvas.height, step=1.5)
    boxes = [
        clinical(
            r.text("[ ] |[x] |☐ |☒ |o ")
            + r.text(
                "Yes|No|Pregnant|Allergies|Diabetes|Inpatient|Outpatient|STAT|Routine|Pacemaker|Contrast|"
                "Left|Right|Male|Female"
            ),
            "interface",
        )
        for _ in range(r.whole(2, 8))
    ]
    y = canvas.column(
        [joined(boxes[:4], "   "), joined(boxes[4:], "   "), *body(case, 1, 5, 0.15)],
        w * 0.06,
        y + 2 * canvas.height,
        step=1.6,
    )
    canvas.column(
        [
            either(r, "Signature: |Signature : |Unterschrift: |Firma: |Date: |Sign. ", "label")
            + (case.person(case.doctors[1]) if r.odds(0.5) else "")
            + "   "
            + case.other_date(case.day)
        ],
        w * 0.06,
        y + canvas.height,
    )


@kind("letter/structured-report", 1.5, modality="SR", sizes=USUAL + PAGE, letters=(0.011, 0.02))
def structured(case: Case, canvas: Canvas) -> None:
    """A structured report as a viewer shows it: a head of named values, then numbered items."""
    r, w = case.r, canvas.columns
    title = either(
        r,
        "Ultrasound Report|Mammography CAD Report|Imaging Report|Procedure Report|"
        "Basic Diagnostic Imaging Report|CT Findings|Measurement Report|Key Object Selection",
        "label",
    )
    rows = [
        ["Patient:", case.name(0)],
        ["Study:", case.study()],
        ["Status:", either(r, "COMPLETE / VERIFIED|PARTIAL|FINAL|Preliminary", "value")],
        ["Referring Physician:", case.person(case.doctors[0])],
        ["Patient ID:", case.patient_id(0)],
        ["Accession Number:", case.accession(0)],
        ["Date of Birth:", case.birth(0)],
        ["Sex:", case.sex_text()],
        ["Study Date:", case.date_time(0)],
        ["Observer:", case.person(case.doctors[1])],
        ["Institution:", case.place(0)],
        ["Content Date/Time:", case.date_time(0)],
        ["Manufacturer:", neutral(case.technique.maker, "maker")],
        ["Verifying Observer:", case.person(case.doctors[2]) + " - " + case.date_time(0)],
    ]
    lines: list[list[Line]] = [
        [clinical(str(row[0]), "label"), row[1] if isinstance(row[1], Line) else Line()] for row in r.some(rows, 5, 12)
    ]
    y = canvas.put(title, 6, 6, size=1.4)
    bottom = canvas.table(lines, [6, w * r.uniform(0.2, 0.3)], float(y.bottom if y else 20) + canvas.height, step=1.4)
    items = []
    for i in range(1, r.whole(3, 12)):
        name = r.one(
            "Finding",
            "Conclusion",
            "History",
            "Request",
            "Recommendation",
            anatomy.part(r, case.language),
            "Person Observer Name",
            "Procedure",
            "Comment",
            "Summary",
        )
        if name == "Person Observer Name":
            value = case.person(case.doctors[1])
        else:
            value = sentences.sentence(case) if r.odds(0.7) else clinical(settings.value(r), "value")
        items.append(
            clinical(r.one(f"{i} ", f"1.{i} ", f"{i}. ", "", "- ") + name + r.one(": ", " = "), "label") + value
        )
    canvas.column(items, 6, bottom + canvas.height, step=1.5)


@kind(
    "letter/label",
    1.2,
    modality="OT",
    sizes=((600, 300), (800, 400), (640, 480), (400, 200), (1024, 512)),
    letters=(0.05, 0.11),
    nobody=False,
)
def label(case: Case, canvas: Canvas) -> None:
    """A sticker or a wristband: the patient, numbers under a barcode, a ward, a telephone."""
    r, w, h = case.r, canvas.columns, canvas.rows
    lines = [
        case.name(0.15),
        blocks.id_line(case),
        case.birth(0.5),
        case.sex_age(),
        blocks.barcode(case),
        case.place(0),
        case.physician(0, 0.6),
        case.address(),
        case.telephone(),
        case.date(0.3),
        either(
            r,
            "Ward {n}|WARD {n}B|Bed {n}|IP|OPD|Rm {n}|Stat. {n}|A+|Private|NHS|BCBS|Medicare",
            "label",
            n=r.whole(1, 40),
        ),
    ]
    chosen = lines[:2] + [line for line in lines[2:] if r.odds(0.5)]
    if r.odds(0.2):
        r.shuffle(chosen)
    canvas.column(blocks.paired(r, chosen), w * r.uniform(0.02, 0.1), h * 0.04, step=r.uniform(1.1, 1.4))


@kind("letter/disc-cover", 0.4, modality="OT", sizes=(*USUAL, (1400, 1400)))
def disc_cover(case: Case, canvas: Canvas) -> None:
    """The cover of a disc: the institution, the patient, a list of examinations, a notice."""
    r, w, h = case.r, canvas.columns, canvas.rows
    y = canvas.column([case.place(0), case.address(), case.telephone()], w * 0.1, h * 0.05, size=1.3)
    y = canvas.column(
        [case.name(0.7), case.patient_id(0.8), case.birth(0.8), case.date(0.6)],
        w * 0.1,
        y + canvas.height * 2,
        step=1.5,
    )
    y = canvas.column(
        [
            case.date_form.of(r.one(case.day, case.prior))
            + "  "
            + clinical(r.text("CT|MR|US|CR"), "value")
            + "  "
            + case.annotation()
            for _ in range(r.whole(1, 6))
        ],
        w * 0.1,
        y + canvas.height,
        step=1.4,
    )
    canvas.column(
        [
            either(
                r,
                "This disc contains confidential medical images.|"
                "Insert into a computer to start the viewer|Created with {m}|Not for primary diagnosis|"
                "For referring physician use only|Property of|Disc 1 of {n}",
                "sentence",
                n=r.whole(1, 4),
                m=settings.model(r),
            )
            for _ in range(r.whole(1, 3))
        ],
        w * 0.1,
        y + canvas.height * 2,
    )
    if r.odds(0.3):
        canvas.put(neutral(f"{r.capitals(3)}{r.number(8)}", "station"), w * 0.1, h - 2 * canvas.height)
