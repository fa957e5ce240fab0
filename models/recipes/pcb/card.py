"""Writes the model's machine-read card and its SHA-256 beside the model, from the figures of `evaluate.py`."""

from __future__ import annotations

import argparse
import hashlib
import json
from datetime import datetime, timezone
from pathlib import Path

from boards import LABELS, SPLITS, board_names
from export import IMAGE_SIDE_PX, VERSION

LIMITS = [
    "Bare boards scanned at about 48 px per millimetre and binarised (dark copper, light ground); not assembled boards.",
    "Colour photographs, other scales, uneven light and rotated scans were not part of the training data.",
    "Boxes follow the data set's habit: the drawn defect plus about 10 px on each side.",
    "Defects shorter than about 3 px or boxes longer than about 160 px were hardly seen in training.",
    "The data set's defects are in part drawn by hand on real scans; try the model on your own boards before you rely on it.",
]


def card(dataset: Path, model: Path, figures: dict, seed: int) -> dict:
    return {
        "name": "pcb-defects",
        "version": VERSION,
        "description": "Finds six kinds of defect on scans of bare printed circuit boards.",
        "labels": list(LABELS),
        "licence": "Apache-2.0",
        "trainingData": {
            "name": "DeepPCB (271 of its pairs)",
            "licence": "MIT",
            "source": "https://github.com/tangsanli5201/DeepPCB",
            "boards": {split: len(board_names(dataset, split)) for split in SPLITS},
            "split": "first byte of the SHA-256 of the board's name: below 179 train, below 205 val, otherwise test",
        },
        "recipe": "models/recipes/pcb",
        "seed": seed,
        "metrics": {
            "map50": figures["map50"],
            "map50_95": figures["map50_95"],
            "ap50": figures["ap50"],
            "testImages": figures["images"],
            "minScore": figures["minScore"],
            "nmsIou": figures["nmsIou"],
            "cpuMsPerImageOneThread": figures["cpuMsPerImageOneThread"],
        },
        "input": {
            "name": "images", "type": "float32", "shape": ["batch", 3, IMAGE_SIDE_PX, IMAGE_SIDE_PX],
            "colour": "RGB", "range": [0, 1], "output": "output0", "contract": "ultralytics-detect",
        },
        "sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
        "createdAt": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "limits": LIMITS,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--figures", type=Path, required=True, help="JSON that evaluate.py wrote for the test split")
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()
    content = card(options.dataset, options.model, json.loads(options.figures.read_text()), options.seed)
    (options.model.parent / "card.json").write_text(json.dumps(content, indent=2) + "\n")
    (options.model.parent / "sha256").write_text(f"{content['sha256']}  {options.model.name}\n")


if __name__ == "__main__":
    main()
