"""An earlier result stays only if all that it was made from, and all that it is, is as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from dicom_text_redactor.batch import Job, Options, resuming, work_on
from dicom_text_redactor.beside import preview_of, report_of
from dicom_text_redactor.corrections.marks import Area, FileMarks
from dicom_text_redactor.model import Box
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.rules.reading import parse
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.version import versions
from tests.batch.copier import Copier, write
from tests.phantoms import image_with

PLAIN = RedactionSettings(ner_model="")
RESUMING = Options(resume=True)
MARKS = FileMarks(missed=(Area(Box(0, 0, 4, 4), ((0, 0),)),))


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A file that was worked on."""
    job = Job(write(tmp_path / "in" / "a", "x"), tmp_path / "out" / "a", Path("a"))
    assert work_on(Copier(PLAIN), job, Options()).status == "clean"
    return job


def again(job: Job, settings: RedactionSettings = PLAIN) -> str:
    return work_on(Copier(settings), job, RESUMING).status


def test_a_result_that_nothing_has_changed_for_stays_untouched(job: Job) -> None:
    before = {path: path.stat().st_mtime_ns for path in job.target.parent.iterdir()}
    result = work_on(Copier(PLAIN), job, RESUMING)
    assert result.status == "already-done"
    assert {path: path.stat().st_mtime_ns for path in job.target.parent.iterdir()} == before
    report = json.loads(report_of(job.target).read_text(encoding="utf-8"))
    assert (result.source_sha256, result.output_sha256) == (report["source"]["sha256"], report["output"]["sha256"])


def test_without_resuming_it_is_made_anew(job: Job) -> None:
    assert work_on(Copier(PLAIN), job, Options()).status == "clean"


CHANGED: dict[str, Any] = {
    "burned_in": "keep",
    "header": "basic",
    "policy": "phi",
    "fill": "black",
    "uids": "new",
    "overlays": "judge",
    "regions": parse("{ true. } (0,0,4,4)"),
    "outside_regions": "hide",
    "allow": frozenset(["gamma"]),
    "deny": frozenset(["gamma", "delta"]),
    "languages": ("de",),
    "ner_model": "another_model",
    "preview": True,
}
WITHOUT_EFFECT: dict[str, Any] = {
    "max_bytes": 1 << 20,
    "max_pixels": 1 << 20,
    "timeout_s": 9.0,
    "debug": True,
    # of a header that is kept:
    "header_options": frozenset(["retain-uids"]),
    "header_key": "0123456789abcdef",
    "header_names": "keep",
}


def test_every_setting_is_one_that_changes_results_or_one_that_does_not() -> None:
    assert {field.name for field in fields(RedactionSettings)} == CHANGED.keys() | WITHOUT_EFFECT.keys()


@pytest.mark.parametrize("name", CHANGED)
def test_another_setting_makes_it_anew(job: Job, name: str) -> None:
    assert again(job, replace(PLAIN, **{name: CHANGED[name]})) == "clean"


@pytest.mark.parametrize("name", WITHOUT_EFFECT)
def test_a_limit_that_a_file_kept_changes_nothing(job: Job, name: str) -> None:
    assert again(job, replace(PLAIN, **{name: WITHOUT_EFFECT[name]})) == "already-done"


def test_other_marks_make_it_anew_and_the_same_do_not(job: Job) -> None:
    marked = replace(job, marks=MARKS)
    assert again(marked) == "clean"
    assert again(marked) == "already-done"
    assert again(replace(job, marks=FileMarks(needless=MARKS.missed))) == "clean"
    assert again(job) == "clean"


def test_another_version_of_program_reader_or_model_makes_it_anew(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in versions(PLAIN):
        changed = versions(PLAIN) | {name: "another"}
        with monkeypatch.context() as patch:
            patch.setattr(resuming, "versions", lambda _, changed=changed: changed)
            assert again(job) == "clean", name
        assert again(job) == "already-done"


def changed_source(job: Job) -> None:
    write(job.source, "y")


def longer_source(job: Job) -> None:
    write(job.source, "xx")


def changed_output(job: Job) -> None:
    job.target.write_bytes(job.target.read_bytes()[:-1] + b"?")


def shortened_output(job: Job) -> None:
    job.target.write_bytes(b"")


def no_output(job: Job) -> None:
    job.target.unlink()


def no_report(job: Job) -> None:
    report_of(job.target).unlink()


def half_a_report(job: Job) -> None:
    report_of(job.target).write_bytes(report_of(job.target).read_bytes()[:100])


def a_report_of_lists(job: Job) -> None:
    report_of(job.target).write_text("[" * 100_000, encoding="utf-8")


def edited(**values: object) -> Callable[[Job], None]:
    def edit(job: Job) -> None:
        report: dict[str, Any] = json.loads(report_of(job.target).read_text(encoding="utf-8"))
        report_of(job.target).write_text(json.dumps(report | values), encoding="utf-8")

    return edit


@pytest.mark.parametrize(
    "change",
    [
        changed_source,
        longer_source,
        changed_output,
        shortened_output,
        no_output,
        no_report,
        half_a_report,
        a_report_of_lists,
        edited(status="refused"),
        edited(schema="box-report/2"),
        edited(settings=None),
        edited(source=None),
        edited(source={"bytes": 133}),
        edited(output=[]),
    ],
    ids=lambda change: getattr(change, "__name__", "edited"),
)
def test_a_result_that_is_not_what_it_was_is_made_anew(job: Job, change: Callable[[Job], None]) -> None:
    change(job)
    assert again(job) == "clean"
    assert again(job) == "already-done"


def test_a_refused_file_is_tried_again(tmp_path: Path) -> None:
    job = Job(write(tmp_path / "in" / "a", "damaged"), tmp_path / "out" / "a", Path("a"))
    assert [again(job), again(job)] == ["refused", "refused"]
    write(job.source, "mended")
    assert again(job) == "clean"


def test_the_preview_that_is_asked_for_has_to_be_there(job: Job) -> None:
    wanted = replace(PLAIN, preview=True)
    edited(preview="written")(job)
    preview_of(job.target).write_bytes(b"a picture")
    assert again(job, wanted) == again(job, PLAIN) == "already-done"
    preview_of(job.target).unlink()
    assert again(job, wanted) == "clean"


def test_words_are_counted_in_a_report_and_never_told() -> None:
    settings = RedactionSettings(allow=frozenset(["gamma"]), deny=frozenset(["delta", "epsilon"]))
    told = {"uids": "keep", "overlays": "remove", "allow": 1, "deny": 2, "burned_in": "no", "header": "keep"}
    assert settings.told() == told
    assert settings.told() == replace(settings, allow=frozenset(["zeta"])).told()


@pytest.mark.parametrize(
    "other",
    [
        {"header_options": frozenset(["retain-uids"])},
        {"header_key": "fedcba9876543210"},
        {"header_names": "keep"},
        {"header": "keep"},
    ],
)
def test_another_key_or_option_of_a_cleaned_header_makes_it_anew(job: Job, other: dict[str, Any]) -> None:
    cleaned = replace(PLAIN, header="basic", header_key="0123456789abcdef")
    assert [again(job, cleaned), again(job, cleaned)] == ["clean", "already-done"]
    assert again(job, replace(cleaned, **other)) == "clean"


def test_a_key_is_told_by_letters_that_say_nothing_of_it() -> None:
    settings = RedactionSettings(header="basic", header_key="0123456789abcdef")
    assert "0123456789abcdef" not in str(settings.told()) + repr(settings)


def test_the_redactor_records_what_resuming_compares(tmp_path: Path) -> None:
    redactor = Redactor(PLAIN)
    for number, marks in enumerate((FileMarks(), MARKS)):
        source = image_with(shape=(64, 64)).saved(tmp_path / "in" / str(number))
        job = Job(source, tmp_path / "out" / str(number), Path(str(number)), marks)
        first, second = work_on(redactor, job, RESUMING), work_on(redactor, job, RESUMING)
        assert second == replace(first, status="already-done", seconds=second.seconds, preview=None), (
            "all but the status is told again"
        )
        assert (
            work_on(redactor, replace(job, marks=FileMarks(needless=MARKS.missed)), RESUMING).status != "already-done"
        )
