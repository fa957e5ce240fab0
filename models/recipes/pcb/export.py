"""Writes a checkpoint as ONNX in the Ultralytics detect contract.

Input `images` float32 [batch, 3, 640, 640], RGB, 0..1. Output `output0` [batch, 4 + classes, anchors]: centre x,
centre y, width, height in input px, then one sigmoided score per class. The network itself is our own; only the
names, shapes and metadata follow the contract, so that every tool that reads such files reads this one.
"""

from __future__ import annotations

import argparse
import os
from datetime import datetime, timezone
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from boards import LABELS
from network import STRIDE_PX, DefectDetector, cell_centres

IMAGE_SIDE_PX = 640
OPSET = 17
VERSION = "1.0.0"


def fold_batch_norm(network: nn.Module) -> None:
    """Merges every batch norm into the convolution before it, in place."""
    for module in list(network.modules()):
        if isinstance(module, nn.Sequential):
            for index in range(len(module) - 1):
                if isinstance(module[index], nn.Conv2d) and isinstance(module[index + 1], nn.BatchNorm2d):
                    module[index] = nn.utils.fuse_conv_bn_eval(module[index], module[index + 1])
                    module[index + 1] = nn.Identity()


def spread_over_rgb(network: DefectDetector) -> None:
    """Makes the first convolution read RGB: the mean of the three channels takes the place of grey."""
    grey = network.stem[0][0]
    rgb = nn.Conv2d(3, grey.out_channels, grey.kernel_size, grey.stride, grey.padding)
    rgb.weight.data = grey.weight.data.repeat(1, 3, 1, 1) / 3
    rgb.bias.data = grey.bias.data
    network.stem[0][0] = rgb


class Contract(nn.Module):
    """Turns what the network says of each cell into the one output tensor of the contract."""

    def __init__(self, network: DefectDetector):
        super().__init__()
        self.network = network
        self.register_buffer("points", cell_centres(IMAGE_SIDE_PX, IMAGE_SIDE_PX))

    def forward(self, images: Tensor) -> Tensor:
        logits, sides_px = self.network.maps(images)
        before, after = sides_px[:, :2], sides_px[:, 2:]
        return torch.cat([self.points + (after - before) / 2, before + after, logits.sigmoid()], 1)


def metadata() -> dict[str, str]:
    """Values are Python literals, as the contract has them."""
    return {
        "description": "Sightline PCB defect detector trained on DeepPCB",
        "author": "Sightline",
        "date": datetime.now(timezone.utc).isoformat(),
        "version": VERSION,
        "license": "Apache-2.0",
        "stride": "32",
        "task": "detect",
        "batch": "1",
        "imgsz": str([IMAGE_SIDE_PX, IMAGE_SIDE_PX]),
        "names": str(dict(enumerate(LABELS))),
        "args": str({"batch": 1, "dynamic": True, "simplify": False, "opset": OPSET, "nms": False}),
        "channels": "3",
        "end2end": "False",
    }


def export(network: DefectDetector, target: Path) -> None:
    network.eval()
    fold_batch_norm(network)
    spread_over_rgb(network)
    partial = target.with_suffix(".partial")
    torch.onnx.export(
        Contract(network).eval(), torch.zeros(1, 3, IMAGE_SIDE_PX, IMAGE_SIDE_PX), str(partial), opset_version=OPSET,
        input_names=["images"], output_names=["output0"], dynamo=False,
        dynamic_axes={"images": {0: "batch"}, "output0": {0: "batch"}},
    )
    model = onnx.load(partial)
    anchors = (IMAGE_SIDE_PX // STRIDE_PX) ** 2
    for dimension, size in zip(model.graph.output[0].type.tensor_type.shape.dim[1:], (4 + len(LABELS), anchors)):
        dimension.dim_value = size  # the exporter leaves made-up names here
    for key, value in metadata().items():
        model.metadata_props.add(key=key, value=value)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, partial)
    os.replace(partial, target)  # readers never see half a file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, help="leave out to export an untrained network")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.manual_seed(0)
    network = DefectDetector(len(LABELS))
    if options.checkpoint:
        network.load_state_dict(torch.load(options.checkpoint, map_location="cpu")["ema"])
    export(network, options.out)
    print(f"{options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
