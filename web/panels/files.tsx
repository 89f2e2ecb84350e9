// files.tsx: drop or pick files, the sample, and the tree of columns.
import { signal } from '@preact/signals';
import { formatBytes } from '../format.ts';
import { addFile, addSample, error, files } from '../state.ts';

const loading = signal(false);
async function sample(): Promise<void> {
  loading.value = true;
  try {
    await addSample();
  } catch (e) {
    error.value = { message: e instanceof Error ? e.message : String(e) };
  } finally {
    loading.value = false;
  }
}
export function Files() {
  return (
    <aside>
      <label class="drop">
        <input
          type="file"
          multiple
          accept=".parquet,.csv,.tsv,.arrow,.json,.jsonl,.gz,.zst"
          onChange={(e) => {
            for (const file of e.currentTarget.files ?? []) void addFile(file);
          }}
        />
        <strong>Drop or pick files</strong>
        <span>Parquet, CSV, Arrow, JSON</span>
      </label>
      <button class="sample" disabled={loading.value} onClick={() => void sample()}>
        {loading.value ? 'Loading…' : 'Try 3,000,000 flights'}
      </button>
      {files.value.map((file) => (
        <details key={file.name} open>
          <summary>
            <span class="name">{file.name}</span>
            <span class="dim">{formatBytes(file.bytes)}</span>
          </summary>
          <ul>
            {file.columns.map((column) => (
              <li key={column.name}>
                <span class="name">{column.name}</span>
                <span class="dim">{column.type}</span>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </aside>
  );
}
