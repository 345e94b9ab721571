from __future__ import annotations

import pytest

from benchmarks import figures


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([3.0], 0.9, 3.0),
        ([1.0, 2.0, 3.0], 0.5, 2.0),
        ([4.0, 1.0, 3.0, 2.0], 0.5, 2.5),
        ([0.0, 10.0], 0.9, 9.0),
        ([5.0, 1.0, 3.0], 0.0, 1.0),
        ([5.0, 1.0, 3.0], 1.0, 5.0),
    ],
)
def test_a_quantile_lies_between_the_values_around_it(values: list[float], share: float, expected: float) -> None:
    assert figures.quantile(values, share) == pytest.approx(expected)


def test_nothing_has_no_quantile() -> None:
    with pytest.raises(ValueError, match="nothing"):
        figures.quantile([], 0.5)


@pytest.mark.parametrize(
    ("total", "stages", "right"),
    [
        (1.0, {"find": 0.6, "read": 0.4}, True),
        (1.0, {"find": 0.6, "read": 0.37}, True),
        (1.0, {"find": 0.6, "read": 0.3}, False),
        (1.0, {"find": 0.6, "read": 0.5}, False),
        (100.0, {"find": 98.5}, True),
        (100.0, {"find": 97.0}, False),
    ],
)
def test_stages_make_the_total_but_for_little(total: float, stages: dict[str, float], right: bool) -> None:
    assert figures.adds_up({"total": total, **stages}) is right
