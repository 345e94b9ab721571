"""Pictures in which nobody is meant: test patterns, phantoms, splash screens, calibrations, messages, atlases."""

from __future__ import annotations

from training.screens import anatomy, blocks, corners, results, settings, words
from training.screens.case import Case
from training.screens.kinds.registry import LARGE, SQUARE, USUAL, kind
from training.screens.layout import Canvas
from training.screens.lines import clinical, either, neutral


@kind("nobody/test-pattern", 0.6, modality="OT", sizes=SQUARE + USUAL, nobody=True)
def test_pattern(case: Case, canvas: Canvas) -> None:
    """Bars and fields of grey with their values."""
    r, w, h = case.r, canvas.columns, canvas.rows
    for i in range(11):
        canvas.put(clinical(f"{i * 10}{r.one('%', '%', '')}", "axis"), w * (0.05 + 0.08 * i), h * 0.6, size=0.9)
    canvas.put(
        either(
            r,
            "SMPTE|TG18-QC|Test Pattern|TG18-CT|VERSION 8.0|QUALITY CONTROL|RP-133|"
            "Medical Diagnostic Imaging Test Pattern|{m}",
            "label",
            m=words.brand(r),
        ),
        w * 0.4,
        h * 0.2,
    )
    for text in ("0/5%", "95/100%", "0%", "50%", "100%"):
        if r.odds(0.5):
            canvas.put(clinical(text, "axis"), w * r.uniform(0.1, 0.8), h * r.uniform(0.3, 0.9))


@kind("nobody/phantom", 1.0, modality="CT", sizes=SQUARE + LARGE, nobody=True)
def phantom(case: Case, canvas: Canvas) -> None:
    """A phantom for quality control in the usual layout of a console."""
    r = case.r
    corners.put_corners(case, canvas)
    canvas.put(
        either(r, "Water phantom|ACR|Uniformity|Noise|MTF|QA|Daily QC|CATPHAN|Constancy|Flood|Air cal", "sentence"),
        canvas.columns * 0.4,
        canvas.rows * r.uniform(0.1, 0.9),
    )


@kind("nobody/splash", 0.6, modality="OT", sizes=USUAL, nobody=True)
def splash(case: Case, canvas: Canvas) -> None:
    """A maker's name, a product, a version, a notice."""
    r, w, h = case.r, canvas.columns, canvas.rows
    t = case.technique
    lines = [
        neutral(t.maker, "maker"),
        clinical(t.model, "model"),
        either(
            r,
            "Version {a}.{b}.{c}|v{a}.{b}|Rel. {a}.{b}|Software {a}.{b}.{c}|Build {c}00{a}",
            "value",
            a=r.whole(1, 12),
            b=r.whole(0, 9),
            c=r.whole(0, 99),
        ),
        either(
            r,
            "Loading...|Please wait|All rights reserved.|Copyright ©|Starting system|Initializing|"
            "Bitte warten|Patientez|CE 0{c}|Not for clinical use",
            "interface",
            c=r.whole(100, 500),
        ),
    ]
    canvas.column(
        [line for line in lines if r.odds(0.8)] or lines[:1],
        w * 0.5,
        h * 0.35,
        "centre",
        step=1.8,
        size=r.uniform(1, 2),
    )


@kind("nobody/message", 0.8, modality="OT", sizes=USUAL + SQUARE, nobody=True)
def message(case: Case, canvas: Canvas) -> None:
    """A message of a program, a list of measurements without a patient, a legend."""
    r, w, h = case.r, canvas.columns, canvas.rows
    lines = r.do(
        lambda: [
            either(
                r,
                "Warning: image has been lossy compressed|No image available|Image not found|"
                "Presentation state applied|KEY IMAGE|Mirrored|For presentation only|Rejected|"
                "Derived image|Screen capture|Secondary capture|Wait|Error {n}: calibration failed|"
                "Disk full|Probe not connected|This series contains {n} images",
                "interface",
                n=r.whole(1, 900),
            )
            for _ in range(r.whole(1, 3))
        ],
        lambda: results.measurements(case, 2, 10),
        lambda: settings.several(r, r.one("ultrasound", "ct", "mr", "x-ray"), 2, 14),
        lambda: [
            clinical(
                r.cased(" ".join(r.of(words.medical()) for _ in range(r.whole(1, 3))), "title", "asis", "upper"),
                "anatomy",
            )
            for _ in range(r.whole(2, 12))
        ],
        lambda: [case.annotation() for _ in range(r.whole(1, 6))],
    )
    canvas.column(lines, w * r.uniform(0.02, 0.5), h * r.uniform(0.02, 0.5), step=r.uniform(1.3, 2))


@kind("nobody/atlas", 0.6, modality="OT", sizes=USUAL + SQUARE, nobody=True)
def atlas(case: Case, canvas: Canvas) -> None:
    """A figure with the names of parts, as in a book: Latin, eponyms, arrows."""
    r, w, h = case.r, canvas.columns, canvas.rows
    for _ in range(r.whole(4, 18)):
        text = r.do(
            lambda: anatomy.eponym(r),
            lambda: words.built(r, "la"),
            lambda: r.of(words.medical()),
            lambda: anatomy.part(r, case.language),
            lambda: f"{r.of(words.medical())} {r.of(words.medical())}",
        )
        canvas.put(
            clinical(r.cased(text, "asis", "title", "asis", "upper"), "anatomy"),
            w * r.uniform(0.02, 0.8),
            h * r.uniform(0.02, 0.95),
        )
    if r.odds(0.5):
        canvas.put(
            either(r, "Fig. {n}|Figure {n}|A|B|C|{n}a|Plate {n}|Normal|Scale 1:{n}", "label", n=r.whole(1, 40)),
            w * 0.05,
            h * 0.95,
        )


@kind("nobody/screen-capture", 1.0, modality="OT", sizes=USUAL, nobody=True)
def capture(case: Case, canvas: Canvas) -> None:
    """A window of a program without a patient: menus, lists of series, settings."""
    r, w, h = case.r, canvas.columns, canvas.rows
    for i in range(r.whole(3, 8)):
        canvas.put(blocks.interface(case), 6 + i * w * 0.1, 4)
    canvas.column([corners.title(case) for _ in range(r.whole(2, 10))], 6, h * 0.1, step=1.5)
    canvas.column(settings.several(r, r.one("ct", "mr", "ultrasound", "nuclear"), 3, 14), w * 0.5, h * 0.1, step=1.5)
    for _ in range(r.whole(1, 6)):
        canvas.put(blocks.interface(case), w * r.uniform(0.1, 0.9), h * r.uniform(0.6, 0.97))
