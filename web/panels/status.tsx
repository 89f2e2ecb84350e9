// status.tsx: run and cancel, what the query has done, which view is open, export.
import { formatBytes, formatCount, formatMs } from '../format.ts';
import { cancel, elapsedMs, error, exportAs, progress, result, run, running, view } from '../state.ts';
import type { View } from '../state.ts';

const VIEWS: readonly (readonly [View, string])[] = [
  ['rows', 'Rows'],
  ['plan', 'Plan'],
  ['race', 'Race'],
];
function Facts() {
  if (running.value) {
    const p = progress.value;
    return (
      <span class="facts">
        {p ? `${formatCount(p.rows)} rows read · ${formatBytes(p.bytes)} · ${formatMs(p.elapsedMs)}` : 'Running…'}
      </span>
    );
  }
  if (error.value) {
    const { line, column, message } = error.value;
    return (
      <span class="facts error" role="alert">
        {line === undefined ? '' : `Line ${line}, column ${column}: `}
        {message}
      </span>
    );
  }
  if (!result.value) return <span class="facts dim">Ctrl or ⌘ + Enter runs</span>;
  const bytes = progress.value?.bytes ?? 0;
  return (
    <span class="facts">
      <b>{formatCount(result.value.rows)}</b> rows · {formatMs(elapsedMs.value ?? 0)}
      {bytes > 0 ? ` · ${formatBytes(bytes)} read` : ''}
    </span>
  );
}
export function Status() {
  return (
    <div class="status">
      {running.value ? (
        <button class="run stop" onClick={cancel}>
          Cancel
        </button>
      ) : (
        <button class="run" onClick={() => void run()}>
          Run
        </button>
      )}
      <Facts />
      <nav>
        {VIEWS.map(([name, label]) => (
          <button key={name} class={view.value === name ? 'tab open' : 'tab'} onClick={() => (view.value = name)}>
            {label}
          </button>
        ))}
      </nav>
      <span class="export">
        {(['csv', 'parquet', 'json'] as const).map((format) => (
          <button key={format} class="quiet" disabled={!result.value} onClick={() => void exportAs(format)}>
            {format.toUpperCase()}
          </button>
        ))}
      </span>
    </div>
  );
}
