"""Reads the DeepPCB folder and splits it by board name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

LABELS = ("open", "short", "mousebite", "spur", "copper", "pin-hole")
SPLITS = ("train", "val", "test")


@dataclass
class Board:
    """One board: the inspected image, the golden image (both [H, W] uint8) and its defects."""

    name: str
    test: np.ndarray
    golden: np.ndarray
    boxes_px: np.ndarray  # [N, 4] float32: x1 y1 x2 y2
    classes: np.ndarray  # [N] int64, index into LABELS


def split_of(name: str) -> str:
    """Split of a board, from the first byte of the SHA-256 of its name alone: about 70 % train, 10 % val, 20 % test."""
    first = hashlib.sha256(name.encode()).digest()[0]
    return "train" if first < 179 else "val" if first < 205 else "test"


def board_names(folder: Path, split: str) -> list[str]:
    names = sorted(path.name.removesuffix("_test.jpg") for path in Path(folder).glob("*_test.jpg"))
    if not names:
        raise SystemExit(f"no *_test.jpg in {folder}: give the folder that holds the DeepPCB pairs")
    return [name for name in names if split_of(name) == split]


def load_board(folder: Path, name: str) -> Board:
    rows = [line.replace(",", " ").split() for line in (Path(folder) / f"{name}.txt").read_text().splitlines()]
    rows = np.array([[float(v) for v in row] for row in rows if row], np.float32).reshape(-1, 5)
    read = lambda kind: cv2.imread(str(Path(folder) / f"{name}_{kind}.jpg"), cv2.IMREAD_GRAYSCALE)
    return Board(name, read("test"), read("temp"), rows[:, :4].copy(), rows[:, 4].astype(np.int64) - 1)


def load_split(folder: Path, split: str) -> list[Board]:
    return [load_board(folder, name) for name in board_names(folder, split)]
