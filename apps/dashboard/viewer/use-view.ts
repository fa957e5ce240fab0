import { useCallback, useEffect, useRef, useState, type PointerEvent } from 'react';
import { fitView, type Size, type View } from './geometry';

const marginPx = 24;
/** Device pixels per source pixel at most: single pixels as large as a fingertip. */
const largest = 48;
const wheelSpeed = 0.0016;
const stepFactor = 1.5;

const pixelRatio = () => window.devicePixelRatio || 1;

export interface Viewing {
  view: View;
  /** Device pixels per source pixel; 1 is the image as it was taken. */
  zoom: number;
  isFitted: boolean;
  fit: () => void;
  oneToOne: () => void;
  zoomBy: (factor: number) => void;
  zoomIn: () => void;
  zoomOut: () => void;
  centre: (x: number, y: number) => void;
  handlers: {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
  };
}

const scaledAt = (view: View, scale: number, x: number, y: number): View => ({
  scale,
  x: x - ((x - view.x) / view.scale) * scale,
  y: y - ((y - view.y) / view.scale) * scale,
});

/** Zoom and pan by wheel, pinch, drag and keys. `null` as view means: fitted, whatever the window's size. */
export function useView(frame: Size, window_: Size, element: HTMLElement | null): Viewing {
  const [free, setFree] = useState<View | null>(null);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const { width, height } = window_;
  const fitted = fitView(frame, window_, Math.min(marginPx, width / 20));
  const view = free ?? fitted;
  const latest = useRef(view);
  latest.current = view;

  const zoomAt = useCallback(
    (factor: number, x: number, y: number) => {
      const smallest = Math.min(fitView(frame, { width, height }).scale / 2, 1);
      const scale = Math.min(largest / pixelRatio(), Math.max(smallest, latest.current.scale * factor));
      latest.current = scaledAt(latest.current, scale, x, y);
      setFree(latest.current);
    },
    [frame, width, height],
  );

  useEffect(() => {
    if (!element) return;
    // React listens passively to the wheel and could not keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 24 : 1;
      zoomAt(Math.exp(-event.deltaY * lines * wheelSpeed * (event.ctrlKey ? 4 : 1)), event.clientX - left, event.clientY - top);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [element, zoomAt]);

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (!other) {
      latest.current = { ...latest.current, x: latest.current.x + now.x - before.x, y: latest.current.y + now.y - before.y };
      setFree(latest.current);
      return;
    }
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const spread = (point: { x: number; y: number }) => Math.hypot(point.x - other.x, point.y - other.y);
    latest.current = { ...latest.current, x: latest.current.x + (now.x - before.x) / 2, y: latest.current.y + (now.y - before.y) / 2 };
    zoomAt(spread(now) / Math.max(1, spread(before)), (now.x + other.x) / 2 - left, (now.y + other.y) / 2 - top);
  };
  const release = (event: PointerEvent<HTMLElement>) => void pointers.current.delete(event.pointerId);
  const centre = (x: number, y: number) => setFree({ scale: view.scale, x: width / 2 - x * view.scale, y: height / 2 - y * view.scale });
  const zoomBy = (factor: number) => zoomAt(factor, width / 2, height / 2);

  return {
    view,
    zoom: view.scale * pixelRatio(),
    isFitted: free === null,
    fit: () => setFree(null),
    oneToOne: () => setFree(scaledAt(view, 1 / pixelRatio(), width / 2, height / 2)),
    zoomBy,
    zoomIn: () => zoomBy(stepFactor),
    zoomOut: () => zoomBy(1 / stepFactor),
    centre,
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      },
      onPointerMove,
      onPointerUp: release,
      onPointerCancel: release,
    },
  };
}
