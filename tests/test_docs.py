"""What the pages in docs/ say can be typed, followed and computed: commands, links, queries, figures."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from math import ceil
from pathlib import Path

import pytest

from dicom_text_redactor import __main__ as command
from dicom_text_redactor.report import BoxReport
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.text import tesseract
from dicom_text_redactor.version import versions
from local.sample_files import chest_radiograph
from redact_function.backlog import Backlog
from redact_function.health import State
from redact_function.inbox import MOST_CUTS
from redact_function.outcomes import STAGES, Outcome, digest
from redact_function.poison import QUEUE
from redact_function.settings import POISON, StorageSettings
from tests.infra.kusto import run
from tests.test_readme import coded, table

ROOT = Path(__file__).resolve().parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
ON_PREMISES = ROOT / "infra" / "on-premises"
WRITTEN_FOR = {  # what no test here can run, and the words that have to stand before it
    r"\b(az|azd) |\$\(az ": r"\*\*Needs a subscription",
    r"\b(docker|podman|kubectl|systemctl|useradd) ": r"(?i)\*\*not tried here|not tried here",
}

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def docs(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def commands(page: Path) -> Iterator[str]:
    """What a page gives to type: lines of indented and fenced blocks, and code in sentences and tables."""
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"(?m)^```sh\n(.*?)^```", text, re.DOTALL):
        yield from block.splitlines()
    yield from re.findall(r"(?m)^ {4}(\S.*)$", text)
    yield from coded(re.sub(r"(?m)^```.*?^```", "", text, flags=re.DOTALL))


def named(pattern: str, page: Path) -> list[re.Match[str]]:
    return [match for line in commands(page) for match in re.finditer(pattern, line)]


def anchors(text: str) -> set[str]:
    """What a link can lead to: anchors that a page sets, and those that GitHub makes of headings."""
    headings = (re.sub(r"<[^>]*>", "", each).strip().lower() for each in re.findall(r"(?m)^#+ (.*)$", text))
    made = {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}
    return made | set(re.findall(r'<a (?:name|id)="([^"]+)"', text))


@each_page
def test_every_target_of_make_exists(page: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert {match[1] for match in named(r"^make ([a-z-]+)", page)} <= targets


@each_page
def test_every_command_of_the_program_exists_with_its_options(page: Path) -> None:
    parser = command._parser()
    (subparsers,) = [action for action in parser._actions if action.choices]
    parsers = dict(subparsers.choices or {}) | dict.fromkeys(parser._option_string_actions, parser)
    # Not where the command is what a variable is set to.
    for match in named(r"(?:^|[\s(`])[\w./-]*\bdicom-redact (\S+)([^|>&]*)", page):
        assert match[1] in parsers, match[0]
        known = parsers[match[1]]._option_string_actions
        assert set(re.findall(r"--[a-z][a-z-]*", match[2])) <= set(known), match[0]


def test_the_pages_do_name_commands() -> None:
    assert sum(len(named(r"^make [a-z-]+", page)) for page in PAGES) > 30
    assert sum(len(named(r"dicom-redact \S+", page)) for page in PAGES) > 10


@each_page
def test_every_module_and_script_that_is_run_is_there(page: Path) -> None:
    for match in named(r"(?:^|\s)(infra/[\w./-]+|tests/[\w./-]+\.py)", page):
        assert (ROOT / match[1]).exists(), match[0]


@each_page
def test_what_cannot_be_run_here_says_so(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for section in re.split(r"(?m)^## ", text):
        for block in re.finditer(r"(?m)^```sh\n(.*?)^```", section, re.DOTALL):
            for pattern, mark in WRITTEN_FOR.items():
                if re.search(r"(?m)^(\w+=)?" + pattern, block[1]):
                    assert re.search(mark, " ".join(section[: block.start()].split())), block[1]


@each_page
def test_every_anchor_of_a_link_is_a_heading(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\(([^)#\s]*)#([^)\s]+)\)", text):
        if not target.startswith("https://"):
            there = (page.parent / target).read_text(encoding="utf-8") if target else text
            assert anchor in anchors(there), f"{target}#{anchor}"


def test_the_index_names_every_page_once() -> None:
    linked = re.findall(r"(?m)^\| \[[\w.-]+\]\(([\w.-]+\.md)\)", docs("README.md"))
    assert sorted(linked) == sorted(path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md")


def queries() -> list[str]:
    return re.findall(r"```kusto\n(.*?)```", docs("monitoring.md"), re.DOTALL)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> dict[str, str]:
    """A line of each kind, as the program writes it."""
    report = BoxReport(
        "redacted",
        "cautious",
        "contrast",
        source={"bytes": 10},
        output={"bytes": 20},
        image={"frames": 3},
        seconds=dict.fromkeys(STAGES, 0.25),
    )
    with caplog.at_level(logging.INFO, "redact_function"):
        Outcome.of(report).log("notes.txt", 2.5)
        Outcome("refused", "not-dicom").log("notes.txt", 0.1)
        Backlog(12, 340.0, messages=3, message_seconds=7.0).log()
    return dict(zip(("redacted", "refused", "backlog"), caplog.messages, strict=True))


@pytest.mark.parametrize("query", queries(), ids=lambda query: str(len(query)))
def test_every_query_finds_its_fields_in_the_lines_of_the_program(query: str, lines: dict[str, str]) -> None:
    starts, contained = re.findall(r'startswith "([^"]+)"', query), re.findall(r'contains "([^"]+)"', query)
    found = [line for line in lines.values() if line.startswith(starts[0]) and all(each in line for each in contained)]
    assert found
    for pattern in re.findall(r'extract\("([^"]+)", 1, Message\)', query):
        assert any(re.search(pattern, line) for line in found), pattern


@pytest.mark.parametrize("query", queries(), ids=lambda query: str(len(query)))
def test_every_query_runs_and_finds_rows_in_a_log_of_such_lines(query: str, lines: dict[str, str]) -> None:
    (shown,) = run(query.replace("e39538e7f27a", digest("notes.txt")), lines.values())[:1] or [()]
    assert shown
    assert None not in shown


def test_a_number_in_the_line_is_taken_whole(lines: dict[str, str]) -> None:
    patterns = {
        name: pattern for query in queries() for name, pattern in re.findall(r'(\w+) = \w+\(extract\("([^"]+)"', query)
    }
    expected = {"boxes": "0", "bytes_in": "10", "frames": "3", "seconds": "2.50", "find_s": "0.25", "read_s": "0.25"}
    for name, value in expected.items():
        match = re.search(patterns[name], lines["redacted"])
        assert match is not None
        assert match[1] == value


def test_the_page_about_monitoring_names_every_field_of_the_line(lines: dict[str, str]) -> None:
    fields = [part.partition("=")[0] for part in lines["redacted"].split()]
    described = docs("monitoring.md").partition("## The backlog line")
    assert [name for row in table(described[0], "field") for name in coded(row[0])] == fields
    of_the_backlog = [part.partition("=")[0] for part in lines["backlog"].split()[1:]]
    assert [name for row in table(described[2], "field") for name in coded(row[0])] == of_the_backlog
    example = next(line.strip() for line in docs("monitoring.md").splitlines() if line.startswith("    blob="))
    assert [part.partition("=")[0] for part in example.split()] == fields
    assert lines["backlog"] in docs("monitoring.md")


def test_the_example_of_health_has_the_fields_of_an_answer() -> None:
    import json

    (example,) = re.findall(r"```json\n(.*?)```", docs("monitoring.md"), re.DOTALL)
    told = json.loads(example)
    assert told.keys() == json.loads(State().to_json()).keys()
    assert told["versions"].keys() == {"python", *versions(RedactionSettings())}


def figures(mark: str) -> list[float]:
    """The numbers of a marked part of the page for operators, in their order."""
    (said,) = re.findall(rf"<!-- {mark} -->\n(.*?)\n<!-- /{mark} -->", docs("operations.md"), re.DOTALL)
    return [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", said)]


def test_the_figures_of_scale_follow_from_the_time_for_a_file() -> None:
    seconds, hour, day, days, replicas, many, hours = figures("rate")
    assert (hour, day) == (3600 / seconds, 24 * 3600 / seconds)
    assert days == round(1_000_000 / day, 1)
    assert replicas == ceil(1_000_000 / day)
    assert hours == round(5_000_000 / (hour * many), 1)
    # With the blob trigger a replica has two processors, and five days.
    assert f"{5 * 2 * day:,.0f} files for each replica" in docs("operations.md")


def test_the_cost_of_a_million_follows_from_the_prices() -> None:
    processor, memory, read, write, event, seconds, replicas, requests, events, total = figures("cost")
    million = 1_000_000
    assert replicas == round(million * seconds * (processor + 2 * memory), 2)
    assert requests == round(13 * million * read + 2 * million * write, 2)
    assert events == round(million * event, 2)
    assert total == round(replicas + requests + events, 2)


def test_the_names_of_the_poison_queues_are_those_of_the_host() -> None:
    said = docs("operations.md")
    assert f"`{QUEUE}`" in said
    assert f"--queue-name {QUEUE} " in said
    poison = f"{StorageSettings(connection_string='a=b').input_queue}{POISON}"
    assert f"`{poison}`" in said
    assert f"--queue-name {poison} " in said
    assert f"{POISON}{POISON}" not in said  # a poison queue has none of its own: tests/listener/facts.json


def test_the_limits_of_alerts_in_the_pages_are_the_defaults_of_the_templates() -> None:
    told, page = docs("deploy.md"), docs("operations.md")
    defaults = {
        name: value for name, value, _ in ([cell.strip("`") for cell in row] for row in table(told, "variable"))
    }
    assert f"more than {int(defaults['APP_ALERT_QUEUE_LENGTH']):,} messages (`APP_ALERT_QUEUE_LENGTH`)" in page
    assert f"more than {defaults['APP_ALERT_REFUSED_PERCENT']} % of the last hour's files" in page
    assert defaults["APP_ALERT_AFTER_HOURS"] == "1"
    assert f"one for each {defaults['APP_MESSAGES_PER_REPLICA']} messages (`APP_MESSAGES_PER_REPLICA`)" in " ".join(
        page.split()
    )


def test_how_often_a_file_may_be_cut_off_is_what_the_page_says() -> None:
    assert MOST_CUTS == 8
    assert "cut off nine times" in " ".join(docs("operations.md").split())


def test_the_switch_of_tesseract_is_that_of_the_program() -> None:
    assert f"`{tesseract.ENGINE}=program`" in docs("troubleshooting.md")


def test_the_functions_of_the_picture_are_those_of_the_app() -> None:
    told = {coded(row[0])[0] for row in table(docs("architecture.md"), "function")}
    source = (ROOT / "redact_function" / "blueprint.py").read_text(encoding="utf-8")
    assert told == set(re.findall(r'@blueprint\.function_name\("(\w+)"\)', source))


def test_the_pictures_name_what_is_there() -> None:
    flow, judging, _ = re.findall(r"```mermaid\n(.*?)```", docs("architecture.md"), re.DOTALL)
    core = ROOT / "shared" / "dicom_text_redactor"
    for picture, bases in ((flow, (ROOT, core)), (judging, (core / "phi",))):
        places = set(re.findall(r"(?:<br/>|, |: )((?:shared/|dicom/)?[\w/]+(?:\.py|/\w+))", picture))
        assert len(places) > 10
        assert [each for each in places if not any((base / each).exists() for base in bases)] == []


def inbox(base: Path, minutes: int = 0, **settings: str) -> subprocess.CompletedProcess[str]:
    command = str(Path(sys.executable).with_name("dicom-redact"))
    environment = {**os.environ, "DICOM_REDACT": command, **settings}
    return subprocess.run(
        [ON_PREMISES / "redact-inbox.sh", base, str(minutes)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def put(base: Path, name: str, text: str | None = None) -> None:
    path = base / "inbox" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if text is None:
        chest_radiograph().save_as(path, enforce_file_format=True)
    else:
        path.write_text(text)


def below(folder: Path) -> list[str]:
    """All files of the batches of a folder, without the batch's own name."""
    return sorted("/".join(path.relative_to(folder).parts[1:]) for path in folder.rglob("*") if path.is_file())


def test_the_inbox_is_redacted_once_and_names_stay_out_of_the_journal(tmp_path: Path) -> None:
    put(tmp_path, "ward 7/DOE^JANE.dcm")
    put(tmp_path, 'it\'s a "letter".txt', "Dear Jane")
    put(tmp_path, 'it\'s a "letter".dcm', "Dear Jane")
    result = inbox(tmp_path)
    assert (result.returncode, result.stdout) == (1, "1 redacted, 0 clean, 1 refused, 1 skipped\n"), result.stderr
    assert result.stderr == ""
    letters = ['it\'s a "letter".dcm', 'it\'s a "letter".txt']
    assert below(tmp_path / "done") == [*letters, "ward 7/DOE^JANE.dcm"]
    assert below(tmp_path / "redacted") == [
        'it\'s a "letter".dcm.boxes.json',
        "ward 7/DOE^JANE.dcm",
        "ward 7/DOE^JANE.dcm.boxes.json",
    ]
    assert below(tmp_path / "inbox") == below(tmp_path / "work") == []
    again = inbox(tmp_path)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_a_run_that_was_cut_off_is_done_again_and_a_wrong_setting_moves_nothing(tmp_path: Path) -> None:
    put(tmp_path, "scan.dcm", "no image")
    wrong = inbox(tmp_path, REDACT_FILL="pink")
    assert wrong.returncode == 2
    assert below(tmp_path / "work") == ["scan.dcm"]
    assert below(tmp_path / "done") == []
    assert inbox(tmp_path).returncode == 1
    assert below(tmp_path / "done") == ["scan.dcm"]


def test_a_file_that_is_still_being_written_stays_in_the_inbox(tmp_path: Path) -> None:
    put(tmp_path, "notes.txt", "half")
    assert inbox(tmp_path, minutes=2).returncode == 0
    assert (tmp_path / "inbox" / "notes.txt").exists()


def test_the_script_runs_from_anywhere_with_the_command_on_path(tmp_path: Path) -> None:
    script = tmp_path / "bin" / "redact-inbox.sh"
    script.parent.mkdir()
    script.write_bytes((ON_PREMISES / "redact-inbox.sh").read_bytes())
    script.chmod(0o755)
    (script.parent / "dicom-redact").symlink_to(Path(sys.executable).with_name("dicom-redact"))
    put(tmp_path / "base", "scan.dcm")
    environment = {"PATH": f"{script.parent}:{os.environ['PATH']}"}
    ran = subprocess.run(
        [script, "base", "0"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, "1 redacted, 0 clean, 0 refused\n"), ran.stderr
    assert below(tmp_path / "base" / "done") == ["scan.dcm"]


def test_without_the_command_nothing_is_taken_out_of_the_inbox(tmp_path: Path) -> None:
    put(tmp_path, "notes.txt", "no image")
    ran = inbox(tmp_path, DICOM_REDACT=str(tmp_path / "no-such-command"))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "DICOM_REDACT" in ran.stderr
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["notes.txt"]


def test_the_units_run_the_script_in_the_folders_of_the_page() -> None:
    unit = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(ON_PREMISES / "dicom-redactor.service")
    script, base = unit["Service"]["ExecStart"].split()
    assert (ON_PREMISES / Path(script).name).stat().st_mode & 0o111
    assert unit["Service"]["ReadWritePaths"] == base
    page = docs("on-premises.md")
    assert f"{script} {base}\n" in page
    assert f"infra/on-premises/{Path(script).name} {Path(script).parent}/\n" in page
    command, workers = unit["Service"]["Environment"].split()
    environment = Path(command.partition("=")[2]).parents[1]
    assert f"python3 -m venv {environment}\n" in page
    assert f"{command} {workers} {script}" in page
    assert unit["Service"]["EnvironmentFile"].lstrip("-") in page
    assert f"--home-dir {base} " in page
    timer = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    timer.read(ON_PREMISES / "dicom-redactor.timer")
    assert timer["Timer"]["OnUnitInactiveSec"] == "5min"
