"""What a map should cover in an image whose words are known: the core of each word's ink, and the row it stands in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from pydicom import dcmread

from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.surfaces.surface import PixelSurface
from dicom_text_redactor.text.views import views

Mask = npt.NDArray[np.bool_]

_MOST_PIXELS = 2**30
_ROOM = 8  # pixels around a word's box that count as its own
_CORE = 0.6
_LONG = 1.6  # times its height, that the ink of a word is wide from which its own direction is known
_SAME_ROW = 0.5  # of the lower word's height, by which two words of a row overlap


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word: where its ink and the core of its ink are (rows and columns of pixels), and the number of its row."""

    text: str
    kind: str
    counts: bool
    ink: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
    core: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
    row: int


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """An image: its pictures by the name of their view, its words, and where none of them stand."""

    name: str
    pictures: dict[str, npt.NDArray[np.uint8]]
    words: tuple[Word, ...]
    beside: Mask


def read_truths(folder: Path) -> Iterator[Truth]:
    """The images of a folder that have one frame, in the order of their names."""
    for path in sorted(folder.glob("*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        if path.name.startswith("_") or said.get("frames") != 1:
            continue
        yield _read(path, said["words"])


def _read(path: Path, words: list[dict[str, object]]) -> Truth:
    pictures = _pictures(path.with_suffix(".dcm"))
    with np.load(path.with_suffix(".npz")) as file:
        numbers = file["ink"][0]
    beside = np.ones(numbers.shape, bool)
    known = []
    for word in words:
        left, top, width, height = (int(v) for v in word["box"])  # type: ignore[attr-defined]
        beside[max(0, top - _ROOM) : top + height + _ROOM, max(0, left - _ROOM) : left + width + _ROOM] = False
        ink = np.nonzero(numbers[top : top + height, left : left + width] == word["index"])
        if len(ink[0]):
            known.append((word, (ink[0] + top, ink[1] + left)))
    rows = _rows([ink for _, ink in known])
    made = tuple(
        Word(str(word["text"]), str(word["kind"]), word["role"] != "neutral", ink, _core(ink), row)
        for (word, ink), row in zip(known, rows, strict=True)
    )
    return Truth(path.stem, pictures, made, beside)


def _pictures(path: Path) -> dict[str, npt.NDArray[np.uint8]]:
    dataset = dcmread(path, force=True)
    surface = PixelSurface(dataset, describe(dataset, max_pixels=_MOST_PIXELS))
    shown = surface.display.shown(surface[0].pixels)
    if shown.ndim == 3:
        return {"full": np.ascontiguousarray(shown, np.uint8)}
    return {view.name: view.picture for view in views(0, shown, surface.display.shown_window())}


def _direction(ink: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]) -> tuple[float, float, float] | None:
    """The angle (degrees) of a word's ink and its length and height, or None for one too short to tell."""
    points = np.stack([ink[1], ink[0]], axis=1).astype(np.float32)
    (_, _), (wide, high), angle = cv2.minAreaRect(points)
    if wide < high:
        wide, high, angle = high, wide, angle + 90
    angle = (angle + 90) % 180 - 90
    return (angle, wide, high) if wide > _LONG * (high + 1) else None


def _core(ink: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The ink in the middle of the letters' height."""
    told = _direction(ink)
    radians = np.deg2rad(told[0]) if told and abs(told[0]) > 1 else 0.0
    down = ink[0] * np.cos(radians) - ink[1] * np.sin(radians)
    low, high = np.percentile(down, [3, 97])
    edge = (1 - _CORE) / 2 * (high - low)
    inside = (down >= low + edge) & (down <= high - edge)
    return (ink[0][inside], ink[1][inside]) if inside.any() else ink


def _rows(inks: list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]) -> list[int]:
    """The number of each word's row: words of one row overlap in their heights, across the direction of most words."""
    if not inks:
        return []
    angles = [told[0] for ink in inks if (told := _direction(ink))]
    radians = np.deg2rad(float(np.median(angles))) if angles else 0.0
    radians = radians if abs(radians) > np.deg2rad(1) else 0.0
    bands = []
    for ink in inks:
        down = ink[0] * np.cos(radians) - ink[1] * np.sin(radians)
        bands.append((float(down.min()), float(down.max()) + 1))
    order = sorted(range(len(inks)), key=lambda i: sum(bands[i]))
    rows, numbers = [0] * len(inks), -1
    top = bottom = 0.0
    for i in order:
        low, high = bands[i]
        overlap = min(high, bottom) - max(low, top)
        if numbers < 0 or overlap < _SAME_ROW * min(high - low, bottom - top):
            numbers, top, bottom = numbers + 1, low, high
        rows[i] = numbers
    return rows
