"""What a run does, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.chaos.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of what.

    Attributes
    ----------
    seed
        Of all that is chosen by chance.
    files
        How many files, a tenth of them of each kind. A third get messages that end before anybody reads them.
    workers
        How many files are worked at at a time.
    events
        What share of the files that `dicom-redact enqueue` has sent is told of by events as well, twice each.
    overwritten
        What share of those is overwritten meanwhile.
    limit_s
        How long it may take in all, seconds. A replica of the real triggers that is killed keeps its message for ten
        minutes.
    """

    seed: int
    files: int = 3000
    workers: int = 4
    events: float = 0.1
    overwritten: float = 0.05
    limit_s: float = 1500.0


@dataclass
class Outcome:
    """What was done, how long parts of it took (seconds), and whether all is answered."""

    verdict: Verdict
    done: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    deliveries: dict[str, int] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether each input has one whole answer to its present version."""
        return self.verdict.good
