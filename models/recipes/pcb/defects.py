"""Draws the six defects procedurally on an image of a bare board.

A defect is one brush stroke: light for open, mousebite and pin-hole (copper missing), dark for short, spur and
copper (copper too much). What makes it an open rather than a mousebite is what it does to the conductors, so each
stroke is tried out on the surrounding window and kept only if the connectivity there changes as its class says.
"""

from __future__ import annotations

import cv2
import numpy as np

from boards import LABELS
from strokes import REACH_PX, SIDE_PX, paint, straight, wander

COPPER_BELOW_GREY = 128
#: Fragments below this do not count as a conductor (or as a gap) of their own.
FRAGMENT_PX = 14
ANGLES = np.arange(24) * (2 * np.pi / 24)
RAY_PX = np.arange(1, 46)
RAY_X = np.round(np.cos(ANGLES)[:, None] * RAY_PX).astype(np.int32)
RAY_Y = np.round(np.sin(ANGLES)[:, None] * RAY_PX).astype(np.int32)


class Scene:
    """A grey image that defects are drawn on, with what drawing needs to know about its conductors."""

    def __init__(self, image: np.ndarray):
        self.image = image
        self.copper = image < COPPER_BELOW_GREY
        solid = self.copper.astype(np.uint8)
        self.depth_px = cv2.distanceTransform(solid, cv2.DIST_L2, 3)  # inside copper, to its edge
        self.gap_px = cv2.distanceTransform(1 - solid, cv2.DIST_L2, 3)  # outside, to the nearest copper
        self.taken = np.zeros_like(self.copper)

    def pick(self, random: np.random.Generator, allowed: np.ndarray) -> tuple[int, int] | None:
        """A random pixel (x, y) with `allowed` set that is far enough from the border and from other defects."""
        margin = 10
        spots = np.flatnonzero((allowed & ~self.taken)[margin:-margin, margin:-margin])
        if not len(spots):
            return None
        y, x = divmod(int(spots[random.integers(len(spots))]), self.image.shape[1] - 2 * margin)
        return x + margin, y + margin

    def span(self, x: int, y: int, copper: bool) -> np.ndarray:
        """Free length in px along each of ANGLES before the pixel kind changes; the end of the rays if it never does."""
        height, width = self.copper.shape
        xs, ys = np.clip(x + RAY_X, 0, width - 1), np.clip(y + RAY_Y, 0, height - 1)
        other = self.copper[ys, xs] != copper
        return np.where(other.any(1), other.argmax(1), len(RAY_PX)).astype(np.float32)


def draw(random: np.random.Generator, scene: Scene, label: int, tries: int = 6) -> np.ndarray | None:
    """Draws one defect; returns its stroke's bounds (x1 y1 x2 y2, px) or None if no place was found."""
    make = MAKERS[LABELS[label]]
    for _ in range(tries):
        proposal = make(random, scene)
        if proposal is None:
            continue
        (x, y), stroke, adds_copper, check = proposal
        bounds = _apply(random, scene, x, y, stroke, adds_copper, check)
        if bounds is not None:
            return bounds
    return None


def _apply(random, scene, x, y, stroke, adds_copper, check):
    height, width = scene.copper.shape
    x1, y1, x2, y2 = max(0, x - REACH_PX), max(0, y - REACH_PX), min(width, x + REACH_PX + 1), min(height, y + REACH_PX + 1)
    local = stroke[y1 - y + REACH_PX : y2 - y + REACH_PX, x1 - x + REACH_PX : x2 - x + REACH_PX]
    rows, columns = np.flatnonzero(local.any(1)), np.flatnonzero(local.any(0))
    if not len(rows):
        return None
    # Connectivity is judged near the stroke only: two traces that meet elsewhere are still two conductors here.
    near = 18
    top, bottom = max(0, rows[0] - near), min(y2 - y1, rows[-1] + 1 + near)
    left, right = max(0, columns[0] - near), min(x2 - x1, columns[-1] + 1 + near)
    window = np.s_[y1 + top : y1 + bottom, x1 + left : x1 + right]
    mark = local[top:bottom, left:right]
    before = scene.copper[window]
    after = before | mark if adds_copper else before & ~mark
    if scene.taken[window][mark].any() or not check(scene, window, mark, before, after):
        return None
    changed = after != before
    scene.image[window][changed] = 0 if adds_copper else 255
    scene.copper[window] = after
    bounds = np.array([x1 + columns[0], y1 + rows[0], x1 + columns[-1] + 1, y1 + rows[-1] + 1], np.float32)
    scene.taken[max(0, int(bounds[1]) - 12) : int(bounds[3]) + 12, max(0, int(bounds[0]) - 12) : int(bounds[2]) + 12] = True
    return bounds


def _parts(mask: np.ndarray) -> int:
    """Connected parts of a mask, fragments left out."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    return int((stats[1:, cv2.CC_STAT_AREA] >= FRAGMENT_PX).sum())


def _inside(scene, window, mark, before, after):
    return bool((scene.depth_px[window][mark] >= 2.2).all())


def _outside(scene, window, mark, before, after):
    return bool((scene.gap_px[window][mark] >= 2.5).all())


def _cuts(scene, window, mark, before, after):
    return _parts(after) > _parts(before)


def _bridges(scene, window, mark, before, after):
    return _parts(after) < _parts(before) or _parts(~after) > _parts(~before)


def _dents(scene, window, mark, before, after):
    changed = int((before != after).sum())
    return changed >= 16 and _parts(after) == _parts(before) and _parts(~after) == _parts(~before)


def _thickness_px(random) -> float:
    return float(np.clip(random.normal(4.6, 1.3), 2.5, 9.0))


def _speckle(random) -> float:
    return float(random.uniform(0.15, 0.6)) if random.random() < 0.3 else 0.0


def _blob(random, longest_px: float, broader: float = 1.0):
    """A free stroke for a hole or an island: a dot, a short worm, now and then a wide patch."""
    if random.random() < 0.12:
        return paint(random, np.zeros((2, 2)) + 0.1, random.uniform(8, 17), _speckle(random))
    points = wander(random, random.uniform(3, longest_px), random.uniform(0, 2 * np.pi), 0.6)
    return paint(random, points - points.mean(0), broader * _thickness_px(random), _speckle(random))


def _pin_hole(random, scene):
    spot = scene.pick(random, scene.depth_px >= random.uniform(5, 9))
    return spot and (spot, _blob(random, 20), False, _inside)


def _copper(random, scene):
    spot = scene.pick(random, scene.gap_px >= random.uniform(6, 12))
    return spot and (spot, _blob(random, 24, broader=1.5), True, _outside)


def _open(random, scene):
    spot = scene.pick(random, (scene.depth_px >= 2) & (scene.depth_px <= random.choice([5, 8, 13])))
    if spot is None:
        return None
    return _across(random, scene, spot, copper=True, widest_px=36, check=_cuts)


def _short(random, scene):
    spot = scene.pick(random, (scene.gap_px >= 2) & (scene.gap_px <= random.choice([3, 5, 8, 14, 25])))
    if spot is None:
        return None
    return _across(random, scene, spot, copper=False, widest_px=70, check=_bridges)


def _across(random, scene, spot, copper, widest_px, check):
    """A stroke through `spot` from one side of the trace (or gap) to the other, by about the shortest way."""
    reach = scene.span(*spot, copper)
    widths = reach[:12] + reach[12:] + random.uniform(0, 8, 12)
    best = int(widths.argmin())
    if reach[best] + reach[best + 12] > widest_px:
        return None
    before_px, after_px = reach[best + 12] + random.uniform(0, 6), reach[best] + random.uniform(0, 6)
    angle = ANGLES[best] + random.normal(0, 0.15)
    points = straight(before_px, after_px, angle, random.normal(0, 1.5))
    thickness = _thickness_px(random) * (random.uniform(1.3, 3.0) if copper and random.random() < 0.3 else 1.0)
    return spot, paint(random, points, thickness, _speckle(random) if copper else 0.0), not copper, check


def _mousebite(random, scene):
    spot = scene.pick(random, (scene.depth_px >= 1) & (scene.depth_px <= 3.5))
    return spot and _from_edge(random, scene, spot, scene.depth_px, random.uniform(4, 20), adds_copper=False)


def _spur(random, scene):
    spot = scene.pick(random, (scene.gap_px >= 1) & (scene.gap_px <= 2.5))
    return spot and _from_edge(random, scene, spot, scene.gap_px, random.uniform(4, 18), adds_copper=True)


def _from_edge(random, scene, spot, distance_px, length_px, adds_copper):
    """A stroke that starts at the edge and runs in the direction in which the distance to the edge grows."""
    x, y = spot
    slope = np.array([distance_px[y, x + 2] - distance_px[y, x - 2], distance_px[y + 2, x] - distance_px[y - 2, x]])
    angle = np.arctan2(slope[1], slope[0]) + random.normal(0, 0.6)
    points = wander(random, length_px, angle, 0.5)
    points -= random.uniform(0.0, 4.0) * np.array([np.cos(angle), np.sin(angle)])
    speckle = 0.0 if adds_copper else _speckle(random)
    return spot, paint(random, points, (1.2 if adds_copper else 1.0) * _thickness_px(random), speckle), adds_copper, _dents


MAKERS = {"open": _open, "short": _short, "mousebite": _mousebite, "spur": _spur, "copper": _copper, "pin-hole": _pin_hole}
assert set(MAKERS) == set(LABELS) and SIDE_PX % 2 == 1
