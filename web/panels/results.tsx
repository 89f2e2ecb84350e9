// results.tsx: a virtual grid over the cached result; only the rows in view are ever asked for.
import 'regular-table';
import { useEffect, useRef } from 'preact/hooks';
import { formatCell, isNumber } from '../format.ts';
import { result } from '../state.ts';
import type { Result } from '../state.ts';

interface Grid extends HTMLElement {
  setDataListener(listener: (x0: number, y0: number, x1: number, y1: number) => Promise<GridData>): void;
  addStyleListener(listener: () => void): void;
  getMeta(cell: Element): { x?: number; value?: unknown } | undefined;
  draw(options?: { reset?: boolean }): Promise<void>;
}
interface GridData {
  readonly num_rows: number;
  readonly num_columns: number;
  readonly row_headers: readonly (readonly string[])[];
  readonly column_headers: readonly (readonly string[])[];
  readonly data: readonly (readonly string[])[];
}
const NULL = '∅';

async function page({ data, columns, rows }: Result, x0: number, y0: number, x1: number, y1: number): Promise<GridData> {
  const shown = columns.slice(x0, x1);
  const values = y1 > y0 ? await data.slice(y0, y1).collect({ rows: 'array' }) : [];
  return {
    num_rows: rows,
    num_columns: columns.length,
    row_headers: values.map((_row, i) => [String(y0 + i + 1)]),
    column_headers: shown.map(([name]) => [name]),
    data: shown.map(([, type], c) => values.map((row) => formatCell((row as unknown[])[x0 + c], type) ?? NULL)),
  };
}
export function Results() {
  const host = useRef<HTMLElement>(null);
  const current = result.value;
  useEffect(() => {
    const grid = host.current as Grid | null;
    if (!grid || !current) return;
    grid.setDataListener((x0, y0, x1, y1) =>
      page(current, x0, y0, Math.min(x1, current.columns.length), Math.min(y1, current.rows)),
    );
    grid.addStyleListener(() => {
      for (const cell of grid.querySelectorAll('tbody td')) {
        const x = grid.getMeta(cell)?.x ?? 0;
        cell.classList.toggle('number', isNumber(current.columns[x]?.[1] ?? ''));
        cell.classList.toggle('null', cell.textContent === NULL);
      }
    });
    void grid.draw({ reset: true });
  }, [current]);
  if (!current) return <p class="empty">Drop a file anywhere on the page, or try the sample.</p>;
  const Table = 'regular-table' as unknown as 'div';
  return <Table key={current.columns.map(([name]) => name).join('\u0000')} ref={host as never} class="grid" />;
}
