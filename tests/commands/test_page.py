"""docs/command.md: its transcript, tables and scripts are those of the program."""

from __future__ import annotations

import re
import signal
import subprocess
from pathlib import Path

import pytest
import yaml

from dicom_text_redactor import interruption
from dicom_text_redactor.batch import STATUSES, Result, Shard
from dicom_text_redactor.batch.single import _SKIPPED
from dicom_text_redactor.commands.csv_summary import COLUMNS
from dicom_text_redactor.commands.output import line, total
from tests.test_readme import coded, table

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "command.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_statuses_of_the_page_are_all_there_are() -> None:
    assert [coded(row[0]) for row in table(PAGE, "status")] == [[status] for status in STATUSES]


def test_the_columns_of_the_page_are_those_of_the_table() -> None:
    assert [coded(row[0]) for row in table(PAGE, "column")] == [[column] for column in COLUMNS]


def test_the_transcript_is_one_that_the_program_could_have_printed() -> None:
    (transcript,) = blocks("text")
    runs = re.split(r"(?m)^\$ .*\n", transcript)[1:]
    for run in (runs[0], runs[2]):
        results = [_result(each) for each in run.splitlines() if each.startswith(tuple(_spelled()))]
        assert total(results) in run.splitlines()
        for result in results:
            assert line(result) in run.splitlines()
    assert interruption._STOPPING.decode().strip() in runs[0]
    assert runs[1] == f"{128 + signal.SIGINT}\n"


def _spelled() -> dict[str, str]:
    return {f"{status.replace('-', ' '):13} ": status for status in STATUSES}


def _result(printed: str) -> Result:
    """The result that a line tells of."""
    spelled, status = next(each for each in _spelled().items() if printed.startswith(each[0]))
    path, _, said = printed.removeprefix(spelled).partition(": ")
    if status == "skipped":
        assert said in [message for _, message in _SKIPPED.values()]
        return Result(Path(path), "skipped", message=said)
    if status == "refused":
        code, _, reason = said.partition(": ")
        return Result(Path(path), "refused", code=code, message=reason)
    boxes = re.search(r"(\d+) box", said)
    removed = re.search(r"removed ([^;]+)", said)
    return Result(
        Path(path),
        status,  # type: ignore[arg-type]
        int(boxes[1]) if boxes else 0,
        float(said.split("; ")[-1].removesuffix(" s")),
        removed=tuple(removed[1].split(", ")) if removed else (),
    )


@pytest.fixture
def program(tmp_path: Path) -> dict[str, str]:
    """An environment in which the command says what share it was asked for."""
    stub = tmp_path / "dicom-redact"
    stub.write_text('#!/bin/sh\nwhile [ "$1" != --shard ]; do shift; done\necho "$2"\nexit 1\n', encoding="utf-8")
    stub.chmod(0o755)
    return {"PATH": f"{tmp_path}:/usr/bin:/bin"}


def shares(script: str, environments: list[dict[str, str]]) -> tuple[list[str], set[int]]:
    ran = [
        subprocess.run(["sh", "-c", script], env=each, capture_output=True, text=True, check=False)
        for each in environments
    ]
    return [each.stdout.strip() for each in ran], {each.returncode for each in ran}


ALL = [f"{index}/8" for index in range(1, 9)]


def test_the_array_of_slurm_takes_each_share_once(program: dict[str, str]) -> None:
    (script,) = (block for block in blocks("sh") if "#SBATCH" in block)
    found = re.search(r"--array=(\d+)-(\d+)", script)
    assert found is not None
    ids = range(int(found[1]), int(found[2]) + 1)
    assert shares(script, [program | {"SLURM_ARRAY_TASK_ID": str(index)} for index in ids]) == (ALL, {1})


def test_the_job_of_kubernetes_takes_each_share_once_and_a_refused_file_does_not_start_it_again(
    program: dict[str, str],
) -> None:
    job, _ = yaml.safe_load_all((ROOT / "infra" / "kubernetes" / "folder.yaml").read_text(encoding="utf-8"))
    (container,) = job["spec"]["template"]["spec"]["containers"]
    *shell, script = container["command"]
    assert shell == ["sh", "-c"]
    environments = [program | {"JOB_COMPLETION_INDEX": str(index)} for index in range(job["spec"]["completions"])]
    assert shares(script, environments) == (ALL, {0})
    assert (job["kind"], job["spec"]["completionMode"]) == ("Job", "Indexed")


def test_parallel_is_given_each_share_once() -> None:
    (script,) = (block for block in blocks("sh") if "parallel" in block)
    found = re.match(r"seq (\d+) \| parallel .* --shard (\{\}/\d+) ", script)
    assert found is not None
    assert [found[2].format(index) for index in range(1, int(found[1]) + 1)] == ALL


def test_the_shares_of_the_page_can_be_parsed() -> None:
    named = re.findall(r"--shard (\d+/\d+)", PAGE)
    assert named
    for each in [*named, *ALL]:
        assert f"{Shard.parse(each).index}/{Shard.parse(each).count}" == each
