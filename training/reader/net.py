"""The network: convolutions that give up a line's height step by step, and look far along it at the end."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.reader.network import CLASSES

_WIDTHS = (16, 48, 96, 224)
"""Channels: at a half, a quarter, an eighth of the height, and of the line without height."""
_ALONG = (7, 9, 11, 9)
"""Steps that the last blocks see along the line."""


class Net(nn.Module):
    """From lines, shape (n, 1, 32, columns), to scores of the classes, shape (n, classes, columns / 4).

    Columns are a multiple of 4.
    """

    def __init__(self) -> None:
        super().__init__()
        half, quarter, eighth, flat = _WIDTHS
        self.inner = nn.Sequential(
            *_known(nn.Conv2d(1, half, 3, 2, 1, bias=False)),
            *_known(nn.Conv2d(half, quarter, 3, 2, 1, bias=False)),
            _Block(quarter, (5, 5)), _Block(quarter, (3, 3)),
            *_known(_apart(quarter, eighth, (3, 3), (2, 1), (1, 1))),
            _Block(eighth, (3, 5)), _Block(eighth, (3, 5)),
            *_known(_apart(eighth, flat, (4, 1), (1, 1), (0, 0), 2)),
            *(_Block(flat, (1, steps)) for steps in _ALONG),
        )  # fmt: skip
        self.head = nn.Conv2d(flat, CLASSES, 1)

    def forward(self, lines: Tensor) -> Tensor:
        """The scores."""
        scores: Tensor = self.head(self.inner(lines))
        return scores[:, :, 0]


class Told(nn.Module):
    """The network as it is shipped: probabilities, shape (n, columns / 4, classes), at a temperature."""

    def __init__(self, net: Net, temperature: float) -> None:
        super().__init__()
        self.net = net
        with torch.no_grad():
            for weights in net.head.parameters():
                weights /= temperature

    def forward(self, lines: Tensor) -> Tensor:
        """The probabilities."""
        return torch.softmax(self.net(lines).transpose(1, 2), 2)


class _Block(nn.Module):
    """What is added to what was seen: a look around in each channel, then all channels together."""

    def __init__(self, width: int, kernel: tuple[int, int]) -> None:
        super().__init__()
        around = kernel[0] // 2, kernel[1] // 2
        self.inner = nn.Sequential(_apart(width, width, kernel, (1, 1), around), nn.BatchNorm2d(width))

    def forward(self, seen: Tensor) -> Tensor:
        return torch.relu(seen + self.inner(seen))


def _apart(
    before: int, width: int, kernel: tuple[int, int], step: tuple[int, int], around: tuple[int, int], times: int = 1
) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, times * before, kernel, step, around, groups=before, bias=False),
        nn.Conv2d(times * before, width, 1, bias=False),
    )


def _known(convolution: nn.Conv2d | nn.Sequential) -> tuple[nn.Module, ...]:
    last = convolution[-1] if isinstance(convolution, nn.Sequential) else convolution
    return convolution, nn.BatchNorm2d(last.out_channels), nn.ReLU(True)
