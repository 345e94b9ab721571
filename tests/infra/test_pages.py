"""What the page about deploying says can be typed: files and parameters exist, and what is untried says so."""

from __future__ import annotations

import re

import pytest

from tests.infra.snapshots import DEPLOY, INFRA, ROOT, templates, way

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MARK = re.compile(r"\*\*(Tried here|Not tried here|Needs a subscription)\b|\*\*Needs a subscription:\*\*")


def blocks() -> list[tuple[str, str]]:
    """Each block of commands, with the section's text before it."""
    found = []
    for section in re.split(r"(?m)^## ", DEPLOY):
        parts = re.split(r"```sh\n(.*?)```", section, flags=re.DOTALL)
        # In one line, so that a mark may be broken where a line is full.
        found += [(" ".join("".join(parts[:index:2]).split()), parts[index]) for index in range(1, len(parts), 2)]
    return found


def commands(program: str) -> list[str]:
    return [line for _, block in blocks() for line in block.splitlines() if program in line]


def test_every_block_of_commands_says_whether_it_was_tried() -> None:
    assert len(blocks()) > 5
    assert [block for before, block in blocks() if not MARK.search(before)] == []


def test_what_needs_a_subscription_is_never_said_to_be_tried() -> None:
    for before, block in blocks():
        if re.search(r"(?m)^(az|azd) |\$\(az ", block):
            assert MARK.findall(before)[-1] in ("Needs a subscription", ""), block


def test_every_file_that_a_command_names_is_there() -> None:
    named = {each for _, block in blocks() for each in re.findall(r"\binfra/[\w./-]+", block)}
    assert named
    assert [each for each in named if not (ROOT / each).exists()] == []


@pytest.mark.parametrize("line", commands("az deployment"))
def test_every_deployment_gets_parameters_of_its_template(line: str) -> None:
    given = line.split("--parameters ")[1]
    if given != "infra/main.bicepparam":
        path = re.search(r"--template-file (\S+)", line)
        assert path is not None
        declared = re.findall(r"(?m)^param (\w+)", (ROOT / path[1]).read_text(encoding="utf-8"))
        assert set(re.findall(r"(?:^| )(\w+)=", given)) <= set(declared)
        options = re.findall(r'"(\w+)":', given)
        assert all(f"  {option}: " in templates()["modules/types.bicep"] for option in options)


def test_what_is_set_with_azd_or_exported_is_read_by_the_parameters() -> None:
    text = templates()["main.bicepparam"]
    lines = "\n".join(block for _, block in blocks())
    names = set(re.findall(r"azd env set (\w+)", lines)) | set(re.findall(r"(?:export|(?<=export) \S+) (\w+)=", lines))
    assert {"INGEST", "APP_IMAGE"} <= names
    assert all(f"readEnvironmentVariable('{name}'" in text for name in names)


def test_the_names_in_the_commands_are_those_that_the_templates_make() -> None:
    environment = re.search(r"azd env new (\w+)", DEPLOY)
    assert environment is not None
    assert environment[1] == "scans"
    (group,) = way("queue").all("resourceGroups")
    assert f"--resource-group {group['name']} " in DEPLOY


def test_every_target_of_make_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    for page in (DEPLOY, CONTRIBUTING):
        named = set(re.findall(r"(?m)(?:^ {4}|^|`)make ([a-z-]+)", page))
        assert named
        assert named <= targets


def test_every_file_that_contributing_names_is_there() -> None:
    named = set(re.findall(r"`((?:tests|shared)/[\w./-]+)`", CONTRIBUTING))
    assert len(named) > 4
    assert [each for each in named if not (ROOT / each).exists()] == []


def test_the_page_links_every_folder_of_the_templates() -> None:
    linked = set(re.findall(r"\]\(\.\./infra/([\w./-]+)\)", DEPLOY))
    assert {path.split("/")[0] for path in templates()} <= linked
    assert (INFRA / "snapshots").is_dir()
