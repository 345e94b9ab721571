"""`all-text` hides all text: drawn pages of several scripts, sizes and directions, against the truth of every word."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from pathlib import Path

import cv2
import matplotlib
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont
from pydicom import Dataset

from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.settings import RedactionSettings
from tests.dicom.images import LITTLE, Made, made
from tests.phantoms import anatomy

SHAPE = (640, 800)
FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
"""A font that is the same on every machine, with the letters of these scripts."""

WORDS = {
    "Latin": ("Quillfeather", "Orsolya", "22.07.1943", "QF-4471902", "kV 120", "Größe"),
    "Cyrillic": ("Войцеховская", "Людмила", "Тарасенко", "Иван"),
    "Greek": ("Παπαδόπουλος", "Ελένη", "Γεωργίου"),
    "Armenian": ("Հակոբյան", "Անահիտ", "Պետրոսյան"),
    "Georgian": ("მამულაშვილი", "ნინო", "ბერიძე"),
}
SIZES = (14, 18, 24, 32)
ANGLES = (0.0, 0.0, 3.0, 12.0, -35.0, 60.0, 90.0, 145.0)
ENOUGH = 0.95
"""The share of a word's ink from which nobody reads it."""

Ink = npt.NDArray[np.float32]


def page(seed: int) -> tuple[npt.NDArray[np.uint8], list[tuple[str, Ink]]]:
    """A picture, and the ink of each word that stands in it, shape (rows, columns), 0 to 1."""
    random = np.random.default_rng(seed)
    picture = anatomy(SHAPE, frame=seed).astype(np.float32) if seed % 2 else np.full(SHAPE, 235, np.float32)
    taken = np.zeros(SHAPE, bool)
    words: list[tuple[str, Ink]] = []
    for script in np.repeat(list(WORDS), 4):
        word, size, angle = (random.choice(some) for some in (WORDS[script], SIZES, ANGLES))
        ink = next(
            (ink for ink in _places(random, str(word), int(size), float(angle)) if not taken[ink > 0].any()), None
        )
        if ink is None:
            continue
        taken |= cv2.dilate((ink > 0).astype(np.uint8), np.ones((41, 41), np.uint8)) > 0
        picture += ink * ((250 if seed % 2 else 10) - picture)
        words.append((f"{word} {size} {angle}", ink))
    return np.rint(picture).astype(np.uint8), words


def _places(random: np.random.Generator, word: str, size: int, angle: float) -> Iterator[Ink]:
    """A word at some places by chance, turned, all of it in the picture."""
    font = ImageFont.truetype(str(FONT), size)
    left, top, right, bottom = font.getbbox(word)
    side = ceil(np.hypot(right - left, bottom - top)) + 4
    tile = Image.new("L", (side, side))
    ImageDraw.Draw(tile).text((side / 2, side / 2), word, 255, font, anchor="mm")
    cover = np.asarray(tile.rotate(angle, Image.Resampling.BICUBIC), np.float32) / np.float32(255)
    rows, columns = (np.flatnonzero(cover.any(axis=axis)) for axis in (1, 0))
    cover = cover[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    for _ in range(50):
        y, x = (int(random.integers(8, whole - part - 8)) for whole, part in zip(SHAPE, cover.shape, strict=True))
        ink = np.zeros(SHAPE, np.float32)
        ink[y : y + cover.shape[0], x : x + cover.shape[1]] = cover
        yield ink


def image(picture: npt.NDArray[np.uint8]) -> Dataset:
    dataset = made(Made("page", LITTLE, "MONOCHROME2", *picture.shape))
    dataset.PixelData = picture.tobytes()
    return dataset


def test_all_text_hides_every_word_in_every_script_and_direction() -> None:
    redactor = Redactor(RedactionSettings(policy="all-text", fill="black", ner_model=""))
    shares: dict[str, float] = {}
    for seed in range(4):
        picture, words = page(seed)
        hidden = redactor.redact(image(picture)).dataset.pixel_array != picture
        shares |= {f"{seed} {word}": float(hidden[ink > 0.5].mean()) for word, ink in words}
    left = {word: round(share, 2) for word, share in shares.items() if share < ENOUGH}
    assert len(shares) > 60
    assert len(left) <= 0.005 * len(shares), left


def traces(seed: int) -> tuple[npt.NDArray[np.uint8], list[tuple[str, Ink]]]:
    """A page of an ECG: ruled paper, and traces with the names of their leads closely above them."""
    random = np.random.default_rng(seed)
    picture = np.full(SHAPE, 245, np.float32)
    picture[::8] -= 12
    picture[:, ::8] -= 12
    words: list[tuple[str, Ink]] = []
    x = np.arange(SHAPE[1])
    for number, name in enumerate(("aVR", "III", "V1", "V3", "aVL", "V6")):
        top, size = 60 + 95 * number, int(random.choice((14, 16, 18, 20)))
        beat, rest = np.exp(-(((x % 110 - 50) / 5) ** 2)), np.exp(-(((x % 110 - 80) / 12) ** 2))
        trace = np.column_stack((x, top + 30 - 28 * beat + 6 * rest)).round().astype(np.int32)
        cv2.polylines(picture, [trace], isClosed=False, color=20, thickness=2)
        tile = Image.new("L", (SHAPE[1], SHAPE[0]))
        ImageDraw.Draw(tile).text((20, top - 30), name, 255, ImageFont.truetype(str(FONT), size))
        ink = np.asarray(tile, np.float32) / np.float32(255)
        picture += ink * (10 - picture)
        words.append((f"{name} {size}", ink))
    return np.rint(picture).clip(0, 255).astype(np.uint8), words


def test_all_text_hides_the_names_of_leads_beside_their_traces() -> None:
    redactor = Redactor(RedactionSettings(policy="all-text", fill="black", ner_model=""))
    left = []
    for seed in range(4):
        picture, words = traces(seed)
        hidden = redactor.redact(image(picture)).dataset.pixel_array != picture
        left += [f"{seed} {word}" for word, ink in words if hidden[ink > 0.5].mean() < ENOUGH]
    assert left == []


@pytest.mark.parametrize("level", [1, 2])
def test_all_text_does_not_take_faint_noise_for_text_without_end(level: int) -> None:
    noise = np.random.default_rng(level).integers(0, level + 1, (900, 1400)).astype(np.uint8)
    tile = Image.new("L", (1400, 900))
    for number, text in enumerate(("Quillfeather, Orsolya", "QF-4471902", "120 kVp 250 mAs")):
        ImageDraw.Draw(tile).text((900, 500 + 29 * number), text, 255, ImageFont.truetype(str(FONT), 17))
    ink = np.asarray(tile)
    redactor = Redactor(RedactionSettings(policy="all-text", fill="black", ner_model=""))
    redacted = redactor.redact(image(np.maximum(noise, ink))).dataset.pixel_array
    assert redacted[ink > 10].max() <= 10
