"""Screens of viewers: blocks of text in the four corners of an image, and the words of a program around it."""

from __future__ import annotations

from training.screens import blocks, settings
from training.screens import settings_words as known
from training.screens.case import Case
from training.screens.kinds.registry import SQUARE, USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical


def numbers_of_image(case: Case) -> list[Line]:
    """Window, zoom, series and image, with the values that stand in the header as well."""
    r, t = case.r, case.technique
    width, centre = t["WindowWidth"], t["WindowCenter"]
    image, series = t["InstanceNumber"], t["SeriesNumber"]
    count = r.whole(int(image), int(image) + 200)
    window = r.one(
        f"W:{width} L:{centre}",
        f"WW: {width} WL: {centre}",
        f"W {width} C {centre}",
        f"WL: {centre} WW: {width}",
        f"C/W {centre}/{width}",
        f"ww/wc: {width}/{centre}",
        f"W/L: {width} / {centre}",
    )
    number = r.one(
        f"Im: {image}/{count}",
        f"I: {image} ({image}/{count})",
        f"{image}/{count}",
        f"Image {image} of {count}",
        f"Img: {image}",
        f"IMA {image}",
        f"[{image}/{count}]",
        f"Image number: {image}",
    )
    other = r.one(
        f"Se: {series}", f"Series: {series}", f"S: {series}", f"SE {series}", f"Ser {series}", f"Se:{series} Im:{image}"
    )
    zoom = r.one(
        f"Zoom: {r.uniform(0.3, 4):.2f}",
        f"Z: {r.uniform(0.5, 3):.1f}",
        f"{r.whole(20, 400)}%",
        f"Zoom {r.whole(20, 300)} %",
        f"Mag: {r.uniform(0.5, 3):.2f}x",
    )
    lines = [clinical(text, "setting") for text in (window, number, other, zoom)]
    r.shuffle(lines)
    return [line for line in lines if r.odds(0.75)]


def technique_lines(case: Case) -> list[Line]:
    """Values of the acquisition as the header has them, with the labels of this screen."""
    r, header = case.r, case.technique.header
    names = {
        "KVP": "KV|kV|kVp|KVP|kV:", "XRayTubeCurrent": "mA|MA|mA:", "Exposure": "mAs|MAS|mAs:", "SliceThickness": "Thk|T|ST|SL|Thickness|THK|Slice", "SliceLocation": "Loc|SP|L|Pos|Location|Table Pos",
        "RepetitionTime": "TR|TR:", "EchoTime": "TE|TE:", "FlipAngle": "FA|Flip|Flip Angle", "EchoTrainLength": "ETL|EF", "MagneticFieldStrength": "T|FS|B0", "NumberOfAverages": "NEX|NSA|NA",
        "ExposureTime": "ms|Exp|Exposure Time", "PatientPosition": "|Pos", "ConvolutionKernel": "|Kernel|FK", "GantryDetectorTilt": "Tilt|GT|Gantry", "ReconstructionDiameter": "DFOV|FOV", "PixelBandwidth": "BW",
        "ViewPosition": "|View", "BodyPartThickness": "Thk|Thickness", "CompressionForce": "Force|Comp", "OrganDose": "AGD|Dose|OD", "AcquisitionNumber": "Acq|AC",
    }  # fmt: skip
    form = r.one("{l} {v}", "{l}: {v}", "{v} {l}", "{l}={v}", "{l}:{v}", "{v}{l}", "{l}\t{v}")
    lines = []
    for keyword, value in header.items():
        if keyword in names and r.odds(0.55):
            text = form.format(l=r.of(names[keyword].split("|")), v=value).strip()
            unit = {
                "SliceThickness": "mm",
                "SliceLocation": "mm",
                "BodyPartThickness": "mm",
                "CompressionForce": "N",
            }.get(keyword, "")
            lines.append(clinical(text + (r.one(" ", "") + unit if unit and r.odds(0.4) else ""), "setting"))
    return lines


def corners(case: Case, canvas: Canvas, *, around: float = 0.02) -> None:
    """Who it is and where, what it is, and the numbers of the image, each block in a corner."""
    r, w, h = case.r, canvas.columns, canvas.rows
    who = [
        case.name(),
        blocks.id_line(case),
        *blocks.chosen(r, [(case.birth, 0.5), (case.sex_age, 0.5), (lambda: case.accession(0.8), 0.2)]),
    ]
    where = blocks.chosen(
        r,
        [
            (case.place, 0.6),
            (case.date, 0.4),
            (case.date_time, 0.4),
            (case.study, 0.5),
            (lambda: case.accession(0.8), 0.3),
            (lambda: case.physician(), 0.2),
            (case.device, 0.2),
            (case.technologist, 0.08),
        ],
    )
    if case.nobody:
        who, where = blocks.identity(case), blocks.chosen(r, [(case.study, 0.5), (case.device, 0.4), (case.date, 0.3)])
    image = numbers_of_image(case)
    how = [
        *technique_lines(case),
        *settings.several(r, known.CT if case.technique.modality == "CT" else known.MR, 0, 4),
    ]
    if r.odds(0.4):
        image.append(case.study())
    if r.odds(0.08):
        where.append(blocks.remark(case))
    groups = [who, where, image, how[:12]]
    if r.odds(0.25):
        r.shuffle(groups)
    if r.odds(0.2):
        groups[r.whole(0, 3)] = []
    x, step, margin = max(3.0, w * around * r.uniform(0.2, 1)), r.uniform(1.15, 1.5), max(3.0, h * 0.01)
    canvas.column(groups[0], x, margin, step=step)
    canvas.column(groups[1], w - x, margin, "right", step)
    canvas.upwards(groups[2], x, h - margin, step=step)
    canvas.upwards(groups[3], w - x, h - margin, "right", step)
    blocks.markers(case, canvas)


def _bars(case: Case, canvas: Canvas) -> None:
    """Menus, buttons and tabs of a program."""
    r, w, h = case.r, canvas.columns, canvas.rows
    if r.odds(0.5):
        for i in range(r.whole(2, 8)):
            canvas.put(blocks.interface(case), w * (0.1 + 0.11 * i), h * r.one(0.005, 0.97), size=r.one(0.8, 1))
    for _ in range(r.one(0, 1, 3)):
        canvas.put(blocks.interface(case), w * r.one(0.01, 0.85), h * r.uniform(0.1, 0.9), size=0.9)


@kind("viewer/any-ct", 3.0, modality="CT", sizes=SQUARE + USUAL, letters=(0.015, 0.03))
def any_ct(case: Case, canvas: Canvas) -> None:
    """A slice of CT in a viewer."""
    corners(case, canvas)
    if case.r.odds(0.3):
        _bars(case, canvas)


@kind("viewer/any-mr", 3.0, modality="MR", sizes=SQUARE + USUAL, letters=(0.015, 0.03))
def any_mr(case: Case, canvas: Canvas) -> None:
    """A slice of MR in a viewer."""
    corners(case, canvas)
    if case.r.odds(0.3):
        _bars(case, canvas)
