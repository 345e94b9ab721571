"""A short storm; `make chaos` runs the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from redact_function.settings import Ingest
from tests.chaos.__main__ import table
from tests.chaos.storm import Plan, Storm


@pytest.mark.parametrize("ingest", ["blob", "queue"])
def test_no_file_is_lost_doubled_or_mixed_when_workers_die_and_the_storage_stops(
    tmp_path: Path, ingest: Ingest
) -> None:
    plan = Plan(seed=1, files=14, kills=3, host_kills=1, outages=1, limit_s=240, ingest=ingest)
    outcome = Storm(plan, tmp_path).run()
    assert outcome.good, table(outcome) + (tmp_path / "host.log").read_text(errors="replace")[-4000:]
    assert sum(outcome.verdict.statuses.values()) == plan.files
    assert outcome.done["workers killed"] + outcome.done["hosts killed"] + outcome.done["storage stopped"] >= 4
