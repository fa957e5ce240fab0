import type { Inspection } from '@sightline/contracts';
import { useTable } from '@tanstack/react-table';
import { columns, features } from './columns';

export const useTableRows = (items: readonly Inspection[]) =>
  useTable({ features, columns, data: items, getRowId: ({ id }) => id }).getRowModel().rows;

export type InspectionRow = ReturnType<typeof useTableRows>[number];
