"""A finder that finds something in every picture, so that painting and encoding meet damaged files too.

The small pictures of the mutants show no text: of ten mutants that can be read, the real finder would let none be
painted. With this one every picture is decoded and its views are made as ever; then one box in it is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from dicom_text_redactor import examination, hiding
from dicom_text_redactor.clock import Clock
from dicom_text_redactor.dicom.surfaces.surface import Surface
from dicom_text_redactor.examination import Judged
from dicom_text_redactor.model import Box, Region, Verdict, Word
from dicom_text_redactor.phi.judge import FileJudge
from dicom_text_redactor.sources import Source
from dicom_text_redactor.text.engines import Engines


def stamped(surface: Surface, _judge: FileJudge, clock: Clock, _engines: Engines) -> list[Judged]:
    """One line to hide in the middle of every picture."""
    found = []
    for index in range(len(surface)):
        with clock.stage("decode"):
            frame = surface[index]
        rows, columns = examination._views(frame, surface.display, clock)[0].picture.shape
        box = Box(columns // 4, rows // 4, max(1, columns // 2), max(1, rows // 3))
        word = Word(Region(index, box), box)
        found.append(Judged((Verdict(word, True, "TEXT", Source.POLICY, 1.0),), frozenset([index])))
    return found


def looked_at(frame: Any, display: Any, _known: Sequence[Box], clock: Clock, *_: Any, **__: Any) -> list[Any]:
    """The painted picture decoded and shown, with nothing left on it."""
    examination._views(frame, display, clock)
    return []


def stamp(patch: pytest.MonkeyPatch) -> None:
    """Put this finder in the place of the real one."""
    patch.setattr(hiding, "examine", stamped)
    patch.setattr(hiding, "look_again", looked_at)
