"""The text in the corners of an image: who it is, what it is, and the numbers of the image and of its acquisition."""

from __future__ import annotations

from training.screens import anatomy, blocks, lists, settings
from training.screens.case import Case
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical


def markers(case: Case, canvas: Canvas) -> None:
    """Letters that tell sides and directions."""
    r = case.r
    letters = r.one("RLAPHF", "RLSI", "ASLPIR", "RL", "LRHF")
    w, h = canvas.columns, canvas.rows
    spots = [(0.02, 0.5), (0.97, 0.5), (0.5, 0.02), (0.5, 0.95)]
    for x, y in spots:
        if r.odds(0.5):
            text = r.of(letters) + (r.of(letters) if r.odds(0.2) else "")
            canvas.put(clinical(text, "marker"), x * w, y * h)


def title(case: Case) -> Line:
    """The title of another series of this examination."""
    return clinical(anatomy.protocol(case.r, case.technique.modality, case.language), "sentence")


def numbers_of_image(case: Case) -> list[Line]:
    """Window, zoom, series and image, with the values that stand in the header as well."""
    r, t = case.r, case.technique
    fields: dict[str, object] = {
        "w": t["WindowWidth"],
        "c": t["WindowCenter"],
        "i": t["InstanceNumber"],
        "s": t["SeriesNumber"],
    }
    fields |= {"n": int(t["InstanceNumber"]) + r.whole(0, 200), "z": f"{r.uniform(0.3, 4):.2f}", "p": r.whole(20, 400)}
    lines = [clinical(r.text("|".join(lists.items("forms", which)), **fields), "setting") for which in _NUMBERS]
    r.shuffle(lines)
    return [line for line in lines if r.odds(0.75)]


_NUMBERS = ("window", "image", "series", "zoom")


def technique_lines(case: Case) -> list[Line]:
    """Values of the acquisition as the header has them, with the labels of this screen."""
    r = case.r
    form = r.text("%l %v|%l: %v|%v %l|%l=%v|%l:%v|%v%l|%l\t%v")
    lines = []
    for keyword, value in case.technique.header.items():
        names = lists.items("forms", keyword.lower())
        if names and r.odds(0.55):
            name = r.of(names).strip(".")
            unit = _UNITS.get(keyword, "")
            text = form.replace("%l", name).replace("%v", value).strip(" :=")
            lines.append(clinical(text + (r.one(" ", "") + unit if unit and r.odds(0.4) else ""), "setting"))
    return lines


_UNITS = {"SliceThickness": "mm", "SliceLocation": "mm", "BodyPartThickness": "mm", "CompressionForce": "N"}


def put_corners(case: Case, canvas: Canvas) -> None:
    """Who it is and where, what it is, and the numbers of the image, each block in a corner."""
    r, w, h = case.r, canvas.columns, canvas.rows
    stacked = r.odds(0.06)
    if case.nobody:
        who, where = blocks.identity(case), blocks.chosen(r, [(case.study, 0.5), (case.device, 0.4), (case.date, 0.3)])
    else:
        who = [
            case.name(),
            blocks.id_line(case),
            *blocks.chosen(r, [(case.birth, 0.5), (case.sex_age, 0.5), (case.accession, 0.2)]),
        ]
        parts: list[blocks.Part] = [
            (case.place, 0.6),
            (case.date, 0.4),
            (case.date_time, 0.4),
            (case.study, 0.5),
            (case.accession, 0.3),
        ]
        parts += [(case.physician, 0.2), (case.device, 0.2), (case.technologist, 0.08), (case.printed, 0.04)]
        where = blocks.chosen(r, parts)
    if stacked and not case.nobody:
        who = blocks.stack(case)
    image = numbers_of_image(case)
    section = {"CT": "ct", "MR": "mr", "MG": "mammography", "NM": "nuclear", "PT": "nuclear", "US": "ultrasound"}.get(
        case.technique.modality, "x-ray"
    )
    how = [*technique_lines(case), *settings.several(r, section, 0, 4)]
    if r.odds(0.4):
        image.append(case.study())
    if r.odds(0.08):
        where.append(blocks.remark(case))
    groups = [who, where, image, how[:12]]
    if r.odds(0.25):
        r.shuffle(groups)
    if r.odds(0.2):
        groups[r.whole(0, 3)] = []
    x, step, margin = max(3.0, w * 0.02 * r.uniform(0.2, 1)), r.uniform(1.15, 1.5), max(3.0, h * 0.01)
    canvas.column(groups[0], x, margin, step=step)
    canvas.column(groups[1], w - x, margin, "right", step)
    canvas.upwards(groups[2], x, h - margin, step=step)
    canvas.upwards(groups[3], w - x, h - margin, "right", step)
    markers(case, canvas)
