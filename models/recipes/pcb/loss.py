"""Which cell answers for which defect, and what a wrong answer costs."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

#: Alignment of a cell with a defect is score^SCORE_POWER * IoU^IOU_POWER (task-aligned assignment, Feng et al., 2021).
SCORE_POWER = 0.5
IOU_POWER = 4.0
CELLS_PER_DEFECT = 9
BOX_WEIGHT = 4.0


def pairwise_iou(first: Tensor, second: Tensor) -> Tensor:
    """IoU [..., N, A] of boxes [..., N, 4] with boxes [..., A, 4]."""
    first, second = first[..., :, None, :], second[..., None, :, :]
    sides = (torch.minimum(first[..., 2:], second[..., 2:]) - torch.maximum(first[..., :2], second[..., :2])).clamp(min=0)
    shared = sides.prod(-1)
    area = lambda box: (box[..., 2:] - box[..., :2]).prod(-1)
    return shared / (area(first) + area(second) - shared + 1e-7)


def complete_iou(found: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
    """IoU and complete IoU (Zheng et al., 2020) of boxes [N, 4] pair by pair."""
    found_sides, wanted_sides = found[:, 2:] - found[:, :2], wanted[:, 2:] - wanted[:, :2]
    shared = (torch.minimum(found[:, 2:], wanted[:, 2:]) - torch.maximum(found[:, :2], wanted[:, :2])).clamp(min=0).prod(-1)
    iou = shared / (found_sides.prod(-1) + wanted_sides.prod(-1) - shared + 1e-7)
    hull = torch.maximum(found[:, 2:], wanted[:, 2:]) - torch.minimum(found[:, :2], wanted[:, :2])
    apart = ((found[:, :2] + found[:, 2:] - wanted[:, :2] - wanted[:, 2:]) / 2).square().sum(-1)
    slant = lambda sides: torch.atan(sides[:, 0] / (sides[:, 1] + 1e-7))
    shape = (4 / math.pi**2) * (slant(wanted_sides) - slant(found_sides)).square()
    with torch.no_grad():
        shape_weight = shape / (1 - iou + shape + 1e-7)
    return iou, iou - apart / (hull.square().sum(-1) + 1e-7) - shape_weight * shape


@torch.no_grad()
def assign(scores: Tensor, corners: Tensor, points: Tensor, boxes: Tensor, classes: Tensor, real: Tensor):
    """Gives each defect its best-aligned cells.

    scores [B, A, C], corners [B, A, 4], points [A, 2]; boxes [B, N, 4], classes [B, N], real [B, N] (False: padding).
    Returns the defect's index [B, A], whether the cell has one [B, A], and the wanted class score [B, A].
    """
    inside = torch.cat([points - boxes[:, :, None, :2], boxes[:, :, None, 2:] - points], -1).amin(-1) > 0
    inside &= real[..., None]
    iou = pairwise_iou(boxes, corners)
    score = scores.transpose(1, 2).gather(1, classes[..., None].expand(-1, -1, scores.shape[1]))
    alignment = score.pow(SCORE_POWER) * iou.pow(IOU_POWER) * inside
    # A tiny share for being inside keeps every defect assigned while the boxes are still far off.
    ranking = alignment + 1e-9 * inside
    best = ranking.topk(min(CELLS_PER_DEFECT, ranking.shape[-1]), -1)
    chosen = torch.zeros_like(ranking, dtype=torch.bool).scatter_(-1, best.indices, True) & inside
    # A cell claimed by several defects goes to the one whose box it fits best.
    owner = torch.where(chosen, iou + 1e-6, torch.full_like(iou, -1.0)).argmax(1)
    positive = chosen.any(1)
    mine = chosen & (owner[:, None] == torch.arange(boxes.shape[1])[None, :, None])
    alignment, fit = alignment * mine, iou * mine
    # Scaled so that a defect's best cell is asked for exactly the IoU it reaches: the score tells box quality.
    wanted = alignment * fit.amax(-1, keepdim=True) / (alignment.amax(-1, keepdim=True) + 1e-9)
    return owner, positive, wanted.amax(1)


def detection_loss(logits: Tensor, corners: Tensor, points: Tensor, boxes: Tensor, classes: Tensor, real: Tensor):
    """Class loss (cross-entropy against the wanted quality) and box loss (1 - CIoU, weighted by it), both per defect."""
    if boxes.shape[1] == 0:
        return F.softplus(logits).mul(logits.sigmoid().detach().square()).sum() / logits.shape[0], corners.sum() * 0
    owner, positive, quality = assign(logits.detach().sigmoid(), corners.detach(), points, boxes, classes, real)
    target = torch.zeros_like(logits)
    label = classes.gather(1, owner)
    target.scatter_(-1, label[..., None], (quality * positive)[..., None])
    total = quality.sum().clamp(min=1.0)
    # Varifocal weighting (Zhang et al., 2021): easy background counts little, positives count in full.
    with torch.no_grad():
        weight = torch.where(target > 0, 0.25 + 0.75 * target, 0.75 * logits.sigmoid().square())
    class_loss = (F.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).sum() / total
    wanted = boxes.gather(1, owner[..., None].expand(-1, -1, 4))[positive]
    _, fit = complete_iou(corners[positive], wanted)
    box_loss = ((1 - fit) * quality[positive].clamp(min=0.05)).sum() / total
    return class_loss, BOX_WEIGHT * box_loss
