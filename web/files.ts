// files.ts: files by name: dropped, picked, or the sample's. They are registered with the session, never read whole or sent anywhere.
import { signal } from '@preact/signals';
import { asError, quoted, session } from './engine.ts';
import { run } from './query.ts';
import { sample } from './samples.ts';
import { busy, files, notice, outcome, sql } from './state.ts';

/** Whether the sample's files are there, or on their way. */
export const sampleAsked = signal(false);

export const queryOf = (name: string): string => `SELECT *\nFROM ${quoted(name)}\nLIMIT 1000`;

/** Registers files and shows the first rows of the last. */
export async function addFiles(added: Iterable<File>): Promise<void> {
  const open = await session();
  let last: string | undefined;
  for (const file of added) {
    open.files.set(file.name, file);
    if (await describe(file.name, file.size)) last = file.name;
  }
  if (last === undefined) return;
  sql.value = queryOf(last);
  await run();
}
export async function removeFile(name: string): Promise<void> {
  (await session()).files.delete(name);
  files.value = files.value.filter((f) => f.name !== name);
}
/** Puts the file's columns into the tree; a file that cannot be read is an error of the query that reads it. */
async function describe(name: string, bytes: number): Promise<boolean> {
  const open = await session();
  try {
    const columns = (await open.sql(`SELECT * FROM ${quoted(name)}`).dtypes()).map(([column, type]) => ({ name: column, type }));
    files.value = [...files.value.filter((f) => f.name !== name), { name, bytes, columns }];
    return true;
  } catch (e) {
    open.files.delete(name);
    outcome.value = { kind: 'error', error: { ...asError(e, ''), message: `${name}: ${asError(e, '').message}` } };
    return false;
  }
}

let loading: Promise<void> | undefined;
/** Loads the sample once, then runs one of its questions. */
export async function ask(text: string): Promise<void> {
  sampleAsked.value = true;
  sql.value = text;
  try {
    await (loading ??= loadSample());
  } catch (e) {
    loading = undefined;
    sampleAsked.value = false;
    notice.value = `The sample could not be loaded: ${asError(e, '').message}`;
    return;
  }
  await run(text);
}
async function loadSample(): Promise<void> {
  busy.value = `Loading ${sample.label}…`;
  try {
    await Promise.all(sample.files.map(loadSampleFile));
  } finally {
    busy.value = '';
  }
}
async function loadSampleFile(name: string): Promise<void> {
  const response = await fetch(new URL(`samples/${name}`, document.baseURI));
  if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
  const blob = await response.blob();
  (await session()).files.set(name, new File([blob], name));
  await describe(name, blob.size);
}

export function acceptDrop(event: DragEvent): void {
  event.preventDefault();
  const dropped = [...(event.dataTransfer?.files ?? [])];
  if (dropped.length > 0) void addFiles(dropped);
}
