"""Trains the detector for a given time on the CPU; the learning rate follows the clock, so it ends when it says.

    python train.py --dataset DATASET_DIR --out RUN_DIR --minutes 90
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import os
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from augment import Augmenter
from boards import LABELS, Board, load_split
from loss import detection_loss
from metrics import detections, summary
from network import DefectDetector, cell_centres

EMA_DECAY = 0.9995
#: Over so many steps the average forgets the random start; a start from a checkpoint has nothing to forget.
EMA_RAMP_STEPS = 600
GRADIENT_NORM_LIMIT = 10.0
#: In the last quarter of the time, whole boards with mostly real defects: the scene the model will be used on.
WHOLE_BOARD_FROM = 0.75


class Batches(IterableDataset):
    """Endless batches (images [B, 1, S, S] uint8, boxes [B, N, 4], classes [B, N], real [B, N])."""

    def __init__(self, boards: list[Board], seed: int, batch: int, side_px: int, synthetic_share: float):
        self.boards, self.seed, self.batch, self.side_px, self.synthetic_share = boards, seed, batch, side_px, synthetic_share

    def __iter__(self):
        cv2.setNumThreads(1)
        augmenter = Augmenter(self.boards, self.seed)
        while True:
            yield collate([augmenter.crop(self.side_px, self.synthetic_share) for _ in range(self.batch)])


def collate(samples) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    most = max(len(classes) for _, _, classes in samples)
    images = torch.from_numpy(np.stack([image for image, _, _ in samples])[:, None])
    boxes, labels = torch.zeros(len(samples), most, 4), torch.zeros(len(samples), most, dtype=torch.int64)
    real = torch.zeros(len(samples), most, dtype=torch.bool)
    for row, (_, box, label) in enumerate(samples):
        boxes[row, : len(box)], labels[row, : len(box)] = torch.from_numpy(box), torch.from_numpy(label)
        real[row, : len(box)] = True
    return images, boxes, labels, real


class Average:
    """Exponential moving average of the weights: what is evaluated and shipped."""

    def __init__(self, network: DefectDetector, updates: int):
        self.network, self.updates = copy.deepcopy(network).eval(), updates

    @torch.no_grad()
    def update(self, network: DefectDetector) -> None:
        self.updates += 1
        decay = EMA_DECAY * (1 - math.exp(-self.updates / EMA_RAMP_STEPS))
        own = self.network.state_dict()
        for name, value in network.state_dict().items():
            if value.is_floating_point():
                own[name].lerp_(value, 1 - decay)


@torch.no_grad()
def evaluate(network: DefectDetector, boards: list[Board]) -> dict:
    found = []
    for board in boards:
        image = torch.from_numpy(board.test)[None, None].float() / 255
        logits, corners = network(image.to(memory_format=torch.channels_last))
        found.append(detections(logits[0].sigmoid().numpy(), corners[0].numpy()))
    return summary(found, [board.boxes_px for board in boards], [board.classes for board in boards])


def learning_rate(progress: float, peak: float) -> float:
    """Linear warm-up over the first 2 % of the time, then half a cosine down to 1 %."""
    if progress < 0.02:
        return peak * (0.05 + 0.95 * progress / 0.02)
    return peak * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (progress - 0.02) / 0.98)))


def optimizer_for(network: DefectDetector, weight_decay: float) -> torch.optim.Optimizer:
    kernels = [value for value in network.parameters() if value.ndim > 1]
    others = [value for value in network.parameters() if value.ndim <= 1]  # norms and biases are not decayed
    return torch.optim.AdamW([{"params": kernels, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}])


def save(path: Path, content: dict) -> None:
    torch.save(content, path.with_suffix(".partial"))
    os.replace(path.with_suffix(".partial"), path)


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    boards, held_out = load_split(options.dataset, "train"), load_split(options.dataset, "val")
    network = DefectDetector(len(LABELS)).to(memory_format=torch.channels_last)
    if options.start:
        network.load_state_dict(torch.load(options.start, map_location="cpu")["ema"])
    average = Average(network, 10 * EMA_RAMP_STEPS if options.start else 0)
    optimizer = optimizer_for(network, options.weight_decay)
    stages = [(WHOLE_BOARD_FROM, 8, 448, 0.6), (1.0, 4, 640, 0.35)]  # until, batch, side in px, share with drawn defects
    begun = time.monotonic()
    next_check = begun + options.check_seconds
    step, best = 0, -1.0
    for number, (until, batch, side_px, synthetic_share) in enumerate(stages):
        source = Batches(boards, options.seed * 100 + number, batch, side_px, synthetic_share)
        points = cell_centres(side_px, side_px).T
        recent: list[tuple[float, float]] = []
        for images, boxes, classes, real in DataLoader(source, batch_size=None, num_workers=1, prefetch_factor=6):
            progress = (time.monotonic() - begun) / (options.minutes * 60)
            if progress >= until:
                break
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(progress, options.peak_rate)
            network.train()
            with torch.autocast("cpu", torch.bfloat16, enabled=not options.float32):
                logits, corners = network((images.float() / 255).contiguous(memory_format=torch.channels_last))
            class_loss, box_loss = detection_loss(logits, corners, points, boxes, classes, real)
            optimizer.zero_grad(set_to_none=True)
            (class_loss + box_loss).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), GRADIENT_NORM_LIMIT)
            optimizer.step()
            average.update(network)
            step += 1
            recent.append((float(class_loss.detach()), float(box_loss.detach())))
            if time.monotonic() >= next_check:
                next_check = time.monotonic() + options.check_seconds
                best = check(options, average.network, held_out, best, progress, step, recent)
                recent = []
    check(options, average.network, held_out, best, 1.0, step, recent)


def check(options, network, held_out, best, progress, step, recent) -> float:
    """Evaluates on val, logs one JSON line, keeps `last.pt` and the best of val as `best.pt`."""
    figures = evaluate(network, held_out)
    class_loss, box_loss = np.mean(recent, 0) if recent else (0.0, 0.0)
    line = {"progress": round(progress, 3), "step": step, "class": round(float(class_loss), 4), "box": round(float(box_loss), 4), **figures}
    print(json.dumps(line), flush=True)
    content = {"ema": network.state_dict(), "seed": options.seed, "figures": line}
    save(options.out / "last.pt", content)
    # mAP50 alone saturates on so few boards; the stricter figure breaks ties.
    score = figures["map50"] + 0.1 * figures["map50_95"]
    if score > best:
        save(options.out / "best.pt", content)
    return max(score, best)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--start", type=Path, help="checkpoint to go on from, with a fresh learning rate")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peak-rate", type=float, default=2e-3)
    parser.add_argument("--weight-decay", type=float, default=0.02)
    parser.add_argument("--check-seconds", type=float, default=240)
    parser.add_argument("--float32", action="store_true", help="for processors without bfloat16")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
