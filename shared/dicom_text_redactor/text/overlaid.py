"""Where letters lie over one another, as in a picture of the extremes over many frames, found by PP-OCR's detector.

What several texts make together is no writing to the finder, which has learned what writing looks like. This network,
made for photographs (differentiable binarization; Liao et al., AAAI 2020), takes it for some. It gives each pixel the
probability that it lies in the shrunken core of a line of text; the cores become boxes that are grown back by the
amount by which training shrank them.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box, Picture
from dicom_text_redactor.text.found import Found
from dicom_text_redactor.text.models import OVERLAID, session

_SIDE = 960  # the longest side of a picture at which it is looked at
_STRIDE = 32  # the network halves its picture five times
_CORE = 0.3  # probability from which a pixel belongs to a core of text
_SURE = 0.55  # mean probability from which a core is text
_FILLED = 0.3  # share of its box that a core takes; outlines of anatomy take less
_UNCLIP = 1.7  # how far a core grows back, times area over perimeter
_SPECK = 8  # pixels; what is shorter is a speck: the box of the smallest letter that can be read is longer


def overlaid_lines(picture: Picture, *, spread: bool = True) -> list[Found]:
    """The lines of a picture of shape (rows, columns); boxes are in its own pixels and lie within it."""
    scale = min(1.0, _SIDE / int(max(picture.shape[:2])))
    return _lines(_probability(picture, scale, session(OVERLAID, spread=spread)), *picture.shape[:2])


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


def _lines(probability: npt.NDArray[np.float32], rows: int, columns: int) -> list[Found]:
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
        if score < _SURE:
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
