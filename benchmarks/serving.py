"""A process that does one file after the other and tells how long each took: both programs are measured by it.

It runs in both environments, so it needs nothing but the standard library.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.processes import families

Work = Callable[[Path, Path], dict[str, Any]]
"""Redacts one file into another, and gives what it wants to tell besides."""


def serve(work: Work) -> None:
    """Answer each line on standard input, ``{"source": …, "target": …}``, with one line on standard output.

    An answer holds ``seconds``, ``processor_s`` (processor time of all threads, and of programs which it started,
    whether they have ended or not), the process's ``peak_mb`` so far, and ``failure``: the name of what was raised, or
    nothing. What a library prints goes to standard error.
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
    """Seconds that processors have worked for this process, for its programs that have ended, and for those that run.

    Of programs that run the kernel tells hundredths of seconds only; of all others it tells more.
    """
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    _, *children = families(os.getpid())
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(map(_worked_s, children))


def _worked_s(pid: int) -> float:
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:  # it has ended meanwhile
        return 0.0
    # Behind the name in brackets; user and system time, its own and that of its children that have ended: proc(5).
    return sum(map(int, told.rpartition(")")[2].split()[11:15])) / os.sysconf("SC_CLK_TCK")


def peak_mb() -> float:
    """The most memory this process ever had resident, in megabytes (10^6 bytes).

    From the kernel's own count: `getrusage` would give that of the process that started this one, if it was larger.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) * 1024 / 1e6
