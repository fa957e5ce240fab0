"""Makes training crops: real boards with defects taken away and drawn in, turned, scaled and re-thresholded.

Annotated boxes follow a rule that augmentation has to keep: a defect's stroke, widened by PAD_PX on each side, and
the whole shifted by SHIFT_PX towards the origin. Boxes are handled unshifted here ("centred"), so that turning an
image does not turn the shift along, and are shifted at the end.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from boards import LABELS, Board
from defects import COPPER_BELOW_GREY, Scene, draw

#: Medians over the annotations: 11 px from the stroke to the left and upper side of its box, 8 px to the others.
PAD_PX = 9.5
SHIFT_PX = 1.5
#: A defect is taken away only where the golden image fits: at most this share of other pixels differ in its box.
FITTING_SHARE = 0.06
#: Quality at which the data set's inspected images were saved.
USUAL_JPEG_QUALITY = 75


def _strokes(boxes_px: np.ndarray) -> np.ndarray:
    """Centred boxes without their padding, at least 2 px wide."""
    middle = (boxes_px[:, :2] + boxes_px[:, 2:]) / 2 + SHIFT_PX
    half = np.maximum((boxes_px[:, 2:] - boxes_px[:, :2]) / 2 - PAD_PX, 1.0)
    return np.concatenate([middle - half, middle + half], 1)


class Augmenter:
    """An endless source of crops [S, S] uint8 with boxes [N, 4] (px, as annotated) and classes [N]."""

    def __init__(self, boards: list[Board], seed: int):
        self.random = np.random.default_rng(seed)
        self.boards = [replace(board, test=binary(board.test), golden=binary(board.golden)) for board in boards]
        self.strokes = [_strokes(board.boxes_px) for board in boards]
        self.fits = [[_golden_fits(board, box) for box in board.boxes_px] for board in boards]
        # Drawing normal noise per crop would cost more than all else: windows of one field do as well.
        self.noise = cv2.GaussianBlur(self.random.standard_normal((1500, 1500)).astype(np.float32), (0, 0), 1.0)
        self.noise /= self.noise.std()

    def crop(self, side_px: int, synthetic_share: float = 0.6) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        random = self.random
        index = int(random.integers(len(self.boards)))
        board = self.boards[index]
        scale = float(np.exp(random.uniform(-0.13, 0.13))) if random.random() < 0.4 else 1.0
        source_px = min(640, int(round(side_px / scale)))
        left, top = (int(random.integers(0, 640 - source_px + 1)) for _ in range(2))
        synthetic = random.random() < synthetic_share
        image, strokes, classes = self._base(index, left, top, source_px, golden=synthetic and random.random() < 0.5)
        if synthetic:
            image, strokes, classes = self._draw(image, strokes, classes)
        image, strokes = self._turn(image, strokes)
        if source_px != side_px:
            image = cv2.resize(image, (side_px, side_px), interpolation=cv2.INTER_LINEAR if scale > 1 else cv2.INTER_AREA)
            image = binary(image)
            strokes = strokes * (side_px / source_px)
        image = self._tone(image)
        boxes = strokes + np.array([-PAD_PX, -PAD_PX, PAD_PX, PAD_PX], np.float32) - SHIFT_PX
        return image, np.clip(boxes, 0, side_px).astype(np.float32), classes

    def _base(self, index: int, left: int, top: int, side_px: int, golden: bool):
        """Window of a board with only those real defects that lie well inside; the others are taken away."""
        random, board, strokes = self.random, self.boards[index], self.strokes[index]
        window = np.s_[top : top + side_px, left : left + side_px]
        if golden:
            return board.golden[window].copy(), np.zeros((0, 4), np.float32), np.zeros(0, np.int64)
        image, kept = board.test[window].copy(), []
        corner = np.array([left, top, left, top], np.float32)
        for number, (stroke, fits) in enumerate(zip(strokes, self.fits[index])):
            inside = np.clip(stroke - corner, 0, side_px)
            share = np.prod(inside[2:] - inside[:2]) / np.prod(stroke[2:] - stroke[:2])
            if share <= 0:
                continue
            if fits and (share < 0.7 or random.random() < 0.12):
                x1, y1, x2, y2 = (inside + [-4, -4, 4, 4]).round().astype(int).clip(0, side_px)
                image[y1:y2, x1:x2] = board.golden[window][y1:y2, x1:x2]
            elif share >= 0.35:
                kept.append(number)
        chosen = np.clip(strokes[kept] - corner, 0, side_px).astype(np.float32)
        return image, chosen.reshape(-1, 4), self.boards[index].classes[kept]

    def _draw(self, image, strokes, classes):
        """Adds drawn defects away from the ones already there, all classes alike."""
        scene = Scene(image)
        for x1, y1, x2, y2 in strokes.astype(int):
            scene.taken[max(0, y1 - 14) : y2 + 14, max(0, x1 - 14) : x2 + 14] = True
        wanted = self.random.poisson(3.2 * image.size / 320**2)
        drawn, labels = [], []
        for label in self.random.integers(0, len(LABELS), wanted):
            bounds = draw(self.random, scene, int(label))
            if bounds is not None:
                drawn.append(bounds)
                labels.append(label)
        if not drawn:
            return image, strokes, classes
        return scene.image, np.concatenate([strokes, np.stack(drawn)]), np.concatenate([classes, np.array(labels, np.int64)])

    def _turn(self, image, strokes):
        """One of the eight symmetries of the square."""
        side = image.shape[0]
        if self.random.random() < 0.5:
            image, strokes = image[:, ::-1], np.stack([side - strokes[:, 2], strokes[:, 1], side - strokes[:, 0], strokes[:, 3]], 1)
        if self.random.random() < 0.5:
            image, strokes = image[::-1], np.stack([strokes[:, 0], side - strokes[:, 3], strokes[:, 2], side - strokes[:, 1]], 1)
        if self.random.random() < 0.5:
            image, strokes = image.T, strokes[:, [1, 0, 3, 2]]
        return np.ascontiguousarray(image), strokes

    def _tone(self, image):
        """What scanners and their settings differ in: threshold, roughness of edges, contrast; at the end JPEG.

        The data set's inspected images were binarised and saved at JPEG quality 75, its golden images at about 95.
        Were they not all saved alike here, the ringing along edges would tell the one from the other.
        """
        random, side = self.random, image.shape[0]
        if random.random() < 0.25:
            y, x = (int(random.integers(0, 1500 - side)) for _ in range(2))
            soft = cv2.GaussianBlur(image, (0, 0), random.uniform(0.6, 1.0)).astype(np.float32)
            soft += random.uniform(0, 22) * self.noise[y : y + side, x : x + side]
            image = np.where(soft > random.uniform(95, 160), np.uint8(255), np.uint8(0))
        if random.random() < 0.08:
            image = cv2.GaussianBlur(image, (0, 0), random.uniform(0.4, 1.0))
        if random.random() < 0.08:
            low, high = random.uniform(0, 45), random.uniform(200, 255)
            image = (image.astype(np.float32) * ((high - low) / 255) + low).astype(np.uint8)
        quality = USUAL_JPEG_QUALITY if random.random() < 0.85 else int(random.integers(50, 101))
        return cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 0)


def binary(image: np.ndarray) -> np.ndarray:
    """The image as it was before JPEG: copper 0, ground 255."""
    return np.where(image < COPPER_BELOW_GREY, np.uint8(0), np.uint8(255))


def _golden_fits(board: Board, box_px: np.ndarray) -> bool:
    """Whether test and golden image agree in the margin of a box, so that the one can stand in for the other."""
    x1, y1, x2, y2 = box_px.round().astype(int).clip(0)
    differ = (board.test[y1:y2, x1:x2] < COPPER_BELOW_GREY) != (board.golden[y1:y2, x1:x2] < COPPER_BELOW_GREY)
    margin = np.ones_like(differ)
    margin[8:-5, 8:-5] = False  # the stroke itself: 11 px from the left and upper side, 8 px from the others
    return bool(differ[margin].mean() <= FITTING_SHARE)
