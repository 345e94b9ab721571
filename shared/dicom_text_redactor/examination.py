"""Looking at every picture of a surface: which words stand where, in which pictures, and what is to become of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np

from dicom_text_redactor.cines import following
from dicom_text_redactor.cines.lasting import lasting
from dicom_text_redactor.cines.showing import Shown
from dicom_text_redactor.clock import Clock
from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.dicom.surfaces.surface import Surface
from dicom_text_redactor.model import Box, Frame, Region, Verdict, View, Word, by_region
from dicom_text_redactor.phi.judge import FileJudge
from dicom_text_redactor.text import tracks
from dicom_text_redactor.text.accounts import is_accounted_for
from dicom_text_redactor.text.content import content
from dicom_text_redactor.text.engines import Engines
from dicom_text_redactor.text.finder import find_near, find_text
from dicom_text_redactor.text.tracks import Track
from dicom_text_redactor.text.views import views

_SURE = 0.8
"""Probability from which a word is taken to identify somebody, rather than not to be known to be clinical."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line's verdicts, in reading order, and the pictures (0-based: the frames of an image) in which it stands."""

    verdicts: tuple[Verdict, ...]
    frames: frozenset[int]


def examine(surface: Surface, judge: FileJudge, clock: Clock, engines: Engines) -> list[Judged]:
    """Find, read and judge the text of all pictures."""
    found = _lines_of(surface, clock, engines.expecting(unread=judge.expects_unread))
    with clock.stage("judge"):
        judged = _judged(found, judge)
    return judged if surface.apart or len(surface) < 2 else _lasting(found, judged, surface, clock)


def look(pictures: Sequence[View], clock: Clock, engines: Engines) -> list[Track]:
    """The lines of one frame, in these views of it, looked at thoroughly."""
    with clock.stage("find"):
        regions = find_text(pictures, engines.detector)
    return _read(pictures, regions, clock, engines)


def look_again(
    frame: Frame,
    display: Display,
    known: Sequence[Box],
    clock: Clock,
    engines: Engines,
    *,
    near: Sequence[Box] | None = None,
    codes: bool = True,
) -> list[Track]:
    """The lines of a frame that `known` words, painted over or left, do not account for; only these are read.

    With `near`, only what lies in or beside these boxes is looked at; `codes` as in `content`.
    """
    pictures = _views(frame, display, clock)
    with clock.stage("find"):
        detector = engines.detector
        found = find_text(pictures, detector) if near is None else find_near(pictures, detector, near)
        regions = [region for region in found if not is_accounted_for(region, known)]
    return _read(pictures, regions, clock, engines, codes=codes)


def _read(
    pictures: Sequence[View], regions: Sequence[Region], clock: Clock, engines: Engines, *, codes: bool = True
) -> list[Track]:
    with clock.stage("read"):
        words = content(pictures, regions, engines, timeout_s=clock.left(), codes=codes)
        return _as_tracks(words, pictures)


def _lines_of(surface: Surface, clock: Clock, engines: Engines) -> list[Track]:
    if surface.apart:
        return _lines_apart(surface, clock, engines)
    if len(surface) > 1:
        return following.follow(surface, partial(look, clock=clock, engines=engines), clock, engines)
    return look(_views(_frame(surface, 0, clock), surface.display, clock), clock, engines)


def _lines_apart(surface: Surface, clock: Clock, engines: Engines) -> list[Track]:
    """The lines of pictures that each show another place; those that equal the one before cost nothing."""
    known: list[Track] = []
    looked_at: Frame | None = None
    for index in range(len(surface)):
        frame = _frame(surface, index, clock)
        if looked_at is not None and np.array_equal(frame.pixels, looked_at.pixels):
            tracks.repeat(known, looked_at.index, index)
            continue
        known += look(_views(frame, surface.display, clock), clock, engines)
        looked_at = frame
    return known


def _frame(surface: Surface, index: int, clock: Clock) -> Frame:
    with clock.stage("decode"):
        return surface[index]


def _views(frame: Frame, display: Display, clock: Clock) -> list[View]:
    with clock.stage("find"):
        return views(frame.index, display.shown(frame.pixels), display.shown_window())


def _as_tracks(words: Sequence[Word], pictures: Sequence[View]) -> list[Track]:
    return [tracks.start(region, some, pictures) for region, some in by_region(words).items()]


def _judged(found: Sequence[Track], judge: FileJudge) -> list[Judged]:
    """All words of the surface are judged together, so that a label in one picture explains a value in all."""
    verdicts = iter(verdicts_on([word for track in found for word in track.words], judge))
    return [Judged(tuple(next(verdicts) for _ in track.words), frozenset(track.frames)) for track in found]


def verdicts_on(words: Sequence[Word], judge: FileJudge, beside: Sequence[Word] = ()) -> list[Verdict]:
    """One verdict for each word, in their order; what was dismissed is not judged, and stays under every policy.

    beside: words of the same surface that were judged before.
    """
    text, company = ([word for word in some if word.dismissed is None] for some in (words, beside))
    judged = iter(judge.judge(text, company))
    return [
        next(judged) if word.dismissed is None else Verdict(word, False, "NONE", word.dismissed, 0.5) for word in words
    ]


def _lasting(found: Sequence[Track], lines: Sequence[Judged], surface: Surface, clock: Clock) -> list[Judged]:
    """The lines of a cine, those that identify somebody in every frame in which they may stand."""
    words = {i: some for i, line in enumerate(lines) if (some := list(_identifying(line)))}
    known = list(words)

    @cache
    def shown(number: int) -> Shown:
        return Shown(found[known[number]], words[known[number]])

    def showing(frame: int, numbers: Sequence[int]) -> list[int]:
        clock.left()
        pictures = _views(_frame(surface, frame, clock), surface.display, clock)
        with clock.stage("find"):
            return [number for number in numbers if shown(number).shows_in(pictures)]

    boxes = [Box.around(word.box for word in words[i]) for i in known]
    seen = lasting([(box, lines[i].frames) for i, box in zip(known, boxes, strict=True)], len(surface), showing)
    result = list(lines)
    for i, frames in zip(known, seen, strict=True):
        result[i] = replace(lines[i], frames=frames)
    return result


def _identifying(line: Judged) -> Iterator[Word]:
    """The words that identify somebody, other than by being unknown."""
    for verdict in line.verdicts:
        if verdict.hide and verdict.score >= _SURE and verdict.word.text:
            yield verdict.word
