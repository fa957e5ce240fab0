import { flexRender } from '@tanstack/react-table';
import { useNavigate } from '@tanstack/react-router';
import { columns } from './columns';
import type { InspectionsSearch } from './filter';
import styles from './row.module.css';
import type { InspectionRow } from './use-table-rows';

export function TableHead() {
  return (
    <div role="rowgroup">
      <div className={styles.head} role="row" aria-rowindex={1}>
        {columns.map(({ id, header, ...column }) => {
          const key = id ?? ('accessorKey' in column ? String(column.accessorKey) : '');
          return (
            <span key={key} role="columnheader" data-column={key} className={styles.cell}>
              {typeof header === 'string' ? header : null}
            </span>
          );
        })}
      </div>
    </div>
  );
}

interface TableRowProps {
  row: InspectionRow;
  index: number;
  start: number;
  isCurrent: boolean;
  filter: InspectionsSearch;
}

export function TableRow({ row, index, start, isCurrent, filter }: TableRowProps) {
  const navigate = useNavigate();
  const open = () => void navigate({ to: '/inspections/$id', params: { id: row.original.id }, search: filter });
  return (
    <div
      className={styles.row}
      role="row"
      tabIndex={0}
      aria-rowindex={index + 2}
      data-current={isCurrent || undefined}
      data-inspection={row.original.id}
      style={{ transform: `translateY(${start}px)` }}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        open();
      }}
    >
      {row.getAllCells().map((cell) => (
        <span key={cell.id} role="cell" data-column={cell.column.id} className={styles.cell}>
          {flexRender(cell.column.columnDef.cell as never, cell.getContext() as never)}
        </span>
      ))}
    </div>
  );
}
