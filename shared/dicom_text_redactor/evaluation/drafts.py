"""A first draft of a ground truth: what the program takes for text, for a person to correct."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydicom import Dataset

from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.surfaces.tiles import surface_of
from dicom_text_redactor.evaluation.truth import SCHEMA
from dicom_text_redactor.examination import Judged
from dicom_text_redactor.model import Box, Verdict
from dicom_text_redactor.report import frame_ranges
from dicom_text_redactor.silence import quietly


@quietly()
def draft(name: str, dataset: Dataset, lines: Sequence[Judged], *, max_pixels: int) -> dict[str, Any]:
    """A ground truth of one file, with the words themselves; it identifies the patient.

    Parameters
    ----------
    name
        The path under which the file is to be known.
    dataset, lines
        The image, and what was found in it.
    max_pixels
        The limit that the image kept.
    """
    surface = surface_of(dataset, describe(dataset, max_pixels=max_pixels))
    words: dict[tuple[Box, int], set[int]] = {}
    verdicts: list[Verdict] = []
    for line in lines:
        for verdict in line.verdicts:
            for picture in line.frames:
                for frame, box in surface.in_image(picture, verdict.word.box):
                    words.setdefault((box, len(verdicts)), set()).add(frame)
            verdicts.append(verdict)
    found = [_word(verdicts[number], box, frames) for (box, number), frames in words.items()]
    return {"schema": SCHEMA, "files": {name: found}}


def _word(verdict: Verdict, box: Box, frames: set[int]) -> dict[str, Any]:
    return {
        "role": "phi" if verdict.hide else "keep",
        **({"entity": verdict.entity} if verdict.hide else {}),
        "left": box.left,
        "top": box.top,
        "width": box.width,
        "height": box.height,
        "frames": [list(pair) for pair in frame_ranges(frames)],
        "text": verdict.word.text,
    }
