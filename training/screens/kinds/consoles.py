"""Screens of CT and MR consoles, and what they save beside slices: dose pages, curves, maps, localisers."""

from __future__ import annotations

from training.screens import anatomy, blocks, corners, settings
from training.screens.case import Case
from training.screens.kinds.registry import SQUARE, USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import Line, clinical, either, joined


def _who(case: Case) -> list[Line]:
    """The lines of the upper corners of a console, which label nothing or all."""
    r = case.r
    lines = [
        case.place(0),
        case.name(0.1),
        case.patient_id(0.1),
        case.birth(0.2) if r.odds(0.5) else case.sex_age(),
        case.date_time(0.05),
    ]
    return blocks.identity(case) if case.nobody or r.odds(0.2) else [line for line in lines if r.odds(0.85)]


@kind("ct/console-like", 2.5, modality="CT", sizes=SQUARE, letters=(0.018, 0.03))
def ct_console(case: Case, canvas: Canvas) -> None:
    """A slice as the console burns it in: institution and device above, the tube's values and the window below."""
    r, w, h = case.r, canvas.columns, canvas.rows
    t, step = case.technique, r.uniform(1.1, 1.3)
    left = [
        clinical(t.model, "model"),
        either(r, "Ex: {n}|Exam {n}|{n}", "counter", n=r.whole(1, 20000)),
        either(r, "Se: {s}|SE {s}|Series {s}", "counter", s=t["SeriesNumber"]),
    ]
    left += [
        either(r, "Im: {i}|IMA {i}|{i}", "counter", i=t["InstanceNumber"]),
        either(r, "Ax: {p}|{q}{p}|SP {p}", "setting", p=t["SliceLocation"], q=r.text("I|S|")),
        either(r, "DFOV {d}.0cm|{d} cm|FoV {d}0", "setting", d=r.whole(12, 50)),
    ]
    groups = (
        [[line for line in left if r.odds(0.8)], _who(case)]
        if r.odds(0.6)
        else [_who(case), [line for line in left if r.odds(0.7)]]
    )
    canvas.column(groups[0], 3, 3, step=step)
    canvas.column(groups[1], w - 3, 3, "right", step)
    canvas.upwards(corners.technique_lines(case), 3, h - 3, step=step)
    right = [*corners.numbers_of_image(case)[:2], case.study(), case.time() if r.odds(0.3) else Line()]
    canvas.upwards([line for line in right if line], w - 3, h - 3, "right", step)
    corners.markers(case, canvas)


@kind(
    "ct/dose-page",
    1.5,
    modality="CT",
    sizes=((512, 512), (1024, 768), (800, 600), (1024, 1024)),
    letters=(0.018, 0.028),
)
def dose_page(case: Case, canvas: Canvas) -> None:
    """A page of doses: who it is above, a table of scans with their doses, a total."""
    r, w = case.r, canvas.columns
    who = [
        case.name(0.8),
        case.patient_id(0.8),
        case.accession(0.9),
        case.date_time(0.5),
        case.physician(0, 0.9),
        case.technologist(0.9),
        case.study(),
        case.place(0.4),
        case.printed(),
        clinical(case.technique.model, "model"),
    ]
    lines = [line for line in who if r.odds(0.6)] if not case.nobody else blocks.identity(case)
    y = canvas.column(
        [
            either(
                r,
                "Dose Report|Dose Info|Patient Protocol|Exam Protocol|Radiation Dose Structured Report|"
                "Dosisprotokoll|Rapport de dose",
                "label",
            ),
            *lines,
        ],
        w * 0.03,
        4,
        step=1.35,
    )
    head = r.text(
        "Series,Type,Scan Range,CTDIvol,DLP,Phantom|Scan,KV,mAs/ref,CTDIvol*,DLP,TI,cSL|"
        "#,Protocol,kV,mA,CTDI,DLP|Acq,Description,Scan Mode,mAs,kV,CTDIvol (mGy),DLP"
    )
    titles = head.split(",")
    rows = [[clinical(title, "label") for title in titles]]
    for i in range(1, r.whole(3, 8)):
        cells = [
            r.text(f"{i}|{i}|{i:02d}"),
            corners.title(case).text[:20],
            r.text("{a}/{b}|I{a}.0-S{b}.0|{k}|{a}", a=r.whole(50, 300), b=r.whole(20, 200), k=r.one(80, 100, 120)),
        ]
        cells += [f"{r.uniform(0.05, 60):.2f}{r.text('|L|S| (L)')}" for _ in range(2)] + [
            r.text("Body 32|Head 16|{t:.2f}|0.5|5.0", t=r.uniform(0.3, 2)) for _ in range(len(titles) - 5)
        ]
        rows.append([clinical(cell, "value") for cell in cells[: len(titles)]])
    starts = [w * (0.03 + 0.95 * i / len(titles)) for i in range(len(titles))]
    y = canvas.table(rows, starts, y + canvas.height, step=1.4)
    canvas.column(
        [
            either(
                r,
                "Total DLP: {d} mGy-cm|Total Exam DLP: {d}|Total mAs {n} Total DLP {d} mGycm|Gesamt DLP {d}",
                "measurement",
                d=f"{r.uniform(20, 3000):.2f}",
                n=r.whole(500, 9000),
            ),
            either(r, "1/1|Page 1|Dose Check|S = 16 cm L = 32 cm", "interface"),
        ],
        w * 0.03,
        y + canvas.height,
        step=1.5,
    )


@kind("ct/localiser", 1.0, modality="CT", sizes=SQUARE)
def localiser(case: Case, canvas: Canvas) -> None:
    """A localiser with lines of slices and their numbers."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.column(_who(case), r.one(3, w * 0.6), 3, step=1.2)
    for i in range(r.whole(3, 14)):
        canvas.put(clinical(str(i + 1), "counter"), w * r.one(0.2, 0.75, 0.85), h * (0.2 + 0.05 * i), size=0.8)
    canvas.upwards([*corners.technique_lines(case)[:5], *corners.numbers_of_image(case)], 3, h - 3, step=1.2)
    corners.markers(case, canvas)


@kind("ct/curve", 0.8, modality="CT")
def curve(case: Case, canvas: Canvas) -> None:
    """A curve of contrast, with axes, regions and their means."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.column(blocks.identity(case), 4, 4, step=1.25)
    for i in range(6):
        canvas.put(clinical(f"{i * r.one(20, 50, 100)}", "axis"), w * 0.08, h * (0.9 - 0.1 * i), size=0.8)
        canvas.put(
            clinical(f"{i * r.one(5, 10, 2)}{r.text('|s|.0')}", "axis"), w * (0.15 + 0.13 * i), h * 0.94, size=0.8
        )
    lines = [
        either(
            r,
            "ROI {n}: {m} HU|{n} Mean {m} SD {s}|Area: {a} mm²|Min/Max {s}/{m}|Peak {m} at {s} s|"
            "Delay: {s}s|Enhancement [HU]",
            "measurement",
            n=i,
            m=r.whole(20, 400),
            s=r.whole(2, 40),
            a=r.whole(20, 900),
        )
        for i in range(1, r.whole(2, 6))
    ]
    canvas.column(lines, w * 0.6, h * 0.1, step=1.4)
    canvas.put(
        either(r, "Time (s)|t [s]|Zeit [s]|HU|Premonitoring|Bolus Tracking", "label"), w * 0.5, h * 0.97, size=0.9
    )


@kind("mr/console-like", 2.5, modality="MR", sizes=SQUARE, letters=(0.018, 0.03))
def mr_console(case: Case, canvas: Canvas) -> None:
    """A slice as the console burns it in, with the sequence's values in columns."""
    r, w, h = case.r, canvas.columns, canvas.rows
    t, step = case.technique, r.uniform(1.1, 1.3)
    right = [
        either(r, "{m}|MR {m}|{f}T {m}", "model", m=t.model, f=t["MagneticFieldStrength"]),
        either(r, "Ex: {n}|{n}", "counter", n=r.whole(1, 30000)),
        corners.title(case),
        either(r, "HFS|FFS|+LPH|H-SP-CR|F-SP-CR", "setting"),
    ]
    groups = [_who(case), [line for line in right if r.odds(0.8)]]
    if r.odds(0.3):
        groups.reverse()
    canvas.column(groups[0], 3, 3, step=step)
    canvas.column(groups[1], w - 3, 3, "right", step)
    coil = either(
        r,
        "Coil: {c}|{c}|COIL {c}",
        "model",
        c=r.text("HEAD|8HRBRAIN|BODY|SPINE 3,4|HE1-4;NE1,2|Knee 15|FLEX L|{m}", m=settings.model(r)),
    )
    canvas.upwards([*corners.technique_lines(case), coil, *settings.several(r, "mr", 0, 4)], 3, h - 3, step=step)
    canvas.upwards([*corners.numbers_of_image(case), clinical(t.series, "sentence")], w - 3, h - 3, "right", step)
    corners.markers(case, canvas)


@kind("mr/map", 1.0, modality="MR", sizes=SQUARE + USUAL)
def colour_map(case: Case, canvas: Canvas) -> None:
    """A map with a colour bar: perfusion, diffusion, relaxation; its units, its ends, the patient."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.column(blocks.identity(case), 4, 4, step=1.25)
    name = r.text("CBF|CBV|MTT|TTP|Tmax|ADC|FA|T2*|T1 map|ECV|rBV|K-trans|Permeability|MTR|Fat fraction|R2*")
    canvas.put(
        clinical(name + r.text("| (ml/100g/min)| [ms]| [s]| 10^-6 mm²/s| %|"), "label"), w * r.uniform(0.5, 0.8), 4
    )
    most = r.one(100, 1000, 12, 60, 3000, 1)
    for i in range(5):
        canvas.put(clinical(f"{most * i / 4:g}", "axis"), w * 0.93, h * (0.8 - 0.15 * i), size=0.9)
    canvas.upwards(corners.technique_lines(case)[:4], 4, h - 4, step=1.2)
    for i in range(r.whole(0, 5)):
        canvas.put(
            either(
                r,
                "ROI {n}|{n}|Left {v}|Right {v}|L/R {v}|Mean {v}|Volume {v} ml|Tmax>6s {v} ml|Mismatch ratio {v}",
                "measurement",
                n=i,
                v=f"{r.uniform(0.1, 90):.1f}",
            ),
            w * r.uniform(0.1, 0.7),
            h * r.uniform(0.3, 0.85),
        )


@kind("mr/spectrum", 0.6, modality="MR", sizes=USUAL)
def spectrum(case: Case, canvas: Canvas) -> None:
    """A spectrum with its metabolites."""
    r, w, h = case.r, canvas.columns, canvas.rows
    canvas.column(blocks.identity(case), r.one(4, w * 0.6), 4, step=1.3)
    for i, name in enumerate(r.some(["NAA", "Cr", "Cho", "mI", "Lac", "Glx", "Cr2", "Lip"], 3, 7)):
        canvas.put(clinical(name, "label"), w * (0.2 + 0.1 * i), h * r.uniform(0.3, 0.6))
        canvas.put(
            clinical(f"I: {r.uniform(0.1, 20):.2f} {r.uniform(0.5, 4):.2f}ppm", "measurement"),
            w * 0.7,
            h * (0.62 + 0.04 * i),
        )
    canvas.put(clinical(r.text("ppm|4.0 3.0 2.0 1.0|Frequency [ppm]|TE 135|TE: 30|SVS_SE"), "axis"), w * 0.4, h * 0.95)
    canvas.upwards(settings.several(r, "mr", 1, 5), 4, h - 4)


@kind("ct/positions", 0.8, modality="CT", sizes=USUAL)
def protocol_page(case: Case, canvas: Canvas) -> None:
    """A page of a console: a protocol with its parameters in named columns, the patient in a title bar."""
    r, w = case.r, canvas.columns
    bar = (
        [case.name(0.2), case.patient_id(0.5), case.sex_age(), case.date(0.3)] if not case.nobody else [case.name(0.5)]
    )
    canvas.put(joined([line for line in bar if r.odds(0.85)], r.one("  ", ", ", "\t")), 4, 3)
    titles = r.some(
        [
            "Scan",
            "Start",
            "End",
            "No. of images",
            "Thick",
            "Interval",
            "kV",
            "mA",
            "SFOV",
            "Gantry tilt",
            "Recon",
            "Delay",
            "Range",
            "Rotation",
            "Pitch",
        ],
        4,
        8,
    )
    rows = [[clinical(title, "label") for title in titles]]
    rows += [[clinical(settings.value(r), "value") for _ in titles] for _ in range(r.whole(2, 6))]
    y = canvas.table(
        rows, [w * (0.02 + 0.97 * i / len(titles)) for i in range(len(titles))], 5 * canvas.height, step=1.7
    )
    canvas.column(
        [clinical(anatomy.protocol(r, "CT", case.language), "sentence"), *settings.several(r, "ct", 2, 8)],
        4,
        y + canvas.height,
        step=1.4,
    )
    for i in range(r.whole(2, 6)):
        canvas.put(blocks.interface(case), w * (0.02 + 0.16 * i), canvas.rows - 1.5 * canvas.height)
