"""Measures an exported model through ONNX Runtime, as a user would run it, and prints the figures as JSON.

    python evaluate.py --dataset DATASET_DIR --model model.onnx --split test
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import onnxruntime

from boards import SPLITS, Board, load_split
from metrics import MIN_SCORE, SAME_DEFECT_IOU, detections, summary

TIMED_RUNS = 100


def open_session(model: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def detect(session: onnxruntime.InferenceSession, board: Board) -> np.ndarray:
    """Rows (x1 y1 x2 y2 score class) of a 640 x 640 board."""
    rgb = np.repeat(board.test[None, None].astype(np.float32) / 255, 3, axis=1)
    rows = session.run(["output0"], {"images": rgb})[0][0].T
    middle, half = rows[:, :2], rows[:, 2:4] / 2
    return detections(rows[:, 4:], np.concatenate([middle - half, middle + half], 1))


def measure(session: onnxruntime.InferenceSession, boards: list[Board]) -> dict:
    found = [detect(session, board) for board in boards]
    return summary(found, [board.boxes_px for board in boards], [board.classes for board in boards])


def cpu_ms(session: onnxruntime.InferenceSession) -> float:
    """Least CPU time of one 640 x 640 image on one thread, in ms: the least of many, since other load only adds."""
    image = np.random.default_rng(0).random((1, 3, 640, 640), np.float32)
    times = []
    for _ in range(TIMED_RUNS):
        begun = time.process_time()
        session.run(None, {"images": image})
        times.append(time.process_time() - begun)
    return round(min(times) * 1000, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--split", choices=SPLITS, default="test")
    parser.add_argument("--out", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    session, boards = open_session(options.model), load_split(options.dataset, options.split)
    figures = {
        "split": options.split,
        "images": len(boards),
        **measure(session, boards),
        "minScore": MIN_SCORE,
        "nmsIou": SAME_DEFECT_IOU,
        "cpuMsPerImageOneThread": cpu_ms(session),
        "modelBytes": options.model.stat().st_size,
    }
    text = json.dumps(figures, indent=2)
    print(text)
    if options.out:
        options.out.write_text(text + "\n")


if __name__ == "__main__":
    main()
