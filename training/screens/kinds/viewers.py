"""Screens of viewers: blocks of text in the four corners of an image, and the words of a program around it."""

from __future__ import annotations

from training.screens import blocks, corners, settings, words
from training.screens.case import Case
from training.screens.kinds.registry import SQUARE, USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, either, identifying, joined


def bars(case: Case, canvas: Canvas) -> None:
    """Menus, buttons, tabs, a title bar that may name the patient."""
    r, w, h = case.r, canvas.columns, canvas.rows
    if r.odds(0.5):
        y = h * r.one(0.004, 0.97, 0.03)
        for i in range(r.whole(2, 8)):
            canvas.put(blocks.interface(case), w * (0.1 + 0.11 * i), y, size=r.one(0.8, 1))
    for _ in range(r.one(0, 1, 3)):
        canvas.put(blocks.interface(case), w * r.one(0.01, 0.85), h * r.uniform(0.1, 0.9), size=0.9)
    if r.odds(0.2) and not case.nobody:
        title = [
            case.name(0),
            case.patient_id(0.2),
            case.study(),
            case.date(0),
            either(r, "{b}|{b} {n}.{m}|Viewer", "model", b=words.brand(r), n=r.whole(1, 20), m=r.whole(0, 9)),
        ]
        canvas.put(joined([line for line in title if r.odds(0.7)], r.one(" - ", " | ", " / ", "  ")), 6, 2)
    if r.odds(0.06):
        canvas.put(address_bar(case), w * 0.1, h * 0.03)


def address_bar(case: Case) -> Line:
    """The address of a page: of an institution or of a computer of its own."""
    r = case.r
    path = r.text(
        "/viewer?StudyInstanceUIDs=1.2.840.{n}|/studies/{n}|/app/explorer.html#study|/viewer/{n}/|:8042/ui/app/",
        n=r.number(8),
    )
    if r.odds(0.5):
        return clinical(r.one("localhost", "127.0.0.1", "https://viewer.local") + path, "interface")
    return identifying(
        r.one("https://", "http://", "") + r.one("pacs.", "viewer.", "ris.") + case.institution.site[4:] + path,
        "address",
    )


@kind("viewer/any-ct", 3.0, modality="CT", sizes=SQUARE + USUAL, letters=(0.015, 0.03))
def any_ct(case: Case, canvas: Canvas) -> None:
    """A slice of CT with text in the corners."""
    corners.put_corners(case, canvas)
    if case.r.odds(0.3):
        bars(case, canvas)


@kind("viewer/any-mr", 3.0, modality="MR", sizes=SQUARE + USUAL, letters=(0.015, 0.03))
def any_mr(case: Case, canvas: Canvas) -> None:
    """A slice of MR with text in the corners."""
    corners.put_corners(case, canvas)
    if case.r.odds(0.3):
        bars(case, canvas)


@kind("viewer/any-radiograph", 2.0, modality="DX", sizes=USUAL, letters=(0.013, 0.024))
def any_radiograph(case: Case, canvas: Canvas) -> None:
    """A radiograph in a viewer."""
    corners.put_corners(case, canvas)
    bars(case, canvas)


@kind("viewer/web-like", 2.0, modality="CT", letters=(0.013, 0.022))
def web_like(case: Case, canvas: Canvas) -> None:
    """A viewer in a browser: a toolbar, thumbnails with counts at the left, few values on the image."""
    r, w, h = case.r, canvas.columns, canvas.rows
    for i in range(r.whole(4, 9)):
        canvas.put(blocks.interface(case), w * (0.25 + 0.08 * i), h * 0.03, size=0.9)
    canvas.put(
        either(
            r,
            "Investigational use only|INVESTIGATIONAL USE ONLY|Open viewer|DICOM Viewer|Study list|Demo|"
            "Not for clinical use",
            "interface",
        ),
        w * 0.03,
        h * 0.02,
    )
    if r.odds(0.6) and not case.nobody:
        canvas.column([case.name(0), blocks.id_line(case)], w * r.one(0.82, 0.6), h * 0.015, step=1.2)
    y = h * 0.1
    canvas.put(
        case.date(0) if r.odds(0.6) else either(r, "Studies|Primary|Recent|All|Series", "interface"), w * 0.02, y
    )
    for _ in range(r.whole(2, 6)):
        y += h * 0.13
        series = [
            either(r, "S: {n}|Series {n}|{n}", "counter", n=r.whole(1, 900)),
            either(r, "{n} images|{n}|{n} Fr|I: {n}", "counter", n=r.whole(1, 900)),
        ]
        canvas.column([corners.title(case), joined(series, "  ")], w * 0.02, y, step=1.2, size=0.9)
    x = w * r.uniform(0.18, 0.25)
    canvas.column(
        [line for line in [case.name(0.2), case.patient_id(0.2), case.date(0.2), corners.title(case)] if r.odds(0.5)],
        x,
        h * 0.09,
        step=1.25,
    )
    canvas.upwards(corners.numbers_of_image(case), x, h * 0.98, step=1.25)
    canvas.upwards(corners.technique_lines(case)[:4], w - 6, h * 0.98, "right", step=1.25)
    corners.markers(case, canvas)


@kind("viewer/labelled-like", 2.0, modality="MR")
def labelled_like(case: Case, canvas: Canvas) -> None:
    """A viewer that labels everything: name, id, sex and age at the left, study and institution at the right."""
    r, w, h = case.r, canvas.columns, canvas.rows
    left = [
        case.name(r.one(0, 1)),
        case.birth(1) if r.odds(0.5) else case.sex_age(),
        case.patient_id(1),
        case.sex_age(),
    ]
    right = [
        case.place(0.2),
        case.study(),
        case.tagged("date", case.date_form.of(case.day), 0.5) + " " + case.time(),
        either(r, "Acc: {n}|#{n}|{n}", "counter", n=r.whole(1, 20)),
        case.accession(1),
    ]
    if case.nobody:
        left, right = [case.name(1), case.patient_id(1)], [case.study()]
    canvas.column([line for line in left if r.odds(0.8)], 6, 6, step=1.3)
    canvas.column([line for line in right if r.odds(0.7)], w - 6, 6, "right", 1.3)
    lines = corners.numbers_of_image(case)
    lines.append(
        either(
            r,
            "Angle: {a}|Image size: {s} x {s}|View size: {v} x {t}|Uncompressed|Position: HFS|"
            "Compression: {c}|Lossless|X: {v} px Y: {t} px Value: {a}",
            "setting",
            a=r.whole(-90, 90),
            s=r.one(256, 512, 1024),
            v=r.whole(300, 1900),
            t=r.whole(300, 1100),
            c=r.one("none", "JPEG", "10:1"),
        )
    )
    lines += [
        either(
            r,
            "Frame: [{n}] {n}/{m}|FPS: {n}|Loc: {l}mm|Thickness: {t} mm Location: {l} mm",
            "setting",
            n=r.whole(1, 30),
            m=r.whole(30, 200),
            l=f"{r.uniform(-300, 300):.2f}",
            t=f"{r.uniform(0.5, 6):.2f}",
        )
        for _ in range(r.whole(0, 2))
    ]
    canvas.upwards(lines, 6, h - 6, step=1.25)
    canvas.upwards(corners.technique_lines(case)[:5], w - 6, h - 6, "right", 1.25)
    corners.markers(case, canvas)
    if r.odds(0.4):
        bars(case, canvas)


@kind("viewer/tiled", 1.5, modality="CT", letters=(0.011, 0.018))
def tiled(case: Case, canvas: Canvas) -> None:
    """Two to six images side by side, each with its own text; sometimes one of another day."""
    r, w, h = case.r, canvas.columns, canvas.rows
    across, down = r.one((2, 1), (2, 2), (3, 2), (3, 1), (2, 2))
    who = [line for line in (case.name(0), case.patient_id(0.2), case.sex_age()) if r.odds(0.8)]
    for i in range(across * down):
        x, y = i % across * w / across + 5, i // across * h / down + 5
        day = case.date_form.of(case.day if r.odds(0.6) else case.prior)
        canvas.column([*who, day, corners.title(case)], x, y, step=1.2)
        canvas.upwards(corners.numbers_of_image(case), x, y + h / down - 10, step=1.2)
        if r.odds(0.5):
            canvas.column(corners.technique_lines(case)[:3], x + w / across - 10, y, "right", 1.2)
    if r.odds(0.3):
        bars(case, canvas)


@kind("viewer/few-words", 2.5, modality="CT", sizes=SQUARE + USUAL)
def few_words(case: Case, canvas: Canvas) -> None:
    """An image with hardly any text: a side, a scale, a number, perhaps a name."""
    r, w, h = case.r, canvas.columns, canvas.rows
    parts = [
        corners.title(case),
        *corners.numbers_of_image(case),
        *corners.technique_lines(case)[:2],
        case.date(0.1),
        case.name(0),
        settings.setting(r, "ct"),
    ]
    parts += [either(r, "{n} cm|{n} mm|10 cm|5 cm", "axis", n=r.whole(1, 200)), either(r, "R|L|A|P|H|F", "marker")]
    for line in r.some(parts, 1, 4):
        canvas.put(line, w * r.one(0.02, 0.5, 0.8), h * r.one(0.02, 0.5, 0.93), moves=2)
    corners.markers(case, canvas)


@kind("viewer/workstation-3d", 1.5, modality="CT")
def workstation(case: Case, canvas: Canvas) -> None:
    """A workstation: volume renderings, curves, tables of results, the patient in a corner of each view."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.column(blocks.identity(case), r.one(6, w * 0.75), 6, step=1.25)
    names = [words.brand(r) if r.odds(0.3) else corners.title(case).text for _ in range(r.whole(2, 7))]
    rows = [
        [clinical(name[:24], "measurement"), *(clinical(settings.value(r), "value") for _ in range(3))]
        for name in names
    ]
    head = [
        either(r, "Vessel|Segment|Lesion|Region|Name|ROI|Phase", "label"),
        either(r, "Vol|Score|Mean|Area|Min", "label"),
        either(r, "SD|Max|Mass|%|Volume (ml)", "label"),
        either(r, "HU|mm|Ratio|Total", "label"),
    ]
    canvas.table([head, *rows], [w * x for x in (0.05, 0.25, 0.33, 0.41)], h * r.uniform(0.5, 0.7), step=1.4)
    canvas.column(settings.several(r, "ct", 2, 8), w - 6, h * 0.3, "right")
    for _ in range(r.whole(1, 5)):
        canvas.put(
            either(
                r,
                "DFOV {f} cm|VR|MIP|MPR|Thick {n}mm|No cut|Ex: {e}|{n}%|No VOI|3D|Curved|RCA|LAD|LCX|SI|"
                "RAO {n} CRA {n}",
                "setting",
                f=r.whole(8, 50),
                n=r.whole(1, 60),
                e=r.whole(1, 9),
            ),
            w * r.uniform(0.05, 0.9),
            h * r.uniform(0.05, 0.95),
        )
    bars(case, canvas)
