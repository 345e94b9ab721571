"""The network: a pyramid of small convolutions, its levels added up at stride 4. 210,000 weights."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate

OUTPUTS = 6
"""Writing, border, code, drawn, cosine and sine of twice the angle."""

_WIDTHS = (40, 72, 112, 144)  # channels at stride 4, 8, 16, 32
_DEPTHS = (2, 3, 3, 2)  # blocks at each
_JOINED = 64  # channels in which the levels are added up


class Net(nn.Module):
    """From planes, shape (n, 3, rows, columns), to outputs before their sigmoids, shape (n, 6, rows / 4, columns / 4).

    Rows and columns are multiples of 32.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(_dense(3, 24), _dense(24, _WIDTHS[0]))
        self.levels = nn.ModuleList(
            nn.Sequential(*([_apart(before, width, 2)] if before else []), *(_Block(width) for _ in range(depth)))
            for before, width, depth in zip((0, *_WIDTHS), _WIDTHS, _DEPTHS, strict=False)
        )
        self.sides = nn.ModuleList(nn.Conv2d(width, _JOINED, 1) for width in _WIDTHS)
        self.head = nn.Sequential(_apart(_JOINED, _JOINED), _apart(_JOINED, _JOINED), nn.Conv2d(_JOINED, OUTPUTS, 1))

    def forward(self, planes: Tensor) -> Tensor:
        """The outputs."""
        seen = self.stem(planes)
        levels = []
        for level in self.levels:
            seen = level(seen)
            levels.append(seen)
        joined: Tensor | None = None
        for side, level in zip(reversed(self.sides), reversed(levels), strict=True):
            here = side(level)
            joined = here if joined is None else here + interpolate(joined, scale_factor=2.0, mode="nearest")
        outputs: Tensor = self.head(joined)
        return outputs


class Told(nn.Module):
    """The network as it is shipped: probabilities for the first four outputs, the angle's two as they are."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, planes: Tensor) -> Tensor:
        """Shape (n, 6, rows / 4, columns / 4)."""
        outputs = self.net(planes)
        return torch.cat([outputs[:, :4].sigmoid(), outputs[:, 4:]], dim=1)


class _Block(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1, groups=width, bias=False), nn.BatchNorm2d(width),
            nn.Conv2d(width, width, 1, bias=False), nn.BatchNorm2d(width),
        )  # fmt: skip

    def forward(self, seen: Tensor) -> Tensor:
        return torch.relu(seen + self.inner(seen))


def _dense(before: int, width: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(before, width, 3, 2, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(True))


def _apart(before: int, width: int, step: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, before, 3, step, 1, groups=before, bias=False), nn.BatchNorm2d(before), nn.ReLU(True),
        nn.Conv2d(before, width, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(True),
    )  # fmt: skip
