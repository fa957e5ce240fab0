import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Role } from '@sightline/contracts';
import { api } from '../api/api';

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: ({ signal }) => api.session(signal), staleTime: 60_000 });

/** Who is logged in; undefined until known. */
export const usePrincipal = () => useQuery(sessionQuery).data;

const mayConfigure: readonly Role[] = ['engineer', 'admin'];
const mayUpload: readonly Role[] = ['camera', 'operator', 'engineer', 'admin'];
export const canConfigure = (role: Role | undefined) => role !== undefined && mayConfigure.includes(role);
export const canUpload = (role: Role | undefined) => role !== undefined && mayUpload.includes(role);
