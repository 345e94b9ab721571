"""`make soak FILES=2000`: many small files through one worker, and whether it grows.

Exit status 0: all files are answered, and memory, open files, temporary files and programs are at the end what
they were after the first files; 1: something grew, or was left behind.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from azure.storage.blob import ContainerClient

from local import azurite, launch
from local.deliveries import Storage
from tests.chaos import processes
from tests.chaos.corpus import KINDS, MAX_BYTES

_BATCH = 20
_MORE_MEMORY_MB = 40.0  # what a heap may vary by; 2,000 files that each left 64 KiB would leave three times as much


@dataclass(frozen=True, slots=True)
class Sample:
    """A worker after so many files: memory, MB (10^6 bytes), open files, programs it runs, temporary files."""

    files: int
    memory_mb: float
    open_files: int
    programs: int
    temporary: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The samples in their order, the seconds in all, files without an answer, and temporary files left at the end."""

    samples: Sequence[Sample]
    seconds: float
    unanswered: int
    left: Sequence[str]

    def complaints(self) -> list[str]:
        """What grew or was left; the first third of the samples is for warming up."""
        third = len(self.samples) // 3
        early, late = self.samples[third : 2 * third], self.samples[-third:]
        found = [f"{self.unanswered} files without an answer"] if self.unanswered else []
        found += [f"left behind: {', '.join(self.left)}"] if self.left else []
        for what, more in (("memory_mb", _MORE_MEMORY_MB), ("open_files", 2), ("programs", 1), ("temporary", 2)):
            before, after = (statistics.median(getattr(sample, what) for sample in part) for part in (early, late))
            if after > before + more:
                found.append(f"{what}: {before:g} became {after:g}")
        return found


def run(files: int, folder: Path) -> Outcome:
    """Bring `files` files of all kinds through a host with one worker that keeps its temporary files in `folder`."""
    scratch = folder / "tmp"
    scratch.mkdir(parents=True)
    started = time.monotonic()
    with azurite.running() as emulator, (folder / "host.log").open("wb") as log:
        storage = Storage.connect(emulator.connection_string)
        inputs, outputs = (storage.blobs.create_container(name) for name in ("input", "output"))
        environment = launch.environment_for(emulator.connection_string, "input", "output")
        ours = {"FUNCTIONS_WORKER_PROCESS_COUNT": "1", "TMPDIR": str(scratch), "REDACT_MAX_BYTES": str(MAX_BYTES)}
        host = processes.start_host(environment | ours | {"ON_SUCCESS": "delete"}, log)
        try:
            samples = list(_drip(files, inputs, outputs, host, scratch))
        finally:
            processes.end(host)
        answered = sum(name.endswith(".boxes.json") for name in outputs.list_blob_names())
    return Outcome(samples, time.monotonic() - started, files - answered, [path.name for path in scratch.iterdir()])


def _drip(
    files: int, inputs: ContainerClient, outputs: ContainerClient, host: subprocess.Popen[bytes], scratch: Path
) -> list[Sample]:
    """Drop files in batches, wait for the answers to each, and look at the worker then."""
    samples = []
    for first in range(0, files, _BATCH):
        numbers = range(first, min(first + _BATCH, files))
        names = [f"{number:05d}.dcm" for number in numbers]
        for number, name in zip(numbers, names, strict=True):
            inputs.upload_blob(name, KINDS[number % len(KINDS)].make(number))
        until = time.monotonic() + 120
        missing = {f"{name}.boxes.json" for name in names}
        while missing and time.monotonic() < until:
            time.sleep(0.2)
            missing -= set(outputs.list_blob_names(name_starts_with=f"{first // 100:03d}"))
        if missing:
            break
        (worker,) = processes.children(host.pid)
        samples.append(_sample(numbers[-1] + 1, worker, scratch))
    return samples


def _sample(files: int, worker: int, scratch: Path) -> Sample:
    status = Path(f"/proc/{worker}/status").read_text(encoding="ascii")
    kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    temporary = 0
    with suppress(OSError):
        temporary = sum(1 for _ in scratch.rglob("*"))
    handles = len(list(Path(f"/proc/{worker}/fd").iterdir()))
    return Sample(files, kilobytes * 1024 / 1e6, handles, len(processes.children(worker)), temporary)


def table(outcome: Outcome) -> str:
    """About ten of the samples, and what there is to complain of."""
    step = max(1, len(outcome.samples) // 10)
    lines = [f"{'files':>8}{'MB':>8}{'handles':>9}{'programs':>10}{'temporary':>11}"]
    for sample in [*outcome.samples[::step], *outcome.samples[-1:]]:
        lines.append(
            f"{sample.files:8}{sample.memory_mb:8.0f}{sample.open_files:9}{sample.programs:10}{sample.temporary:11}"
        )
    return "\n".join([*lines, f"{outcome.seconds:.0f} s", *(outcome.complaints() or ["nothing grew"])])


def main(arguments: list[str]) -> int:
    """Run the soak."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=2000)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        outcome = run(parser.parse_args(arguments).files, Path(folder))
    print(table(outcome))
    return 1 if outcome.complaints() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
