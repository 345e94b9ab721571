"""Windows: the parts of a picture that are worth a look, none of which overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box

_ROOM = 16  # pixels around a painted box that are looked at, beside some heights of its line
_MOST = 0.7  # share of a picture from which one look at all windows together costs less than one at each


def apart(boxes: Iterable[Box]) -> list[Box]:
    """Windows around all `boxes`; one that reaches into another becomes one with it."""
    windows: list[Box] = []
    for window in boxes:
        while near := [other for other in windows if other.overlap(window)]:
            windows = [other for other in windows if other not in near]
            window = Box.around([window, *near])
        windows.append(window)
    return windows


def surroundings(boxes: Iterable[Box], shape: tuple[int, ...]) -> list[Box]:
    """Windows of a picture of that shape, none of which overlap, around what stands near `boxes`.

    A window that reaches into another one becomes one with it.
    """
    near = []
    for box in boxes:
        if box.area:
            along, across = (_ROOM + halves * min(box.width, box.height) // 2 for halves in (8, 1))
            window = box.grown(along, across) if box.width >= box.height else box.grown(across, along)
            near.append(window.within(*shape[:2]))
    return apart(near)


def around_blocks(busy: npt.NDArray[np.bool_], block: int, room: int, shape: Sequence[int]) -> list[Box]:
    """Windows of a picture of that shape around blocks that are `busy`, with `room` blocks more on each side.

    busy: shape (rows / block, columns / block), rounded up. Where they would take most of the picture, they become one.
    """
    if not busy.any():
        return []
    wide = cv2.dilate(busy.astype(np.uint8), np.ones((2 * room + 1, 2 * room + 1), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(wide, connectivity=8)
    boxes = (Box(*(block * side for side in place[:4])).within(*shape[:2]) for place in stats[1:].tolist())
    windows = apart(boxes)
    most = _MOST * shape[0] * shape[1]
    return [Box.around(windows)] if sum(window.area for window in windows) > most else windows
