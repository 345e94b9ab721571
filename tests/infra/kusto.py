"""Queries of alerts and pages, run on made log tables: duckdb-kql translates KQL to SQL, and DuckDB runs it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb_kql


def run(query: str, lines: Iterable[str | tuple[float, str]], window_minutes: float | None = None) -> list[Any]:
    """The rows that a query gives on a log of these lines.

    Parameters
    ----------
    query
        In KQL, on the table AppTraces.
    lines
        Messages, the oldest first; a tuple says how many minutes ago one was written, otherwise each is a second
        later than the one before.
    window_minutes
        How far an alert looks back; None: to the beginning.
    """
    now = datetime.now(UTC).replace(tzinfo=None)
    given = list(lines)
    rows = []
    for place, line in enumerate(given):
        ago, message = (timedelta(minutes=line[0]), line[1]) if isinstance(line, tuple) else (None, line)
        when = now - (ago if ago is not None else timedelta(seconds=len(given) - place))
        if window_minutes is None or now - when <= timedelta(minutes=window_minutes):
            rows.append((when, message))
    connection = duckdb_kql.connect()
    try:
        connection.execute("CREATE TABLE AppTraces (TimeGenerated TIMESTAMP, Message VARCHAR)")
        if rows:
            connection.executemany("INSERT INTO AppTraces VALUES (?, ?)", rows)
        return list(duckdb_kql.query(connection, query).fetchall())
    finally:
        connection.close()
