"""What becomes of a picture on its way: blur, noise, lines of video, stretched values, JPEG."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from training.finder.canvas import Picture
from training.finder.filters import blurred, resized
from training.screens.chance import Chance

_NOISE = 0.28  # of the faintest ink's distance from its ground: noise is no stronger


def wear(r: Chance, picture: Picture, faintest: float, *, grey: bool) -> npt.NDArray[np.uint8]:
    """The picture as it arrives, 8 bits; `faintest` is how far the faintest ink is from its ground."""
    if r.odds(0.25):
        picture = blurred(picture, r.uniform(0.35, 0.85))
    if r.odds(0.08):
        rows, columns = picture.shape[:2]
        soft = resized(picture, round(0.7 * columns), round(0.7 * rows))
        picture = resized(soft, columns, rows, cv2.INTER_LINEAR)
    if r.odds(0.05):
        picture = picture.copy()
        picture[:: r.one(2, 2, 3)] *= r.uniform(0.6, 0.95)
    if r.odds(0.12):
        gain = r.uniform(0.5, 1)
        picture, faintest = picture * gain + r.uniform(0, 1 - gain), faintest * gain
    if r.odds(0.1):
        picture = 1 - picture
    if grey:
        picture = picture[..., :1]
    if r.odds(0.4):
        random = np.random.default_rng(r.whole(0, 10**9))
        noise = random.standard_normal(picture.shape, np.float32)
        if r.odds(0.3):
            noise = blurred(noise, r.uniform(0.4, 1.2)) * np.float32(1.6)
        picture = picture + noise * np.float32(r.uniform(0.002, min(0.06, _NOISE * faintest)))
    stored = np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
    if r.odds(0.28) and faintest > 0.08:
        quality = [cv2.IMWRITE_JPEG_QUALITY, r.whole(35, 95)]
        coded = cv2.imencode(".jpg", stored, quality)[1]
        stored = np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE if grey else cv2.IMREAD_COLOR), np.uint8)
    return np.broadcast_to(stored.reshape(*stored.shape[:2], -1), (*stored.shape[:2], 3))
