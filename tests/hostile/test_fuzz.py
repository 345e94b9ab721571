"""Damaged files end in a result or in a refusal, and in nothing else. `make fuzz` tries many more."""

from __future__ import annotations

from collections import Counter

import pytest

from dicom_text_redactor.errors import RedactionError
from tests.hostile import watching
from tests.hostile.bases import SECRETS, bases
from tests.hostile.mutations import BLIND, STRUCTURED, mutant
from tests.hostile.trial import Outcome
from tests.hostile.watching import Worker, fuzz

SEED, COUNT = 20, 300
DATA = [base.data for base in bases()]


def codes() -> set[str]:
    return {error.code for error in RedactionError.__subclasses__()}


def test_mutants_end_in_a_result_or_a_refusal_and_none_is_a_finding() -> None:
    tried = list(fuzz(SEED, range(COUNT), workers=2))
    assert [f"{SEED}/{one.number}: {one.outcome.wrong}" for one in tried if one.outcome.wrong] == []
    assert sorted(one.number for one in tried) == list(range(COUNT))
    statuses = Counter(one.outcome.status for one in tried)
    assert set(statuses) <= codes() | {"redacted", "clean"}
    assert statuses["redacted"] > COUNT // 10
    assert statuses["damaged"] > COUNT // 10


def test_a_mutant_is_made_again_from_its_number() -> None:
    assert [mutant(DATA, 3, number) for number in range(50)] == [mutant(DATA, 3, number) for number in range(50)]
    assert mutant(DATA, 3, 1) != mutant(DATA, 4, 1)


def test_every_way_to_damage_a_file_is_used_and_changes_it() -> None:
    made = [mutant(DATA, 5, number) for number in range(1500)]
    used = {name for _, done, _ in made for name in done.split("+")}
    assert used == {mutation.__name__ for mutation in (*BLIND, *STRUCTURED)}
    assert sum(data != DATA[base] for base, _, data in made) > 1350


def test_the_made_files_hold_the_secrets_that_nobody_may_say() -> None:
    assert all(secret.encode() in DATA[0] for secret in SECRETS)


def test_a_worker_that_dies_or_hangs_is_a_finding_and_not_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(SEED)
    try:
        assert worker.try_one(1).wrong == ""
        assert worker._process is not None
        worker._process.kill()
        assert worker.try_one(2) == Outcome("crash", 0.0, 0.0, "the process ended: SIGKILL")
        monkeypatch.setattr(watching, "_PATIENCE_S", 0.0)
        assert worker.try_one(3).status == "hang"
    finally:
        worker.close()
