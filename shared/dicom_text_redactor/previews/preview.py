"""The preview of a redacted file: made from the output and its report alone, so that it holds nothing else."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import BinaryIO

from PIL import Image

from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.model import Mark
from dicom_text_redactor.previews.choosing import is_in, telling_frames
from dicom_text_redactor.previews.panel import Outline, panel
from dicom_text_redactor.previews.sheet import Entry, sheet
from dicom_text_redactor.previews.showing import as_seen
from dicom_text_redactor.report import BoxReport
from dicom_text_redactor.silence import quietly
from dicom_text_redactor.sources import KEPT

MOST_FRAMES = 5
"""Frames of a cine that a preview shows at most."""

ALONE, BESIDE = (700, 1200), (380, 520)
"""Least and most pixels of the longer side of a panel that stands alone, and of several."""


@quietly()
def try_preview(redacted: BinaryIO, report: BoxReport) -> bytes | None:
    """What `preview` gives, or None if it fails, whatever the reason is: a redaction never fails for a preview."""
    try:
        return preview(redacted, report)
    except Exception:  # its text could hold anything of the file
        return None


@quietly()
def preview(redacted: BinaryIO, report: BoxReport) -> bytes:
    """A PNG of the redacted file with the boxes of its report, numbered from 1 in the report's order.

    Of a cine those frames are shown that together show as many boxes as possible.

    redacted: the file as it was written, which can seek.

    Raises
    ------
    RedactionError
        The file cannot be read or decoded.
    """
    dataset = reading.read_in_place(redacted, max_bytes=redacted.seek(0, os.SEEK_END))
    form = describe(dataset, max_pixels=sys.maxsize)
    frames, display = FrameSource(dataset, form), Display.of(dataset, form)
    chosen = telling_frames([mark.frames for mark in report.hidden or report.kept], MOST_FRAMES)
    least, most = ALONE if len(chosen) == 1 else BESIDE
    panels = [
        panel(
            as_seen(frames[index], display),
            _outlines(report, index),
            least=least,
            most=most,
            caption=f"frame {index}" if form.frames > 1 else "",
        )
        for index in chosen
    ]
    return png(sheet(_heading(report), panels, _legend(report, chosen, form.frames)))


def png(image: Image.Image) -> bytes:
    """A picture as the bytes of a PNG file."""
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=4)  # higher ones cost a second, and save little
    return file.getvalue()


def _outlines(report: BoxReport, frame: int) -> list[Outline]:
    kept = [Outline(mark.box, KEPT, thin=True) for mark in report.kept if is_in(frame, mark.frames)]
    hidden = [
        Outline(mark.box, mark.source.colour, str(number), dashed=mark.place != "pixels")
        for number, mark in enumerate(report.hidden, start=1)
        if is_in(frame, mark.frames)
    ]
    return kept + hidden


def _heading(report: BoxReport) -> str:
    boxes = len(report.hidden)
    return f"{report.status}: {boxes} {'box' if boxes == 1 else 'boxes'}"


def _legend(report: BoxReport, chosen: Sequence[int], frames: int) -> list[Entry]:
    entries = [
        Entry(mark.source.colour, str(number), _words(mark, chosen, frames))
        for number, mark in enumerate(report.hidden, start=1)
    ]
    if report.kept:
        entries.append(Entry(KEPT, "", f"text that was left: {len(report.kept)}", hollow=True))
    return entries


def _words(mark: Mark, chosen: Sequence[int], frames: int) -> str:
    """What the legend says of a box: words of the report, which has none of the file."""
    words = f"{mark.entity}  {mark.source}  {mark.score:.2f}"
    if mark.place != "pixels":
        words += f"  ({mark.place})"
    if frames > 1:
        ranges = ", ".join(f"{first}" if first == last else f"{first} to {last}" for first, last in mark.frames[:3])
        words += f"  frames {ranges}{', …' if len(mark.frames) > 3 else ''}"
        if not any(is_in(frame, mark.frames) for frame in chosen):
            words += ", not shown"
    return words
