import type { Defect, Inspection } from '@sightline/contracts';
import { useElementSize } from '@mantine/hooks';
import type { SyntheticEvent } from 'react';
import { addresses } from '../api/api';
import { texts } from '../texts';
import styles from './boxed-image.module.css';
import { fitView, onScreen, placeLabels } from './geometry';
import { labelSize, labelText } from './label-text';

type Frame = Inspection['frames'][number];

/** Larger frames are asked for in this width; a screen shows no more. px */
const largestPx = 1920;

export const defectsOf = (inspection: Inspection, frame: Frame | undefined): Defect[] =>
  inspection.defects.filter(({ frameId }) => frameId === frame?.id);

/** A picture that cannot be loaded leaves its place empty; the words beside it still say everything. */
const whenLoaded = {
  onError: (event: SyntheticEvent<HTMLImageElement>) => (event.currentTarget.style.visibility = 'hidden'),
  onLoad: (event: SyntheticEvent<HTMLImageElement>) => (event.currentTarget.style.visibility = ''),
};

/** A frame as large as its place allows, with its defects drawn and named. */
export function BoxedImage({ frame, defects, alt }: { frame: Frame; defects: readonly Defect[]; alt: string }) {
  const { ref, width, height } = useElementSize();
  const view = fitView(frame, { width, height });
  const boxes = defects.map(({ box }) => onScreen(box, view));
  const names = defects.map(labelText);
  const labels = width > 0 ? placeLabels(boxes, names.map(labelSize), { width, height }) : [];
  return (
    <div ref={ref} className={styles.place}>
      <img
        className={styles.image}
        src={addresses.image(frame.id, frame.width > largestPx ? largestPx : undefined)}
        alt={alt}
        decoding="async"
        {...whenLoaded}
      />
      {width > 0 ? (
        <svg className={styles.drawing} width={width} height={height} aria-hidden="true">
          {boxes.map((box, index) => (
            <g key={index}>
              <rect className={styles.halo} {...box} />
              <rect className={styles.box} {...box} />
            </g>
          ))}
          {labels.map((label, index) =>
            label ? (
              <g key={index} transform={`translate(${label.x} ${label.y})`}>
                <rect className={styles.label} width={label.width} height={label.height} rx="4" />
                <text x="6" y="15">
                  {names[index]}
                </text>
              </g>
            ) : null,
          )}
        </svg>
      ) : null}
    </div>
  );
}

/** A small picture of an inspection's first frame with a defect, with the boxes drawn. */
export function Thumbnail({ inspection, width = 160 }: { inspection: Inspection; width?: 160 | 320 }) {
  const frame = inspection.frames.find(({ id }) => inspection.defects.some(({ frameId }) => frameId === id)) ?? inspection.frames[0];
  if (!frame) return <div className={styles.noImage}>{texts.inspection.noImage}</div>;
  return (
    <div className={styles.place}>
      <img
        className={styles.image}
        src={addresses.image(frame.id, width)}
        alt=""
        loading="lazy"
        decoding="async"
        {...whenLoaded}
        draggable={false}
      />
      <svg className={styles.drawing} viewBox={`0 0 ${frame.width} ${frame.height}`} aria-hidden="true">
        {defectsOf(inspection, frame).map(({ box: [x, y, boxWidth, boxHeight] }, index) => (
          <rect key={index} className={styles.small} x={x} y={y} width={boxWidth} height={boxHeight} />
        ))}
      </svg>
    </div>
  );
}
