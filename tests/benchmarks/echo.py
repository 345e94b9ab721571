"""A program to be measured that copies, prints, raises, sleeps or dies, as the file's text says."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.serving import serve

_WORK = "import time\nwhile time.process_time() < 0.4: pass\nprint(flush=True)"


def work(source: Path, target: Path) -> dict[str, Any]:
    order = source.read_text()
    print("this goes nowhere near the answers")
    if order == "raise":
        raise KeyError(order)
    if order == "sleep":
        time.sleep(60)
    if order == "slow":
        time.sleep(0.05)
    if order == "let work":
        subprocess.run([sys.executable, "-c", _WORK], check=True)
    if order == "let work on":
        child = subprocess.Popen([sys.executable, "-c", f"{_WORK}\ntime.sleep(5)"], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
    if order == "fork" and not os.fork():
        time.sleep(1)
        os._exit(0)
    if order == "start":
        subprocess.Popen(["sleep", "5"])
    if order == "die":
        os._exit(3)
    target.write_text(order)
    return {"stages": {"total": 1.0, "find": 1.0}}


if __name__ == "__main__":
    serve(work)
