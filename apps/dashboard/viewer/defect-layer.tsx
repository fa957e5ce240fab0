import type { Defect, Severity } from '@sightline/contracts';
import { Group, Layer, Rect, Text } from 'react-konva';
import { onScreen, placeLabels, type Size, type View } from './geometry';
import { labelFont, labelSize, labelText } from './label-text';

interface DefectLayerProps {
  defects: readonly Defect[];
  view: View;
  window: Size;
  /** Index of the defect that the pointer is on, here or in the list. */
  active: number | null;
  selected: number | null;
}

const colour = '#ff5a1f';
/** The worse, the heavier the line; below `major` it is dashed. */
const strokes: Record<Severity, { width: number; dash?: number[] }> = {
  critical: { width: 3 },
  major: { width: 2 },
  minor: { width: 2, dash: [6, 4] },
  info: { width: 1.5, dash: [2, 4] },
};
const [labelStyle, , ...labelFamily] = labelFont.split(' ');

/** Boxes with a dark halo, so that they are seen on any image, and labels beside them. */
export function DefectLayer({ defects, view, window, active, selected }: DefectLayerProps) {
  const emphasised = selected ?? active;
  const boxes = defects.map(({ box }) => onScreen(box, view));
  const names = defects.map(labelText);
  const order = boxes.map((_, index) => index).sort((a, b) => Number(b === emphasised) - Number(a === emphasised));
  const placed = placeLabels(
    order.map((index) => boxes[index]!),
    order.map((index) => labelSize(names[index]!)),
    window,
  );
  return (
    <Layer listening={false}>
      {defects.map(({ severity }, index) => {
        const { width, dash } = strokes[severity];
        const isEmphasised = index === active || index === selected;
        return (
          <Group key={index} opacity={emphasised === null || isEmphasised ? 1 : 0.55}>
            <Rect {...boxes[index]!} stroke="rgba(0,0,0,0.7)" strokeWidth={width + 3} cornerRadius={1} />
            <Rect
              {...boxes[index]!}
              stroke={isEmphasised ? '#ffffff' : colour}
              strokeWidth={width}
              cornerRadius={1}
              {...(dash ? { dash } : {})}
            />
          </Group>
        );
      })}
      {order.map((index, rank) => {
        const spot = placed[rank];
        if (!spot) return null;
        const isEmphasised = index === active || index === selected;
        return (
          <Group key={index} x={spot.x} y={spot.y}>
            <Rect width={spot.width} height={spot.height} cornerRadius={4} fill={isEmphasised ? '#ffffff' : 'rgba(12,13,15,0.88)'} />
            <Text
              x={6}
              y={4}
              text={names[index]!}
              fontSize={13}
              fontStyle={labelStyle ?? '600'}
              fontFamily={labelFamily.join(' ')}
              fill={isEmphasised ? '#0c0d0f' : '#ffffff'}
            />
          </Group>
        );
      })}
    </Layer>
  );
}
