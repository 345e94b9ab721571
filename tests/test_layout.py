"""What may know what: the core knows no Azure, and everything that is imported is pinned with its reason."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORE = sorted((ROOT / "shared").rglob("*.py"))
SERVICE = [ROOT / "function_app.py", *sorted((ROOT / "redact_function").rglob("*.py"))]
PEER = ROOT / "benchmarks" / "theirs.py"  # runs in an environment of its own
BENCHMARKS = [path for folder in (".", "phantoms") for path in sorted((ROOT / "benchmarks" / folder).glob("*.py"))]
IMAGE = sorted((ROOT / "infra").glob("*.py"))
DEVELOPERS = [
    *sorted((ROOT / "local").glob("*.py")),
    *(path for path in BENCHMARKS if path != PEER),
    *sorted((ROOT / "tests").rglob("*.py")),
]
OURS = {"shared", "redact_function", "local", "infra", "tests", "benchmarks", "function_app"}


def imported(path: Path) -> Iterator[str]:
    """The top-level names of all packages that a module imports, in whatever place of it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def pinned(name: str) -> set[str]:
    """The distributions that a list of requirements asks for with a reason beside them."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {
        re.split(r"==|\[", line)[0].strip() for line in lines if re.match(r"[a-z0-9-]+(\[[a-z-]+\])?==.*  # ", line)
    }


def normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_of_the_core_knows_azure_or_its_callers(path: Path) -> None:
    assert not {"azure", "azurefunctions", "redact_function", "local", "benchmarks", "tests"} & set(imported(path))


@pytest.mark.parametrize("path", SERVICE + IMAGE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_deployed_needs_nothing_of_local_or_tests(path: Path) -> None:
    assert not {"local", "benchmarks", "tests"} & set(imported(path))


def test_everything_that_is_imported_is_pinned_with_a_reason() -> None:
    distributions = packages_distributions()
    asked = {True: pinned("requirements.in"), False: pinned("requirements.in") | pinned("requirements-dev.in")}
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for deployed, paths in ((True, CORE + SERVICE + IMAGE), (False, DEVELOPERS))
        for path in paths
        for name in set(imported(path)) - OURS - set(sys.stdlib_module_names)
        if not {normal(each) for each in distributions.get(name, [])} & asked[deployed]
    }
    assert missing == set()


@pytest.mark.parametrize("folder", ["local", "tests/review"])
def test_the_lock_file_names_no_address_to_fetch_from(folder: str) -> None:
    assert '"resolved"' not in (ROOT / folder / "package-lock.json").read_text(encoding="utf-8")
