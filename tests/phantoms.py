"""Pictures and images with known text: what is written, where each word's ink is, in every form of pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont
from pydicom import Dataset
from pydicom.pixels.processing import convert_color_space

from dicom_text_redactor.model import Box, Picture, Pixels, Region, View
from tests.dicom.images import LITTLE, Made, made

SURNAME, GIVEN, NUMBER, BORN = "QUILLFEATHER", "ORSOLYA", "QF-4471902", "22.07.1943"

Mask = npt.NDArray[np.bool_]
Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class Line:
    """A line of words; `left` and `top` are the corner of its ink, `angle` turns it counter-clockwise."""

    text: str
    left: int = 20
    top: int = 20
    size: int = 30
    colour: Colour = WHITE
    angle: int = 0
    frames: frozenset[int] | None = None

    def stands_in(self, frame: int) -> bool:
        return self.frames is None or frame in self.frames


@dataclass(frozen=True, eq=False)
class Written:
    """A picture in colour, shape (rows, columns, 3), and the ink of each of its words, shape (rows, columns)."""

    colours: npt.NDArray[np.uint8]
    ink: dict[str, Mask]

    @property
    def grey(self) -> Picture:
        return np.asarray(self.colours.max(axis=2))

    def view(self, name: str = "full", frame: int = 0) -> View:
        return View(frame, name, self.grey)

    def box(self, *words: str) -> Box:
        """The smallest box around the ink of some words."""
        return box_of(np.logical_or.reduce([self.ink[word] for word in words]))

    def region(self, *words: str, angle: int = 0, air: int = 5) -> Region:
        """The region that a finder would make of some words of one line."""
        return Region(0, self.box(*words).grown(air).within(*self.grey.shape), angle, 0.95, "full")


@dataclass(frozen=True, eq=False)
class Phantom:
    """An image as a dataset, and each frame as it was written."""

    dataset: Dataset
    frames: tuple[Written, ...] = field(repr=False)

    @property
    def ink(self) -> dict[str, Mask]:
        return self.frames[0].ink

    def saved(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.dataset.save_as(path, enforce_file_format=True)
        return path


def write(lines: Sequence[Line], shape: tuple[int, int] = (256, 512), paper: int | Picture = 20) -> Written:
    """Lines on a paper of one grey, or on a picture."""
    colours = np.empty((*shape, 3), np.float32)
    colours[:] = paper if isinstance(paper, int) else paper[..., None]
    ink: dict[str, Mask] = {}
    for line in lines:
        for word, (left, top), cover in _words(line):
            rows, columns = slice(top, top + cover.shape[0]), slice(left, left + cover.shape[1])
            colours[rows, columns] += cover[..., None] * (np.array(line.colour, np.float32) - colours[rows, columns])
            mask = ink.setdefault(word, np.zeros(shape, bool))
            mask[rows, columns] |= cover > 0.1
    return Written(np.rint(colours).astype(np.uint8), ink)


def anatomy(shape: tuple[int, int] = (256, 512), *, frame: int = 0, brightest: int = 110) -> Picture:
    """Something soft and noisy, another one for each frame, in which nothing looks like letters."""
    random = np.random.default_rng(100 + frame)
    coarse = random.uniform(10, brightest, (5, 7)).astype(np.float32)
    smooth = np.asarray(Image.fromarray(coarse).resize(shape[::-1], Image.Resampling.BICUBIC))
    picture: Picture = np.clip(smooth + random.normal(0, 3, shape), 0, 255).astype(np.uint8)
    return picture


def noise(shape: tuple[int, int] = (256, 512), *, spread: float = 45) -> Picture:
    """Grain through which letters can be read, and not surely."""
    picture: Picture = np.clip(np.random.default_rng(7).normal(60, spread, shape), 0, 255).astype(np.uint8)
    return picture


def image_with(
    *lines: Line,
    photometric: str = "MONOCHROME2",
    frames: int = 1,
    shape: tuple[int, int] = (256, 512),
    paper: int | Picture | None = None,
    **header: object,
) -> Phantom:
    """An image with these lines over anatomy (or a paper of one grey, or a picture); greyscale has 12 bits.

    photometric: MONOCHROME1, MONOCHROME2, RGB, PALETTE COLOR (in which an index says nothing of its
    brightness) or YBR_FULL; header: attributes of the dataset, by keyword.
    """
    written = tuple(
        write(
            [line for line in lines if line.stands_in(number)],
            shape,
            anatomy(shape, frame=number) if paper is None else paper,
        )
        for number in range(frames)
    )
    bits = (16, 12) if photometric.startswith("MONOCHROME") else (8, 8)
    dataset = made(Made("phantom", LITTLE, photometric, *shape, frames, *bits))
    for keyword, value in header.items():
        setattr(dataset, keyword, value)
    stored = np.stack([_stored(frame, dataset) for frame in written])
    dataset.PixelData = stored.tobytes() + b"\x00" * (stored.nbytes % 2)
    return Phantom(dataset, written)


def chart(photometric: str = "MONOCHROME2", **more: object) -> Phantom:
    """A name, a number and a date of birth that the header knows, above what stays: region and view."""
    lines = (
        Line(f"{SURNAME} {GIVEN}", top=20),
        Line(f"{NUMBER} {BORN}", top=70),
        Line("CHEST LATERAL", top=150, left=60),
    )
    header = {"PatientName": f"{SURNAME}^{GIVEN}", "PatientID": NUMBER, "PatientBirthDate": "19430722"}
    return image_with(*lines, photometric=photometric, **(header | more))  # type: ignore[arg-type]


IDENTIFYING = (SURNAME, GIVEN, NUMBER, BORN)
CLINICAL = ("CHEST", "LATERAL")


def box_of(mask: Mask) -> Box:
    """The smallest box around all that is true."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return Box.between(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def area_of(boxes: Sequence[Box], shape: tuple[int, int]) -> Mask:
    """The pixels that lie in any of the boxes."""
    area = np.zeros(shape, bool)
    for box in boxes:
        area[box.slices] = True
    return area


def _words(line: Line) -> list[tuple[str, tuple[int, int], npt.NDArray[np.float32]]]:
    """Each word of a line with its corner (left, top) and how far its ink covers each pixel, 0 to 1."""
    font = ImageFont.load_default(line.size)
    left, top, right, bottom = (round(side) for side in font.getbbox(line.text))
    size = (right - left + 2, bottom - top + 2)
    result = []
    before = ""
    for word in line.text.split(" "):
        tile = Image.new("L", size)
        ImageDraw.Draw(tile).text((font.getlength(before) - left + 1, 1 - top), word, fill=255, font=font)
        cover = np.rot90(np.asarray(tile, np.float32) / np.float32(255), line.angle // 90)
        result.append((word, (line.left, line.top), cover))
        before += word + " "
    return result


def _stored(frame: Written, dataset: Dataset) -> Pixels:
    """The stored values that show a picture."""
    photometric = dataset.PhotometricInterpretation
    if photometric == "RGB":
        return frame.colours
    if photometric == "YBR_FULL":
        return np.asarray(convert_color_space(frame.colours, "RGB", "YBR_FULL"))
    if photometric == "PALETTE COLOR":
        levels = np.frombuffer(dataset.RedPaletteColorLookupTableData, "<u2") // 257
        return np.argsort(levels)[frame.grey].astype(np.uint8)
    levels12 = np.rint(frame.grey.astype(np.float32) * (4095 / 255)).astype("<u2")
    return np.asarray(4095 - levels12 if photometric == "MONOCHROME1" else levels12)
