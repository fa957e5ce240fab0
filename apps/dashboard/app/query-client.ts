import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isProblem, ProblemError } from '../api/problem';

/** Refusals stay refusals; only what may pass by itself is tried again. */
const mayPass = (error: unknown) =>
  error instanceof ProblemError && (error.problem.status === 0 || error.problem.status === 503 || error.problem.status === 429);

/** @param onLoggedOut the session is missing or over */
export function createQueryClient(onLoggedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isProblem(error, 401)) onLoggedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        networkMode: 'always',
        retry: (count, error) => mayPass(error) && count < 2,
        retryDelay: (count) => 500 * 2 ** count,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
