import type { Defect, Inspection } from '@sightline/contracts';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useEffect, useEffectEvent, useState, type PointerEvent } from 'react';
import { Image as KonvaImage, Layer, Stage } from 'react-konva';
import { addresses } from '../api/api';
import { useKeys } from '../shell/keys';
import { texts } from '../texts';
import { DefectLayer } from './defect-layer';
import styles from './frame-viewer.module.css';
import { onScreen } from './geometry';
import { useImage } from './use-image';
import { useView } from './use-view';
import { ViewerTools, type Tone } from './viewer-tools';

interface FrameViewerProps {
  frame: Inspection['frames'][number];
  defects: readonly Defect[];
  active: number | null;
  selected: number | null;
  onActive: (index: number | null) => void;
  onSelect: (index: number | null) => void;
}

/** Slack around a box in which the pointer is on it: fingers are wide. CSS px */
const slackPx = 8;
const dragPx = 5;

/** A frame at pixel level with its defects; the canvas is for the eye, the defect table says the same in words. */
export function FrameViewer({ frame, defects, active, selected, onActive, onSelect }: FrameViewerProps) {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const { ref: sizeRef, width, height } = useElementSize();
  const ref = useMergedRef(setElement, sizeRef);
  const [shown, setShown] = useState(true);
  const [tone, setTone] = useState<Tone>({ brightness: 1, contrast: 1 });
  const [pressed, setPressed] = useState<{ x: number; y: number } | null>(null);
  const { image, failed } = useImage(addresses.image(frame.id));
  const viewing = useView(frame, { width, height }, element);
  const { view, handlers } = viewing;
  useKeys({
    '+': viewing.zoomIn,
    '=': viewing.zoomIn,
    '-': viewing.zoomOut,
    0: viewing.fit,
    1: viewing.oneToOne,
    b: () => setShown((before) => !before),
    Escape: () => onSelect(null),
  });

  const bringIntoSight = useEffectEvent((index: number) => {
    const box = defects[index]?.box;
    if (!box || width === 0) return;
    const centre = onScreen([box[0] + box[2] / 2, box[1] + box[3] / 2, 0, 0], view);
    if (centre.x < 0 || centre.y < 0 || centre.x > width || centre.y > height) viewing.centre(box[0] + box[2] / 2, box[1] + box[3] / 2);
  });
  useEffect(() => {
    if (selected !== null) bringIntoSight(selected);
  }, [selected]);

  /** The smallest box under the pointer: a small defect may lie within a large one. */
  const hit = (event: PointerEvent<HTMLElement>): number | null => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - left - view.x) / view.scale;
    const y = (event.clientY - top - view.y) / view.scale;
    const slack = slackPx / view.scale;
    const under = defects.flatMap(({ box: [boxX, boxY, boxWidth, boxHeight] }, index) =>
      x >= boxX - slack && x <= boxX + boxWidth + slack && y >= boxY - slack && y <= boxY + boxHeight + slack
        ? [{ index, area: boxWidth * boxHeight }]
        : [],
    );
    return under.toSorted((a, b) => a.area - b.area)[0]?.index ?? null;
  };
  return (
    <div className={styles.viewer}>
      <div
        ref={ref}
        className={styles.stage}
        data-loaded={image !== null || undefined}
        {...handlers}
        onPointerDown={(event) => {
          setPressed({ x: event.clientX, y: event.clientY });
          handlers.onPointerDown(event);
        }}
        onPointerMove={(event) => {
          if (shown && event.buttons === 0) onActive(hit(event));
          handlers.onPointerMove(event);
        }}
        onPointerUp={(event) => {
          handlers.onPointerUp(event);
          if (shown && pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < dragPx) onSelect(hit(event));
        }}
        onPointerLeave={() => onActive(null)}
        onDoubleClick={viewing.isFitted ? viewing.oneToOne : viewing.fit}
        role="img"
        aria-label={texts.viewer.summary(defects.length, frame.width, frame.height)}
      >
        {image && width > 0 ? (
          <>
            <div style={{ filter: `brightness(${tone.brightness}) contrast(${tone.contrast})` }}>
              <Stage width={width} height={height} listening={false}>
                <Layer imageSmoothingEnabled={viewing.zoom < 1} listening={false}>
                  <KonvaImage image={image} x={view.x} y={view.y} width={frame.width * view.scale} height={frame.height * view.scale} />
                </Layer>
              </Stage>
            </div>
            <Stage className={styles.boxes} width={width} height={height} listening={false}>
              {shown ? (
                <DefectLayer defects={defects} view={view} window={{ width, height }} active={active} selected={selected} />
              ) : (
                <Layer />
              )}
            </Stage>
          </>
        ) : null}
        {failed ? <p className={styles.failed}>{texts.viewer.noImage}</p> : null}
      </div>
      <ViewerTools viewing={viewing} shown={shown} onShown={setShown} tone={tone} onTone={setTone} hasBoxes={defects.length > 0} />
    </div>
  );
}
