"""Write the trained reader as a file that onnxruntime runs: python -m training.reader.export

Its probabilities are made as sure as it is right: one temperature, chosen on drawn lines that nobody learned from.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import onnx
import torch
from torch import Tensor

from training.reader.learn import STATE, WEIGHTS, loss_of
from training.reader.net import Net, Told
from training.reader.network import FILE, HEIGHT
from training.reader.series import batch_of, line_of

CALIBRATION = 990_001
"""The seed whose lines choose the temperature; nobody trains with it."""

_FIRST = 100_000  # number from which on lines are not the easy ones
_LINES = 1000
_BATCH = 20
_TEMPERATURES = tuple(0.6 + 0.1 * step for step in range(20))


def main(arguments: list[str] | None = None) -> int:
    """Write the file, and tell the temperature."""
    parser = argparse.ArgumentParser(prog="python -m training.reader.export", description=__doc__)
    parser.add_argument("--state", type=Path, default=STATE)
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="where they are kept for a longer training")
    parser.add_argument("--lines", type=int, default=_LINES, help="that choose the temperature")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(1)
    net = Net()
    net.load_state_dict(torch.load(chosen.state, weights_only=True)["steady"])
    torch.save(net.state_dict(), chosen.weights)
    net.eval()
    temperature = calibrated(net, chosen.lines)
    print(f"temperature {temperature:.1f}", file=sys.stderr)
    export(net, temperature, chosen.out)
    return 0


def calibrated(net: Net, count: int) -> float:
    """The temperature at which the texts of so many lines are likeliest."""
    known = (line_of(CALIBRATION, _FIRST + number) for number in range(count))
    lines = sorted((line for line in known if line is not None), key=lambda line: line[0].shape[1])
    said: list[tuple[Tensor, Tensor, Tensor, Tensor]] = []
    for first in range(0, len(lines), _BATCH):
        planes, classes, counts, steps, _ = batch_of(lines[first : first + _BATCH], 0)
        with torch.no_grad():
            said.append((net(planes), classes, counts, steps))
    return min(
        _TEMPERATURES,
        key=lambda each: sum(float(loss_of(scores / each, *rest)) * int(rest[1].sum()) for scores, *rest in said),
    )


def export(net: Net, temperature: float, path: Path) -> None:
    """The network for lines of any length whose columns are a multiple of 4."""
    # The other exporter writes columns that it has seen into the file.
    torch.onnx.export(
        Told(net, temperature).eval(),
        (torch.zeros(1, 1, HEIGHT, 64),),
        path,
        input_names=["line"],
        output_names=["chances"],
        dynamic_axes={"line": {3: "columns"}, "chances": {1: "steps"}},
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(path)
    del model.graph.value_info[:]
    model.producer_name, model.producer_version, model.doc_string = "training.reader", "", "See docs/reader.md."
    for node in model.graph.node:
        node.doc_string = ""
    onnx.save(model, path)


if __name__ == "__main__":
    sys.exit(main())
