"""What the benchmarks' commands share: what they say while they run, the last results, the other tool, the options."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.processes import PEER_PYTHON

_LINE = 200  # signs of the longest line of results


def say(line: str) -> None:
    """Tell how far the command has come."""
    print(line, file=sys.stderr, flush=True)


def last(path: Path, command: str) -> dict[str, Any]:
    """The results of the last run.

    Raises
    ------
    SystemExit
        There are none; it says by which command they are made.
    """
    if not path.exists():
        raise SystemExit(f"There are no results yet: run `{command}` first.")
    results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return results


def text_of(value: Any, indent: int = 0) -> str:
    """JSON in which whatever fits into a line has one, so that a file's figures stand in one line."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent <= _LINE or not isinstance(value, dict | list):
        return line
    some = [""] * len(value) if isinstance(value, list) else [f"{json.dumps(key)}: " for key in value]
    values = value if isinstance(value, list) else value.values()
    parts = [f"{' ' * (indent + 1)}{key}{text_of(each, indent + 1)}" for key, each in zip(some, values, strict=True)]
    return f"{line[0]}\n" + ",\n".join(parts) + f"\n{' ' * indent}{line[-1]}"


def peer(python: Path) -> Path | None:
    """The other tool's interpreter, if it is installed; else it is said that it is not."""
    if python.exists():
        return python
    say("presidio-image-redactor is not installed (see benchmarks/README.md), so only our own program is measured.")
    return None


def add_common(parser: argparse.ArgumentParser, results: Path) -> None:
    """The options that all commands know."""
    parser.add_argument(
        "--peer", type=Path, default=PEER_PYTHON, help="the interpreter of the environment of presidio-image-redactor"
    )
    parser.add_argument("--note", default="", help="a sentence about the machine, for the table's heading")
    parser.add_argument("--folder", type=Path, help="where the files are made, instead of the temporary folder")
    parser.add_argument("--results", type=Path, default=results, help="where the figures are kept")
