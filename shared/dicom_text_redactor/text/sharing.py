"""Sharing out work among the threads that the models may use, so that none waits for the others for long."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TypeVar

from dicom_text_redactor.machine import after_fork, processors
from dicom_text_redactor.workers import Workers

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_SHARES = 1.2  # of the work, one for each thread, from which it is worth its while to split what is one piece


def threads() -> int:
    """How many threads the models may use: OMP_NUM_THREADS, or as many as there are processors for this process."""
    return int(os.environ.get("OMP_NUM_THREADS") or processors())


def share_out(
    items: Sequence[_Item],
    work: Callable[[_Item], _Result],
    *,
    cost: Callable[[_Item], float],
    by_all: Callable[[_Item], _Result] | None = None,
) -> list[_Result]:
    """What `work` makes of each item, in their order: side by side, each by one thread, the costliest first.

    What costs more than a thread's share is made `by_all` threads instead, one after the other, before the rest.
    """
    results: dict[int, _Result] = {}
    costs = [cost(item) for item in items]
    order = sorted(range(len(items)), key=lambda i: -costs[i])
    while order and by_all and costs[order[0]] * threads() > _SHARES * sum(costs[i] for i in order):
        first = order.pop(0)
        results[first] = by_all(items[first])
    if len(order) == 1:
        results[order[0]] = work(items[order[0]])
    elif order:
        results |= zip(order, _workers(threads()).map(lambda i: work(items[i]), order), strict=True)
    return [results[i] for i in range(len(items))]


def as_they_come(items: Iterable[_Item], work: Callable[[_Item], _Result]) -> list[_Result]:
    """What `work` makes of each item, in their order; each is begun while this thread makes the next ones."""
    return list(_workers(threads()).map(work, items))


@cache
def _workers(count: int) -> Workers:
    """The same threads for all files: to start one takes as long as to read a short word."""
    return Workers(count, "models")


after_fork(_workers.cache_clear)  # the threads of the parent are not there
