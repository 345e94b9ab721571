"""What stands in and beside an image: measurements, obstetric results, scales, colour bars."""

from __future__ import annotations

from training.screens import anatomy, settings
from training.screens.case import Case
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical


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
            f"{name} {r.uniform(0.5, 35):.2f} {r.one('cm', 'mm')} {r.whole(8, 40)}w{r.whole(0, 6)}d "
            f"{r.one('', f'{r.whole(1, 99)}%', 'Hadlock', 'Jeanty', '±2w1d')}",
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
