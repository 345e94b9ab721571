"""A process that does one file after the other and tells how long each took: both programs are measured by it.

It runs in both environments, so it needs nothing but the standard library.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Work = Callable[[Path, Path], dict[str, Any]]
"""Redacts one file into another, and gives what it wants to tell besides."""


def serve(work: Work) -> None:
    """Answer each line on standard input, ``{"source": …, "target": …}``, with one line on standard output.

    An answer holds ``seconds``, ``processor_s`` (processor time, that of programs which it started included), the
    process's ``peak_mb`` so far, and ``failure``: the name of what was raised, or nothing. What a library prints goes
    to standard error.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        failure, more = "", {}
        start, used = time.perf_counter(), processor_s()
        try:
            more = work(Path(request["source"]), Path(request["target"]))
        except Exception as error:
            failure = type(error).__name__
        answer = {
            "seconds": time.perf_counter() - start,
            "processor_s": processor_s() - used,
            "peak_mb": peak_mb(),
            "failure": failure,
        }
        print(json.dumps(answer | more), file=answers, flush=True)


def processor_s() -> float:
    """Seconds that processors have worked for this process and for its programs that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def peak_mb() -> float:
    """The most memory this process ever had resident, in megabytes (10^6 bytes).

    From the kernel's own count: `getrusage` would give that of the process that started this one, if it was larger.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) * 1024 / 1e6
