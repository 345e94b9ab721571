"""The pipeline: a DICOM image in, the same image with its identifying text painted over, and a report.

read ─▶ describe ─▶ examine (decode, view, find, read, judge) ─▶ cover ─▶ paint ─▶ check ─▶ mark ─▶ report
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from pydicom import Dataset

from shared import covering
from shared.clock import Clock
from shared.dicom import marking, places, reading, saving, writing
from shared.dicom.display import Display
from shared.dicom.form import PixelForm, describe
from shared.dicom.frames import FrameSource
from shared.errors import Internal, RedactionError, StillShowingText, TooLarge
from shared.examination import Judged, examine, look_again
from shared.files import replacing
from shared.model import Box, Mark
from shared.phi.judge import FileJudge, Judge
from shared.report import REPORT_SUFFIX, BoxReport, frame_ranges, reason_of
from shared.settings import RedactionSettings
from shared.version import APP, versions

if TYPE_CHECKING:
    from shared.batch import Summary

_CHECKED = 4  # sets of boxes, the most frequent first, of which one frame each is looked at again
_PASSES = 5  # how often a painted picture is looked at and painted again before the file is refused
_NARROW_PASSES = 2  # passes after which no longer a word but the whole line around it is painted


@dataclass(frozen=True, slots=True)
class Redaction:
    """A redacted image and its report."""

    dataset: Dataset
    report: BoxReport


class Redactor:
    """Redacts images, one at a time, with the settings it was made with.

    Models are loaded once, when they are first needed. Nothing of one image is kept for the next.
    """

    def __init__(self, settings: RedactionSettings | None = None) -> None:
        self.settings = settings or RedactionSettings()
        self._judge = Judge(self.settings)

    def redact(self, dataset: Dataset) -> Redaction:
        """A new dataset with everything identifying painted over; `dataset` stays as it is.

        Raises
        ------
        RedactionError
            A subclass that says why the image is refused.
        """
        with _guarded():
            return self._redact(dataset, Clock(self.settings.timeout_s))

    def examine(self, dataset: Dataset) -> list[Judged]:
        """What would be hidden and kept, word by word. It holds the words themselves.

        Raises
        ------
        RedactionError
            A subclass that says why the image is refused.
        """
        with _guarded():
            form = describe(dataset, max_pixels=self.settings.max_pixels)
            frames, display = FrameSource(dataset, form), Display.of(dataset, form)
            return examine(frames, display, self._judge.for_file(dataset), Clock(self.settings.timeout_s))

    def redact_stream(self, source: BinaryIO, target: BinaryIO, *, name: str, etag: str | None = None) -> BoxReport:
        """Redact the DICOM file in `source`, which can seek, into `target`.

        `name` and `etag` go into the report as they are.

        Raises
        ------
        RedactionError
            A subclass that says why the file is refused; nothing is written then.
        """
        with _guarded():
            clock = Clock(self.settings.timeout_s)
            with clock.stage("decode"):
                dataset = reading.read(source, max_bytes=self.settings.max_bytes)
            redaction = self._redact(dataset, clock)
            with clock.stage("write"):
                written = io.BytesIO()
                saving.save(redaction.dataset, written)
            target.write(written.getbuffer())
            facts = {"name": name, **({"etag": etag} if etag is not None else {}), **_facts(source)}
            output = {"name": name, **_facts(written)}
            return replace(redaction.report, source=facts, output=output, seconds=clock.seconds())

    def redact_file(self, source: Path | str, target: Path | str) -> BoxReport:
        """Redact one file into `target`, and write its report beside it.

        For a file that is refused only the report is written, and an older `target` is removed.

        Raises
        ------
        RedactionError
            A subclass that says why the file is refused.
        """
        source, target = Path(source), Path(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        report_path = target.with_name(target.name + REPORT_SUFFIX)
        # A report says that its pair is complete: it goes first and comes last.
        report_path.unlink(missing_ok=True)
        try:
            with source.open("rb") as file, replacing(target) as output:
                report = self.redact_stream(file, cast(BinaryIO, output), name=source.name)
        except RedactionError as error:
            target.unlink(missing_ok=True)
            _write_report(self.refusal(error, name=source.name), report_path)
            raise
        _write_report(report, report_path)
        return report

    def redact_directory(self, source: Path | str, target: Path | str, workers: int = 1) -> Summary:
        """Redact every file below `source` to the same relative path below `target`; refused files stop nothing.

        Raises
        ------
        SettingError
            `target` is `source`.
        """
        from shared import batch

        return batch.redact_directory(self, source, target, workers)

    def refusal(self, error: RedactionError, *, name: str, etag: str | None = None) -> BoxReport:
        """The report of a refused file."""
        return BoxReport(
            "refused",
            self.settings.policy,
            self.settings.fill,
            reason=reason_of(error),
            source={"name": name, **({"etag": etag} if etag is not None else {})},
            versions={"app": APP},
        )

    def _redact(self, dataset: Dataset, clock: Clock) -> Redaction:
        form = describe(dataset, max_pixels=self.settings.max_pixels)
        judge = self._judge.for_file(dataset)
        frames = FrameSource(dataset, form)
        judged = examine(frames, Display.of(dataset, form), judge, clock)
        passes = 0
        while True:
            with clock.stage("write"):
                boxes = _boxes_by_frame(judged, form)
                painted, rewritten = writing.rewrite(dataset, form, boxes, self.settings.fill, frames)
            passes += 1
            leftover = self._check(painted, form, judge, judged, clock)
            if not leftover:
                break
            if passes == _PASSES:
                raise StillShowingText("Text that should be hidden could still be found after painting.")
            judged = [*judged, *(leftover if passes < _NARROW_PASSES else map(_whole_line, leftover))]
        hidden, kept = _marks(judged, form)
        with clock.stage("write"):
            other = places.clean_other_places(painted, form)
            # Under `phi` what could not be read stays, so nobody may claim that the picture is clean.
            marking.mark(
                painted,
                hidden=bool(hidden),
                all_checked=self.settings.policy != "phi",
                uids=self.settings.uids,
                app_version=APP,
            )
        report = BoxReport(
            "redacted" if hidden or any(found not in (0, "none") for found in other.values()) else "clean",
            self.settings.policy,
            self.settings.fill,
            image=_image(form, rewritten),
            hidden=hidden,
            kept=kept,
            other_places=other,
            check={"passes": passes, "residual": 0},
            versions=versions(self.settings.ner_model),
            seconds=clock.seconds(),
        )
        return Redaction(painted, report)

    def _check(
        self, painted: Dataset, source_form: PixelForm, judge: FileJudge, judged: Sequence[Judged], clock: Clock
    ) -> list[Judged]:
        """Lines to hide that can still be found: one frame is looked at for each set of boxes that frames share."""
        form = describe(painted, max_pixels=self.settings.max_pixels)
        frames, display = FrameSource(painted, form), Display.of(painted, form)
        boxes = _boxes_by_frame(judged, source_form)
        left = [verdict.word.box for line in judged for verdict in line.verdicts if not verdict.hide]
        leftover: list[Judged] = []
        for members in _frames_alike(boxes, form.frames)[:_CHECKED]:
            with clock.stage("decode"):
                frame = frames[members[0]]
            gone = [*boxes.get(members[0], ()), *left]
            tracks = look_again(frame, display, gone, clock)
            words = [word for track in tracks for word in track.words]
            with clock.stage("judge"):
                fresh = [verdict for verdict in judge.judge(words) if not _covered(verdict.word.box, gone)]
            leftover += [Judged((verdict,), frozenset(members)) for verdict in fresh if verdict.hide]
        return leftover


@contextmanager
def _guarded() -> Iterator[None]:
    """Nothing but a `RedactionError` leaves the core, and none that carries a library's words."""
    try:
        yield
    except RedactionError:
        raise
    except MemoryError:
        raise TooLarge("There is not enough memory for this file.") from None
    except Exception as error:
        raise Internal(f"An unforeseen {type(error).__name__} ended the redaction.") from None


def _boxes_by_frame(judged: Sequence[Judged], form: PixelForm) -> dict[int, list[Box]]:
    boxes: dict[int, list[Box]] = {}
    for line, cover in _covers(judged, form):
        for frame in line.frames:
            boxes.setdefault(frame, []).append(cover.box)
    return boxes


def _covers(judged: Sequence[Judged], form: PixelForm) -> list[tuple[Judged, covering.Cover]]:
    return [
        (line, covering.in_frame_of(cover, form.rows, form.columns))
        for line in judged
        for cover in covering.covers(line.verdicts)
    ]


def _frames_alike(boxes: dict[int, list[Box]], frames: int) -> list[list[int]]:
    """Frame numbers, grouped by the boxes that are painted in them."""
    groups: dict[tuple[Box, ...], list[int]] = {}
    for frame in range(frames):
        groups.setdefault(tuple(sorted(boxes.get(frame, ()))), []).append(frame)
    return sorted(groups.values(), key=len, reverse=True)


def _whole_line(line: Judged) -> Judged:
    """The line with every hidden word as large as what was found around it: letters in noise come back in pieces."""
    wide = [
        replace(verdict, word=replace(verdict.word, box=Box.around((verdict.word.box, verdict.word.region.box))))
        for verdict in line.verdicts
    ]
    return replace(line, verdicts=tuple(wide))


def _covered(box: Box, others: Sequence[Box]) -> bool:
    """Whether more than half of a box is accounted for: painted already, or known and left on purpose."""
    return sum(box.overlap(other) for other in others) > 0.5 * box.area


def _marks(judged: Sequence[Judged], form: PixelForm) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """The report's hidden and kept areas."""
    hidden = tuple(
        Mark(cover.box, frame_ranges(line.frames), cover.verdict.entity, cover.verdict.source, cover.verdict.score)
        for line, cover in _covers(judged, form)
    )
    kept = tuple(
        Mark(verdict.word.box, frame_ranges(line.frames), verdict.entity, verdict.source, verdict.score)
        for line in judged
        for verdict in line.verdicts
        if not verdict.hide
    )
    return hidden, kept


def _image(form: PixelForm, rewritten: writing.Rewritten) -> dict[str, Any]:
    return {
        "rows": form.rows,
        "columns": form.columns,
        "frames": form.frames,
        "photometric": form.photometric,
        "transfer_syntax": {"source": str(rewritten.source_syntax), "output": str(rewritten.output_syntax)},
    }


def _facts(file: BinaryIO) -> dict[str, Any]:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    return {"bytes": file.tell(), "sha256": digest.hexdigest()}


def _write_report(report: BoxReport, path: Path) -> None:
    with replacing(path) as file:
        file.write(report.to_json().encode("utf-8"))
