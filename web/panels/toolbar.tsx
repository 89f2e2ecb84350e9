// toolbar.tsx: run and cancel, what the query does or has done, which view is open, export. Facts are a live region.
import { formatBytes, formatMs, formatCount, counted } from '../format.ts';
import { cancel, exportAs, run } from '../query.ts';
import type { ExportFormat } from '../query.ts';
import { busy, outcome, progress, result, running, view } from '../state.ts';
import type { Outcome, View } from '../state.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

const VIEWS: readonly { readonly view: View; readonly label: string; readonly icon: IconName }[] = [
  { view: 'rows', label: 'Rows', icon: 'rows' },
  { view: 'plan', label: 'Plan', icon: 'plan' },
  { view: 'race', label: 'Race', icon: 'race' },
  { view: 'stream', label: 'Stream', icon: 'stream' },
];
const FORMATS: readonly ExportFormat[] = ['csv', 'parquet', 'json'];

function Live() {
  const p = progress.value;
  if (!p) return <>Running…</>;
  const of = p.totalBytes ? ` of ${formatBytes(p.totalBytes)}` : '';
  return (
    <>
      <b>{formatCount(p.rows)}</b> rows read <i>·</i> {formatBytes(p.bytes)}
      {of} <i>·</i> {formatMs(p.elapsedMs)}
    </>
  );
}
function Ended({ ended }: { readonly ended: Outcome }) {
  switch (ended.kind) {
    case 'none':
      return <span class="dim">Ctrl or ⌘ + Enter runs the text</span>;
    case 'command':
      return <>Done in {formatMs(ended.elapsedMs)}</>;
    case 'cancelled':
      return <>Cancelled after {formatMs(ended.elapsedMs)}</>;
    case 'error':
      return (
        <span class="failed">
          <Icon name="alert" /> {ended.error.code}
        </span>
      );
    case 'rows': {
      const bytes = ended.profile?.stages.reduce((sum, s) => sum + s.bytesRead, 0) ?? 0;
      return (
        <>
          <b>{formatCount(ended.result.rows)}</b> {ended.result.rows === 1 ? 'row' : 'rows'} <i>·</i> {formatMs(ended.elapsedMs)}
          {bytes > 0 ? (
            <>
              {' '}
              <i>·</i> {formatBytes(bytes)} read
            </>
          ) : null}
        </>
      );
    }
  }
}
/** Along the toolbar's edge: how much of the input is read, when that is known. */
function ProgressBar() {
  if (!running.value) return null;
  const p = progress.value;
  const part = p?.totalBytes ? Math.min(1, p.bytes / p.totalBytes) : undefined;
  return (
    <div
      class={part === undefined ? 'progress unknown' : 'progress'}
      role="progressbar"
      aria-label="Query"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={part === undefined ? undefined : Math.round(part * 100)}
    >
      <span style={part === undefined ? {} : { width: `${part * 100}%` }} />
    </div>
  );
}
/** Arrow keys move between tabs, as in any tab list. */
function moveTab(event: KeyboardEvent): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  const at = VIEWS.findIndex((v) => v.view === view.value);
  view.value = VIEWS[(at + step + VIEWS.length) % VIEWS.length]!.view;
  document.getElementById(`tab-${view.value}`)?.focus();
}
export function Toolbar() {
  return (
    <div class="toolbar">
      <ProgressBar />
      {running.value ? (
        <button class="run stop" onClick={cancel}>
          <Icon name="stop" /> Cancel
        </button>
      ) : (
        <button class="run" onClick={() => void run()} title="Ctrl or ⌘ + Enter">
          <Icon name="run" /> Run
        </button>
      )}
      <span class="facts" role="status">
        {running.value ? <Live /> : busy.value !== '' ? busy.value : <Ended ended={outcome.value} />}
      </span>
      <div class="tabs" role="tablist" aria-label="Output" onKeyDown={moveTab}>
        {VIEWS.map(({ view: name, label, icon }) => (
          <button
            key={name}
            id={`tab-${name}`}
            role="tab"
            aria-selected={view.value === name}
            aria-controls="output"
            tabIndex={view.value === name ? 0 : -1}
            onClick={() => (view.value = name)}
          >
            <Icon name={icon} /> {label}
          </button>
        ))}
      </div>
      <div class="export" role="group" aria-label="Export">
        <Icon name="save" />
        {FORMATS.map((format) => (
          <button
            key={format}
            class="quiet"
            disabled={!result.value || busy.value !== ''}
            onClick={() => void exportAs(format)}
            aria-label={`Export as ${format.toUpperCase()}`}
            title={result.value ? `Save ${counted(result.value.rows, 'row')} as ${format.toUpperCase()}` : undefined}
          >
            {format === 'parquet' ? 'Parquet' : format.toUpperCase()}
          </button>
        ))}
      </div>
    </div>
  );
}
