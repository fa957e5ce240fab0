import type {
  Camera,
  CameraInput,
  FramesAccepted,
  Inspection,
  InspectionFilter,
  Principal,
  RecipeVersion,
  Statistics,
} from '@sightline/contracts';
import { problemFrom, unreachable } from './problem';

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** The answer to a posted frame: judged in time, or only accepted. */
export type FramesAnswer = { inspections: Inspection[] } | FramesAccepted;

type Query = Record<string, string | number | undefined>;

export function withQuery(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined && entry[1] !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length > 0 ? `${path}?${search}` : path;
}

async function call<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(path, { credentials: 'same-origin', ...init }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw problemFrom(response.status, body);
  return body as Answer;
}

const abortable = (signal?: AbortSignal): RequestInit => (signal ? { signal } : {});

export const api = {
  session: (signal?: AbortSignal) => call<Principal>('/v1/session', abortable(signal)),
  logIn: (key: string) => call<Principal>('/v1/session', { method: 'POST', headers: { authorization: `Bearer ${key}` } }),
  logOut: () => call<null>('/v1/session', { method: 'DELETE' }),
  inspections: (query: InspectionFilter & { limit?: number; cursor?: string }, signal?: AbortSignal) =>
    call<Page<Inspection>>(withQuery('/v1/inspections', query), abortable(signal)),
  inspection: (id: string, signal?: AbortSignal) => call<Inspection>(`/v1/inspections/${encodeURIComponent(id)}`, abortable(signal)),
  statistics: (query: { from?: string; to?: string; line?: string; groupBy?: string }, signal?: AbortSignal) =>
    call<Statistics>(withQuery('/v1/statistics', query), abortable(signal)),
  cameras: (signal?: AbortSignal) => call<Page<Camera>>('/v1/cameras', abortable(signal)),
  putCamera: (id: string, camera: CameraInput) =>
    call<Camera>(`/v1/cameras/${encodeURIComponent(id)}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(camera),
    }),
  recipes: (signal?: AbortSignal) => call<Page<RecipeVersion>>('/v1/recipes', abortable(signal)),
};

/** Addresses that the browser itself loads. */
export const addresses = {
  events: '/v1/events',
  image: (frameId: string, width?: number) => withQuery(`/v1/frames/${frameId}/image`, { width }),
  csv: (filter: InspectionFilter) => withQuery('/v1/inspections.csv', filter),
};
