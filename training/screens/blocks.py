"""Blocks that screens of many kinds share: who it is, settings, scales, measurements, remarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from training.screens import anatomy, lists, sentences, settings, words
from training.screens.case import Case
from training.screens.chance import Chance
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, identifying, joined, neutral

Part = tuple[Callable[[], Line], float]


def chosen(r: Chance, parts: Sequence[Part]) -> list[Line]:
    """Lines of those parts that this screen has, each in its share of the draws."""
    return [part() for part, share in parts if r.odds(share)]


def identity(case: Case, *, place: float = 0.5, dates: float = 0.5) -> list[Line]:
    """The lines that say who it is, some of them, in an order of this screen."""
    r = case.r
    if case.nobody:
        return chosen(
            r, [(case.name, 0.75), (case.patient_id, 0.3), (case.date, dates * 0.6), (case.place, place * 0.5)]
        )
    above = r.odds(0.4)
    lines = chosen(
        r,
        [
            (case.place if above else Line, place), (case.name, 0.95), (lambda: id_line(case), 0.8), (case.birth, 0.45), (case.sex_age, 0.45),
            (case.accession, 0.2), (case.date, dates * 0.5), (case.date_time, dates * 0.5), (case.place if not above else Line, place),
            (case.physician, 0.12), (case.technologist, 0.08),
        ],
    )  # fmt: skip
    lines = [line for line in lines if line]
    if r.odds(0.12):
        r.shuffle(lines)
    return paired(r, lines) if r.odds(0.3) else lines


def id_line(case: Case) -> Line:
    """The id, alone or with what stands beside ids: the date of birth, sex and age, another number."""
    r = case.r
    line = case.patient_id()
    if r.odds(0.25):
        line += r.one("  ", " ", "\t", " / ", ", ")
        line += r.one(case.birth, case.sex_age, lambda: case.accession(0.7))()
    return line


def paired(r: Chance, lines: Sequence[Line]) -> list[Line]:
    """Lines of which some stand beside each other."""
    result: list[Line] = []
    for line in lines:
        if result and len(result[-1].text) + len(line.text) < 50 and r.odds(0.4):
            result[-1] = result[-1] + r.one("  ", "   ", "\t", " ", ", ") + line
        else:
            result.append(line)
    return result


def stacked(case: Case, what: str, value: Line) -> list[Line]:
    """A label on its own row, and its value below."""
    return [clinical(case.label(what) + case.r.one("", ":", ""), "label"), value]


def stack(case: Case) -> list[Line]:
    """Labels on their own rows, each above its value."""
    r = case.r
    pairs = [("name", case.name(0)), ("id", case.patient_id(0)), ("birth", case.birth(0)), ("date", case.date(0)), ("accession", case.accession(0)),
             ("sex", case.sex_text()), ("age", case.age_text()), ("physician", case.person(case.doctors[0])), ("institution", case.place(0)), ("operator", case.person(case.operator))]  # fmt: skip
    some = [
        pair
        for pair, share in zip(pairs, (0.95, 0.9, 0.6, 0.6, 0.4, 0.5, 0.3, 0.35, 0.3, 0.25), strict=True)
        if r.odds(share)
    ]
    return [line for what, value in some for line in stacked(case, what, value)]


def measurements(case: Case, least: int = 1, most: int = 6) -> list[Line]:
    """Results of callipers: a mark or a number, a label, a value with its unit."""
    r = case.r
    mark = r.text("|||+ |x |# |∆ |D{n} |{n} |{n} |A{n} |{n}. |#{n} |·|[{n}] |M{n} ", n="%")
    form = r.text("%l %v|%l %v|%l: %v|%l\t%v|%l = %v|%l=%v|%l: %v")
    known = r.some(settings.quantities("measures"), 1, 3)
    lines = []
    for i in range(1, r.whole(least, most) + 1):
        quantity = r.of(known)
        name = settings.cased(r, r.of(quantity.labels)) if r.odds(0.85) else anatomy.part(r, case.language)
        text = mark.replace("%", str(i)) + form.replace("%l", name).replace("%v", quantity.value(r))
        lines.append(clinical(text, "measurement"))
    return lines


def results(case: Case, least: int, most: int) -> list[Line]:
    """Results in a box: names and values, in one style."""
    r = case.r
    return [clinical(line.text, "measurement") for line in settings.several(r, "measures", least, most)]


def obstetric(case: Case) -> list[Line]:
    """Obstetric results with gestational ages; the dates of the last period and of delivery identify."""
    r = case.r
    lines = [
        clinical(
            f"{name} {r.uniform(0.5, 35):.2f} {r.one('cm', 'mm')} {r.whole(8, 40)}w{r.whole(0, 6)}d {r.one('', f'{r.whole(1, 99)}%', 'Hadlock', 'Jeanty', '±2w1d')}",
            "measurement",
        )
        for name in r.some(["BPD", "HC", "AC", "FL", "CRL", "HL", "OFD", "TCD", "GS", "NT", "CM"], 2, 6)
    ]
    if r.odds(0.5):
        lines.append(clinical(r.one("LMP", "DDR", "LNMP", "UPM", "LMP:", "LMP=") + " ", "label") + case.other_date())
    if r.odds(0.5):
        lines.append(
            clinical(
                r.one("EDD", "EDC", "EDD(LMP)", "EDD (AUA)", "DPA", "ET", "FPP", "DUM", "EDD:", "EDD=") + " ", "label"
            )
            + case.other_date(case.later)
        )
    if r.odds(0.6):
        lines.append(
            clinical(
                r.one("GA", "AUA", "SSW", "AG", "GA(LMP)", "MA")
                + r.one(" ", "=", ": ")
                + f"{r.whole(5, 41)}w{r.whole(0, 6)}d",
                "measurement",
            )
        )
    return lines


def scale(case: Case, canvas: Canvas, x: float, top: float, bottom: float) -> None:
    """Figures along an axis: depth in centimetres, velocities above and below zero, grey values."""
    r = case.r
    steps = r.whole(2, 9)
    step = r.one(1, 2, 5, 10, 15, 20, 50, 0.5, 100)
    start = r.one(0, 0, step, -step * (steps // 2))
    for i in range(steps):
        figure = start + i * step
        text = f"{figure:g}"
        if abs(figure) > 0 and i in (0, steps - 1) and r.odds(0.2):
            text += r.one("cm", "cm/s", " cm", "m/s", " m/s", "mm")
        canvas.put(clinical(text, "axis"), x, top + (bottom - top) * i / steps, size=r.one(1, 0.8, 0.9))


def colour_bar(case: Case, canvas: Canvas, x: float, y: float, length: float) -> None:
    """The values at the ends of a colour bar."""
    r = case.r
    most = r.one(f"{r.uniform(5, 99):.1f}", str(r.whole(4, 120)), f"{r.uniform(0.1, 1.5):.2f}")
    unit = r.one("", "", "cm/s", " cm/s", "m/s")
    canvas.put(clinical(r.one("+", "", "") + most + unit, "axis"), x, y, size=0.9)
    canvas.put(clinical("-" + most + unit, "axis"), x, y + length, size=0.9)


def remark(case: Case) -> Line:
    """Something that somebody typed: an annotation, or a sentence with somebody's name, a date or a number in it."""
    if case.r.odds(0.65):
        return case.annotation()
    return sentences.with_somebody(case) if not case.nobody else sentences.sentence(case)


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


def interface(case: Case) -> Line:
    """A word or two of a program's own: a button, a menu, a state."""
    return clinical(sentences.interface(case.r, case.language), "interface")


def junk(case: Case) -> Line:
    """A sign or two that say nothing."""
    r = case.r
    return neutral(r.one("◄", "▲", "+", "x", "□", "●", "-", "V", "P", "M", "日", "···", "|||", "»", "S"), "sign")


def unclear(case: Case) -> Line:
    """A code of a device or a station: nobody can say whether it leads to somebody."""
    r = case.r
    text = r.one(
        case.technique.station,
        f"SN {r.number(6)}",
        f"S/N {r.capitals(2)}{r.number(5)}",
        f"{r.capitals(3)}{r.number(4)}",
    )
    return neutral(text, "station")


def barcode(case: Case) -> Line:
    """The figures under a barcode."""
    r = case.r
    return identifying(r.one(f"*{case.id}*", case.id, case.accession_number, f"*{case.accession_number}*"), "id")


def caption(case: Case) -> Line:
    """Maker, device and application beside one another."""
    r = case.r
    return joined(
        [
            clinical(case.technique.maker, "maker"),
            clinical(case.technique.model, "model"),
            clinical(settings.preset(r), "preset"),
        ],
        r.one(" ", "  ", "\t"),
    )


def brand_line(case: Case) -> Line:
    """A mode's name with a state."""
    return clinical(words.brand(case.r), "model")


def title(case: Case) -> Line:
    """The title of another series of this examination."""
    return clinical(anatomy.protocol(case.r, case.technique.modality, case.language), "sentence")


def numbers_of_image(case: Case) -> list[Line]:
    """Window, zoom, series and image, with the values that stand in the header as well."""
    r, t = case.r, case.technique
    fields = {"w": t["WindowWidth"], "c": t["WindowCenter"], "i": t["InstanceNumber"], "s": t["SeriesNumber"]}
    fields |= {"n": int(fields["i"]) + r.whole(0, 200), "z": f"{r.uniform(0.3, 4):.2f}", "p": r.whole(20, 400)}
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


def corners(case: Case, canvas: Canvas) -> None:
    """Who it is and where, what it is, and the numbers of the image, each block in a corner."""
    r, w, h = case.r, canvas.columns, canvas.rows
    if case.nobody:
        who, where = identity(case), chosen(r, [(case.study, 0.5), (case.device, 0.4), (case.date, 0.3)])
    else:
        who = [case.name(), id_line(case), *chosen(r, [(case.birth, 0.5), (case.sex_age, 0.5), (case.accession, 0.2)])]
        parts: list[Part] = [
            (case.place, 0.6),
            (case.date, 0.4),
            (case.date_time, 0.4),
            (case.study, 0.5),
            (case.accession, 0.3),
        ]
        parts += [(case.physician, 0.2), (case.device, 0.2), (case.technologist, 0.08), (case.printed, 0.04)]
        where = chosen(r, parts)
    image = numbers_of_image(case)
    section = {"CT": "ct", "MR": "mr", "MG": "mammography", "NM": "nuclear", "PT": "nuclear", "US": "ultrasound"}.get(
        case.technique.modality, "x-ray"
    )
    how = [*technique_lines(case), *settings.several(r, section, 0, 4)]
    if r.odds(0.4):
        image.append(case.study())
    if r.odds(0.08):
        where.append(remark(case))
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
