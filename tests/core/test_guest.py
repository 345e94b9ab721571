"""A guest in somebody's process: four threads redact with one redactor, and nothing else in the process notices."""

from __future__ import annotations

import io
import json
import locale
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydicom import Dataset, dcmread

from dicom_text_redactor import BoxReport, Redactor
from tests.phantoms import BORN, GIVEN, NUMBER, SURNAME, chart

ROOT = Path(__file__).resolve().parents[2]
WORDS = (SURNAME, GIVEN, NUMBER, BORN, SURNAME[:10])


def hostile_to_logs() -> bytes:
    """A file of whose header pydicom warns, with the patient's name as its character set and as a UID."""
    file = io.BytesIO()
    uid = "1.2.276.0.7230010"
    dataset = chart(SpecificCharacterSet="ISO_IR 192", FrameOfReferenceUID=uid).dataset
    dataset.save_as(file, enforce_file_format=True)
    data = file.getvalue()
    for old, new in ((b"ISO_IR 192", SURNAME[:10]), (uid.encode(), SURNAME.ljust(len(uid), "\0"))):
        assert data.count(old) == 1
        data = data.replace(old, new.encode())
    return data


def state() -> dict[str, Any]:
    """What belongs to the process, and is nobody's to change."""
    known = [logging.getLogger(), *map(logging.getLogger, ("pydicom", "PIL", "presidio-analyzer", "spacy"))]
    return {
        "filters": list(warnings.filters),
        "the list of filters": id(warnings.filters),
        "showwarning": warnings.showwarning,
        "loggers": [
            (each.level, each.propagate, each.disabled, list(each.handlers), list(each.filters)) for each in known
        ],
        "method": logging.Logger.handle,
        "disabled": logging.root.manager.disable,
        "locale": locale.setlocale(locale.LC_ALL),
        "hooks": (sys.excepthook, threading.excepthook, sys.unraisablehook),
        "pydicom": vars(sys.modules["pydicom.misc"])["warnings"],
    }


class Host(logging.Handler):
    """Keeps all that is logged and warned in the process, as a host may that watches everything."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(self.format(record))

    def show(self, message: Warning | str, category: type[Warning], filename: str, *_: object) -> None:
        self.said.append(f"{category.__name__} {message} {filename}")


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    host = Host()
    root = logging.getLogger()
    level = root.level
    root.addHandler(host)
    root.setLevel(logging.DEBUG)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        monkeypatch.setattr(warnings, "showwarning", host.show)
        yield host
    root.removeHandler(host)
    root.setLevel(level)


@contextmanager
def somebody_else_at_work(warned: list[int]) -> Iterator[None]:
    """A thread that warns and logs, by pydicom too, for as long as this is open; `warned` counts how often."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.01):
            sys.modules["pydicom.misc"].warn_and_log("by somebody else")
            warnings.warn("of somebody else", stacklevel=1)
            logging.getLogger("pydicom").error("a line of somebody else")
            warned.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(60)


def told(report: BoxReport) -> dict[str, Any]:
    return replace(report, seconds={}).to_dict()


def test_four_threads_redact_at_once_as_one_does_and_the_process_stays_as_it_was(
    redactor: Redactor, host: Host
) -> None:
    data = hostile_to_logs()
    datasets: Sequence[Dataset] = [dcmread(io.BytesIO(data)) for _ in range(8)]
    alone = redactor.redact(dcmread(io.BytesIO(data)))
    assert alone.report.hidden
    host.said.clear()  # what pydicom said when the test read the files
    before, warned = state(), list[int]()
    with somebody_else_at_work(warned), ThreadPoolExecutor(4) as threads:
        results = list(threads.map(redactor.redact, datasets))
        output = io.BytesIO()
        streamed = threads.submit(redactor.redact_stream, io.BytesIO(data), output, name="a").result()
    assert state() == before
    assert [told(each.report) for each in results] == [told(alone.report)] * 8
    assert [each.dataset.PixelData == alone.dataset.PixelData for each in results] == [True] * 8
    assert streamed.hidden == alone.report.hidden
    assert [line for line in host.said for word in WORDS if word.casefold() in line.casefold()] == []
    # The other thread has lost none of its own: two warnings, and pydicom logs what it warns of.
    kinds = ("by somebody else", "UserWarning of somebody else", "a line of somebody else")
    counts = [sum(kind in line for line in host.said) for kind in kinds]
    assert counts == [2 * len(warned), len(warned), len(warned)]
    assert len(warned) > 3


def test_the_header_of_that_file_does_make_pydicom_speak(host: Host) -> None:
    dataset = dcmread(io.BytesIO(hostile_to_logs()))
    assert (str(dataset.PatientName), dataset.FrameOfReferenceUID) == (f"{SURNAME}^{GIVEN}", SURNAME)
    assert len([line for line in host.said if SURNAME[:10] in line]) >= 4  # two warnings, each of which it logs


COLD = """
import json, locale, logging, os, sys, warnings
import pydicom

def state():
    names = ("", "pydicom", "PIL", "concurrent.futures")
    loggers = [logging.getLogger(name) for name in names]
    return {
        "filters": [str(each) for each in warnings.filters],
        "loggers": [[each.level, each.propagate, len(each.handlers), len(each.filters)] for each in loggers],
        "locale": locale.setlocale(locale.LC_ALL),
        "hooks": [str(sys.excepthook), str(warnings.showwarning)],
        "disabled": logging.root.manager.disable,
        "environment": {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"},
    }

logging.basicConfig(level=logging.DEBUG)
locale.setlocale(locale.LC_ALL, "")
warnings.simplefilter("always")
import cv2, PIL.Image, onnxruntime
said = [state()]
from dicom_text_redactor import Redactor
redactor = Redactor()
said.append(state())
redactor.redact_file(sys.argv[1], sys.argv[2])
said.append(state())
print(json.dumps(said))
"""


def test_nothing_is_left_changed_when_the_models_are_loaded_either(tmp_path: Path) -> None:
    """The first call imports the language model, whose libraries add warning filters to the process."""
    (tmp_path / "scan").write_bytes(hostile_to_logs())
    command = [sys.executable, "-c", COLD, str(tmp_path / "scan"), str(tmp_path / "out" / "scan")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    before, imported, after = json.loads(ran.stdout)
    assert imported == before
    assert after == before
    assert [word for word in WORDS if word.casefold() in ran.stderr.casefold()] == []
