// plan.tsx: EXPLAIN ANALYZE of the text: stages, operators with rows and time, what was read and pruned.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { explainAnalyze } from '../state.ts';

const text = signal('');
async function refresh(): Promise<void> {
  text.value = 'Running the query…';
  try {
    text.value = await explainAnalyze();
  } catch (e) {
    text.value = e instanceof Error ? e.message : String(e);
  }
}
/** Metrics stand out, so that the eye finds the slow operator. */
function Line({ line }: { line: string }) {
  const at = line.indexOf(' [rows=');
  return (
    <div class={line.startsWith('Stage ') ? 'stage' : ''}>
      {at < 0 ? line : line.slice(0, at)}
      {at < 0 ? null : <span class="metric">{line.slice(at)}</span>}
    </div>
  );
}
export function Plan() {
  useEffect(() => void refresh(), []);
  return (
    <div class="plan">
      {text.value.split('\n').map((line, i) => (
        <Line key={i} line={line} />
      ))}
    </div>
  );
}
