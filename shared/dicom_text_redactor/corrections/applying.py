"""What marks change on one surface: lines that are painted whatever they hold, and words that are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dicom_text_redactor import covering, given
from dicom_text_redactor.corrections.marks import ENTITY, FileMarks
from dicom_text_redactor.dicom.surfaces.surface import Surface
from dicom_text_redactor.examination import Judged
from dicom_text_redactor.model import Box, Verdict
from dicom_text_redactor.sources import KeptBecause, Source


def missed(surface: Surface, marks: FileMarks) -> list[Judged]:
    """The missed areas as lines of one word each, which nobody has to read."""
    frames: dict[Box, set[int]] = {}
    for area in marks.missed:
        for first, last in area.frames:
            frames.setdefault(area.box, set()).update(range(first, last + 1))
    return [
        line for box, some in frames.items() for line in given.line(surface, box, sorted(some), ENTITY, Source.REVIEW)
    ]


def spared(judged: Sequence[Judged], surface: Surface, marks: FileMarks) -> list[Judged]:
    """The lines with the words that were hidden needlessly left, in the pictures in which they were marked.

    A word is left if all of it, or all of the box that would hide it, lies within one marked area: so
    nothing is seen that the marked box did not cover. Words that are always hidden
    (``REDACT_DENY``), and those that a missed area touches, stay hidden.
    """
    return [part for line in judged for part in _parted(line, surface, marks)] if marks.needless else list(judged)


def _parted(line: Judged, surface: Surface, marks: FileMarks) -> list[Judged]:
    """The line once for each choice of words that is left in some of its pictures."""
    if not any(verdict.hide for verdict in line.verdicts):
        return [line]
    covers = [cover.box for cover in covering.covers(line.verdicts)]
    pictures: dict[tuple[bool, ...], set[int]] = {}
    for picture in sorted(line.frames):
        whole = [box for box in covers if _is_needless(box, picture, surface, marks)]
        left = tuple(_is_left(verdict, whole, picture, surface, marks) for verdict in line.verdicts)
        pictures.setdefault(left, set()).add(picture)
    return [Judged(_with_left(line.verdicts, left), frozenset(some)) for left, some in pictures.items()]


def _is_left(verdict: Verdict, whole: Sequence[Box], picture: int, surface: Surface, marks: FileMarks) -> bool:
    box = verdict.word.box
    if not verdict.hide or verdict.source is Source.DENY_LIST:
        return False
    if not (any(2 * cover.overlap(box) > box.area for cover in whole) or _is_needless(box, picture, surface, marks)):
        return False
    return not any(
        area.is_in(frame) and area.box.overlap(piece)
        for frame, piece in surface.in_image(picture, box)
        for area in marks.missed
    )


def _is_needless(box: Box, picture: int, surface: Surface, marks: FileMarks) -> bool:
    """Whether each part of the image that a box of a picture covers lies within a needless area."""
    pieces = surface.in_image(picture, box)
    return bool(pieces) and all(any(area.holds(frame, piece) for area in marks.needless) for frame, piece in pieces)


def _with_left(verdicts: Sequence[Verdict], left: Sequence[bool]) -> tuple[Verdict, ...]:
    return tuple(
        replace(verdict, hide=False, entity="NONE", source=KeptBecause.REVIEW, score=1.0) if is_left else verdict
        for verdict, is_left in zip(verdicts, left, strict=True)
    )
