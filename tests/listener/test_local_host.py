"""The host of `local/` does what was seen of the storage triggers of Microsoft's own code (`make check-listener`)."""

from __future__ import annotations

import json

from tests.listener.__main__ import FACTS, differences
from tests.listener.hosts import HOST_IDS, local_host
from tests.listener.observing import observe


def test_the_local_host_does_what_the_real_triggers_were_seen_to_do() -> None:
    noted = json.loads(FACTS.read_text(encoding="utf-8"))
    assert differences(noted, observe(local_host, HOST_IDS["local"])) == []


def test_a_difference_is_told_with_its_place() -> None:
    assert differences({"a": {"b": 1}, "c": 2}, {"a": {"b": 1}, "c": 2}) == []
    (said,) = differences({"a": {"b": 1}}, {"a": {"b": 2}})
    assert said.splitlines()[0] == "a: b:"
    assert len(differences({"a": 1}, {"b": 1})) == 2
