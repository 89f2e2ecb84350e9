// results.tsx: what the last run came to: a virtual grid over the cached result (only rows in view are asked for), an error with its
// place in the text, or what to do first.
import 'regular-table';
import { useEffect, useRef } from 'preact/hooks';
import { ask } from '../files.ts';
import { formatCell, formatCount, formatMs, isNumber } from '../format.ts';
import { sample } from '../samples.ts';
import { outcome, running } from '../state.ts';
import type { QueryError, Result } from '../state.ts';
import { goTo } from './editor.tsx';
import { Icon } from './icon.tsx';

interface Grid extends HTMLElement {
  setDataListener(listener: (x0: number, y0: number, x1: number, y1: number) => Promise<GridData>): void;
  addStyleListener(listener: () => void): void;
  getMeta(cell: Element): { x?: number; column_header_y?: number } | undefined;
  draw(options?: { reset?: boolean }): Promise<void>;
}
interface GridData {
  readonly num_rows: number;
  readonly num_columns: number;
  readonly row_headers: readonly (readonly string[])[];
  readonly column_headers: readonly (readonly string[])[];
  readonly data: readonly (readonly string[])[];
}
const NULL = 'NULL';
/** Longer cells are cut: a cell is one line of at most 420 pixels. */
const MAX_CELL = 200;

async function page({ data, columns, rows }: Result, x0: number, y0: number, x1: number, y1: number): Promise<GridData> {
  const shown = columns.slice(x0, x1);
  const values = y1 > y0 ? await data.slice(y0, y1).collect({ rows: 'array' }) : [];
  const text = (row: unknown[], c: number, type: string): string => {
    const cell = formatCell(row[c], type) ?? NULL;
    return cell.length > MAX_CELL ? `${cell.slice(0, MAX_CELL)}…` : cell;
  };
  return {
    num_rows: rows,
    num_columns: columns.length,
    row_headers: values.map((_row, i) => [formatCount(y0 + i + 1)]),
    column_headers: shown.map(([name, type]) => [name, type]),
    data: shown.map(([, type], c) => values.map((row) => text(row as unknown[], x0 + c, type))),
  };
}
function styleCells(grid: Grid, { columns }: Result): void {
  for (const cell of grid.querySelectorAll('td, thead th')) {
    const x = grid.getMeta(cell)?.x;
    cell.classList.toggle('number', x !== undefined && isNumber(columns[x]?.[1] ?? ''));
    cell.classList.toggle('null', cell.tagName === 'TD' && cell.textContent === NULL);
  }
}
/** `isLive`: the same rows in their next state; what is in view stays in view. */
export function ResultGrid({ current, isLive = false }: { readonly current: Result; readonly isLive?: boolean }) {
  const host = useRef<HTMLElement>(null);
  const isDrawn = useRef(false);
  useEffect(() => {
    const grid = host.current as Grid | null;
    if (!grid) return;
    grid.setDataListener((x0, y0, x1, y1) =>
      page(current, x0, y0, Math.min(x1, current.columns.length), Math.min(y1, current.rows)),
    );
    if (!isDrawn.current || !isLive) grid.addStyleListener(() => styleCells(grid, current));
    void grid.draw({ reset: !isDrawn.current || !isLive });
    isDrawn.current = true;
  }, [current]);
  const Table = 'regular-table' as unknown as 'div';
  return (
    <>
      <Table ref={host as never} class="grid" aria-label="Rows" />
      {current.rows === 0 ? <p class="none">No rows.</p> : null}
    </>
  );
}
/** The message, and the line it is about with a mark under the place. */
export function Failure({ error: { code, message, hint, position, text } }: { readonly error: QueryError }) {
  const line = position ? text.split('\n')[position.line - 1] : undefined;
  return (
    <div class="failure" role="alert">
      <h2>
        <Icon name="alert" /> <code>{code}</code>
        {position ? (
          <button class="quiet" onClick={() => goTo(position)}>
            Line {position.line}, column {position.column}
          </button>
        ) : null}
      </h2>
      <p>{message}</p>
      {position && line !== undefined ? (
        <pre>
          <span class="dim">{String(position.line).padStart(3)} │ </span>
          {line}
          {'\n'}
          <span class="dim">{'    │ '}</span>
          {' '.repeat(position.column - 1)}
          <span class="caret">▲</span>
        </pre>
      ) : null}
      {hint ? <p class="hint">{hint}</p> : null}
    </div>
  );
}
function Welcome() {
  return (
    <div class="welcome">
      <h2>Query files in this page</h2>
      <p>
        Drop Parquet, CSV, Arrow or JSON files anywhere, or ask something of <b>{sample.label}</b>:
      </p>
      <ul>
        {sample.questions.map(({ title, about, sql }) => (
          <li key={title}>
            <button onClick={() => void ask(sql)}>
              <strong>{title}</strong>
              <span>{about}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
export function Results() {
  const ended = outcome.value;
  // Rows of the query before stay in view until the new ones are there; anything else is over.
  if (running.value && ended.kind !== 'rows') return <p class="none">Running…</p>;
  switch (ended.kind) {
    case 'none':
      return <Welcome />;
    case 'error':
      return <Failure error={ended.error} />;
    case 'cancelled':
      return <p class="none">Cancelled after {formatMs(ended.elapsedMs)}.</p>;
    case 'command':
      return <p class="none">{ended.name === '' ? 'Done.' : `${ended.name} is there.`}</p>;
    case 'rows': {
      const { result } = ended;
      return <ResultGrid key={result.columns.flat().join('\u0000')} current={result} />;
    }
  }
}
