"""Arithmetic on what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_SLACK_S = 0.02
_SLACK = 0.02  # shares of the total that may lie between the stages of a report: what Python does there


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share (0 to 1) of `values` lies, between two of them if need be.

    Raises
    ------
    ValueError
        There are no values.
    """
    if not values:
        raise ValueError("There is nothing to take a quantile of.")
    some = sorted(values)
    place = share * (len(some) - 1)
    low = int(place)
    high = min(low + 1, len(some) - 1)
    return some[low] + (place - low) * (some[high] - some[low])


def median(values: Sequence[float]) -> float:
    """The value in the middle."""
    return quantile(values, 0.5)


def unaccounted(stages: Mapping[str, float]) -> float:
    """Seconds of a report's total that none of its stages counts."""
    return stages["total"] - sum(seconds for name, seconds in stages.items() if name != "total")


def adds_up(stages: Mapping[str, float]) -> bool:
    """Whether the stages of a report make its total, but for 2 % and 0.02 s."""
    return abs(unaccounted(stages)) <= _SLACK_S + _SLACK * stages["total"]
