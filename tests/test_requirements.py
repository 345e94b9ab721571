"""What is asked for stands in pyproject.toml with reasons; what is installed is compiled from it, with hashes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LISTS = {  # what each compiled list is made of
    "requirements.txt": ("azure",),
    "requirements-dev.txt": ("azure", "dev"),
}
COMPILED = list(LISTS)
OLDEST, NEWEST = "3.11", "3.13"


def lines(name: str) -> list[str]:
    """The lines that ask for something."""
    every = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in every if line and not line.startswith("#")]


def asked(extras: Iterable[str]) -> list[Requirement]:
    """What the package asks for with these extras."""
    every = [*PROJECT["dependencies"], *(line for extra in extras for line in PROJECT["optional-dependencies"][extra])]
    return [Requirement(line) for line in every]


def installed(name: str) -> dict[Requirement, set[str]]:
    """What a compiled file installs, with the hashes of the files that may be taken."""
    found: dict[Requirement, set[str]] = {}
    for entry in re.split(r"\n(?=\S)", "\n".join(lines(name))):
        pin, *rest = entry.split(" \\\n")
        found[Requirement(pin)] = set(re.findall(r"--hash=(sha256:[0-9a-f]{64})\b", "\n".join(rest)))
    return found


def applies(requirement: Requirement, python: str) -> bool:
    """Whether the requirement is installed on Linux with that Python."""
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": "linux",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    return requirement.marker is None or requirement.marker.evaluate(environment)


def test_everything_that_is_asked_for_has_a_range_and_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"(?ms)^(?:dependencies|azure|dev) = \[\n(.*?)^\]", text)
    assert len(lists) == 1 + len(PROJECT["optional-dependencies"])
    form = r' {4}"[a-z0-9-]+(\[[a-z-]+\])?[=>]=[\w.,<=]+(; python_version [<>]=? \'3\.\d+\')?", +# \S.{5,}'
    lines = [line for each in lists for line in each.splitlines() if not line.startswith("    # ")]
    assert [line for line in lines if not re.fullmatch(form, line)] == []


def test_the_benchmarks_own_requirements_have_one_exact_version_each() -> None:
    form = r"[a-z0-9-]+==[\w.]+( *# .*)?"
    assert [line for line in lines("benchmarks/peer-requirements.txt") if not re.fullmatch(form, line)] == []


@pytest.mark.parametrize("name", COMPILED)
def test_everything_that_is_installed_has_hashes(name: str) -> None:
    assert len(installed(name)) > 40
    assert [str(pin) for pin, hashes in installed(name).items() if not hashes] == []


@pytest.mark.parametrize("name", COMPILED)
@pytest.mark.parametrize("python", [OLDEST, "3.12", NEWEST])
def test_each_python_gets_one_version_of_each_package(name: str, python: str) -> None:
    names = [canonicalize_name(pin.name) for pin in installed(name) if applies(pin, python)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"==[^,*]+", str(pin.specifier)) for pin in installed(name))


@pytest.mark.parametrize("name", COMPILED)
@pytest.mark.parametrize("python", [OLDEST, NEWEST])
def test_what_is_installed_is_what_is_asked_for(name: str, python: str) -> None:
    pins = {canonicalize_name(pin.name): pin.specifier for pin in installed(name) if applies(pin, python)}
    for requirement in asked(LISTS[name]):
        if applies(requirement, python):
            version = str(pins[canonicalize_name(requirement.name)]).removeprefix("==")
            assert requirement.specifier.contains(version), requirement.name


def test_developers_have_the_versions_that_are_deployed() -> None:
    deployed, developers = ({pin.name: str(pin.specifier) for pin in installed(name)} for name in COMPILED)
    assert {name: each for name, each in developers.items() if deployed.get(name, each) != each} == {}


@pytest.mark.parametrize("name", ["pyproject.toml", *COMPILED])
def test_no_list_names_a_place_to_fetch_from(name: str) -> None:
    assert re.findall(r"https?://|--index-url|--extra-index|--find-links|file:", (ROOT / name).read_text()) == []
