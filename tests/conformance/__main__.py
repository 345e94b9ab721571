"""Redact every file below some folders and tell what came out: python -m tests.conformance FOLDER…"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.settings import RedactionSettings
from tests.conformance import checking, validators


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 if nothing is wrong, 1 if something is, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("sources", nargs="+", type=Path, metavar="FOLDER", help="a folder or a file")
    parser.add_argument("--seconds", type=float, default=120.0, help="time for one file (default: %(default)s)")
    parser.add_argument("--policy", default="cautious", help="REDACT_POLICY (default: %(default)s)")
    parser.add_argument("--uids", default="keep", help="REDACT_UIDS (default: %(default)s)")
    asked = parser.parse_args(arguments)
    absent = validators.missing() + [str(source) for source in asked.sources if not source.exists()]
    if absent:
        parser.error(f"not found: {', '.join(absent)}")
    settings = RedactionSettings(timeout_s=asked.seconds, policy=asked.policy, uids=asked.uids)
    return run(Redactor(settings), asked.sources)


def run(redactor: Redactor, sources: Sequence[Path]) -> int:
    """Check every file, print a line for each, and the totals."""
    totals: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for path in _files(sources):
            finding = checking.check(redactor, path, Path(folder) / "output.dcm")
            if finding.wrong:
                print(f"WRONG     {path}")
                for what in finding.wrong:
                    print(f"          {what}")
                totals["wrong"] += 1
            elif finding.status == "refused":
                print(f"refused   {path}  ({finding.code})")
                refused[finding.code] += 1
            else:
                print(f"{finding.status:9s} {path}")
                totals["handled"] += 1
            sys.stdout.flush()
    reasons = ", ".join(f"{code} {count}" for code, count in sorted(refused.items()))
    print(f"{totals['handled']} handled, {refused.total()} refused ({reasons or 'none'}), {totals['wrong']} wrong")
    return 1 if totals["wrong"] else 0


def _files(sources: Sequence[Path]) -> Iterator[Path]:
    for source in sources:
        yield from [source] if source.is_file() else sorted(path for path in source.rglob("*") if path.is_file())


if __name__ == "__main__":
    sys.exit(main())
