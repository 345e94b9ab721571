"""Compile the templates, and compare what each way of deploying makes with what is kept in infra/snapshots.

`make check-infra` calls it, `make snapshots` with --write. It needs the Bicep compiler, and no network. Whatever the
compiler says is a failure: a wrong property is only a warning to it.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
SNAPSHOTS = HERE / "snapshots"
DIGEST = SNAPSHOTS / "templates.sha256"

# Where a compiler may be, the first one wins: what is asked for, beside the checkout, on PATH, where az keeps its own.
PLACES = "../../shared/tools/bicep", "bicep", "~/.azure/bin/bicep"

# Names and ids that stand for those of a subscription.
PLACE = {"AZURE_ENV_NAME": "scans", "AZURE_LOCATION": "westeurope"}
SUBSCRIPTION = "--subscription-id 00000000-0000-0000-0000-000000000001 --tenant-id 00000000-0000-0000-0000-000000000002"
DEPLOYMENT = [*SUBSCRIPTION.split(), "--location", "westeurope", "--deployment-name", "scans"]


def compiler() -> str | None:
    """The compiler's path, or None where there is none."""
    asked = os.environ.get("BICEP")
    if asked:
        return shutil.which(asked)
    places = (shutil.which(str(HERE / Path(each).expanduser()) if "/" in each else each) for each in PLACES)
    return next((each for each in places if each), None)


def sources() -> list[Path]:
    """All files that the compiler reads."""
    return sorted(path for path in HERE.rglob("*") if path.suffix in (".bicep", ".bicepparam"))


def digest() -> str:
    """Of all templates and ways: by it a test knows without a compiler whether the snapshots are of these."""
    content = hashlib.sha256()
    for path in [*sources(), *sorted(SNAPSHOTS.glob("*.env"))]:
        content.update(f"{path.relative_to(HERE).as_posix()}\n".encode() + path.read_bytes())
    return content.hexdigest()


def variables(way: Path) -> dict[str, str]:
    """What an operator sets for one way of deploying: lines of NAME=VALUE."""
    lines = way.read_text(encoding="utf-8").splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def failures(bicep: str, folder: Path, *, write: bool) -> Iterator[str]:
    """What is wrong with the templates, of which `folder` is a copy that the compiler may write to."""
    said = "".join(_run(bicep, "lint", folder / name) for name in ("main.bicep", "main.bicepparam", "service.bicep"))
    if said:
        # Each file is told of by all that use it.
        yield from dict.fromkeys(said.replace(f"{folder}/", "infra/").splitlines(keepends=True))
        return
    for path in sources():
        copy = folder / path.relative_to(HERE)
        _run(bicep, "format", copy)
        if copy.read_bytes() != path.read_bytes():
            yield f"infra/{path.relative_to(HERE)} is not formatted as `bicep format` does.\n"
    for way in sorted(SNAPSHOTS.glob("*.env")):
        yield from _compare(bicep, folder, way, write=write)
    if write:
        DIGEST.write_text(f"{digest()}\n", encoding="ascii")
    elif not DIGEST.exists() or DIGEST.read_text(encoding="ascii").strip() != digest():
        yield "infra/snapshots/templates.sha256 is not that of the templates.\n"


def _compare(bicep: str, folder: Path, way: Path, *, write: bool) -> Iterator[str]:
    made = folder / "main.snapshot.json"
    made.unlink(missing_ok=True)
    said = _run(bicep, "snapshot", folder / "main.bicepparam", "--mode", "overwrite", *DEPLOYMENT, **variables(way))
    if said or not made.exists():
        yield f"{way.stem}: {said}"
        return
    found = json.loads(made.read_text(encoding="utf-8"))
    if found["diagnostics"]:
        yield f"{way.stem}: {found['diagnostics']}\n"
    now = json.dumps(found["predictedResources"], indent=1, ensure_ascii=False) + "\n"
    path = way.with_suffix(".json")
    if write:
        path.write_text(now, encoding="utf-8")
        return
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = difflib.unified_diff(kept.splitlines(True), now.splitlines(True), "kept", "now")
    if difference := "".join(lines):
        yield f"infra/snapshots/{path.name} differs from what the templates make:\n{difference}"


def _run(bicep: str, command: str, path: Path, *options: str, **values: str) -> str:
    """What the compiler says; nothing, if all is well."""
    # No variable of this shell is to change what is deployed.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("APP_", "REDACT_"))}
    for name in ("INGEST", "INPUT_CONTAINER", "OUTPUT_CONTAINER", "INPUT_QUEUE", "ON_SUCCESS"):
        kept.pop(name, None)
    result = subprocess.run(  # noqa: S603  # the compiler is what the caller chose
        [bicep, command, path, *options],
        env=kept | PLACE | values,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    said = result.stdout + result.stderr
    return said if said.strip() or result.returncode == 0 else f"bicep {command} ended with {result.returncode}.\n"


def main() -> int:
    """Check or write, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep what the templates make now")
    parser.add_argument("--find", action="store_true", help="only say where the compiler is; exit status 1: nowhere")
    asked = parser.parse_args()
    bicep = compiler()
    if asked.find:
        print(bicep or "no Bicep compiler")
        return int(bicep is None)
    if bicep is None:
        print("No Bicep compiler: put bicep on PATH, `az bicep install`, or name it with BICEP=…", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "infra"
        shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("*.json", "*.env", "__pycache__"))
        shutil.copy(HERE / "bicepconfig.json", folder)
        found = list(failures(bicep, folder, write=asked.write))
    sys.stderr.writelines(found)
    ways = len(list(SNAPSHOTS.glob("*.env")))
    print(f"{len(sources())} templates, {ways} ways of deploying: {'wrong, see above' if found else 'as kept'}.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
