"""Threads that work for a call: what they do counts as done inside it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Workers(ThreadPoolExecutor):
    """A pool of threads, each piece of whose work has the context variables of whoever gave it.

    So what is kept quiet (`silence`), and what is remembered for one file (`memory`), is so there as well.
    """

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Let a thread call `fn`; `map` does it by this as well."""
        return super().submit(partial(copy_context().run, fn, *args, **kwargs))
