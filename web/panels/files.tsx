// files.tsx: drop or pick files, the sample, and the tree of their columns; a click puts a name into the text.
import { addFiles, ask, queryOf, removeFile, sampleAsked } from '../files.ts';
import { formatBytes, typeMark } from '../format.ts';
import { quoted } from '../engine.ts';
import { run } from '../query.ts';
import { sample } from '../samples.ts';
import { busy, files, sql } from '../state.ts';
import type { OpenFile } from '../state.ts';
import { insertText } from './editor.tsx';
import { Icon } from './icon.tsx';

const PLAIN_NAME = /^[A-Za-z_]\w*$/;
const columnText = (name: string): string => (PLAIN_NAME.test(name) ? name : `\`${name.replaceAll('`', '``')}\``);

function FileTree({ file }: { readonly file: OpenFile }) {
  const first = (): void => {
    sql.value = queryOf(file.name);
    void run();
  };
  return (
    <details open>
      <summary>
        <Icon name="file" />
        <span class="name" title={file.name}>
          {file.name}
        </span>
        <span class="dim">{formatBytes(file.bytes)}</span>
      </summary>
      <div class="actions">
        <button class="quiet" onClick={first}>
          First rows
        </button>
        <button class="quiet" onClick={() => insertText(quoted(file.name))}>
          Insert
        </button>
        <button class="quiet" onClick={() => void removeFile(file.name)} aria-label={`Remove ${file.name}`}>
          Remove
        </button>
      </div>
      <ul>
        {file.columns.map(({ name, type }) => (
          <li key={name}>
            <button class="column" title={`${name} ${type}: insert`} onClick={() => insertText(columnText(name))}>
              <span class="mark" aria-hidden="true">
                {typeMark(type)}
              </span>
              <span class="name">{name}</span>
              <span class="dim type">{type}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
export function Files() {
  return (
    <aside aria-label="Files">
      <label class="drop">
        <input
          type="file"
          multiple
          accept=".parquet,.csv,.tsv,.arrow,.feather,.json,.jsonl,.ndjson,.gz,.zst"
          onChange={(e) => {
            void addFiles([...(e.currentTarget.files ?? [])]);
            e.currentTarget.value = '';
          }}
        />
        <Icon name="drop" />
        <strong>Drop or pick files</strong>
        <span>Parquet, CSV, Arrow, JSON</span>
      </label>
      {sampleAsked.value ? null : (
        <button class="sample" disabled={busy.value !== ''} onClick={() => void ask(sample.questions[0]!.sql)}>
          Try {sample.label}
        </button>
      )}
      {files.value.map((file) => (
        <FileTree key={file.name} file={file} />
      ))}
    </aside>
  );
}
