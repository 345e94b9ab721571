"""The verification picture: the original with every word outlined that was found on it. It identifies the patient."""

from __future__ import annotations

from collections.abc import Sequence

from pydicom import Dataset

from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.surfaces.tiles import surface_of
from dicom_text_redactor.examination import Judged
from dicom_text_redactor.model import Verdict
from dicom_text_redactor.previews.choosing import telling_frames
from dicom_text_redactor.previews.panel import Outline, panel
from dicom_text_redactor.previews.preview import ALONE, BESIDE, MOST_FRAMES, png
from dicom_text_redactor.previews.sheet import Entry, sheet
from dicom_text_redactor.previews.showing import as_seen
from dicom_text_redactor.report import frame_ranges
from dicom_text_redactor.silence import quietly

_HEADING = "ORIGINAL: this picture identifies the patient"


@quietly()
def verification(dataset: Dataset, lines: Sequence[Judged], *, max_pixels: int) -> bytes:
    """A PNG of the original with the words of `lines` outlined, numbered from 1 in their order.

    Of several pictures those are shown that together show as many words as possible.

    dataset: the image that `lines` were found in; max_pixels: the limit that it kept.

    Raises
    ------
    RedactionError
        The image cannot be decoded.
    """
    surface = surface_of(dataset, describe(dataset, max_pixels=max_pixels))
    words = [(line, verdict) for line in lines for verdict in line.verdicts]
    chosen = telling_frames([frame_ranges(line.frames) for line, _ in words], MOST_FRAMES)
    least, most = ALONE if len(chosen) == 1 else BESIDE
    kind = "part" if surface.apart else "frame"
    panels = [
        panel(
            as_seen(surface[index], surface.display),
            [
                _outline(number, verdict)
                for number, (line, verdict) in enumerate(words, start=1)
                if index in line.frames
            ],
            least=least,
            most=most,
            caption=f"{kind} {index}" if len(surface) > 1 else "",
        )
        for index in chosen
    ]
    return png(sheet(_HEADING, panels, [_entry(number, verdict) for number, (_, verdict) in enumerate(words, start=1)]))


def _outline(number: int, verdict: Verdict) -> Outline:
    return Outline(verdict.word.box, verdict.source.colour, str(number), thin=not verdict.hide)


def _entry(number: int, verdict: Verdict) -> Entry:
    if not verdict.hide:
        return Entry(verdict.source.colour, str(number), f"left: {verdict.source}", hollow=True)
    return Entry(verdict.source.colour, str(number), f"{verdict.entity}  {verdict.source}  {verdict.score:.2f}")
