"""The pipeline: a DICOM image in, the same image with its identifying text painted over, and a report.

read ─▶ describe ─▶ examine (decode, view, find, read, judge) ─▶ cover ─▶ paint ─▶ check ─▶ header ─▶ mark ─▶ report
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from pydicom import Dataset

from dicom_text_redactor import batch, beside, given
from dicom_text_redactor.clock import Clock
from dicom_text_redactor.corrections.marks import NO_MARKS, FileMarks
from dicom_text_redactor.dicom.codecs.syntaxes import syntax_of
from dicom_text_redactor.dicom.files import reading, saving
from dicom_text_redactor.dicom.files.copies import shallow, to_read
from dicom_text_redactor.dicom.files.large_elements import stays_in_file
from dicom_text_redactor.dicom.files.originals import restore
from dicom_text_redactor.dicom.marks import marking
from dicom_text_redactor.dicom.marks.digital_signatures import remove_signatures
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.places import other_places
from dicom_text_redactor.dicom.surfaces.overlays import overlay_surfaces
from dicom_text_redactor.dicom.surfaces.surface import Surface
from dicom_text_redactor.dicom.surfaces.tiles import surface_of
from dicom_text_redactor.errors import Damaged, Internal, OutOfRoom, RedactionError, SettingError, TooLarge
from dicom_text_redactor.examination import Judged, examine
from dicom_text_redactor.files import Facts, Noting, appending, replacing
from dicom_text_redactor.header import deidentifying, naming
from dicom_text_redactor.hiding import Hidden, Marks, covered, hide
from dicom_text_redactor.model import Mark
from dicom_text_redactor.phi.judge import FileJudge, Judge
from dicom_text_redactor.phi.reasons import BY_RULE, Explanation
from dicom_text_redactor.phi.recognizers import Entities, Recognizer
from dicom_text_redactor.report import BoxReport, reason_of
from dicom_text_redactor.rules.painting import ENTITY, Ruled, ruled
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.silence import quietly
from dicom_text_redactor.sources import Source
from dicom_text_redactor.text.contracts import Detector, Reader, SecondReader
from dicom_text_redactor.text.engines import Engines
from dicom_text_redactor.version import APP, versions


@dataclass(frozen=True, slots=True)
class Redaction:
    """A redacted image and its report; what is shown of it holds nothing of the header."""

    dataset: Dataset = field(repr=False)
    report: BoxReport


class Redactor:
    """Redacts images, one a call, with the settings it was made with; several threads may share it.

    Models are loaded once, when they are first needed. Nothing of one image is kept for the next, and nothing changes
    in the process for others than the caller: see docs/library.md.

    Parameters
    ----------
    settings
        How to redact; the defaults if None.
    detector, reader, second_reader
        What sees and reads text in place of the usual engines, as `dicom_text_redactor.text.contracts` says.
    entities
        Who knows names in place of Presidio, as `dicom_text_redactor.phi.recognizers.Entities` says.
    recognizers
        What the caller knows beside the settings: further words to hide, or to leave.
    use_header
        Whether the image's own header says what to hide.

    Raises
    ------
    SettingError
        What the settings ask for is not installed.
    """

    def __init__(
        self,
        settings: RedactionSettings | None = None,
        *,
        detector: Detector | None = None,
        reader: Reader | None = None,
        second_reader: SecondReader | None = None,
        entities: Entities | None = None,
        recognizers: Sequence[Recognizer] = (),
        use_header: bool = True,
    ) -> None:
        self.settings = deidentifying.with_key(settings or RedactionSettings())
        engines = Engines.of(self.settings.languages, detector=detector, reader=reader, second_reader=second_reader)
        self._engines = replace(engines, reads=self.settings.policy != "all-text")
        self._judge = Judge(self.settings, recognizers, entities)
        self._use_header = use_header

    def variant(
        self, settings: RedactionSettings, *, recognizers: Sequence[Recognizer] = (), use_header: bool = True
    ) -> Redactor:
        """A redactor that is made with these, and shares the engines and the loaded models with this one."""
        other = copy(self)
        other.settings, other._use_header = deidentifying.with_key(settings, self.settings.header_key), use_header
        other._engines = self._engines.reading(settings.languages, reads=settings.policy != "all-text")
        other._judge = self._judge.variant(settings, recognizers)
        return other

    def maker(self) -> Callable[[], Redactor]:
        """What makes another one like this in a process of its own; models and locks cannot be sent there.

        Raises
        ------
        SettingError
            The settings are not all that another process would need to do the same.
        """
        if self._own_engines or self._judge.recognizers or not self._use_header:
            raise SettingError("A redactor with recognizers or engines of its own works in one process only.")
        return partial(type(self), self.settings)

    @property
    def _own_engines(self) -> dict[str, str]:
        """The names of the engines that the caller brought along, by what they do."""
        return self._engines.names() | ({"entities": self._judge.analyzer.name} if self._judge.own_entities else {})

    def redact(self, dataset: Dataset, *, marks: FileMarks | None = None) -> Redaction:
        """A new dataset with everything identifying painted over; `dataset` stays as it is.

        marks: what a person found in an earlier result of the same image.

        Raises
        ------
        RedactionError
            A subclass that says why the image is refused.
        """
        with _guarded():
            return self._redact(dataset, Clock(self.settings.timeout_s), marks or NO_MARKS)

    def examine(self, dataset: Dataset) -> list[Judged]:
        """What would be hidden and kept, word by word. It holds the words themselves.

        Raises
        ------
        RedactionError
            A subclass that says why the image is refused.
        """
        with _guarded():
            return self._examined(dataset)[0]

    def explain(self, dataset: Dataset) -> list[tuple[Judged, tuple[Explanation, ...]]]:
        """What `examine` gives, each line with what weighed in the verdict on each of its words.

        The explanations are sentences about a word, and hold none.

        Raises
        ------
        RedactionError
            A subclass that says why the image is refused.
        """
        with _guarded():
            lines, judge = self._examined(dataset)
            read = [verdict.word for line in lines for verdict in line.verdicts if verdict.rule is None]
            explained = iter(judge.explain(read))
            return [
                (line, tuple(next(explained) if each.rule is None else BY_RULE for each in line.verdicts))
                for line in lines
            ]

    def _examined(self, dataset: Dataset) -> tuple[list[Judged], FileJudge]:
        form = describe(dataset, max_pixels=self.settings.max_pixels)
        judge = self._judge_of(dataset)
        surface = surface_of(dataset, form)
        by_rule = _lines_of(self._ruled(dataset, form), surface, form)
        lines = examine(covered(surface, by_rule), judge, Clock(self.settings.timeout_s), self._engines)
        return [*lines, *by_rule], judge

    def redact_stream(
        self,
        source: BinaryIO,
        target: BinaryIO,
        *,
        name: str,
        etag: str | None = None,
        marks: FileMarks | None = None,
    ) -> BoxReport:
        """Redact the DICOM file in `source`, which can seek, into `target`; `marks` as for `redact`.

        `name` and `etag` go into the report as they are. Large pixel data is read from `source` frame by
        frame, and copied to `target` as frames are painted; a source that changes meanwhile is refused.

        Raises
        ------
        RedactionError
            A subclass that says why the file is refused; nothing is written then.
        """
        with _guarded():
            clock = Clock(self.settings.timeout_s)
            with clock.stage("decode"):
                dataset = reading.read_in_place(source, max_bytes=self.settings.max_bytes)
                before = Facts.of(source)
            told_name = self._name(name, dataset)
            redaction = self._redact(dataset, clock, marks or NO_MARKS)
            with clock.stage("write"), appending(target) as output:
                written = Noting(output)
                saving.save(redaction.dataset, cast(BinaryIO, written))
                # What was written may have come from the source just now, and has to be what was looked at.
                if stays_in_file(dataset) and Facts.of(source) != before:
                    raise Damaged("The file changed while it was read.")
            return replace(
                redaction.report,
                source={"name": told_name, **({"etag": etag} if etag is not None else {}), **_told(before)},
                output={"name": told_name, **_told(written.facts())},
                header=naming.with_name(redaction.report.header, name, told_name),
                seconds=clock.seconds(),
            )

    def redact_file(self, source: Path | str, target: Path | str, *, marks: FileMarks | None = None) -> BoxReport:
        """Redact one file into `target`, and write its report beside it, and the preview that the settings ask for.

        For a file that is refused only the report is written; an older `target` and its preview are removed.

        Raises
        ------
        RedactionError
            A subclass that says why the file is refused.
        """
        source, target = Path(source), Path(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.remove(target)
        try:
            beside.refuse_our_names(target)
            return self._redact_beside(source, target, marks)
        except RedactionError as error:
            if not beside.is_ours(target):  # then it would belong to another file
                target.unlink(missing_ok=True)
            with suppress(OSError) if isinstance(error, OutOfRoom) else nullcontext():
                beside.write_report(self.refusal(error, name=source.name), target)
            raise

    def _redact_beside(self, source: Path, target: Path, marks: FileMarks | None) -> BoxReport:
        """Redact into `target`, and write what stands beside it; where the disk is full, nothing is left in the end."""
        try:
            with source.open("rb") as file, replacing(target) as output:
                report = self.redact_stream(file, cast(BinaryIO, output), name=source.name, marks=marks)
            if self.settings.preview:
                report = beside.with_preview(report, target)
            beside.write_report(report, target)
        except OSError as error:  # also when the last bytes leave the buffer, or from the report
            raise OutOfRoom.why(error) or error from None
        return report

    def redact_directory(
        self,
        source: Path | str,
        target: Path | str,
        workers: int = 1,
        *,
        marks: Mapping[str, FileMarks] | None = None,
        strict: bool = False,
    ) -> batch.Summary:
        """Redact every file below `source` to the same relative path below `target`; refused files stop nothing.

        marks: those of each file, by that relative path with slashes.
        strict: refuse files that are no DICOM, which are skipped otherwise, as a DICOMDIR is.

        Raises
        ------
        SettingError
            `target` is `source`, areas were marked in a file that is not there, or several processes are to share a
            redactor that has recognizers of its own.
        """
        return batch.redact_directory(self, source, target, workers, marks=marks, strict=strict)

    def refusal(self, error: RedactionError, *, name: str, etag: str | None = None) -> BoxReport:
        """The report of a refused file."""
        return BoxReport(
            "refused",
            self.settings.policy,
            self.settings.fill,
            reason=reason_of(error),
            source={"name": self._name(name), **({"etag": etag} if etag is not None else {})},
            versions={"app": APP},
            settings=self.settings.told(),
        )

    def _redact(self, dataset: Dataset, clock: Clock, marks: FileMarks) -> Redaction:
        dataset = shallow(dataset)
        form = describe(dataset, max_pixels=self.settings.max_pixels)
        told = self.settings.told() | marks.told()
        marks = marks.fitted(form)
        with clock.stage("judge"):
            judge = self._judge_of(dataset)
            by_rule = self._ruled(dataset, form)
        pixels = self._hide(surface_of(dataset, form), judge, clock, marks, by_rule, form)
        done, painted = [pixels], pixels.surface.dataset
        overlays = overlay_surfaces(painted, form) if self.settings.overlays == "judge" else []
        for overlay in overlays:
            # Whoever marked an area as needless saw the pixels, and not what lies over them.
            done.append(self._hide(overlay.on(painted), judge, clock, FileMarks(marks.missed), by_rule, form))
            painted = done[-1].surface.dataset
        with clock.stage("write"):
            areas = Marks.all_of(one.marks() for one in done)
            other = other_places.clean_other_places(painted, form, judged=[overlay.group for overlay in overlays])
            header = self._clean_header(painted, dataset, graphics=bool(overlays))
            changed = bool(areas.hidden) or other_places.was_changed(other) or header is not None
            self._mark(painted, [mark for mark in areas.hidden if mark.place == pixels.surface.place])
            pixels_changed = bool(areas.hidden) or other["high_bits"] == "cleared"
            other["signatures"] = remove_signatures(painted, pixels_changed=pixels_changed)
            restore(painted)
        report = BoxReport(
            "redacted" if changed else "clean",
            self.settings.policy,
            self.settings.fill,
            image=_image(form, painted),
            hidden=areas.hidden,
            kept=areas.kept,
            dismissed=areas.dismissed,
            other_places=other,
            header=header,
            outside_regions=by_rule.outside,
            check={"passes": max(one.passes for one in done), "residual": 0},
            versions=versions(self.settings, self._own_engines),
            settings=told,
            seconds=clock.seconds(),
        )
        return Redaction(painted, report)

    def _judge_of(self, dataset: Dataset) -> FileJudge:
        """The judge for one file, who reads its whole header, or none."""
        return self._judge.for_file(to_read(dataset) if self._use_header else Dataset())

    def _name(self, name: str, dataset: Dataset | None = None) -> str:
        """The name that a report may tell: of a file that was not read (None), and so is anybody's, a new one."""
        return naming.told(name, self.settings, None if dataset is None else to_read(dataset))

    def _clean_header(self, painted: Dataset, original: Dataset, *, graphics: bool) -> dict[str, Any] | None:
        """Clean the header in place, if the settings ask for that, and tell what was done."""
        if self.settings.header == "keep":
            return None
        judge = self._judge
        if self.settings.policy != "cautious":  # a text in the header is judged as a picture's is by default
            judge = judge.variant(replace(self.settings, policy="cautious"), judge.recognizers)
        return deidentifying.clean_header(
            painted, original, self.settings, judge, graphics=graphics, all_checked=self._all_checked
        )

    @property
    def _all_checked(self) -> bool:
        """Under `phi` what could not be read stays, so nobody may claim that the picture is clean."""
        return self.settings.policy != "phi"

    def _ruled(self, dataset: Dataset, form: PixelForm) -> Ruled:
        """What is painted by rule, without a word being read."""
        book, hide_outside = self.settings.regions, self.settings.outside_regions == "hide"
        if book is None and not hide_outside:
            return Ruled()
        return ruled(book, to_read(dataset), form.rows, form.columns, hide_outside=hide_outside)

    def _hide(
        self, surface: Surface, judge: FileJudge, clock: Clock, marks: FileMarks, by_rule: Ruled, form: PixelForm
    ) -> Hidden:
        lines = _lines_of(by_rule, surface, form)
        return hide(surface, judge, self.settings.fill, clock, self._engines, marks, lines)

    def _mark(self, painted: Dataset, hidden: Sequence[Mark]) -> None:
        marking.mark(
            painted,
            hidden=bool(hidden),
            frames={frame for mark in hidden for first, last in mark.frames for frame in range(first, last + 1)},
            all_checked=self._all_checked,
            # Under `basic` the UIDs are new already, unless they are to stay.
            uids=self.settings.uids if deidentifying.keeps_uids(self.settings) else "keep",
            app_version=APP,
            burned_in=self.settings.burned_in,
        )


@contextmanager
def _guarded() -> Iterator[None]:
    """Nothing but a `RedactionError` leaves the core, and none that carries a library's words; nor are these said."""
    try:
        with quietly():
            yield
    except RedactionError:
        raise
    except MemoryError:
        raise TooLarge("There is not enough memory for this file.") from None
    except Exception as error:
        full = OutOfRoom.why(error) if isinstance(error, OSError) else None
        raise full or Internal.unforeseen(error) from None


def _lines_of(by_rule: Ruled, surface: Surface, form: PixelForm) -> list[Judged]:
    """The areas that are painted by rule, in every frame, as lines."""
    return [
        line
        for box, name in by_rule.areas
        for line in given.line(surface, box, range(form.frames), ENTITY, Source.REGION_RULE, name)
    ]


def _image(form: PixelForm, painted: Dataset) -> dict[str, Any]:
    return {
        "rows": form.rows,
        "columns": form.columns,
        "frames": form.frames,
        "photometric": form.photometric,
        "transfer_syntax": {"source": str(form.syntax), "output": str(syntax_of(painted))},
    }


def _told(facts: Facts) -> dict[str, Any]:
    return {"bytes": facts.length, "sha256": facts.sha256}
