"""Train the reader: python -m training.reader.learn --seed 1 --minutes 90

The state is saved every few minutes, and a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import ctc_loss
from torch.utils.data import DataLoader

from training.reader.net import Net
from training.reader.series import Batch, Series

STATE = Path(__file__).with_name(".state.pt")
"""What a run that was stopped goes on from; ignored by git."""
WEIGHTS = Path(__file__).with_name("weights.pt")
"""The weights of the last run that ended, from which a longer one may begin."""

_RATE = 4e-3
_LEAST = 0.01  # of the rate, at the end
_SAVED = 120  # seconds between two savings
_STEADY = 0.998  # of the running mean of the weights, kept at each step
_WARM = 4000  # lines until the rate is reached
_UNSETTLED = 12000  # lines until the running mean begins


def main(arguments: list[str] | None = None) -> int:
    """Train, and save the state."""
    parser = argparse.ArgumentParser(prog="python -m training.reader.learn", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=90, help="of training in all, earlier runs included")
    parser.add_argument("--rate", type=float, default=_RATE, help="of learning, at most")
    parser.add_argument("--workers", type=int, default=1, help="processes that draw")
    parser.add_argument("--threads", type=int, default=1, help="for the network")
    parser.add_argument("--state", type=Path, default=STATE)
    parser.add_argument("--warm", type=Path, help="a file of weights that are the first ones")
    parser.add_argument("--fresh", action="store_true", help="forget an earlier state")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(chosen.seed)
    if chosen.fresh:
        chosen.state.unlink(missing_ok=True)
    Training(chosen).run()
    return 0


class Training:
    """A run: network, optimizer, the running mean of the weights, and how far it is."""

    def __init__(self, chosen: argparse.Namespace) -> None:
        self._chosen = chosen
        self.net = Net().to(memory_format=torch.channels_last)
        self.steady = torch.optim.swa_utils.AveragedModel(
            self.net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(_STEADY), use_buffers=True
        )
        self.optimizer = torch.optim.AdamW(self.net.parameters(), _RATE, weight_decay=1e-3)
        self.seconds, self.lines, self.number, self.loss = 0.0, 0, 0, 0.0
        if chosen.state.exists():
            self._load(torch.load(chosen.state, weights_only=True))
        elif chosen.warm:
            self.net.load_state_dict(torch.load(chosen.warm, weights_only=True))
            self.steady.module.load_state_dict(self.net.state_dict())

    def run(self) -> None:
        """Learn until the minutes are over."""
        total, saved, told = self._chosen.minutes * 60, self.seconds, self.lines
        start = time.monotonic() - self.seconds
        batches = self._batches()
        while (elapsed := time.monotonic() - start) < total:
            cooled = _LEAST + (1 - _LEAST) * 0.5 * (1 + math.cos(math.pi * elapsed / total))
            for group in self.optimizer.param_groups:
                group["lr"] = self._chosen.rate * min(1.0, 0.05 + self.lines / _WARM) * cooled
            self._step(*next(batches))
            self.seconds = time.monotonic() - start
            if self.seconds - saved > _SAVED:
                self.save()
                saved = self.seconds
            if self.lines - told >= 2000:
                told = self.lines
                print(f"{self.lines} lines, {self.seconds:.0f} s, loss {self.loss:.3f}", file=sys.stderr, flush=True)
        self.save()

    def save(self) -> None:
        """Write the state, so that a stopped run loses little."""
        state = {
            "net": self.net.state_dict(),
            "steady": self.steady.module.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "count": self.steady.n_averaged,
            "seconds": self.seconds,
            "lines": self.lines,
            "number": self.number,
            "loss": self.loss,
        }
        part = self._chosen.state.with_suffix(".part")
        torch.save(state, part)
        part.replace(self._chosen.state)

    def _load(self, state: dict[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self.steady.module.load_state_dict(state["steady"])
        self.steady.n_averaged = state["count"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.seconds, self.lines, self.number = state["seconds"], state["lines"], state["number"]
        self.loss = state["loss"]

    def _batches(self) -> Iterator[Batch]:
        series = Series(self._chosen.seed, self.number)
        return iter(DataLoader(series, batch_size=None, num_workers=self._chosen.workers, prefetch_factor=6))

    def _step(self, lines: Tensor, classes: Tensor, counts: Tensor, steps: Tensor, number: int) -> None:
        scores = self.net(lines.to(memory_format=torch.channels_last))
        loss = loss_of(scores, classes, counts, steps)
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimizer.step()
        # Early weights count for little in the mean.
        if self.lines < _UNSETTLED:
            self.steady.module.load_state_dict(self.net.state_dict())
        else:
            self.steady.update_parameters(self.net)
        self.lines += len(lines)
        self.number = number
        value = float(loss.detach())
        self.loss = value if not self.loss else 0.98 * self.loss + 0.02 * value


def loss_of(scores: Tensor, classes: Tensor, counts: Tensor, steps: Tensor) -> Tensor:
    """How unlikely the texts are: of a character in the mean, since long lines hold more of them."""
    chances = scores.permute(2, 0, 1).log_softmax(2)
    each = ctc_loss(chances, classes, steps, counts, reduction="none", zero_infinity=True)
    return each.sum() / (counts.sum() + len(counts))


if __name__ == "__main__":
    sys.exit(main())
