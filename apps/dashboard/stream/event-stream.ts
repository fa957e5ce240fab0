import type { Inspection } from '@sightline/contracts';
import { addresses } from '../api/api';

export type Connection = 'connecting' | 'live' | 'reconnecting';
type Judged = (inspections: Inspection[]) => void;

/** Events that come together are handed on together: a fast line must not cost a render each. */
const flushAfterMs = 150;
const retryAfterMs = 2000;
const judgedEvent = 'sightline.inspection.judged.v1';

/**
 * The server's event stream, kept open as long as the page lives.
 * The browser itself resumes after a short cut (Last-Event-ID); where it gives up, this opens a new stream
 * and `onMended` tells that events may have been missed.
 */
export class EventStream {
  connection: Connection = 'connecting';
  private source: EventSource | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private waiting: Inspection[] = [];
  private flush: ReturnType<typeof setTimeout> | undefined;
  private readonly connectionListeners = new Set<() => void>();
  private readonly judgedListeners = new Set<Judged>();

  constructor(private readonly onMended: () => void) {}

  open() {
    clearTimeout(this.retry);
    this.source?.close();
    const source = new EventSource(addresses.events);
    this.source = source;
    source.onopen = () => {
      const mended = this.connection === 'reconnecting';
      this.change('live');
      if (mended) this.onMended();
    };
    source.onerror = () => {
      this.change('reconnecting');
      if (source.readyState === EventSource.CLOSED) this.retry = setTimeout(() => this.open(), retryAfterMs);
    };
    source.addEventListener(judgedEvent, (event) => this.receive(JSON.parse(event.data as string) as Inspection));
  }

  close() {
    clearTimeout(this.retry);
    clearTimeout(this.flush);
    this.source?.close();
    this.source = undefined;
    this.connection = 'connecting';
  }

  onConnection = (listener: () => void) => {
    this.connectionListeners.add(listener);
    return () => void this.connectionListeners.delete(listener);
  };

  onJudged = (listener: Judged) => {
    this.judgedListeners.add(listener);
    return () => void this.judgedListeners.delete(listener);
  };

  private receive(inspection: Inspection) {
    this.waiting.push(inspection);
    this.flush ??= setTimeout(() => {
      this.flush = undefined;
      const inspections = this.waiting.reverse();
      this.waiting = [];
      this.judgedListeners.forEach((listener) => listener(inspections));
    }, flushAfterMs);
  }

  private change(connection: Connection) {
    if (this.connection === connection) return;
    this.connection = connection;
    this.connectionListeners.forEach((listener) => listener());
  }
}
