"""What libraries say of a file inside a call goes nowhere; what others say in the same process goes its way."""

from __future__ import annotations

import ast
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path

import pydicom
import pytest
from pydicom import DataElement
from pydicom import misc as warner
from pydicom.misc import warn_and_log

from dicom_text_redactor import silence
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.errors import Damaged
from dicom_text_redactor.silence import LIBRARIES, quietly
from dicom_text_redactor.workers import Workers

LOGGERS = ("", "pydicom", "pydicom.pixels.decoders.base", "presidio-analyzer", "spacy")


def state() -> object:
    """All that `quietly` could leave changed."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    known = [(each.level, each.propagate, each.disabled, list(each.handlers), list(each.filters)) for each in loggers]
    shown = list(warnings.filters), id(warnings.filters), warnings.showwarning, vars(warner)["warnings"]
    return known, logging.Logger.handle, shown


def in_thread(work: Callable[[], object]) -> None:
    """Do it in another thread, and fail if it does."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()
    if failed:
        raise failed[0]


def warn_of_a_date() -> None:
    DataElement(0x00100030, "DA", "DOE^JANE")  # a date of birth that is none, and that the warning repeats


def test_pydicom_warns_of_values_and_repeats_them() -> None:
    with pytest.warns(UserWarning, match=r"DOE\^JANE"):
        warn_of_a_date()


def test_no_warning_and_no_line_of_the_log_comes_out_of_a_call(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        with quietly():
            warn_of_a_date()
            for name in LIBRARIES:
                logging.getLogger(name).critical("DOE")
                logging.getLogger(f"{name}.part").critical("DOE")
    assert [str(each.message) for each in shown] == []
    assert caplog.messages == []


def test_a_host_that_makes_errors_of_warnings_gets_none_of_ours() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with quietly():
            warn_of_a_date()
        with pytest.raises(UserWarning, match="DOE"):
            warn_of_a_date()


def test_another_thread_warns_and_logs_as_ever_in_the_meantime(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    def another() -> None:
        warn_of_a_date()
        warnings.warn("of another thread", stacklevel=1)
        logging.getLogger("pydicom").warning("a line of another thread")

    with warnings.catch_warnings(record=True) as before:
        warnings.simplefilter("always")
        another()
    logged = list(caplog.messages)
    caplog.clear()
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        with quietly():
            in_thread(another)
            warn_of_a_date()
    assert len(shown) == 2
    assert [(str(each.message), each.category, each.filename, each.lineno) for each in shown] == [
        (str(each.message), each.category, each.filename, each.lineno) for each in before
    ]
    assert caplog.messages == logged
    assert "a line of another thread" in logged


def test_a_call_leaves_filters_and_loggers_as_they_were() -> None:
    before = state()
    with quietly(), quietly():
        assert state() != before
    assert state() == before
    with pytest.raises(Damaged), refusing("It cannot be read."):
        raise ValueError("DOE")
    assert state() == before


def test_calls_that_overlap_in_two_threads_leave_all_as_it_was() -> None:
    before = state()
    inside, done = threading.Event(), threading.Event()

    def long() -> None:
        with quietly():
            inside.set()
            assert done.wait(60)
            warn_of_a_date()

    thread = threading.Thread(target=long)
    with quietly():
        thread.start()
        assert inside.wait(60)
    with pytest.warns(UserWarning, match="DOE"):
        warn_of_a_date()
    done.set()
    thread.join(60)
    assert state() == before


def test_a_host_that_leaves_a_block_of_its_own_filters_meanwhile_hears_nothing() -> None:
    """As `warnings.catch_warnings` puts back all filters, those of a library in another thread would be gone."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        hosts = warnings.catch_warnings()
        hosts.__enter__()
        warnings.simplefilter("ignore")
        with quietly():
            in_thread(lambda: hosts.__exit__(None, None, None))
            assert warnings.filters[0][0] == "error"
            warn_of_a_date()
        assert warnings.filters[0][0] == "error"


def test_a_filter_that_another_thread_adds_meanwhile_stays() -> None:
    with warnings.catch_warnings():
        with quietly():
            in_thread(lambda: warnings.filterwarnings("ignore", message="mine"))
        assert "mine" in str(warnings.filters[0][1])


def test_a_method_that_somebody_else_gives_the_loggers_meanwhile_stays(caplog: pytest.LogCaptureFixture) -> None:
    """As a library does that watches what is logged."""
    real, seen = logging.Logger.handle, []
    try:
        with quietly():
            ours = logging.Logger.handle

            def watching(logger: logging.Logger, record: logging.LogRecord) -> None:
                seen.append(record.getMessage())
                ours(logger, record)

            logging.Logger.handle = watching  # type: ignore[assignment, method-assign]
        assert logging.Logger.handle is watching
        with quietly():
            logging.getLogger("pydicom").error("DOE")
        logging.getLogger("pydicom").error("after the call")
        assert seen == caplog.messages == ["after the call"]
    finally:
        logging.Logger.handle = real  # type: ignore[method-assign]


def test_who_works_for_a_call_is_quiet_too() -> None:
    with Workers(1) as workers:
        with quietly():
            workers.submit(warn_of_a_date).result()
            list(workers.map(lambda _: warn_of_a_date(), range(2)))
        with pytest.warns(UserWarning, match="DOE"):
            workers.submit(warn_of_a_date).result()


def test_a_process_that_is_forked_while_another_thread_is_inside_a_call_begins_anew() -> None:
    program = """
import os, threading, warnings
from pydicom import misc
from dicom_text_redactor.silence import quietly
inside, done = threading.Event(), threading.Event()
def long():
    with quietly():
        inside.set()
        done.wait(60)
thread = threading.Thread(target=long)
thread.start()
inside.wait(60)
child = os.fork()
if child == 0:
    with quietly():
        misc.warn_and_log("DOE")
    os._exit(0 if misc.warnings is warnings else 1)
done.set()
thread.join()
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) or misc.warnings is not warnings)
"""
    # Python warns of every fork of a process with threads; in one of its own nothing else can go wrong.
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, timeout=120, check=True)
    assert ran.stderr == b""


def test_all_that_pydicom_warns_and_logs_goes_through_what_is_kept_quiet() -> None:
    """Else a newer pydicom could speak another way."""
    folder = Path(pydicom.__file__).parent
    warning, loggers = set(), set()
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        module = ".".join(("pydicom", *path.relative_to(folder).with_suffix("").parts)).removesuffix(".__init__")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("warnings."):
                warning.add((module, ast.unparse(node.func)))
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("getLogger"):
                loggers.add(ast.unparse(node.args[0]).strip("'\""))
            assert not (isinstance(node, ast.ImportFrom) and node.module == "warnings"), module
    assert warning == {(warn_and_log.__module__, "warnings.warn")}
    assert warn_and_log.__module__ == silence._WARNER
    assert {name for name in loggers if name != "__name__" and not name.startswith("pydicom")} == set()
