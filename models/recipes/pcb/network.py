"""The detector: a small residual CNN with a feature pyramid and one anchor-free head at stride 8.

Trained on one grey channel, because bare-board scans are grey; `export.py` spreads the first convolution over RGB.
ReLU instead of SiLU everywhere: ONNX Runtime fuses it into the convolution, so it costs nothing at high resolution.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

#: One level is enough: the typical box is 34 px, four cells wide, and the largest 150 px.
STRIDE_PX = 8
#: Side of a typical annotated box in px: the start value of the box heads, so that training need not find the scale.
TYPICAL_BOX_PX = 36.0


class ConvUnit(nn.Sequential):
    """Convolution, batch norm, ReLU; halves the image when `stride` is 2."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 3, stride: int = 1):
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
            nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.03),
            nn.ReLU(inplace=True),
        )


class Residual(nn.Module):
    """Two 3x3 convolutions beside an identity path."""

    def __init__(self, channels: int):
        super().__init__()
        self.body = nn.Sequential(ConvUnit(channels, channels), ConvUnit(channels, channels))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


class SplitStage(nn.Module):
    """Cross-stage-partial block (Wang et al., 2020): half of the channels go through residuals, every step is kept."""

    def __init__(self, inputs: int, outputs: int, depth: int, hidden: int):
        super().__init__()
        self.direct = ConvUnit(inputs, hidden, 1)
        self.enter = ConvUnit(inputs, hidden, 1)
        self.steps = nn.ModuleList(Residual(hidden) for _ in range(depth))
        self.merge = ConvUnit(hidden * (2 + depth), outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        kept = [self.direct(x), self.enter(x)]
        for step in self.steps:
            kept.append(step(kept[-1]))
        return self.merge(torch.cat(kept, 1))


class Head(nn.Module):
    """Decoupled head with class logits [B, C, H, W] and log distances to the box sides [B, 4, H, W]."""

    def __init__(self, channels: int, hidden: int, classes: int):
        super().__init__()
        self.classify = nn.Sequential(ConvUnit(channels, hidden), nn.Conv2d(hidden, classes, 1))
        self.locate = nn.Sequential(ConvUnit(channels, hidden), nn.Conv2d(hidden, 4, 1))
        # About one cell in a hundred holds a defect at the start: keeps the first loss values small (RetinaNet, 2017).
        nn.init.constant_(self.classify[-1].bias, -math.log(99.0))
        nn.init.constant_(self.locate[-1].bias, math.log(TYPICAL_BOX_PX / 2 / STRIDE_PX))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return self.classify(x), self.locate(x)


class DefectDetector(nn.Module):
    """Grey image [B, 1, H, W] in 0..1, H and W multiples of 32, to logits [B, A, C] and boxes [B, A, 4] (x1 y1 x2 y2, px)."""

    def __init__(self, classes: int = 6, input_channels: int = 1):
        super().__init__()
        self.stem = nn.Sequential(ConvUnit(input_channels, 16, 3, 2), ConvUnit(16, 32, 3, 2))
        self.stage8 = nn.Sequential(ConvUnit(32, 64, 3, 2), SplitStage(64, 64, 1, 32))
        self.stage16 = nn.Sequential(ConvUnit(64, 96, 3, 2), SplitStage(96, 96, 2, 48))
        self.stage32 = nn.Sequential(ConvUnit(96, 128, 3, 2), SplitStage(128, 128, 1, 64))
        self.down16 = SplitStage(128 + 96, 96, 1, 32)
        self.down8 = SplitStage(96 + 64, 64, 1, 16)
        self.enlarge = nn.Upsample(scale_factor=2, mode="nearest")
        self.head = Head(64, 32, classes)

    def maps(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """Class logits [B, C, A] and distances [B, 4, A] in px from each cell's centre to the box's sides."""
        at8 = self.stage8(self.stem(image))
        at16 = self.stage16(at8)
        at32 = self.stage32(at16)
        wide16 = self.down16(torch.cat([self.enlarge(at32), at16], 1))
        wide8 = self.down8(torch.cat([self.enlarge(wide16), at8], 1))
        logits, distances = self.head(wide8)
        # The clamp bounds a side at e^3.5 = 33 cells: no overflow from an untrained or bf16 network.
        return logits.flatten(2).float(), distances.flatten(2).float().clamp(-4.0, 3.5).exp() * STRIDE_PX

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        logits, sides_px = self.maps(image)
        points = cell_centres(image.shape[-2], image.shape[-1], image.device)
        corners = torch.cat([points - sides_px[:, :2], points + sides_px[:, 2:]], 1)
        return logits.transpose(1, 2), corners.transpose(1, 2)


def cell_centres(height_px: int, width_px: int, device=None) -> Tensor:
    """Centres [2, A] (x, y in px) of all cells, row by row."""
    rows, columns = height_px // STRIDE_PX, width_px // STRIDE_PX
    ys = (torch.arange(rows, device=device) + 0.5) * STRIDE_PX
    xs = (torch.arange(columns, device=device) + 0.5) * STRIDE_PX
    return torch.stack([xs.repeat(rows), ys.repeat_interleave(columns)])
