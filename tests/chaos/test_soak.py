"""A short soak; `make soak` runs the long one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.chaos.soak import Outcome, Sample, run, table


def test_sixty_files_leave_nothing_behind(tmp_path: Path) -> None:
    outcome = run(60, tmp_path)
    assert outcome.complaints() == [], table(outcome)
    assert outcome.samples[-1].files == 60


def test_each_kind_of_growth_is_told() -> None:
    calm = [Sample(20 * number, 500.0, 30, 0, 2) for number in range(1, 10)]
    for what in ("memory_mb", "open_files", "programs", "temporary"):
        growing = [replace(sample, **{what: getattr(sample, what) + sample.files}) for sample in calm]
        (complaint,) = Outcome(growing, 1.0, 0, []).complaints()
        assert complaint.startswith(what)
    assert len(Outcome(calm, 1.0, 3, ["lines-1"]).complaints()) == 2
