// stream.tsx: a stream beside the SQL: its source, its query, what each epoch did, and the result as it changes.
import { counted, formatBytes, formatCount, formatMs } from '../format.ts';
import { files, sql } from '../state.ts';
import { questionsFor, replayable, SPEEDS, timeColumns } from '../stream-sources.ts';
import type { SourceKind, StreamSettings } from '../stream-sources.ts';
import {
  change,
  endStream,
  epochs,
  pauseStream,
  phase,
  resumeStream,
  settings,
  startStream,
  streamError,
  streamResult,
  withQuestion,
} from '../streaming.ts';
import type { Phase } from '../streaming.ts';
import { Icon } from './icon.tsx';
import { ResultGrid } from './results.tsx';

const SOURCES: readonly { readonly kind: SourceKind; readonly label: string }[] = [
  { kind: 'rate', label: 'Rate' },
  { kind: 'replay', label: 'Replay of a file' },
  { kind: 'websocket', label: 'WebSocket' },
];
const RATES = [10, 1000, 10_000, 100_000];
const OWN = -1;
const RECENT = 8;

interface Choice {
  readonly value: string;
  readonly label: string;
}
const MODES: readonly Choice[] = [
  { value: 'complete', label: 'Whole (complete)' },
  { value: 'update', label: 'Changes (update)' },
  { value: 'append', label: 'Final rows (append)' },
];
interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly choices?: readonly Choice[];
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}
function Field({ label, value, disabled, choices, placeholder, onChange }: FieldProps) {
  return (
    <label class={choices ? 'field' : 'field wide'}>
      <span>{label}</span>
      {choices ? (
        <select value={value} disabled={disabled} onChange={(e) => onChange(e.currentTarget.value)}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          value={value}
          disabled={disabled}
          placeholder={placeholder}
          spellcheck={false}
          onInput={(e) => onChange(e.currentTarget.value)}
        />
      )}
    </label>
  );
}
const named = (names: readonly string[]): readonly Choice[] => names.map((name) => ({ value: name, label: name }));

function SourceFields({ of, disabled }: { readonly of: StreamSettings; readonly disabled: boolean }) {
  switch (of.source) {
    case 'rate':
      return (
        <Field
          label="Rows a second"
          value={String(of.rowsPerSecond)}
          disabled={disabled}
          choices={RATES.map((n) => ({ value: String(n), label: formatCount(n) }))}
          onChange={(n) => change({ rowsPerSecond: Number(n) })}
        />
      );
    case 'websocket':
      return (
        <>
          <Field label="URL" value={of.url} disabled={disabled} placeholder="wss://…" onChange={(url) => change({ url })} />
          <Field label="Columns" value={of.schema} disabled={disabled} onChange={(schema) => change({ schema })} />
        </>
      );
    case 'replay': {
      const open = replayable(files.value);
      const file = open.find(({ name }) => name === of.file);
      const choose = (name: string): void => {
        const chosen = open.find((f) => f.name === name);
        change({ file: name, timeColumn: chosen ? timeColumns(chosen)[0]! : '' });
      };
      return (
        <>
          <Field
            label="File"
            value={file?.name ?? ''}
            disabled={disabled}
            choices={[
              { value: '', label: open.length === 0 ? 'Open one with a time column' : 'Choose…' },
              ...named(open.map((f) => f.name)),
            ]}
            onChange={choose}
          />
          {file ? (
            <Field
              label="Time"
              value={of.timeColumn}
              disabled={disabled}
              choices={named(timeColumns(file))}
              onChange={(timeColumn) => change({ timeColumn })}
            />
          ) : null}
          <Field
            label="Speed"
            value={String(of.speed)}
            disabled={disabled}
            choices={SPEEDS.map(({ seconds, label }) => ({ value: String(seconds), label }))}
            onChange={(seconds) => change({ speed: Number(seconds) })}
          />
        </>
      );
    }
  }
}
function QueryFields({ of, disabled }: { readonly of: StreamSettings; readonly disabled: boolean }) {
  const questions = questionsFor(of);
  const asked = of.isOwn ? OWN : questions.findIndex((question) => question.sql === of.sql);
  const choose = (index: number): void => {
    settings.value = index === OWN ? { ...of, isOwn: true } : withQuestion(of, index);
  };
  const edit = (): void => {
    sql.value = of.sql;
    choose(OWN);
  };
  return (
    <>
      <Field
        label="Query"
        value={String(asked)}
        disabled={disabled}
        choices={[
          ...questions.map(({ title }, i) => ({ value: String(i), label: title })),
          { value: String(OWN), label: 'The text above, FROM stream' },
        ]}
        onChange={(index) => choose(Number(index))}
      />
      {of.isOwn ? (
        <Field
          label="Result"
          value={of.mode}
          disabled={disabled}
          choices={MODES}
          onChange={(mode) => change({ mode: mode as StreamSettings['mode'] })}
        />
      ) : (
        <button class="quiet" disabled={disabled} onClick={edit} title="Take this query into the editor">
          Edit
        </button>
      )}
    </>
  );
}
const isReady = ({ source, file, url }: StreamSettings): boolean =>
  source === 'rate' || (source === 'replay' ? replayable(files.value).some((f) => f.name === file) : url !== '');

function Buttons({ at, of }: { readonly at: Phase; readonly of: StreamSettings }) {
  switch (at) {
    case 'starting':
      return (
        <button class="run" disabled>
          <Icon name="stream" /> Starting…
        </button>
      );
    case 'running':
      return (
        <>
          <button class="run" onClick={() => void pauseStream()}>
            <Icon name="pause" /> Pause
          </button>
          <button class="run stop" onClick={() => void endStream()}>
            <Icon name="stop" /> Stop
          </button>
        </>
      );
    case 'paused':
      return (
        <>
          <button class="run" disabled={!isReady(of)} onClick={() => void resumeStream()}>
            <Icon name="run" /> Resume
          </button>
          <button class="run stop" onClick={() => void endStream()}>
            <Icon name="stop" /> Stop
          </button>
        </>
      );
    case 'off':
    case 'ended':
      return (
        <button class="run" disabled={!isReady(of)} onClick={() => void startStream()}>
          <Icon name="run" /> Start
        </button>
      );
  }
}

/** Rows of the last epochs, as bars. */
function Sparkline({ values }: { readonly values: readonly number[] }) {
  const most = Math.max(1, ...values);
  return (
    <svg class="spark" viewBox="0 0 120 28" preserveAspectRatio="none" aria-hidden="true">
      {values.map((value, i) => {
        const height = Math.max(1, (26 * value) / most);
        return <rect key={i} x={120 - 2 * (values.length - i)} y={28 - height} width={1.4} height={height} />;
      })}
    </svg>
  );
}
const timeText = (iso: string | undefined): string => (iso ? iso.replace('T', ' ').replace(/(\.000)?Z$/, '') : '–');

/** Over the last epochs, from the start of the first to the start of the last. */
function rowsPerSecond(): string {
  const recent = epochs.value.slice(-RECENT);
  const [first, last] = [recent[0], recent.at(-1)];
  if (!first || !last || first === last) return '–';
  const rows = recent.slice(1).reduce((sum, epoch) => sum + epoch.numInputRows, 0);
  return formatCount(Math.round((1000 * rows) / Math.max(1, Date.parse(last.timestamp) - Date.parse(first.timestamp))));
}
function Facts() {
  const last = epochs.value.at(-1);
  const state = last?.stateOperators ?? [];
  const sum = (value: (s: (typeof state)[number]) => number): number => state.reduce((n, s) => n + value(s), 0);
  const facts: readonly (readonly [label: string, value: string])[] = [
    ['Rows a second', rowsPerSecond()],
    ['Epoch', last ? formatCount(last.batchId) : '–'],
    ['took', last ? formatMs(last.durationMs['triggerExecution'] ?? 0) : '–'],
    ['Watermark', timeText(last?.eventTime.watermark)],
    [
      'State',
      last
        ? counted(
            sum((s) => s.numRowsTotal),
            'row',
          )
        : '–',
    ],
    ['in memory', last ? formatBytes(sum((s) => s.memoryUsedBytes)) : '–'],
  ];
  return (
    <dl class="stream-facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <Sparkline values={epochs.value.map((e) => e.numInputRows)} />
    </dl>
  );
}
const WORDS: Readonly<Record<Phase, string>> = {
  off: 'A stream over the rows of a source: each epoch brings the result up to date. It is kept at a checkpoint in this browser, so it goes on after a reload.',
  starting: 'Starting…',
  running: 'Waiting for the first rows…',
  paused: 'Paused at its checkpoint. Resume goes on where it was.',
  ended: 'The source has ended.',
};
export function Stream() {
  const [at, of] = [phase.value, settings.value];
  const isFixed = at !== 'off' && at !== 'ended';
  const error = streamError.value;
  const result = streamResult.value;
  return (
    <div class="stream">
      <div class="stream-bar" role="group" aria-label="Stream">
        <Field
          label="Source"
          value={of.source}
          disabled={isFixed}
          choices={SOURCES.map(({ kind, label }) => ({ value: kind, label }))}
          onChange={(source) => change({ source: source as SourceKind })}
        />
        <SourceFields of={of} disabled={isFixed} />
        <QueryFields of={of} disabled={isFixed} />
        <span class="buttons">
          <Buttons at={at} of={of} />
        </span>
      </div>
      <Facts />
      {error ? (
        <p class="stream-error" role="alert">
          <Icon name="alert" /> <code>{error.code}</code> {error.message} {error.hint}
        </p>
      ) : null}
      <div class="stream-result" data-phase={at}>
        {result ? (
          <ResultGrid key={result.columns.flat().join('\u0000')} current={result} isLive />
        ) : (
          <p class="none">{WORDS[at]}</p>
        )}
      </div>
    </div>
  );
}
