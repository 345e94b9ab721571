"""The scenes of a cine: equal frames in a row, as views of the first of them, a few scenes at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from dicom_text_redactor.clock import Clock
from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.dicom.surfaces.surface import Surface
from dicom_text_redactor.model import Frame, View
from dicom_text_redactor.text import changes
from dicom_text_redactor.text.tracks import Track
from dicom_text_redactor.text.views import views

_TOGETHER = 16  # scenes; the extremes of more hide more, those of fewer cost more
_MOST_BYTES = 96 << 20  # of views that are looked at together


@dataclass(slots=True, eq=False)
class Scene:
    """One or more equal frames in a row: views of the first, its fine detail, and the frames' numbers.

    `seen` are the known lines that were seen in it.
    """

    views: list[View]
    detail: changes.Map
    frames: list[int]
    seen: list[Track] = field(default_factory=list)

    @classmethod
    def of(cls, frame: Frame, display: Display) -> Scene:
        """The scene that begins with a frame."""
        shown = views(frame.index, display.shown(frame.pixels), display.shown_window())
        return cls(shown, changes.detail(shown[0].picture), [frame.index])


def scene_groups(surface: Surface, clock: Clock) -> Iterator[list[Scene]]:
    """The first scene alone, then as many at a time as are looked at together; each frame joins its scene.

    Raises
    ------
    TimedOut
        As soon as the file's time is over.
    RedactionError
        A frame cannot be decoded.
    """
    display = surface.display
    frame = surface[0]
    scene, last = Scene.of(frame, display), frame.pixels
    yield [scene]
    scenes: list[Scene] = []
    for index in range(1, len(surface)):
        clock.left()
        frame = surface[index]
        if np.array_equal(frame.pixels, last):
            scene.frames.append(index)
            continue
        last = frame.pixels
        if len(scenes) >= _together(scenes):
            yield scenes
            scenes = []
        scene = Scene.of(frame, display)
        scenes.append(scene)
    if scenes:
        yield scenes


def _together(scenes: Sequence[Scene]) -> int:
    """How many scenes are taken at once, by the size of their views."""
    size = sum(view.picture.nbytes * (1 if view.colours is None else 4) for scene in scenes for view in scene.views)
    return max(1, min(_TOGETHER, _MOST_BYTES * len(scenes) // max(1, size)))
