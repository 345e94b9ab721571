"""Train the finder: python -m training.finder.learn --seed 1 --minutes 30

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
from torch.nn.functional import binary_cross_entropy_with_logits, max_pool2d
from torch.utils.data import DataLoader

from training.finder.crops import FOREIGN, SIDE
from training.finder.net import Net
from training.finder.series import Example, Series

STATE = Path(__file__).parent / ".state.pt"
"""What a run that was stopped goes on from; ignored by git."""

_BATCH = 12
_RATE = 4e-3
_LEAST = 0.01  # of the rate, at the end
_SAVED = 120  # seconds between two savings
_STEADY = 0.998  # of the running mean of the weights, kept at each step
_PLANES = ((2.0, 1.0, 1.0), (2.0, 0.6, 0.5), (2.0, 0.5, 0.3), (1.5, 0.2, 0.0))
"""For writing, border, code, drawn: what a missed place weighs against a wrong one, and the weights of both losses."""
_ALONE, _UNSURE, _FOREIGN = 6, 7, 8  # planes of the truth
_ANGLE = 1.0
_SLANTED = 4.0  # times more, that a place counts whose line runs at 45 degrees
_LONE = 2.0  # times more, that letters and numbers count that stand alone
_KNOWN = 0.8  # probability from which writing that was said before needs no lesson
_AROUND_MISSED = 5  # places across and down around writing that was missed, of which the truth is learned
_MISSED = 3.0  # times more, that these places count
_FALSE = 12.0  # times more, that a place counts that would be called writing anew


def main(arguments: list[str] | None = None) -> int:
    """Train, and save the state."""
    parser = argparse.ArgumentParser(prog="python -m training.finder.learn", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=30, help="of training in all, earlier runs included")
    parser.add_argument("--rate", type=float, default=_RATE, help="of learning, at most")
    parser.add_argument("--side", type=int, default=SIDE, help="of the crops, a multiple of 32 pixels")
    parser.add_argument("--foreign", type=float, default=FOREIGN, help="share of loose blocks in other scripts")
    parser.add_argument("--workers", type=int, default=1, help="processes that draw")
    parser.add_argument("--threads", type=int, default=1, help="for the network")
    parser.add_argument("--state", type=Path, default=STATE)
    parser.add_argument("--warm", type=Path, help="a state whose weights are the first ones")
    parser.add_argument(
        "--keep", type=Path, help="a state whose answers are to stay, but where it misses other scripts"
    )
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
        self.seconds, self.crops, self.loss = 0.0, 0, 0.0
        self.kept = _steady_of(chosen.keep) if chosen.keep else None
        if self.kept:
            self.net.eval()  # means over a batch would move every answer a little
        if chosen.state.exists():
            self._load(torch.load(chosen.state, weights_only=True))
        elif chosen.warm:
            self.net.load_state_dict(_steady_of(chosen.warm).state_dict())
            self.steady.module.load_state_dict(self.net.state_dict())

    def run(self) -> None:
        """Learn until the minutes are over."""
        total, saved, told = self._chosen.minutes * 60, self.seconds, self.crops
        start = time.monotonic() - self.seconds
        batches = self._batches()
        while (elapsed := time.monotonic() - start) < total:
            share = elapsed / total
            cooled = _LEAST + (1 - _LEAST) * 0.5 * (1 + math.cos(math.pi * share))
            for group in self.optimizer.param_groups:
                group["lr"] = self._chosen.rate * min(1.0, 0.05 + self.crops / 3000) * cooled
            self._step(*next(batches))
            self.seconds = time.monotonic() - start
            if self.seconds - saved > _SAVED:
                self.save()
                saved = self.seconds
            if self.crops - told >= 1200:
                told = self.crops
                print(f"{self.crops} crops, {self.seconds:.0f} s, loss {self.loss:.3f}", file=sys.stderr, flush=True)
        self.save()

    def save(self) -> None:
        """Write the state, so that a stopped run loses little."""
        state = {
            "net": self.net.state_dict(),
            "steady": self.steady.module.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "count": self.steady.n_averaged,
            "seconds": self.seconds,
            "crops": self.crops,
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
        self.seconds, self.crops, self.loss = state["seconds"], state["crops"], state["loss"]

    def _batches(self) -> Iterator[Example]:
        # More than were drawn: none is seen twice.
        series = Series(self._chosen.seed, self.crops, self._chosen.side, self._chosen.foreign)
        return iter(DataLoader(series, batch_size=_BATCH, num_workers=self._chosen.workers, prefetch_factor=4))

    def _step(self, planes: Tensor, truth: Tensor) -> None:
        planes = planes.to(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            outputs = self.net(planes)
            if self.kept:
                with torch.no_grad():
                    before = self.kept(planes)
        outputs, truth = outputs.float(), truth.float()
        loss = kept_loss_of(outputs, truth, before.float()) if self.kept else loss_of(outputs, truth)
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimizer.step()
        # Early weights count for little in the mean.
        if self.crops < 4000:
            self.steady.module.load_state_dict(self.net.state_dict())
        else:
            self.steady.update_parameters(self.net)
        self.crops += len(planes)
        value = float(loss.detach())
        self.loss = value if not self.loss else 0.98 * self.loss + 0.02 * value


def loss_of(outputs: Tensor, truth: Tensor) -> Tensor:
    """How far the outputs are from the truth (0 to 255; 128 is 0 for the angle's two)."""
    total = outputs.new_zeros(())
    sure = 1 - truth[:, _UNSURE] / 255
    for i, (missed, each, overlap) in enumerate(_PLANES):
        said, wanted = outputs[:, i], truth[:, i] / 255 * sure
        weight = sure * (1 + _LONE * truth[:, _ALONE] / 255) if i == 0 else sure
        entropy = binary_cross_entropy_with_logits(said, wanted, weight, pos_weight=said.new_tensor(missed))
        total = total + each * entropy
        if overlap:
            shown = said.sigmoid() * sure
            both, squares = (shown * wanted).sum(), shown.square().sum() + wanted.square().sum()
            total = total + overlap * (1 - (2 * both + 1) / (squares + 1))
    inside = (truth[:, 0] > 100).float()
    wanted = (truth[:, 4:6] - 128) / 127
    off = (outputs[:, 4:] - wanted).square().sum(dim=1)
    # Lines that run neither across nor down are few.
    inside = sure * inside * (1 + _SLANTED * wanted[:, 1].abs())
    return total + _ANGLE * (off * inside).sum() / (inside.sum() + 1)


def kept_loss_of(outputs: Tensor, truth: Tensor, before: Tensor) -> Tensor:
    """How far the outputs are from earlier ones, and from the truth at and around writing that those missed.

    Only writing in scripts other than Latin counts as missed: Latin letters that a trained network misses are those
    that can hardly be told from what is behind them, and learning these makes it see writing everywhere.
    """
    sure = 1 - truth[:, _UNSURE] / 255
    missed = ((truth[:, _FOREIGN] > 200) & (before[:, 0].sigmoid() < _KNOWN)).float() * sure
    missed = max_pool2d(missed, _AROUND_MISSED, 1, _AROUND_MISSED // 2) * sure
    more = (outputs[:, 0].detach().sigmoid() - before[:, 0].sigmoid()).clamp(min=0) * (1 - missed)
    weight = 1 + (_MISSED - 1) * missed + _FALSE * more
    total = outputs.new_zeros(())
    for i, (_, each, _) in enumerate(_PLANES):
        wanted = before[:, i].sigmoid() * (1 - missed) + truth[:, i] / 255 * missed
        total = total + each * binary_cross_entropy_with_logits(outputs[:, i], wanted, weight)
    inside = torch.maximum(before[:, 0].sigmoid(), truth[:, 0] / 255 * missed)
    angles = before[:, 4:] * (1 - missed[:, None]) + (truth[:, 4:6] - 128) / 127 * missed[:, None]
    off = (outputs[:, 4:] - angles).square().sum(dim=1)
    return total + _ANGLE * (off * inside).sum() / (inside.sum() + 1)


def _steady_of(path: Path) -> Net:
    """The network that a state holds, for use."""
    net = Net()
    net.load_state_dict(torch.load(path, weights_only=True)["steady"])
    net.to(memory_format=torch.channels_last).eval()
    return net


if __name__ == "__main__":
    sys.exit(main())
