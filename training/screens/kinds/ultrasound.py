"""Screens of ultrasound scanners, after the habits of one maker or another."""

from __future__ import annotations

from training.screens import blocks, results, settings
from training.screens.case import Case
from training.screens.kinds.registry import kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, either, joined, neutral


def indices(case: Case) -> Line:
    """Mechanical and thermal index, as every scanner has to show them."""
    r = case.r
    mi, ti = f"{r.uniform(0.1, 1.9):.{r.one(1, 1, 2)}f}", f"{r.uniform(0, 2):.1f}"
    name = r.one("TIs", "TIb", "TIc", "TIS", "TIB", "TIC", "TI")
    gap = r.one(" ", " ", "", ":", "=")
    pair = [f"MI{gap}{mi}", f"{name}{gap}{ti}"]
    if r.odds(0.5):
        pair.reverse()
    return clinical(r.one("  ", " ", "\t").join(pair), "setting")


def extras(case: Case, canvas: Canvas) -> None:
    """What stands in and beside the image on screens of all makers: scales, callipers, remarks."""
    r, w, h = case.r, canvas.columns, canvas.rows
    if r.odds(0.5):
        results.scale(case, canvas, w * r.one(0.93, 0.9, 0.82, 0.03), h * 0.2, h * 0.9)
    if r.odds(0.25):
        results.colour_bar(case, canvas, w * r.one(0.9, 0.04, 0.12), h * 0.15, h * r.uniform(0.1, 0.3))
    if r.odds(0.4):
        lines = results.obstetric(case) if r.odds(0.3) else results.measurements(case)
        canvas.upwards(lines, w * r.one(0.02, 0.1, 0.4, 0.7), h * r.uniform(0.85, 0.97), step=1.3)
    for _ in range(r.one(0, 0, 1, 1, 2)):
        canvas.put(blocks.remark(case), w * r.uniform(0.15, 0.6), h * r.uniform(0.2, 0.9))
    if r.odds(0.15):
        canvas.put(blocks.junk(case), w * r.uniform(0.02, 0.95), h * r.uniform(0.1, 0.9))
    if r.odds(0.06):
        temperatures = "PAT T: {a}.0C|TEE T: {a}.{b}C|PAT T: {a}.0C TEE T: <{a}.0C|T {a}.{b}°C"
        canvas.put(either(r, temperatures, "setting", a=r.whole(35, 40), b=r.whole(0, 9)), w * 0.02, h * 0.93)
    if r.odds(0.2):
        canvas.put(
            clinical(f"{r.whole(50, 180)} {r.one('bpm', 'BPM', 'HR')}", "measurement"),
            w * r.uniform(0.7, 0.9),
            h * 0.95,
        )


@kind("ultrasound/ge-like", 4.0, modality="US")
def ge_like(case: Case, canvas: Canvas) -> None:
    """Institution and patient at the top left, indices and probe in the middle, the date at the right."""
    r, w = case.r, canvas.columns
    h = canvas.height
    top = r.uniform(2, 2 * h)
    left = [case.place(0) if r.odds(0.6) else Line(), case.name(0.1), blocks.id_line(case)]
    if r.odds(0.3):
        left.reverse()
    y = canvas.column([line for line in left if line], r.one(4, w * 0.06, w * 0.12), top, step=1.25)
    if r.odds(0.4):
        canvas.put(case.birth(0.4) if r.odds(0.5) else case.sex_age(), 4, y, moves=1)
    middle = [indices(case), clinical(case.technique.probe, "model"), clinical(settings.preset(r), "preset")]
    if r.odds(0.5):
        canvas.column(middle, w * r.uniform(0.45, 0.6), top, step=1.25)
    else:
        canvas.put(joined(middle, r.one("  ", "\t")), w * r.uniform(0.4, 0.5), top)
    right = [case.date_time(0.05)] if r.odds(0.5) else [case.date(0.05), case.time()]
    if r.odds(0.2):
        right.append(case.technologist(0.3))
    canvas.column(right, w - 4, top, "right", step=1.25)
    side = settings.several(r, "ultrasound", 3, 14)
    if r.odds(0.5):
        side = [clinical(r.one("2D", "B", "CF", "PW", "B Mode"), "setting"), *side]
    x = r.one(w - 4, w * 0.87, 4)
    canvas.column(side, x, canvas.rows * r.uniform(0.12, 0.3), "right" if x == w - 4 else "left", r.uniform(1.2, 1.7))
    extras(case, canvas)


@kind("ultrasound/philips-like", 4.0, modality="US")
def philips_like(case: Case, canvas: Canvas) -> None:
    """A bar at the top: name and id, institution, date and time, indices; then probe, preset and settings."""
    r, w = case.r, canvas.columns
    h, top = canvas.height, r.uniform(1, 1.5 * canvas.height)
    canvas.column(
        [case.name(0), blocks.id_line(case) if r.odds(0.85) else Line()], r.one(4, w * 0.05, w * 0.1), top, step=1.2
    )
    if r.odds(0.75):
        canvas.column(
            [case.place(0), neutral(case.technique.maker, "maker") if r.odds(0.2) else Line()],
            w * 0.5,
            top,
            "centre",
            step=1.2,
        )
    right = r.one(
        [case.date(0), case.time()],
        [case.date_time(0)],
        [
            case.date(0) + "\t" + clinical(f"TIS{r.uniform(0, 2):.1f}", "setting"),
            case.time() + "\t" + clinical(f"MI {r.uniform(0, 2):.1f}", "setting"),
        ],
    )
    canvas.column(right if r.odds(0.6) else [*right, indices(case)], w - 4, top, "right", step=1.2)
    y = top + 3.2 * h
    canvas.column(
        [clinical(settings.preset(r), "preset"), clinical(case.technique.probe, "model")][:: r.one(1, -1)],
        r.one(4, w * 0.1),
        y,
        step=1.2,
    )
    groups = [
        clinical(r.one("2D", "M", "CF", "PW", "Color", "CW", "MMode", "3D", "Live"), "setting"),
        *settings.several(r, "ultrasound", 2, 9),
    ]
    canvas.column(groups, r.one(4, w * 0.04), y + 4 * h, step=r.uniform(1.2, 1.5))
    if r.odds(0.5):
        canvas.put(clinical(f"{r.whole(10, 90)}Hz", "setting"), 4, y + 2.8 * h)
        canvas.put(clinical(f"{r.uniform(2, 25):.{r.one(0, 1)}f}cm", "setting"), 4 + 6 * h, y + 2.8 * h)
    if r.odds(0.4):
        canvas.put(clinical(r.one("M", "P", "R") + str(r.whole(1, 5)), "setting"), w * 0.9, y)
    if r.odds(0.2):
        canvas.put(
            clinical(r.one("JPEG", "P", "x", "*** bpm", "--- bpm", "bpm"), "setting"), w * 0.85, canvas.rows * 0.95
        )
    extras(case, canvas)


@kind("ultrasound/siemens-like", 3.0, modality="US")
def siemens_like(case: Case, canvas: Canvas) -> None:
    """Institution above the patient at the left, probe, preset and settings in a column."""
    r, w = case.r, canvas.columns
    h, top = canvas.height, r.uniform(1, 2 * canvas.height)
    lines = (
        [case.place(0), case.name(0), case.patient_id(0.2), case.date_time(0)]
        if r.odds(0.6)
        else [case.name(0), case.patient_id(0.2), case.place(0), case.date_time(0)]
    )
    canvas.column([line for line in lines if r.odds(0.85)], 4, top, step=1.3)
    column = [
        clinical(case.technique.probe, "model"),
        clinical(f"{r.uniform(1, 15):.1f}MHz", "setting"),
        clinical(f"{r.whole(20, 250)}mm", "setting"),
        clinical(settings.preset(r), "preset"),
    ]
    column += [
        clinical(f"{r.whole(10, 99)}dB", "setting"),
        clinical(settings.chain(r), "setting"),
        clinical(f"Gain{r.one('=', ' ', ' = ')}{r.whole(-20, 60)}dB", "setting"),
    ]
    column += [
        clinical(f"{name}={r.whole(0, 9)}", "setting")
        for name in r.some(["Delta", "Edge", "Persist", "Map", "Δ", "SieScape", "Space-time"], 0, 3)
    ]
    column += [settings.setting(r) for _ in range(r.whole(0, 5))]
    canvas.column([line for line in column if r.odds(0.85)], r.one(4, w * 0.83), top + r.one(7, 9) * h, step=1.3)
    if r.odds(0.6):
        canvas.put(indices(case), w - 4, top, "right")
    if r.odds(0.4):
        canvas.put(clinical(r.one("Fr", "Frame", "Img") + f"{r.whole(1, 300)}", "counter"), w - 4, top + 2 * h, "right")
    if r.odds(0.3):
        canvas.put(blocks.interface(case) + " " + case.time(), w * 0.4, canvas.rows - 1.6 * h)
    extras(case, canvas)


@kind("ultrasound/any-maker", 5.0, modality="US")
def any_maker(case: Case, canvas: Canvas) -> None:
    """Everything anywhere: what a maker might do that nobody has seen yet."""
    r, w, rows = case.r, canvas.columns, canvas.rows
    who = blocks.identity(case) if not r.odds(0.12) else blocks.stack(case)
    if r.odds(0.55):
        x = r.uniform(2, w * 0.3)
        canvas.column(who, x, r.uniform(2, rows * 0.06), step=r.uniform(1.15, 1.6))
    elif r.odds(0.6):
        for i, line in enumerate(who):
            canvas.put(line, (0.01, 0.36, 0.68)[i % 3] * w + r.uniform(0, 20), 4 + i // 3 * canvas.height * 1.4)
    elif r.odds(0.6):
        canvas.column(who, w - 4, r.uniform(2, 30), "right", step=1.3)
    else:
        canvas.upwards(who, r.one(4, w * 0.6), rows - 4, step=1.3)
    right = [
        case.date_time(0.1),
        indices(case),
        blocks.caption(case),
        clinical(case.technique.probe, "model"),
        case.device(),
        settings.setting(r),
        blocks.brand_line(case),
    ]
    canvas.column(
        r.some(right, 2, 5), r.one(w - 4, w * 0.62, w * 0.8), r.uniform(2, 40), r.one("left", "right"), step=1.3
    )
    canvas.column(
        settings.several(r, "ultrasound", 3, 16),
        r.one(4, w * 0.85),
        rows * r.uniform(0.15, 0.3),
        step=r.uniform(1.2, 2),
    )
    if r.odds(0.3):
        canvas.put(
            joined([settings.setting(r) for _ in range(r.whole(2, 5))], r.one("  ", " | ", "\t")),
            w * 0.05,
            rows - 1.5 * canvas.height,
        )
    for _ in range(r.one(0, 0, 1, 3)):
        canvas.put(blocks.interface(case), w * r.uniform(0.02, 0.9), rows * r.uniform(0.1, 0.97))
    if r.odds(0.1):
        canvas.put(blocks.unclear(case), w * r.uniform(0.02, 0.8), rows * r.uniform(0.05, 0.97))
    extras(case, canvas)
