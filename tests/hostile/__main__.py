"""Send damaged files through the redactor: python -m tests.hostile --seed 1 --count 20000

Every mutant is a number of a seed, so what was found once can be made again: --only NUMBER writes it to a file.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.hostile.bases import bases
from tests.hostile.mutations import mutant
from tests.hostile.watching import fuzz


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 if nothing is wrong, 1 if something is, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="which mutants (default: %(default)s)")
    parser.add_argument("--count", type=int, default=2000, help="how many (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: %(default)s)")
    parser.add_argument("--only", type=int, help="write this one mutant to mutant-SEED-NUMBER and try nothing")
    asked = parser.parse_args(arguments)
    if asked.only is not None:
        base, done, data = mutant([base.data for base in bases()], asked.seed, asked.only)
        path = Path(f"mutant-{asked.seed}-{asked.only}")
        path.write_bytes(data)
        print(f"{path}: {bases()[base].name}, {done}, {len(data)} bytes")
        return 0
    return run(asked.seed, asked.count, asked.workers)


def run(seed: int, count: int, workers: int) -> int:
    """Try the mutants, print each finding and the totals."""
    known = bases()
    statuses: Counter[str] = Counter()
    findings, slowest, peak = 0, (0.0, -1), (0.0, -1)
    started = time.perf_counter()
    for tried in fuzz(seed, range(count), workers):
        outcome = tried.outcome
        statuses[outcome.status] += 1
        slowest = max(slowest, (outcome.seconds, tried.number))
        peak = max(peak, (outcome.peak_mb, tried.number))
        if outcome.wrong:
            findings += 1
            base, done, _ = mutant([base.data for base in known], seed, tried.number)
            print(
                f"FINDING {seed}/{tried.number}  {outcome.status}: {outcome.wrong}  [{known[base].name}, {done}]",
                flush=True,
            )
    refused = {code: number for code, number in statuses.items() if code not in ("redacted", "clean")}
    print(f"seed {seed}: {count} mutants of {len(known)} files in {time.perf_counter() - started:.0f} s")
    print(f"results: redacted {statuses['redacted']}, clean {statuses['clean']}")
    print("refused: " + (", ".join(f"{code} {number}" for code, number in sorted(refused.items())) or "none"))
    print(f"slowest: {slowest[0]:.2f} s (number {slowest[1]}); peak memory: {peak[0]:.0f} MiB (number {peak[1]})")
    print(f"findings: {findings}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
