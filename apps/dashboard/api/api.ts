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
import createClient from 'openapi-fetch';
import type { paths } from '../generated/api';
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
  return given.length > 0 ? `${path}?${search.toString()}` : path;
}

/** Made from our OpenAPI: a path, parameter or body that the server does not know does not compile. */
const client = createClient<paths>({
  credentials: 'same-origin',
  fetch: (request) =>
    fetch(request).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw unreachable();
    }),
});

/**
 * The answer's body, or the refusal as an error. Its type is the contract's own:
 * the generated one says `number[]` where a box has four numbers.
 */
async function taken<Answer>(call: Promise<{ data?: unknown; error?: unknown; response: Response }>): Promise<Answer> {
  const { data, error, response } = await call;
  if (!response.ok) throw problemFrom(response.status, error);
  return data as Answer;
}

const abortable = (signal?: AbortSignal) => (signal ? { signal } : {});

/** The words that are given; absent and `undefined` mean the same to a caller, but not to the types. */
const given = <Words extends object>(words: Words) =>
  Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)) as {
    [Word in keyof Words]: Exclude<Words[Word], undefined>;
  };

export const api = {
  session: (signal?: AbortSignal): Promise<Principal> => taken(client.GET('/v1/session', abortable(signal))),
  logIn: (key: string): Promise<Principal> => taken(client.POST('/v1/session', { headers: { authorization: `Bearer ${key}` } })),
  logOut: (): Promise<unknown> => taken(client.DELETE('/v1/session')),
  inspections: (query: InspectionFilter & { limit?: number; cursor?: string }, signal?: AbortSignal): Promise<Page<Inspection>> =>
    taken(client.GET('/v1/inspections', { params: { query: given(query) }, ...abortable(signal) })),
  inspection: (id: string, signal?: AbortSignal): Promise<Inspection> =>
    taken(client.GET('/v1/inspections/{id}', { params: { path: { id } }, ...abortable(signal) })),
  statistics: (query: { from?: string; to?: string; line?: string; groupBy?: string }, signal?: AbortSignal): Promise<Statistics> =>
    taken(client.GET('/v1/statistics', { params: { query }, ...abortable(signal) })),
  cameras: (signal?: AbortSignal): Promise<Page<Camera>> => taken(client.GET('/v1/cameras', abortable(signal))),
  putCamera: (id: string, body: CameraInput): Promise<Camera> => taken(client.PUT('/v1/cameras/{id}', { params: { path: { id } }, body })),
  recipes: (signal?: AbortSignal): Promise<Page<RecipeVersion>> => taken(client.GET('/v1/recipes', abortable(signal))),
};

/** Addresses that the browser itself loads. */
export const addresses = {
  events: '/v1/events',
  image: (frameId: string, width?: number) => withQuery(`/v1/frames/${frameId}/image`, { width }),
  csv: (filter: InspectionFilter) => withQuery('/v1/inspections.csv', filter),
};
