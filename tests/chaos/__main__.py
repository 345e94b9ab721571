"""`make chaos SEED=7 INGEST=queue`: kills workers and stops the storage under load, and tells what became of all files.

Exit status 0: each input has its pair or its refusal, whole and its own; 1: something is lost, doubled, mixed,
or left behind. It ends within ten minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import get_args

from redact_function.settings import Ingest
from tests.chaos.corpus import KINDS
from tests.chaos.storm import Outcome, Plan, Storm

STATUSES = ("redacted", "clean", "refused", "gave-up")


def table(outcome: Outcome) -> str:
    """What was done, a line for each kind, and what is wrong."""
    counts = outcome.verdict.statuses
    lines = [
        ", ".join(f"{number} {what}" for what, number in sorted(outcome.done.items())) + f"; {outcome.seconds:.0f} s",
        f"{'kind':10}" + "".join(f"{status:>10}" for status in STATUSES),
        *(f"{kind.name:10}" + "".join(f"{counts[kind.name, status]:10}" for status in STATUSES) for kind in KINDS),
    ]
    verdict = outcome.verdict
    for what in ("lost", "mixed", "doubled", "wrong"):
        names = getattr(verdict, what)
        lines.append(f"{what:10}{len(names):10}  {', '.join(names[:5])}")
    lines.append(f"temporary files left: {len(outcome.temporary_files_left)}, programs left: {outcome.programs_left}")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Run the storm of a seed."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--files", type=int, default=Plan(0).files)
    parser.add_argument("--ingest", choices=get_args(Ingest), default=Plan(0).ingest, help="what brings the files")
    parsed = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        outcome = Storm(Plan(parsed.seed, parsed.files, ingest=parsed.ingest), Path(folder)).run()
        print(table(outcome))
        if not outcome.good:
            print((Path(folder) / "host.log").read_text(encoding="utf-8", errors="replace")[-4000:], file=sys.stderr)
    return 0 if outcome.good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
