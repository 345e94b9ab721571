"""What the README and the pages in docs/ say is what the code does."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
from pydicom import Dataset, dcmread

from benchmarks import comparison, judging_table, pages
from benchmarks.table import short as short_table_of_speed
from benchmarks.table import table as table_of_speed
from dicom_text_redactor import __main__ as command
from dicom_text_redactor import errors
from dicom_text_redactor.commands import NAMES
from dicom_text_redactor.languages import TESSERACT
from dicom_text_redactor.report import SCHEMA_FILE, Status
from dicom_text_redactor.settings import BurnedIn, Fill, Header, HeaderNames, Overlays, Policy, RedactionSettings, Uids
from dicom_text_redactor.sources import DismissedBecause, KeptBecause, Source, Why
from local import demo, sample_files
from redact_function import settings as storage_settings
from redact_function.outcomes import digest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ERRORS = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
HIDDEN = (ROOT / "docs" / "what-is-hidden.md").read_text(encoding="utf-8")
REPORT = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
COMMAND = (ROOT / "docs" / "options.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
MEASUREMENTS = ROOT / "docs" / "measurements.md"
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def table(page: str, first: str) -> list[list[str]]:
    """The cells of the table whose first column is headed `first`, without its head."""
    lines = page.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows


def coded(text: str) -> list[str]:
    """What stands in code type."""
    return re.findall(r"`([^`]+)`", text)


def block(language: str, page: str = README) -> str:
    """A page's one fenced block in that language."""
    found = re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def documented_settings() -> dict[str, tuple[str, str]]:
    """The settings of the page: values and default by name."""
    return {name.strip("`"): (values, default.strip("`")) for name, values, default in table(SETTINGS, "setting")}


def default_of(field: object) -> str:
    default = getattr(field, "default", MISSING)
    assert default is not MISSING
    if default is None:
        return "none"
    if isinstance(default, bool):
        return str(int(default))
    if isinstance(default, tuple):
        return ",".join(default)
    return "empty" if default in (frozenset(), "") else f"{default:g}" if isinstance(default, float) else str(default)


def actual_settings() -> dict[str, str]:
    """Every setting that the code reads, with its default in the words of the page."""
    redaction = {f"REDACT_{field.name.upper()}": default_of(field) for field in fields(RedactionSettings)}
    storage = {field.name: default_of(field) for field in fields(storage_settings.StorageSettings)}
    return redaction | {name: storage[field] for name, field in storage_settings._FIELDS.items()}


def refusals() -> list[type[errors.RedactionError]]:
    classes = (each for each in vars(errors).values() if inspect.isclass(each))
    return [each for each in classes if issubclass(each, errors.RedactionError) and each is not errors.RedactionError]


def small_image() -> Dataset:
    """One frame of the fictional ultrasound."""
    dataset = sample_files.ultrasound_cine()
    dataset.PixelData = dataset.PixelData[: dataset.Rows * dataset.Columns * 3]
    dataset.NumberOfFrames = 1
    return dataset


def test_the_settings_table_names_every_setting_with_its_default() -> None:
    assert {name: default for name, (_, default) in documented_settings().items()} == actual_settings()


def test_the_settings_table_names_every_language() -> None:
    said = re.search(r"`cs`.*`tr`", documented_settings()["REDACT_LANGUAGES"][0])
    assert said is not None
    assert coded(said[0]) == list(TESSERACT)


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("REDACT_POLICY", Policy),
        ("REDACT_FILL", Fill),
        ("REDACT_UIDS", Uids),
        ("REDACT_OVERLAYS", Overlays),
        ("REDACT_BURNED_IN", BurnedIn),
        ("REDACT_HEADER", Header),
        ("REDACT_HEADER_NAMES", HeaderNames),
        ("INGEST", storage_settings.Ingest),
        ("ON_SUCCESS", storage_settings.OnSuccess),
    ],
)
def test_the_settings_table_names_every_value_of_a_choice(name: str, choices: object) -> None:
    assert coded(documented_settings()[name][0]) == list(get_args(choices))


def test_the_sample_of_local_settings_holds_the_defaults_of_the_page() -> None:
    values = json.loads((ROOT / "local.settings.sample.json").read_text(encoding="utf-8"))["Values"]
    ours = {name: value or "empty" for name, value in values.items() if name in documented_settings()}
    assert {"REDACT_POLICY", "ON_SUCCESS"} < set(ours)
    ours.pop("STORAGE")  # the emulator's
    assert ours == {name: documented_settings()[name][1] for name in ours}


@pytest.mark.parametrize("name", NAMES)
def test_the_options_of_the_page_are_those_of_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main([name, "--help"])
    offered = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out)) - {"--help"}
    assert {option.strip("`") for option, commands, _ in table(COMMAND, "option") if name in coded(commands)} == offered


def test_the_exit_statuses_are_those_of_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = [int(status) for status, _ in table(COMMAND, "exit status")]
    assert said == [command.OK, command.REFUSED, command.USAGE, command.STOPPED]
    source, target = tmp_path / "in", str(tmp_path / "out")
    source.mkdir()
    assert command.main(["redact", str(source), target]) == command.OK
    (source / "notes.txt").write_text("no image")
    assert command.main(["redact", str(source), target]) == command.OK
    (source / "scan.dcm").write_text("no image")
    assert command.main(["redact", str(source), target]) == command.REFUSED
    assert [path.name for path in Path(target).iterdir()] == ["scan.dcm.boxes.json"]
    monkeypatch.setenv("REDACT_FILL", "pink")
    assert command.main(["redact", str(source), target]) == command.USAGE


def test_the_example_of_the_library_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    small_image().save_as("scan.dcm", enforce_file_format=True)
    exec(compile(block("python"), "README.md", "exec"), {"__name__": "readme"})
    assert re.fullmatch(r"redacted [1-9]\d* boxes\n", capsys.readouterr().out)
    assert dcmread("redacted.dcm").PixelData == dcmread("out/scan.dcm").PixelData != small_image().PixelData
    assert Path("out/scan.dcm.boxes.json").exists()


def test_the_example_of_a_report_is_one() -> None:
    jsonschema.validate(json.loads(block("json", REPORT)), json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def test_the_box_of_the_readme_is_one_of_the_example() -> None:
    assert json.loads(block("json")) in json.loads(block("json", REPORT))["boxes"]


def test_the_example_of_a_report_is_about_the_file_of_the_demo(tmp_path: Path) -> None:
    written = {path.name: path.stat().st_size for path in sample_files.write_all(tmp_path)}
    source = json.loads(block("json", REPORT))["source"]
    assert written[source["name"]] == source["bytes"]


def test_every_status_and_source_of_a_report_is_explained() -> None:
    assert [coded(row[0]) for row in table(REPORT, "`status`")] == [[status] for status in get_args(Status)]
    assert {row[0].strip("`") for row in table(HIDDEN, "source")} == set(Source)


@pytest.mark.parametrize(
    ("head", "reasons"),
    [
        ("`source` of a box", Source),
        ("`because` of what was kept", KeptBecause),
        ("`because` of what was dismissed", DismissedBecause),
    ],
)
def test_the_reasons_of_a_report_are_explained_in_the_words_of_the_program(head: str, reasons: type[Why]) -> None:
    assert [[cell.replace("`", "") for cell in row] for row in table(REPORT, head)] == [[r, r.says] for r in reasons]


def test_the_table_of_errors_is_that_of_the_classes() -> None:
    actual = [
        [f"`{each.code}`", (inspect.getdoc(each) or "").splitlines()[0], each.remedy, "no" if each.permanent else "yes"]
        for each in refusals()
    ]
    assert table(ERRORS, "code") == actual


def test_the_digest_of_the_log_is_explained_with_a_true_example() -> None:
    name = re.search(r"printf %s '([^']+)' \| sha256sum \| cut -c1-(\d+)", ERRORS)
    assert name is not None
    assert f"blob={digest(name[1])} " in ERRORS
    assert len(digest(name[1])) == int(name[2])


def test_the_number_of_files_of_the_demo_is_right(tmp_path: Path) -> None:
    assert len(demo.FROM_PYDICOM) + len(sample_files.write_all(tmp_path)) == 11
    assert "redact eleven sample files" in README


def test_the_number_of_tries_is_that_of_the_host() -> None:
    host = json.loads((ROOT / "host.json").read_text(encoding="utf-8"))
    assert host["extensions"]["blobs"]["poisonBlobThreshold"] == 5
    for page in (README, ERRORS):
        assert "five times in all" in " ".join(page.split())


def test_every_target_of_make_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"(?:^ {4}|`)make ([a-z]+)", README, re.MULTILINE))
    assert {"demo", "test"} < named <= targets


def links() -> Iterator[tuple[str, Path]]:
    for page in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))):
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if not target.startswith("https://"):
                yield page.name, page.parent / target.partition("#")[0]


def test_every_relative_link_leads_somewhere() -> None:
    there = list(links())
    assert len(there) > 5
    assert [f"{page}: {target.name}" for page, target in there if not target.exists()] == []


INSTALLED_BY = {  # what a target or a stamp of the Makefile installs, in the README's words
    "PYTHON_STAMP": ["Python packages", ".venv"],
    "NODE_STAMP": ["Azurite"],
    "AXE_STAMP": ["axe"],
    "PEER_STAMP": ["presidio-image-redactor"],
    "tesseract": ["Tesseract"],
    "validators": ["dcmtk", "GDCM", "dicom3tools"],
    "chromium": ["Chromium"],
}


def prerequisites(target: str) -> set[str]:
    """All that a target of the Makefile asks for, directly or not: names of targets, and of variables with files."""
    (line,) = re.findall(rf"(?m)^{target}: ([^#\n]*)", MAKEFILE)
    named = re.findall(r"\$\((\w+)\)|([a-z]+)", line)
    found = {stamp or name for stamp, name in named}
    return found.union(*(prerequisites(name) for name in found if re.search(rf"(?m)^{name}: \S", MAKEFILE)))


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_readme_names_all_that_a_target_installs(target: str) -> None:
    page = " ".join(README.split())
    said = page[page.index("Both need Python") : page.index("`make clean`")]
    if target == "demo":
        said = said[: said.index("`make test` also")]
    installs = prerequisites(target) - {"setup", "lint"}
    assert installs <= set(INSTALLED_BY)
    missing = [what for each in installs for what in INSTALLED_BY[each] if what not in said]
    assert missing == []


def test_the_readme_is_short() -> None:
    assert len(README.split()) <= 1200


def test_the_tables_of_speed_are_those_of_the_last_run() -> None:
    results = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))
    assert [some["key"] for some in results["sets"]] == ["own", "screens", "real"]
    assert pages.standing(MEASUREMENTS, pages.SPEED) == table_of_speed(results)
    assert pages.standing(ROOT / "README.md", pages.SPEED) == short_table_of_speed(results)


def test_the_table_of_the_judge_is_that_of_the_last_run() -> None:
    results = json.loads((ROOT / "benchmarks" / "judging.json").read_text(encoding="utf-8"))
    assert pages.standing(MEASUREMENTS, pages.JUDGING) == judging_table.table(results)


def test_the_tables_of_what_is_hidden_are_those_of_the_last_run() -> None:
    results = json.loads((ROOT / "benchmarks" / "comparison.json").read_text(encoding="utf-8"))
    assert next(iter(results)) == "real images"
    assert pages.standing(ROOT / "README.md", pages.COMPARISON) == comparison.table(results)
    assert pages.standing(MEASUREMENTS, pages.COMPARISON) == comparison.details(results)
