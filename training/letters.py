"""Learn the letter models from the lists: python -m training.letters"""

from __future__ import annotations

import gzip
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from dicom_text_redactor.phi.letter_models import FILE, SCALE, SIZE, numbered
from dicom_text_redactor.phi.spelling import fold
from dicom_text_redactor.phi.wordlists import LISTS

_SMOOTH = 0.3
_SHARE = 12.0


def table(words: Iterable[str]) -> npt.NDArray[np.uint8]:
    """Negative logarithms of the chance of each letter after two others, times `SCALE`, as whole numbers."""
    counts = np.zeros((SIZE, SIZE, SIZE))
    for word in words:
        numbers = numbered(fold(word))
        for a, b, c in zip(numbers, numbers[1:], numbers[2:], strict=False):
            counts[a, b, c] += 1
    chance = (counts + _SMOOTH) / (counts.sum(axis=2, keepdims=True) + _SHARE)
    stored: npt.NDArray[np.uint8] = np.clip(np.round(-np.log(chance) * SCALE), 0, 255).astype(np.uint8)
    return stored


def main() -> None:
    """Write the models."""
    names = LISTS.given | LISTS.family
    words = {w for w in LISTS.everyday | LISTS.foreign if w.isalpha() and w not in names}
    clinical = {w for w in LISTS.clinical if w not in names}
    models = np.stack([table(sorted(some)) for some in (names, words, clinical)])
    FILE.write_bytes(gzip.compress(models.tobytes(), 9, mtime=0))


if __name__ == "__main__":
    main()
