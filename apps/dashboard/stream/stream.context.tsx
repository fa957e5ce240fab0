import type { Inspection } from '@sightline/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useEffectEvent, useState, useSyncExternalStore, type ReactNode } from 'react';
import { EventStream, type Connection } from './event-stream';

const StreamContext = createContext<EventStream | null>(null);

function useStream(): EventStream {
  const stream = use(StreamContext);
  if (!stream) throw new Error('the event stream is used outside of its provider');
  return stream;
}

/** Opens the event stream for everything inside; after a cut all shown answers are fetched again. */
export function StreamProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [stream] = useState(() => new EventStream(() => void queries.invalidateQueries()));
  useEffect(() => {
    stream.open();
    return () => stream.close();
  }, [stream]);
  return <StreamContext value={stream}>{children}</StreamContext>;
}

export function useConnection(): Connection {
  const stream = useStream();
  return useSyncExternalStore(stream.onConnection, () => stream.connection);
}

/** @param handle gets what was judged since the last call, newest first */
export function useJudged(handle: (inspections: Inspection[]) => void) {
  const stream = useStream();
  const onJudged = useEffectEvent(handle);
  useEffect(() => stream.onJudged((inspections) => onJudged(inspections)), [stream]);
}
