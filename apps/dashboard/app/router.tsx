import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  retainSearchParams,
} from '@tanstack/react-router';
import { parseFilter, type InspectionsSearch } from '../inspections/filter';
import { parseLiveSearch, type LiveSearch } from '../live/live-search';
import { NotFoundPage } from '../notices/not-found.page';
import { PageFailed } from '../notices/page-failed';
import { LoginPage } from '../session/login.page';
import { Shell } from '../shell/shell';
import { parsePlainSearch, pick, stringifyPlainSearch } from './search';

const rootRoute = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: PageFailed,
});

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search: Record<string, unknown>) => pick(search, ['key', 'next']),
  component: LoginPage,
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  validateSearch: (search: Record<string, unknown>): { kiosk?: string } =>
    typeof search['kiosk'] === 'string' ? { kiosk: search['kiosk'] } : {},
  search: { middlewares: [retainSearchParams(['kiosk'])] },
  component: Shell,
});

const liveRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  validateSearch: (search: Record<string, unknown>): LiveSearch => parseLiveSearch(search),
  component: lazyRouteComponent(() => import('../live/live.page'), 'LivePage'),
});

const inspectionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/inspections',
  validateSearch: (search: Record<string, unknown>): InspectionsSearch => parseFilter(search),
  component: lazyRouteComponent(() => import('../inspections/inspections.page'), 'InspectionsPage'),
});

/** Carries the list's filter along, so that next and previous mean the same list. */
const inspectionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/inspections/$id',
  validateSearch: (search: Record<string, unknown>): InspectionsSearch => parseFilter(search),
  component: lazyRouteComponent(() => import('../inspection/inspection.page'), 'InspectionPage'),
});

const uploadRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/upload',
  component: lazyRouteComponent(() => import('../upload/upload.page'), 'UploadPage'),
});

const routeTree = rootRoute.addChildren([loginRoute, shellRoute.addChildren([liveRoute, inspectionsRoute, inspectionRoute, uploadRoute])]);

export const createPageRouter = (queries: QueryClient) =>
  createRouter({
    routeTree,
    context: { queries },
    parseSearch: parsePlainSearch,
    stringifySearch: stringifyPlainSearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
