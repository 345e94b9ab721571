"""Write the trained finder as the file that the program ships: python -m training.finder.export"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import onnx
import torch

from dicom_text_redactor.text.network import FILE
from training.finder.learn import STATE
from training.finder.net import Net, Told


def main(arguments: list[str] | None = None) -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(prog="python -m training.finder.export", description=__doc__)
    parser.add_argument("--state", type=Path, default=STATE)
    parser.add_argument("--out", type=Path, default=FILE)
    chosen = parser.parse_args(arguments)
    net = Net()
    net.load_state_dict(torch.load(chosen.state, weights_only=True)["steady"])
    export(net, chosen.out)
    return 0


def export(net: Net, path: Path) -> None:
    """The network for pictures of any size whose sides are multiples of 32."""
    told = Told(net).eval()
    # The other exporter writes rows and columns that it has seen into the file.
    torch.onnx.export(
        told,
        (torch.zeros(1, 3, 64, 96),),
        path,
        input_names=["planes"],
        output_names=["maps"],
        dynamic_axes={"planes": {2: "rows", 3: "columns"}, "maps": {2: "down", 3: "across"}},
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(path)
    del model.graph.value_info[:]
    model.producer_name, model.producer_version, model.doc_string = "training.finder", "", "See docs/finder.md."
    for node in model.graph.node:
        node.doc_string = ""
    onnx.save(model, path)


if __name__ == "__main__":
    sys.exit(main())
