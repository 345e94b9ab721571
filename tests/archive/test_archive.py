"""A small archive; `make archive` takes 3,000 files."""

from __future__ import annotations

from pathlib import Path

from tests.archive.__main__ import table
from tests.archive.plan import Plan
from tests.archive.run import Run


def test_each_file_is_answered_once_although_messages_expire_come_twice_and_workers_die(tmp_path: Path) -> None:
    plan = Plan(seed=1, files=60, workers=2, events=0.3, overwritten=0.1, limit_s=240)
    outcome = Run(plan, tmp_path, real=False).go()
    assert outcome.good, table(outcome) + (tmp_path / "workers.log").read_text(errors="replace")[-4000:]
    assert sum(outcome.verdict.statuses.values()) == plan.files
    assert outcome.done["messages that expired"] == outcome.done["files put into the queue again"] == 20
    assert (outcome.done["files enqueued"], outcome.done["worker killed"]) == (40, 2)
