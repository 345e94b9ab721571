"""Work among threads: what is done by one, what by all, and that the results come in the order of the items."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from dicom_text_redactor.text.sharing import as_they_come, share_out, threads


@pytest.fixture(autouse=True)
def _two_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "2")


def test_results_come_in_the_order_of_the_items() -> None:
    assert share_out([3, 1, 2, 5, 4], lambda item: item * 10, cost=float) == [30, 10, 20, 50, 40]


def test_nothing_to_do_is_done_at_once() -> None:
    assert share_out([], float, cost=float, by_all=float) == []


def test_what_costs_more_than_its_share_is_made_by_all_threads_and_the_rest_by_one_each() -> None:
    made = share_out([2, 90, 3, 2], lambda item: ("one", item), cost=float, by_all=lambda item: ("all", item))
    assert made == [("one", 2), ("all", 90), ("one", 3), ("one", 2)]


def test_two_pieces_that_are_alike_are_made_side_by_side() -> None:
    meeting = threading.Barrier(2, timeout=30)
    assert sorted(share_out([5, 5], lambda _: meeting.wait(), cost=float, by_all=lambda _: -1)) == [0, 1]


def test_what_fails_in_another_thread_fails_here() -> None:
    def refuse(item: int) -> int:
        raise ValueError(item)

    with pytest.raises(ValueError, match="7"):
        share_out([7, 7], refuse, cost=float)


def test_a_forked_process_has_threads_of_its_own() -> None:
    program = """
import os
from dicom_text_redactor.text.sharing import share_out
share_out([1, 1], float, cost=float)
child = os.fork()
made = share_out([1, 2], float, cost=float) == [1.0, 2.0]
if child == 0:
    os._exit(0 if made else 1)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) or not made)
"""
    # Python warns of every fork of a process with threads; in one of its own nothing else can go wrong.
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True, timeout=60)


def test_as_many_threads_are_used_as_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert threads() == 3
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert threads() == len(os.sched_getaffinity(0))


def test_an_item_is_worked_on_while_the_next_one_is_made() -> None:
    begun = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        assert begun.wait(30)
        yield 2

    def work(item: int) -> int:
        begun.set()
        return -item

    assert as_they_come(items(), work) == [-1, -2]
