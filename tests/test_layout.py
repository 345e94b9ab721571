"""What may know what: the core knows no Azure, and everything that is imported is asked for."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORE = sorted((ROOT / "shared").rglob("*.py"))
SERVICE = [ROOT / "function_app.py", *sorted((ROOT / "redact_function").rglob("*.py"))]
OTHERS = [  # run in environments of their own
    *(ROOT / "benchmarks" / name for name in ("presidio.py", "dental.py")),
    *(
        ROOT / "training" / trained / name
        for trained in ("finder", "reader")
        for name in ("net.py", "series.py", "learn.py", "export.py")
    ),
]
BENCHMARKS = [path for folder in (".", "phantoms") for path in sorted((ROOT / "benchmarks" / folder).glob("*.py"))]
IMAGE = sorted((ROOT / "infra").glob("*.py"))
DEVELOPERS = [
    *sorted((ROOT / "local").glob("*.py")),
    *(path for path in sorted((ROOT / "training").rglob("*.py")) if path not in OTHERS),
    *(path for path in BENCHMARKS if path not in OTHERS),
    *sorted((ROOT / "tests").rglob("*.py")),
]
OURS = {"dicom_text_redactor", "redact_function", "local", "infra", "tests", "benchmarks", "training", "function_app"}

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CORE_ALONE, DEPLOYED, TOOLS = "the core", "the service", "developers"


def imported(path: Path) -> Iterator[str]:
    """The top-level names of all packages that a module imports, in whatever place of it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def asked_for(*extras: str) -> set[str]:
    """The distributions that the package asks for, with these extras."""
    lists = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][extra] for extra in extras)]
    return {normal(re.split(r"[<>=\[]", line)[0]) for each in lists for line in each}


def normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_of_the_core_knows_azure_or_its_callers(path: Path) -> None:
    assert not {"azure", "azurefunctions", "redact_function", "local", "benchmarks", "tests", "training"} & set(
        imported(path)
    )


@pytest.mark.parametrize("path", SERVICE + IMAGE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_deployed_needs_nothing_of_local_or_tests(path: Path) -> None:
    assert not {"local", "benchmarks", "tests", "training"} & set(imported(path))


def modules_of_the_core() -> dict[str, set[str]]:
    """Every module of the core, and those that it imports, in whatever place of it and for whatever purpose."""
    names = {
        ".".join(path.relative_to(ROOT / "shared").with_suffix("").parts).removesuffix(".__init__"): path
        for path in CORE
    }
    found: dict[str, set[str]] = {}
    for name, path in names.items():
        found[name] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found[name] |= {alias.name for alias in node.names if alias.name in names}
            elif isinstance(node, ast.ImportFrom) and node.module in names:
                inside = {f"{node.module}.{alias.name}" for alias in node.names}
                found[name] |= (inside & names.keys()) or {node.module}
    return found


def test_no_modules_of_the_core_import_each_other_in_a_circle() -> None:
    left = modules_of_the_core()
    left["dicom_text_redactor"] = set()  # the public face, which everything in it lies below
    for package in [name for name in left if any(other.startswith(f"{name}.") for other in left)]:
        left[package] = {each for each in left[package] if not each.startswith(f"{package}.")}
    while ends := {name for name, imports in left.items() if not imports & left.keys()}:
        left = {name: imports for name, imports in left.items() if name not in ends}
    assert left == {}


def test_everything_that_is_imported_is_asked_for() -> None:
    distributions = packages_distributions()
    asked = {CORE_ALONE: asked_for(), DEPLOYED: asked_for("azure"), TOOLS: asked_for("azure", "dev")}
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for who, paths in ((CORE_ALONE, CORE), (DEPLOYED, SERVICE + IMAGE), (TOOLS, DEVELOPERS))
        for path in paths
        for name in set(imported(path)) - OURS - set(sys.stdlib_module_names)
        if not {normal(each) for each in distributions.get(name, [])} & asked[who]
    }
    assert missing == set()


@pytest.mark.parametrize("folder", ["local", "tests/review"])
def test_the_lock_file_names_no_address_to_fetch_from(folder: str) -> None:
    assert '"resolved"' not in (ROOT / folder / "package-lock.json").read_text(encoding="utf-8")
