// files.ts: files by name: dropped, picked, or the sample's. They are registered with the session, never read whole or sent anywhere.
import { signal } from '@preact/signals';
import { asError, quoted, session } from './engine.ts';
import { run } from './query.ts';
import { sample } from './samples.ts';
import { files, notice, sql } from './state.ts';

/** Whether the sample's files are there, or on their way. */
export const sampleAsked = signal(false);

export const queryOf = (name: string): string => `SELECT *\nFROM ${quoted(name)}\nLIMIT 1000`;

/** Registers files, shows the first rows of the last, and meanwhile their columns in the tree. */
export async function addFiles(added: readonly File[]): Promise<void> {
  const open = await session();
  for (const file of added) open.files.set(file.name, file);
  const last = added.at(-1);
  if (!last) return;
  sql.value = queryOf(last.name);
  const described = added.map(async (file) => ({ file, failure: await describe(file.name, file.size) }));
  const [, ...looked] = await Promise.all([run(), ...described]);
  for (const { file, failure } of looked) {
    if (failure === undefined) continue;
    open.files.delete(file.name);
    // The last one's query has said so already.
    if (file !== last) notice.value = `${file.name} cannot be read: ${failure}`;
  }
}
export async function removeFile(name: string): Promise<void> {
  (await session()).files.delete(name);
  files.value = files.value.filter((f) => f.name !== name);
}
/** Puts the file's columns into the tree; answers with why it cannot be read, if so. */
async function describe(name: string, bytes: number): Promise<string | undefined> {
  const open = await session();
  try {
    const columns = (await open.sql(`SELECT * FROM ${quoted(name)}`).dtypes()).map(([column, type]) => ({ name: column, type }));
    files.value = [...files.value.filter((f) => f.name !== name), { name, bytes, columns }].sort((a, b) => a.bytes - b.bytes);
    return undefined;
  } catch (e) {
    return asError(e, '').message;
  }
}

/** Up to here a sample's file is fetched as a whole; of larger ones only the parts that a query asks for are. */
const WHOLE_BYTES = 1 << 20;
let registering: Promise<OpenSample[]> | undefined;
interface OpenSample {
  readonly name: string;
  readonly bytes: number;
}
/** Runs a question over the sample. */
export async function ask(text: string): Promise<void> {
  sampleAsked.value = true;
  sql.value = text;
  try {
    const isFirst = registering === undefined;
    const opened = await (registering ??= Promise.all(sample.files.map(registerSample)));
    await Promise.all([run(text), ...(isFirst ? opened.map(({ name, bytes }) => describe(name, bytes)) : [])]);
  } catch (e) {
    registering = undefined;
    sampleAsked.value = false;
    notice.value = `The sample could not be loaded: ${asError(e, '').message}`;
  }
}
async function registerSample(name: string): Promise<OpenSample> {
  const url = new URL(`samples/${name}`, document.baseURI);
  const stop = new AbortController();
  const response = await fetch(url, { signal: stop.signal });
  if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
  const bytes = Number(response.headers.get('content-length'));
  const isWhole = bytes <= WHOLE_BYTES;
  const source = isWhole ? new File([await response.blob()], name) : url;
  if (!isWhole) stop.abort();
  (await session()).files.set(name, source);
  return { name, bytes };
}

export function acceptDrop(event: DragEvent): void {
  event.preventDefault();
  const dropped = [...(event.dataTransfer?.files ?? [])];
  if (dropped.length > 0) void addFiles(dropped);
}
