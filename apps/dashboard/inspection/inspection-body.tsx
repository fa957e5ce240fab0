import { SegmentedControl, Skeleton } from '@mantine/core';
import type { Inspection } from '@sightline/contracts';
import { lazy, Suspense, useState } from 'react';
import { EmptyNotice } from '../notices/empty-notice';
import { texts } from '../texts';
import { DefectTable } from './defect-table';
import { Facts } from './facts';
import styles from './inspection.module.css';
import { RawJson } from './raw-json';
import { Timings } from './timings';
import { VerdictCard } from './verdict-card';

const FrameViewer = lazy(() => import('../viewer/frame-viewer').then(({ FrameViewer: viewer }) => ({ default: viewer })));

export function InspectionBody({ inspection }: { inspection: Inspection }) {
  const { frames, defects } = inspection;
  const [frameId, setFrameId] = useState((frames.find(({ id }) => defects.some((defect) => defect.frameId === id)) ?? frames[0])?.id);
  const [active, setActive] = useState<number | null>(null);
  const [selected, setSelected] = useState<number | null>(null);
  const frame = frames.find(({ id }) => id === frameId);
  const shown = defects.map((defect, index) => ({ defect, index })).filter(({ defect }) => defect.frameId === frameId);
  const place = (index: number | null) => (index === null ? null : shown.findIndex((entry) => entry.index === index));
  const inFrame = (index: number | null) => (place(index) === -1 ? null : place(index));
  const select = (index: number | null) => {
    setSelected(index);
    const other = index === null ? undefined : defects[index]?.frameId;
    if (other) setFrameId(other);
  };
  return (
    <div className={styles.body}>
      <div className={styles.hero}>
        {frames.length > 1 ? (
          <SegmentedControl
            className={styles.views}
            aria-label={texts.inspection.views}
            value={frameId ?? ''}
            onChange={setFrameId}
            data={frames.map(({ id, view }) => ({
              value: id,
              label: texts.inspection.view(view, defects.filter((defect) => defect.frameId === id).length),
            }))}
          />
        ) : null}
        {frame ? (
          <Suspense fallback={<Skeleton h="100%" radius={10} />}>
            <FrameViewer
              key={frame.id}
              frame={frame}
              defects={shown.map(({ defect }) => defect)}
              active={inFrame(active)}
              selected={inFrame(selected)}
              onActive={(index) => setActive(index === null ? null : (shown[index]?.index ?? null))}
              onSelect={(index) => setSelected(index === null ? null : (shown[index]?.index ?? null))}
            />
          </Suspense>
        ) : (
          <EmptyNotice title={texts.inspection.noFrame.title}>
            <p>{texts.inspection.noFrame.detail}</p>
          </EmptyNotice>
        )}
      </div>
      <div className={styles.side}>
        <VerdictCard inspection={inspection} />
        {defects.length > 0 ? (
          <DefectTable defects={defects} active={active} selected={selected} onActive={setActive} onSelect={select} />
        ) : null}
        <Facts inspection={inspection} />
        {inspection.latencyMs ? <Timings latency={inspection.latencyMs} /> : null}
        <RawJson inspection={inspection} />
      </div>
    </div>
  );
}
