"""Frames as a person would see them, small enough for a page: lossy, but with text that can be read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from dicom_text_redactor.dicom.surfaces.overlays import OverlaySurface
from dicom_text_redactor.dicom.surfaces.surface import Surface
from dicom_text_redactor.model import Picture
from dicom_text_redactor.text.views import views

THUMBNAIL_SIDE = 192  # pixels
_THUMBNAIL_QUALITY = 70
# Quality of the JPEG, and share of the longest side, from the best to what is just worth looking at.
_STEPS = ((80, 1.0), (65, 1.0), (60, 0.8), (55, 0.6), (50, 0.45))
BEST = ("window", "middle", "full")
"""Views of a grey frame, the one nearest to what a viewer shows first (see `dicom_text_redactor.text.views`)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture of a frame: which frame (0-based), which view of it, and the JPEG."""

    frame: int
    view: str
    jpeg: bytes


def seen(surface: Surface, overlays: Sequence[OverlaySurface], frame: int) -> dict[str, Picture]:
    """One frame as pictures by the name of their view, the best first, with the overlays that stayed in white.

    Raises
    ------
    Damaged
        The frame cannot be decoded.
    """
    shown = surface.display.shown(surface[frame].pixels)
    if shown.ndim == 3:
        pictures: dict[str, Picture] = {"colour": np.ascontiguousarray(shown, np.uint8)}
    else:
        by_name = {view.name: view.picture for view in views(frame, shown, surface.display.shown_window())}
        pictures = {name: by_name[name] for name in BEST if name in by_name}
    for overlay in overlays:
        pictures = {name: _under(overlay, frame, picture) for name, picture in pictures.items()}
    return pictures


def _under(overlay: OverlaySurface, frame: int, picture: Picture) -> Picture:
    """The picture with the bits of an overlay plane drawn over it."""
    plane = overlay.plane
    index = 0 if plane.first is None else frame - plane.first
    if not 0 <= index < len(overlay):
        return picture
    bits = overlay[index].pixels != 0
    rows, columns = np.nonzero(bits)
    rows, columns = rows + plane.top, columns + plane.left
    inside = (rows >= 0) & (rows < picture.shape[0]) & (columns >= 0) & (columns < picture.shape[1])
    drawn = picture.copy()
    drawn[rows[inside], columns[inside]] = 255
    return drawn


def thumbnail(picture: Picture) -> bytes:
    """A small JPEG of a picture."""
    return _jpeg(_fitting(picture, THUMBNAIL_SIDE), _THUMBNAIL_QUALITY)


def fitted(picture: Picture, side: int, most: int) -> tuple[bytes, bool]:
    """A JPEG of a picture that is no longer than `side` pixels, and of at most `most` bytes.

    Returns
    -------
    tuple
        The JPEG, empty if none is small enough, and whether it is coarser than it could be.
    """
    longest = min(side, max(picture.shape[:2]))
    for step, (quality, share) in enumerate(_STEPS):
        jpeg = _jpeg(_fitting(picture, max(1, round(longest * share))), quality)
        if len(jpeg) <= most:
            return jpeg, step > 0
    return b"", True


def _fitting(picture: Picture, side: int) -> Picture:
    rows, columns = picture.shape[:2]
    scale = side / max(rows, columns)
    if scale >= 1:
        return picture
    size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _jpeg(picture: Picture, quality: int) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality)
    return file.getvalue()
