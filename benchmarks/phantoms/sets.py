"""The sets of files that are measured: single frames of every kind, cines that grow, images that grow."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.phantoms.files import Kind, Plan

CINE_SHAPE = (600, 800)
FRAMES = (1, 3, 10, 30, 100, 300)
MANY_FRAMES = 1000
MEGAPIXELS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)

_FORMS: tuple[tuple[Kind, tuple[int, int], int], ...] = (
    ("ct", (512, 512), 14),
    ("us-rgb", (600, 800), 18),
    ("cr", (1760, 1440), 34),
    ("mr", (320, 320), 11),
    ("us", (600, 800), 16),
    ("cr", (1024, 1280), 26),
    ("us-palette", (480, 640), 16),
    ("mr", (512, 512), 15),
    ("us-rgb", (768, 1024), 22),
    ("ct", (512, 512), 12),
    ("us", (480, 640), 20),
    ("cr", (2048, 1792), 40),
)


def singles(count: int, seed: int) -> list[Plan]:
    """Files of one frame: CT, CR, MR, ultrasound in grey, RGB and palette colours; letters of 11 to 40 pixels."""
    plans = []
    for number in range(count):
        kind, shape, size = _FORMS[number % len(_FORMS)]
        plan = Plan(f"{number:02d}-{kind}", kind, shape, size, 1000 * seed + number)
        drawn = size >= 14 and (number + number // len(_FORMS)) % 3 == 2
        plans.append(replace(plan, font="stroke") if drawn else plan)
    return plans


def cine(frames: int, seed: int) -> Plan:
    """An ultrasound cine in colour, 600 x 800: text that stands in all frames, and a name that stands in one."""
    return Plan(f"cine-{frames}", "us-rgb", CINE_SHAPE, 18, 1000 * seed + 901, frames)


def radiograph(megapixels: float, seed: int) -> Plan:
    """A radiograph of that many million pixels, 5 columns to 4 rows, its letters growing with it."""
    columns = round((megapixels * 1e6 * 5 / 4) ** 0.5 / 2) * 2
    rows = round(columns * 4 / 5)
    return Plan(f"size-{megapixels:g}", "cr", (rows, columns), max(12, round(rows / 40)), 1000 * seed + 902)


def section(seed: int) -> Plan:
    """A CT section of 512 x 512."""
    return Plan("ct-512", "ct", (512, 512), 14, 1000 * seed + 903)
