"""`make archive SEED=7`: an archive goes through the queue, workers are killed, messages expire and come twice.

Exit status 0: each file is answered once; 1: something is lost, doubled or mixed; 2: there is no storage listener.

    python -m tests.archive [--seed N] [--files N] [--real]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from local import listener
from tests.archive.plan import Outcome, Plan
from tests.archive.run import Run


def table(outcome: Outcome) -> str:
    """What was done, what came of it, and what is wrong."""
    verdict = outcome.verdict
    lines = [f"{number:6}  {what}" for what, number in outcome.done.items()]
    statuses = {status: 0 for _, status in verdict.statuses}
    for (_, status), number in verdict.statuses.items():
        statuses[status] += number
    lines.append("answers: " + ", ".join(f"{number} {status}" for status, number in sorted(statuses.items())))
    lines.append("deliveries: " + ", ".join(f"{number} {status}" for status, number in outcome.deliveries.items()))
    for what in ("lost", "mixed", "doubled", "wrong"):
        names = getattr(verdict, what)
        lines.append(f"{what}: {len(names)}  {', '.join(names[:5])}".rstrip())
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m tests.archive", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--files", type=int, default=Plan(0).files)
    parser.add_argument("--real", action="store_true", help="with the storage triggers of Microsoft's own code")
    parsed = parser.parse_args(arguments)
    if parsed.real and listener.program() is None:
        print("There is no storage listener: set LISTENER to its path.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="archive-") as folder:
        outcome = Run(Plan(parsed.seed, parsed.files), Path(folder), parsed.real).go()
        print(table(outcome))
        if not outcome.good:
            print((Path(folder) / "workers.log").read_text(encoding="utf-8", errors="replace")[-4000:], file=sys.stderr)
    return 0 if outcome.good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
