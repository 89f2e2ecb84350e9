// streaming.ts: the page's one stream: started, paused at its checkpoint in OPFS, gone on with, also by the page's next visit. What it is
// made of stands in localStorage beside the checkpoint; the checkpoint alone says what has been counted.
import { signal } from '@preact/signals';
import type { Session } from '../src/index.ts';
import { asError, session } from './engine.ts';
import { sql, view } from './state.ts';
import type { QueryError, Result } from './state.ts';
import { openSource, questionsFor } from './stream-sources.ts';
import type { StreamPlace, StreamSettings } from './stream-sources.ts';

type Query = Session['streams']['active'][number];
type Progress = NonNullable<Query['lastProgress']>;
export type Phase = 'off' | 'starting' | 'running' | 'paused' | 'ended';

/** A stream that has begun: enough to go on with it. */
interface Begun {
  readonly settings: StreamSettings;
  readonly checkpoint: string;
  readonly place: StreamPlace;
  readonly isRunning: boolean;
}
const KEY = 'caudal-stream';
const FOLDER = 'caudal-stream';
const TABLE = 'stream_result';
const HISTORY = 60;

const FIRST: StreamSettings = {
  source: 'rate',
  rowsPerSecond: 1000,
  speed: 3600,
  file: '',
  timeColumn: '',
  url: '',
  schema: 'time timestamp, value double',
  mode: 'complete',
  sql: '',
  isOwn: false,
};
const saved = readSaved();
export const settings = signal<StreamSettings>(saved?.settings ?? withQuestion(FIRST, 0));
export const phase = signal<Phase>(saved ? 'paused' : 'off');
export const streamError = signal<QueryError | null>(null);
export const streamResult = signal<Result | null>(null);
/** The last epochs, oldest first. */
export const epochs = signal<readonly Progress[]>([]);

let begun: Begun | undefined = saved;
let query: Query | undefined;

function readSaved(): Begun | undefined {
  const text = localStorage.getItem(KEY);
  return text === null ? undefined : (JSON.parse(text) as Begun);
}
function save(change: Begun): void {
  begun = change;
  localStorage.setItem(KEY, JSON.stringify(change));
}
/** The settings with one of the questions that suit its source. */
export function withQuestion(of: StreamSettings, index: number): StreamSettings {
  const question = questionsFor(of)[index]!;
  return { ...of, sql: question.sql, mode: question.mode, isOwn: false };
}

/** Another source has other columns, and other questions. */
export function change(part: Partial<StreamSettings>): void {
  const changed = { ...settings.value, ...part };
  const isOther = questionsFor(changed)[0]!.sql !== questionsFor(settings.value)[0]!.sql;
  settings.value = isOther && !changed.isOwn ? withQuestion(changed, 0) : changed;
}

/** A new stream. */
export async function startStream(): Promise<void> {
  await forget();
  if (settings.value.isOwn) change({ sql: sql.value });
  epochs.value = [];
  streamResult.value = null;
  const startMs = Math.floor(Date.now() / 1000) * 1000;
  const place = { startMs, rows: 0 };
  await run({ settings: settings.value, checkpoint: `opfs:/${FOLDER}/${startMs}`, place, isRunning: true });
}
/** Goes on where the checkpoint is. */
export async function resumeStream(): Promise<void> {
  if (begun) await run({ ...begun, isRunning: true });
}
export async function pauseStream(): Promise<void> {
  await query?.stop();
  if (begun) save({ ...begun, isRunning: false });
  phase.value = 'paused';
}
/** Ends it for good; its last rows stay in view. */
export async function endStream(): Promise<void> {
  await query?.stop();
  await forget();
  phase.value = 'off';
}
async function forget(): Promise<void> {
  query = begun = undefined;
  localStorage.removeItem(KEY);
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(FOLDER, { recursive: true }).catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  });
}

async function run(stream: Begun): Promise<void> {
  phase.value = 'starting';
  streamError.value = null;
  save(stream);
  try {
    const open = await session();
    const { sql: text, mode, source } = stream.settings;
    (await openSource(open, stream.settings, stream.place)).createOrReplaceTempView('stream');
    const started = await open
      .sql(text)
      .writeStream.format('memory')
      .queryName(TABLE)
      .outputMode(mode)
      .option('checkpointLocation', stream.checkpoint)
      .option('maxRowsPerEpoch', 200_000)
      .trigger({ processingTime: source === 'rate' ? 1000 : 500 })
      .start();
    query = started;
    phase.value = 'running';
    void started.awaitTermination().then(
      () => {
        if (query === started && phase.value === 'running') phase.value = 'ended';
      },
      (error: unknown) => failed(error, stream),
    );
  } catch (error) {
    failed(error, stream);
  }
}
/** What was committed stays: the stream may go on when the reason is gone. */
function failed(error: unknown, stream: Begun): void {
  streamError.value = asError(error, stream.settings.sql);
  if (begun) save({ ...begun, isRunning: false });
  phase.value = 'paused';
}

/** Reports of the stream; the table is read again, unless that is under way. */
async function follow(): Promise<void> {
  let isReading = false;
  const open = await session();
  open.streams.addListener({
    onQueryProgress({ progress }) {
      if (progress.name !== TABLE) return;
      epochs.value = [...epochs.value, progress].slice(-HISTORY);
      // A replay's offset counts its rows.
      const offset: unknown = progress.sources[0]?.endOffset;
      if (begun?.settings.source === 'replay' && typeof offset === 'number')
        save({ ...begun, place: { ...begun.place, rows: offset } });
      if (isReading) return;
      isReading = true;
      void readTable(open).finally(() => (isReading = false));
    },
  });
}
async function readTable(open: Session): Promise<void> {
  const data = open.table(TABLE);
  const [columns, rows] = [await data.dtypes(), await data.count()];
  streamResult.value = { data, columns, rows };
}
void follow();

/** The stream that the last visit left running goes on when its panel is there again. */
export function welcomeBack(): void {
  if (!saved) return;
  view.value = 'stream';
  // A picked file is gone with the page: then somebody has to give it again.
  if (saved.isRunning && saved.settings.source !== 'replay') void resumeStream();
}
