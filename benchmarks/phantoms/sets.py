"""The sets of files that are measured: for speed, single frames, cines and images that grow; for recall, a mixture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

import numpy as np

from benchmarks.phantoms.encodings import Encoding, Photometric, samples_of
from benchmarks.phantoms.files import Kind, Plan
from benchmarks.phantoms.fonts import Font, smallest
from benchmarks.phantoms.samples import Sample
from benchmarks.phantoms.styles import FORMS, Style

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


@dataclass(frozen=True, slots=True)
class _Device:
    """What one device makes: any of the shapes and encodings may be taken, and letters of a share of the rows."""

    modality: str
    shapes: tuple[tuple[int, int], ...]
    photometric: Photometric
    bits: int
    encodings: tuple[Encoding, ...]
    letters: tuple[float, float] = (0.019, 0.036)
    frames: int = 1


_NATIVE: tuple[Encoding, ...] = ("explicit", "implicit")
_LOSSLESS: tuple[Encoding, ...] = ("explicit", "implicit", "rle", "jpeg-ls", "jpeg-2000")
_DEVICES = (
    _Device("CT", ((512, 512),), "MONOCHROME2", 12, _LOSSLESS),
    _Device("US", ((600, 800), (768, 1024)), "RGB", 8, ("explicit", "rle", "jpeg-ls")),
    _Device("CR", ((1400, 1140), (1140, 1400)), "MONOCHROME1", 12, ("explicit", "jpeg-ls", "jpeg-2000")),
    _Device("MR", ((256, 256), (384, 384), (448, 448)), "MONOCHROME2", 16, _LOSSLESS, (0.026, 0.042)),
    _Device("US", ((480, 640), (600, 800)), "RGB", 8, ("jpeg",)),
    _Device("XA", ((512, 512), (768, 768)), "MONOCHROME2", 8, ("explicit", "rle", "jpeg"), frames=6),
    _Device("SC", ((700, 900), (768, 1024)), "RGB", 8, _NATIVE, (0.02, 0.032)),
    _Device("DX", ((1200, 1000), (1500, 1200)), "MONOCHROME2", 14, ("implicit", "jpeg-2000", "jpeg-ls")),
    _Device("US", ((480, 640),), "PALETTE COLOR", 8, ("explicit", "rle"), (0.026, 0.042)),
    _Device("MR", ((320, 320), (512, 512)), "MONOCHROME2", 12, _LOSSLESS, (0.026, 0.042)),
    _Device("US", ((480, 640),), "MONOCHROME2", 8, ("explicit", "jpeg-ls"), (0.026, 0.042), frames=10),
    _Device("SC", ((700, 900),), "MONOCHROME2", 8, ("explicit", "rle", "jpeg"), (0.02, 0.032)),
    _Device("US", ((600, 800),), "YBR_FULL", 8, ("explicit",)),
)
_LETTERS_OF_COLOUR = ((1.0, 0.92, 0.45), (0.9, 0.9, 0.9), (0.5, 1.0, 0.55), (0.45, 0.9, 1.0), (1.0, 1.0, 1.0))


def recall(count: int, seed: int) -> list[Sample]:
    """Files whose recall is measured: all devices in turn, each file with its own letters, style and noise."""
    random = np.random.default_rng([seed, 41])
    return [_sample(number, _DEVICES[number % len(_DEVICES)], random, seed) for number in range(count)]


def _sample(number: int, device: _Device, random: np.random.Generator, seed: int) -> Sample:
    shape = device.shapes[int(random.integers(len(device.shapes)))]
    fonts: tuple[Font, ...] = get_args(Font)
    font = fonts[int(random.integers(len(fonts)))]
    palette = device.photometric == "PALETTE COLOR"
    form = FORMS[0] if palette else FORMS[int(random.choice(4, p=(0.5, 0.2, 0.2, 0.1)))]
    # Letters without a contour or a box have to stand off from tissue by themselves.
    bare = form == "plain"
    levels: tuple[float, ...] = (round(float(random.uniform(0.78 if bare else 0.6, 1.0)), 3),)
    if samples_of(device.photometric) == 3:
        levels = _LETTERS_OF_COLOUR[int(random.integers(len(_LETTERS_OF_COLOUR)))]
    blurred, noisy = (not palette and random.random() < share for share in (0.35, 0.4))
    return Sample(
        name=f"{number:03d}-{device.modality.lower()}",
        modality=device.modality,
        shape=shape,
        size=max(smallest(font), round(shape[0] * float(random.uniform(*device.letters)))),
        seed=1000 * seed + number,
        photometric=device.photometric,
        bits=device.bits,
        encoding=device.encodings[int(random.integers(len(device.encodings)))],
        font=font,
        style=Style(form, levels, round(float(random.uniform(0.4, 1.0)), 2) if blurred else 0.0),
        gain=round(float(random.uniform(0.5, 0.78 if bare else 1.0)), 2),
        noise=round(float(random.uniform(0.005, 0.045)), 3) if noisy else 0.0,
        frames=device.frames,
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
