"""What the page about deploying says can be typed: files and parameters exist, and what is untried says so."""

from __future__ import annotations

import re

import pytest

from tests.infra.templates import INFRA, MAIN, SERVICE, Template, module

ROOT = INFRA.parent
DEPLOY = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
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


@pytest.mark.parametrize("line", commands("az deployment"), ids=lambda line: line.split(" --")[0])
def test_every_parameter_of_a_deployment_is_one_of_its_template(line: str) -> None:
    path = re.search(r"--template-file (\S+)", line)
    assert path is not None
    template = Template(ROOT / path[1])
    given = set(re.findall(r" (\w+)=", line.split("--parameters")[1]))
    assert template.required <= given <= set(template.declared("parameters"))


def test_what_is_set_with_azd_is_read_by_the_parameters() -> None:
    parameters = (INFRA / "main.parameters.json").read_text(encoding="utf-8")
    names = {match for _, block in blocks() for match in re.findall(r"azd env set (\w+)", block)}
    assert names
    assert all(f"${{{name}=" in parameters for name in names)


def test_the_names_in_the_commands_are_those_that_the_templates_make() -> None:
    environment = re.search(r"azd env new (\w+)", DEPLOY)
    assert environment is not None
    made = {
        MAIN.declared("parameters")["resourceGroupName"]["default"],
        SERVICE.declared("variables")["appName"]["value"],
        next(params["name"] for name, _, params in SERVICE.modules() if name == "events"),
    }
    said = {name.replace("${environmentName}", environment[1]) for name in made}
    assert all(f" {name} " in DEPLOY or f"={name} " in DEPLOY for name in said)


def test_the_door_of_events_is_that_of_the_function() -> None:
    (line,) = commands("runtime/webhooks/blobs")
    assert "functionName=Host.Functions.redact&code=" in line
    assert module("events").path.relative_to(ROOT).as_posix() in line


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
