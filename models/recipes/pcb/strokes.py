"""Brush strokes: the shape of a drawn defect, as a boolean mask around its middle."""

from __future__ import annotations

import cv2
import numpy as np

#: Half the side of a stroke's window in px; no stroke is longer than this from its middle.
REACH_PX = 60
SIDE_PX = 2 * REACH_PX + 1

Points = np.ndarray  # [K, 2] float: x y in px from the middle


def wander(random: np.random.Generator, length_px: float, angle: float, bend: float) -> Points:
    """A path of about `length_px` that starts at the origin in direction `angle` (rad) and turns as it goes."""
    count = int(random.integers(2, 5))
    turns = angle + np.cumsum(random.normal(0, bend, count))
    steps = np.stack([np.cos(turns), np.sin(turns)], 1) * (length_px / count)
    return np.concatenate([np.zeros((1, 2)), np.cumsum(steps, 0)])


def straight(length_before_px: float, length_after_px: float, angle: float, sag_px: float = 0.0) -> Points:
    """A line through the origin, bowed sideways by `sag_px` in the middle."""
    along = np.array([np.cos(angle), np.sin(angle)])
    aside = np.array([-along[1], along[0]])
    return np.stack([-length_before_px * along, sag_px * aside, length_after_px * along])


def paint(random: np.random.Generator, points: Points, thickness_px: float, speckle: float = 0.0) -> np.ndarray:
    """Mask [SIDE_PX, SIDE_PX] of a brush drawn along the points: rough edge, round ends, and with `speckle`
    (0..1) the holes that thresholding leaves in a faint stroke."""
    canvas = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    fixed = np.round((np.clip(points, -REACH_PX + 6, REACH_PX - 6) + REACH_PX) * 16).astype(np.int32)
    cv2.polylines(canvas, [fixed.reshape(-1, 1, 2)], False, 255, max(1, round(thickness_px)), cv2.LINE_AA, 4)
    y1, y2, x1, x2 = _bounds(canvas > 0, margin_px=3)
    window = canvas[y1:y2, x1:x2].astype(np.float32)
    noise = random.standard_normal(window.shape, np.float32)
    soft = cv2.GaussianBlur(window, (0, 0), 0.8) + 110 * cv2.GaussianBlur(noise, (0, 0), 1.2)
    mask = soft > 127
    if speckle > 0:
        mask &= cv2.GaussianBlur(random.standard_normal(window.shape, np.float32), (0, 0), 0.7) > 0.45 * (2 * speckle - 1)
    out = np.zeros((SIDE_PX, SIDE_PX), bool)
    out[y1:y2, x1:x2] = mask
    return out


def _bounds(mask: np.ndarray, margin_px: int = 0) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return (max(0, rows[0] - margin_px), min(SIDE_PX, rows[-1] + 1 + margin_px),
            max(0, columns[0] - margin_px), min(SIDE_PX, columns[-1] + 1 + margin_px))
