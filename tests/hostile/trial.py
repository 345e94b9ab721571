"""One mutant through the redactor: what came out, and what is wrong with that."""

from __future__ import annotations

import io
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.errors import RedactionError
from dicom_text_redactor.redactor import Redactor
from tests.hostile.bases import SECRETS

_NAME = "mutant"
_LARGEST = 64 << 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant.

    Attributes
    ----------
    status
        ``redacted``, ``clean`` or the code of a refusal.
    seconds, peak_mb
        What it took: processor time of this process, and its peak memory in MiB.
    wrong
        What must not be, in our words; empty if nothing is wrong.
    """

    status: str
    seconds: float
    peak_mb: float
    wrong: str = ""


def attempt(redactor: Redactor, data: bytes, most_mb: float) -> Outcome:
    """Redact `data`, of which the process may take up to `most_mb` MiB of memory."""
    _forget_the_peak()
    started = time.process_time()
    output = io.BytesIO()
    status, said = "", ""
    wrong: list[str] = []
    try:
        report = redactor.redact_stream(io.BytesIO(data), output, name=_NAME)
        status, said = report.status, report.to_json()
    except RedactionError as error:
        status = error.code
        said = str(error) + redactor.refusal(error, name=_NAME).to_json()
        if error.code == "internal":
            wrong.append(f"internal: {error}")
        if error.__cause__ is not None or not (error.__suppress_context__ or error.__context__ is None):
            wrong.append("the refusal carries its cause")
        if output.getvalue():
            wrong.append("something of a refused file was written")
    except Exception as error:
        status = "escaped"
        wrong.append(f"{type(error).__name__} escaped")
    seconds = time.process_time() - started
    wrong += [
        f"a secret was said ({number})" for number, secret in enumerate(SECRETS) if secret.lower() in said.lower()
    ]
    if status in ("redacted", "clean"):
        wrong += _wrong_with(output.getvalue())
    peak = peak_mb()
    if peak > most_mb:
        wrong.append("more memory than allowed")
    return Outcome(status, seconds, peak, "; ".join(wrong))


def _wrong_with(output: bytes) -> list[str]:
    """A file that was written is one that can be read."""
    try:
        dataset = reading.read(io.BytesIO(output), max_bytes=_LARGEST)
        describe(dataset, max_pixels=2**31)
    except RedactionError as error:
        return [f"the output is refused: {error.code}"]
    return []


def peak_mb() -> float:
    """The process's peak memory since `_forget_the_peak`, MiB (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _forget_the_peak() -> None:
    with suppress(OSError):  # somebody else's kernel may forbid it; then the peak is that of all mutants so far
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
