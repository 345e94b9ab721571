"""Small files that ask for much end in the refusal that fits, soon and with little memory, or in a result."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.bombs import BOMBS, LIMIT_S, MOST_MB

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def outcomes() -> Mapping[str, Mapping[str, Any]]:
    """What became of each file, tried in a process that may take a bounded amount of memory."""
    command = [sys.executable, "-m", "tests.hostile.bombs", *BOMBS]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=300)
    outcomes = {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, f"the process ended after {list(outcomes)[-1:]}"
    return outcomes


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_that_asks_for_much_ends_soon_and_with_little_memory(
    name: str, outcomes: Mapping[str, Mapping[str, Any]]
) -> None:
    outcome = outcomes[name]
    assert outcome["status"] == BOMBS[name][0]
    assert outcome["wrong"] == ""
    assert outcome["seconds"] < LIMIT_S
    assert outcome["peak_mb"] < MOST_MB
