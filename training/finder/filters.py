"""OpenCV's blur and change of size, with types that stay."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.float32]


def blurred(values: npt.NDArray[Any], across: float, down: float = 0) -> Plane:
    """Values blurred by so many pixels across and (as many, if nothing is said) down."""
    result = np.asarray(cv2.GaussianBlur(values, (0, 0), across, sigmaY=down or across), np.float32)
    return result.reshape(values.shape)


def resized(values: npt.NDArray[Any], wide: int, high: int, how: int = cv2.INTER_AREA) -> Plane:
    """Values at another size."""
    return np.asarray(cv2.resize(values, (max(1, wide), max(1, high)), interpolation=how), np.float32)


def grown(values: npt.NDArray[np.uint8], by: int = 1) -> npt.NDArray[np.uint8]:
    """What is brightest within so many pixels."""
    return np.asarray(cv2.dilate(values, np.ones((2 * by + 1, 2 * by + 1), np.uint8)), np.uint8)
