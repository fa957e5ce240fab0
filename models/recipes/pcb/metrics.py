"""Non-maximum suppression and average precision, in numpy."""

from __future__ import annotations

import numpy as np

from boards import LABELS

IOU_STEPS = np.arange(0.5, 1.0, 0.05)
#: What counts as a detection in the figures: everything the model is at least a hundredth sure of.
MIN_SCORE = 0.01
#: Two boxes of one class that overlap more than this are one defect.
SAME_DEFECT_IOU = 0.6
MAX_DETECTIONS = 300


def iou_matrix(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """IoU [N, M] of boxes [N, 4] with boxes [M, 4] (x1 y1 x2 y2)."""
    sides = np.minimum(first[:, None, 2:], second[None, :, 2:]) - np.maximum(first[:, None, :2], second[None, :, :2])
    shared = np.clip(sides, 0, None).prod(-1)
    area = lambda boxes: (boxes[:, 2:] - boxes[:, :2]).prod(-1)
    return shared / (area(first)[:, None] + area(second)[None] - shared + 1e-9)


def detections(scores: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Rows (x1 y1 x2 y2 score class) after suppression per class; scores [A, C], corners [A, 4] in px."""
    kept = []
    for label in range(scores.shape[1]):
        column = scores[:, label]
        order = np.flatnonzero(column >= MIN_SCORE)
        order = order[np.argsort(-column[order], kind="stable")][:MAX_DETECTIONS]
        overlaps = iou_matrix(corners[order], corners[order]) > SAME_DEFECT_IOU
        alive = np.ones(len(order), bool)
        for rank, index in enumerate(order):
            if alive[rank]:
                kept.append(np.array([*corners[index], column[index], label], np.float32))
                alive[rank + 1 :] &= ~overlaps[rank, rank + 1 :]
    rows = np.stack(kept) if kept else np.zeros((0, 6), np.float32)
    return rows[np.argsort(-rows[:, 4], kind="stable")][:MAX_DETECTIONS]


def average_precision(found: list[np.ndarray], truth: list[np.ndarray], iou: float) -> float:
    """Area under the precision envelope at all points; per image: found [N, 5] (box, score) and truth [M, 4].

    Detections are matched in order of score, each with the free true box it overlaps most, at `iou` or more.
    """
    image = np.concatenate([np.full(len(rows), number) for number, rows in enumerate(found)]).astype(int)
    place = np.concatenate([np.arange(len(rows)) for rows in found]).astype(int)
    scores = np.concatenate([rows[:, 4] for rows in found])
    overlaps = [iou_matrix(rows[:, :4], boxes) for rows, boxes in zip(found, truth)]
    total = sum(len(boxes) for boxes in truth)
    free = [np.ones(len(boxes), bool) for boxes in truth]
    hits = np.zeros(len(scores), bool)
    for rank, index in enumerate(np.argsort(-scores, kind="stable")):
        options = np.where(free[image[index]], overlaps[image[index]][place[index]], -1.0)
        if len(options) and options.max() >= iou:
            free[image[index]][options.argmax()] = False
            hits[rank] = True
    recall = np.cumsum(hits) / max(total, 1)
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float((np.diff(recall, prepend=0.0) * envelope).sum())


def summary(found: list[np.ndarray], boxes: list[np.ndarray], classes: list[np.ndarray]) -> dict:
    """mAP at IoU 0.5, mAP averaged over IoU 0.5 to 0.95, and AP at 0.5 per class, of one split."""
    table = np.zeros((len(LABELS), len(IOU_STEPS)))
    for label in range(len(LABELS)):
        rows = [image[image[:, 5] == label][:, :5] for image in found]
        truth = [box[kind == label] for box, kind in zip(boxes, classes)]
        table[label] = [average_precision(rows, truth, step) for step in IOU_STEPS]
    return {
        "map50": round(float(table[:, 0].mean()), 4),
        "map50_95": round(float(table.mean()), 4),
        "ap50": {label: round(float(table[number, 0]), 4) for number, label in enumerate(LABELS)},
    }
