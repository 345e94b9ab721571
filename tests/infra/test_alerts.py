"""Every alert's query is run on made log tables: lines that the program writes, at times that matter.

The evaluator is duckdb-kql, which translates KQL to SQL. It knows the operators used here; Azure has not been asked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from infra import check
from redact_function.backlog import Backlog
from redact_function.outcomes import Outcome
from tests.infra.kusto import run
from tests.infra.snapshots import ROOT, WITH_APP, way
from tests.test_readme import table

HOUR, DAY = 3600, 86400
QUIET = Backlog(0, 0.0)
MINUTES = {"PT30M": 30, "PT1H": 60, "P1D": 1440}

Line = str | tuple[float, str]
Write = Callable[[Outcome | Backlog], str]


@pytest.fixture
def write(caplog: pytest.LogCaptureFixture) -> Write:
    """The line that the program writes of an outcome or of a look."""

    def line(told: Outcome | Backlog) -> str:
        with caplog.at_level(logging.INFO, logger="redact_function"):
            told.log() if isinstance(told, Backlog) else told.log("a.dcm", 0.5)
        return caplog.messages[-1]

    return line


def fired(lines: Iterable[Line], name: str = "queue") -> set[str]:
    """The alerts that such a log sets off, each looking back as far as its window."""
    rules = {
        each["name"].removeprefix("redact-scans-"): each["properties"] for each in way(name).all("scheduledQueryRules")
    }
    given = list(lines)
    return {alert for alert, rule in rules.items() if run(way(name).queries[alert], given, MINUTES[rule["windowSize"]])}


def test_a_service_that_works_sets_off_nothing(write: Write) -> None:
    files = [write(Outcome("redacted", boxes=3)), write(Outcome("clean")), write(Outcome("skipped"))]
    assert fired([*files, write(Outcome("superseded")), write(QUIET)]) == set()


def test_a_dead_service_is_told_of_though_it_says_nothing() -> None:
    assert fired([]) == {"silent"}


@pytest.mark.parametrize(("minutes", "alerts"), [(61.0, {"silent"}), (59.0, set())])
def test_an_hour_without_a_line_is_an_alarm(minutes: float, alerts: set[str], write: Write) -> None:
    assert fired([(minutes, write(QUIET))]) == alerts


def test_lines_of_files_do_not_stand_in_for_the_line_that_a_living_service_writes(write: Write) -> None:
    assert fired([write(Outcome("redacted"))]) == {"silent"}


@pytest.mark.parametrize(("oldest", "alerts"), [(HOUR, set()), (HOUR + 1, {"unanswered"}), (9 * DAY, {"unanswered"})])
def test_a_file_that_waits_too_long_is_told_of(oldest: float, alerts: set[str], write: Write) -> None:
    assert fired([write(replace(QUIET, waiting=3, oldest_seconds=oldest))]) == alerts


def test_what_a_look_that_did_not_come_to_its_end_has_seen_is_told_of(write: Write) -> None:
    cut = write(replace(QUIET, waiting=3, oldest_seconds=2 * HOUR, complete=False))
    assert fired([(30, cut), (15, write(QUIET))]) == {"unanswered"}


def test_a_container_too_large_for_one_look_is_no_alarm_by_itself(write: Write) -> None:
    cut = write(Backlog(202_500, 600.0, complete=False))
    assert fired([(45, cut), (30, cut), (15, write(Backlog(202_500, 600.0)))]) == set()
    assert fired([(1400, write(QUIET)), (15, cut)]) == set()


def test_a_day_in_which_no_look_comes_to_its_end_is_told_of(write: Write) -> None:
    cut = write(Backlog(202_500, 600.0, complete=False))
    assert fired([(1441, write(QUIET)), (600, cut), (15, cut)]) == {"uncounted"}


@pytest.mark.parametrize(("age", "alerts"), [(HOUR, set()), (HOUR + 1, {"queue-age"}), (6 * DAY, {"queue-age"})])
def test_a_message_that_waits_too_long_is_told_of(age: float, alerts: set[str], write: Write) -> None:
    assert fired([write(replace(QUIET, messages=12, message_seconds=age))]) == alerts


def test_the_queue_of_now_counts_and_not_that_of_an_hour_ago(write: Write) -> None:
    long, short = (write(replace(QUIET, messages=many, message_seconds=age)) for many, age in ((200_000, DAY), (3, 5)))
    assert fired([(45, long), (15, short)]) == set()
    assert fired([(45, short), (15, long)]) == {"queue-age", "queue-length"}


@pytest.mark.parametrize(("messages", "alerts"), [(100_000, set()), (100_001, {"queue-length"})])
def test_a_queue_that_is_too_long_is_told_of(messages: int, alerts: set[str], write: Write) -> None:
    assert fired([write(replace(QUIET, messages=messages))]) == alerts


def test_a_message_that_was_lost_and_put_back_is_told_of(write: Write) -> None:
    assert fired([write(replace(QUIET, requeued=1))]) == {"requeued"}


@pytest.mark.parametrize(("refused", "alerts"), [(5, set()), (6, {"refused"})])
def test_the_rate_of_refusals_counts(refused: int, alerts: set[str], write: Write) -> None:
    files = [write(Outcome("redacted"))] * (100 - refused) + [write(Outcome("refused", "not-dicom"))] * refused
    assert fired([*files, *[write(Outcome("skipped"))] * 100, write(QUIET)]) == alerts


def test_in_a_small_inbox_one_refusal_is_told_of(write: Write) -> None:
    assert fired([write(Outcome("redacted")), write(Outcome("refused", "not-dicom")), write(QUIET)]) == {"refused"}


def test_one_file_that_was_given_up_among_thousands_is_told_of(write: Write) -> None:
    files = [write(Outcome("redacted"))] * 2000
    assert fired([*files, write(Outcome("refused", "gave-up")), write(QUIET)]) == {"gave-up"}


@pytest.mark.parametrize(
    ("failed", "good", "alerts"), [(5, 0, set()), (6, 0, {"failed"}), (6, 114, set()), (6, 113, {"failed"})]
)
def test_many_failed_tries_are_told_of_and_a_few_among_many_are_not(
    failed: int, good: int, alerts: set[str], write: Write
) -> None:
    files = [write(Outcome("failed", "storage"))] * failed + [write(Outcome("redacted"))] * good
    assert fired([*files, write(QUIET)]) == alerts


def test_what_the_operator_has_set_decides(write: Write) -> None:
    line = write(Backlog(9, 47.0 * HOUR, messages=5_000_000, message_seconds=47.0 * HOUR))
    assert fired([line]) == {"unanswered", "queue-age", "queue-length"}
    assert fired([line], "everything") == set()
    files = [write(Outcome("redacted"))] * 97 + [write(Outcome("refused", "not-dicom"))] * 3
    assert fired([*files, write(QUIET)]) == set()
    assert fired([*files, write(QUIET)], "everything") == {"refused"}


def test_a_name_of_a_file_in_a_line_of_somebody_else_sets_off_nothing(write: Write) -> None:
    assert fired(["Executed blob= status=refused reason=gave-up", write(QUIET)]) == set()


@pytest.mark.parametrize("name", WITH_APP)
def test_the_alerts_are_those_of_the_documentation(name: str) -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    measures = {each["name"].removeprefix("redact-scans-") for each in way(name).all("metricAlerts")}
    assert {row[0].strip("`") for row in table(page, "alert")} == set(way(name).queries) | measures


@pytest.mark.parametrize("name", WITH_APP)
def test_every_alert_is_sent_to_the_operators_if_there_are_any(name: str) -> None:
    groups = [each["id"] for each in way(name).all("actionGroups")]
    assert bool(groups) == ("APP_ALERT_EMAIL" in check.variables(check.SNAPSHOTS / f"{name}.env"))
    for each in way(name).all("scheduledQueryRules"):
        assert each["properties"]["actions"]["actionGroups"] == groups
        assert each["properties"]["enabled"] is True
    for each in way(name).all("metricAlerts"):
        assert [action["actionGroupId"] for action in each["properties"]["actions"]] == groups


def test_memory_is_told_of_before_a_replica_is_killed_for_it() -> None:
    for name, gibibytes in (("queue", 2), ("blob", 4)):
        (rule,) = (each["properties"] for each in way(name).all("metricAlerts") if each["name"].endswith("-memory"))
        limit = rule["criteria"]["allOf"][0]["threshold"]
        assert 0.8 < limit / (gibibytes * 1024**3) < 0.9
