"""`make simulation`: five million files through the blob trigger and through the queue, by the day and not by the file.

    python -m benchmarks.archive [--seed N] [--files N] [--processors N] [--per-day N] [--kills N] …

The archive is in the container when it begins, and for ten days new files come on top of it. Files take as long as
`--seconds` says, one in a hundred a hundred times as long. Replicas are killed at random moments, as scaling in does.
What waits, what is cut off and what expires is followed in lots of files, so that it takes seconds. Each
assumption is a figure that was measured; `ASSUMPTIONS` says where.
"""

from __future__ import annotations

import argparse
import heapq
import random
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Mode = Literal["blob, as it was", "blob", "queue"]

DAY_S = 86_400.0
SCAN_PER_S = 17.0
TRIGGER_PER_S = 33.0
ENQUEUE_PER_S = 2000.0
LIFE_S = 7 * DAY_S
COPY_AFTER_S = 5 * DAY_S
MOST_CUTS = {"blob, as it was": 4, "blob": 4, "queue": 8}
REQUESTS = {"blob, as it was": 15 + 8, "blob": 15 + 8, "queue": 15}
NEW_DAYS = 10
LOTS = 40_000

ASSUMPTIONS = f"""\
A replica has two processors and two workers with the blob trigger, which scans from one replica only, and one of each
with the queue. Measured, and where:
* the blob trigger hands over {SCAN_PER_S:g} files a second once there are 2,500 of them, all replicas together; the
  queue trigger {TRIGGER_PER_S:g} a replica, which no file is fast enough for: the storage extension 5.3.10 against
  Azurite;
* its messages live {LIFE_S / DAY_S:g} days: tests/listener/facts.json;
* a file that was cut off is given up after {MOST_CUTS["blob"] + 1} times with the blob trigger (poisonBlobThreshold),
  and after {MOST_CUTS["queue"] + 1} with the queue (redact_function/inbox.py);
* files are dealt to the two workers in turn, busy or not: seen with the listener; what that costs is worked out below;
* {ENQUEUE_PER_S:g} names a second are enqueued: `dicom-redact enqueue` against Azurite;
* a file takes about {REQUESTS["queue"]} requests to the storage, and {REQUESTS["blob"] - REQUESTS["queue"]} more with
  the blob trigger: docs/operations.md, and the log of the listener.
"""


@dataclass(frozen=True, slots=True)
class World:
    """What happens.

    Attributes
    ----------
    files, per_day
        Files that are there at the beginning, and that come on each of the first ten days.
    seconds, slow_share, slow_factor
        Seconds that a file takes on one processor; the share that takes so many times as long.
    processors
        Processors at most, whatever the replicas are.
    kills
        How often a replica is killed or ended by scaling in, each day.
    seed
        Of the random numbers.
    """

    files: int = 5_000_000
    per_day: int = 50_000
    seconds: float = 1.5
    slow_share: float = 0.01
    slow_factor: float = 100.0
    processors: int = 10
    kills: float = 4.0
    seed: int = 1

    @property
    def mean_s(self) -> float:
        """Seconds that a file takes on average."""
        return self.seconds * (1 - self.slow_share + self.slow_share * self.slow_factor)


@dataclass
class Result:
    """What came of it: days until the archive was answered, files lost and given up, and what was used.

    `processor_hours` are those in which a worker had a file, or waited beside one that had; idle replicas do not count.
    """

    mode: Mode
    days: float = 0.0
    lost: int = 0
    gave_up: int = 0
    longest_wait_days: float = 0.0
    processor_hours: float = 0.0
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Lot:
    """Some files: when they were uploaded and enqueued, and when their message ends, seconds from the beginning."""

    number: int
    files: int
    uploaded: float
    enqueued: float
    ends: float


def simulate(world: World, mode: Mode) -> Result:
    """Run one mode to its end.

    Returns
    -------
    Result
        Counts of files, and seconds of processors.
    """
    chance = random.Random(world.seed)  # noqa: S311  # chance here hides nothing
    result = Result(mode)
    share = 1.0 if mode == "queue" else dealt_in_turn(world)
    coming = deque(_arrivals(world, mode))
    archive = world.files // coming[0].files
    waiting, originals, done = deque[Lot](), deque[Lot](), set[int]()
    free = [0.0] * world.processors
    while coming or waiting:
        now = free[0] if waiting else max(free[0], coming[0].enqueued)
        while coming and coming[0].enqueued <= now:
            waiting.append(coming[0])
            originals.append(coming.popleft())
        if mode == "blob":
            _copy(waiting, originals, done, now)
        lot = waiting.popleft()
        if lot.number in done:
            continue
        if now > lot.ends:
            if mode == "blob, as it was":
                result.lost += lot.files
                done.add(lot.number)
            continue
        took, gave_up = _work(world, mode, lot.files, share, chance)
        heapq.heapreplace(free, now + took)
        done.add(lot.number)
        result.gave_up += gave_up
        result.longest_wait_days = max(result.longest_wait_days, (now - lot.uploaded) / DAY_S)
        result.requests += lot.files * REQUESTS[mode]
        result.processor_hours += took / 3600
        if lot.number < archive:
            result.days = max(result.days, (now + took) / DAY_S)
    return result


def _arrivals(world: World, mode: Mode) -> list[Lot]:
    """Lots in the order in which their messages come, at the rate at which they can.

    One replica scans the container, the archive first; events of new files do not wait for the archive.
    """
    size = max(1, world.files // LOTS)
    uploaded = [0.0] * (world.files // size)
    uploaded += [number * size / world.per_day * DAY_S for number in range(round(world.per_day * NEW_DAYS / size))]
    lots, enqueued = [], 0.0
    for number, when in enumerate(uploaded):
        if mode == "queue" and when:
            lots.append(Lot(number, size, when, when, float("inf")))
            continue
        enqueued = max(enqueued + size / (ENQUEUE_PER_S if mode == "queue" else SCAN_PER_S), when)
        ends = float("inf") if mode == "queue" else enqueued + LIFE_S
        lots.append(Lot(number, size, when, enqueued, ends))
    return sorted(lots, key=lambda lot: lot.enqueued)


def _copy(waiting: deque[Lot], originals: deque[Lot], done: set[int], now: float) -> None:
    """What the function `backlog` does: what waits for five days gets a message that never ends."""
    while originals and now - originals[0].uploaded >= COPY_AFTER_S:
        lot = originals.popleft()
        if lot.number not in done:
            waiting.append(replace(lot, ends=float("inf")))


def _work(world: World, mode: Mode, files: int, share: float, chance: random.Random) -> tuple[float, int]:
    """Seconds for the files of a lot, with what is lost by being cut off, and how many were given up for it."""
    took, gave_up = 0.0, 0
    slow = sum(chance.random() < world.slow_share for _ in range(files))
    for number in range(files):
        seconds = world.seconds * (world.slow_factor if number < slow else 1.0) * chance.uniform(0.5, 1.5)
        cuts = 0
        while chance.random() < world.kills * seconds / DAY_S:
            cuts += 1
            took += chance.uniform(0, seconds) / share
            if cuts > MOST_CUTS[mode]:
                gave_up += 1
                break
        else:
            took += seconds / share
    return took, gave_up


def dealt_in_turn(world: World, files: int = 40_000) -> float:
    """Which share of their time two workers work that get files in turn, busy or not, two at a time.

    The host hands over a file as soon as one of two is done, and gives it to the worker whose turn it is.
    """
    chance = random.Random(world.seed)  # noqa: S311  # chance here hides nothing
    free = [0.0, 0.0]
    at_work: list[float] = []
    now = worked = 0.0
    for number in range(files):
        if len(at_work) == 2:
            now = max(now, heapq.heappop(at_work))
        seconds = world.seconds * (world.slow_factor if chance.random() < world.slow_share else 1.0)
        start = max(now, free[number % 2])
        free[number % 2] = start + seconds
        heapq.heappush(at_work, start + seconds)
        worked += seconds
    return worked / (2 * max(free))


def table(world: World, results: Sequence[Result], price: float | None) -> str:
    """The results, a line each."""
    head = (
        f"{world.files:,} files and {world.per_day:,} more a day, {world.seconds:g} s each, {world.slow_share:.0%} of\n"
        f"them {world.slow_factor:g} times as long; {world.processors} processors; a worker is cut off {world.kills:g} "
        "times a day"
    )
    lines = [
        head,
        "",
        f"{'mode':16}{'days':>8}{'longest wait':>14}{'lost':>12}{'gave up':>9}{'processor h':>13}{'requests':>15}",
    ]
    for each in results:
        lines.append(
            f"{each.mode:16}{each.days:8.1f}{each.longest_wait_days:12.1f} d{each.lost:12,}{each.gave_up:9,}"
            f"{each.processor_hours:13,.0f}{each.requests:15,}"
        )
        if price is not None:
            lines[-1] += f"{each.processor_hours * price:12,.0f} for processors"
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Run all modes, and print what came of them."""
    world = World()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description=(__doc__ or "").splitlines()[0])
    for name in ("files", "per_day", "processors", "seed"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=getattr(world, name))
    for name in ("seconds", "slow_share", "slow_factor", "kills"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=getattr(world, name))
    parser.add_argument("--price", type=float, help="of one processor with its memory for an hour, to multiply with")
    given = vars(parser.parse_args(arguments))
    price = given.pop("price")
    world = World(**given)
    modes: tuple[Mode, ...] = ("blob, as it was", "blob", "queue")
    print(ASSUMPTIONS)
    print(f"Two workers that get files in turn work {dealt_in_turn(world):.0%} of their time here.\n")
    print(table(world, [simulate(world, mode) for mode in modes], price))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
