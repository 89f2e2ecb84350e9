// state-file.ts: the state of one operator on one partition as a file: logical rows by table, all of them (a base) or what changed
// since the file before (a delta). No hash tables, no pointers: they are rebuilt at load, so a file outlives a release and a worker count.
// Layout: "CAUDALST", u32 version, u32 CRC of all that follows, u32 header bytes, header (JSON), frames each at a multiple of 8.
import { crc32 } from '../functions/scalar/hash/crc32.ts';
import type { Field } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';

export const STATE_VERSION = 1;
const MAGIC = [...'CAUDALST'].map((c) => c.charCodeAt(0));
const PREFIX_BYTES = 20;
/** A multiple of 8. */
const STEP_BYTES = 1 << 18;
const align = (n: number): number => (n + 7) & ~7;

/** Rows of one table: put under their key, which is the first `keys` columns, or gone; `removed` has the key columns only. */
export interface SavedTable {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly keys: number;
  readonly puts: ArrayBuffer | null;
  readonly removed: ArrayBuffer | null;
}
export interface SavedState {
  readonly stateId: number;
  readonly partition: number;
  readonly partitions: number;
  /** How keys were spread over the partitions: by which hash, and by how many of the first key columns. */
  readonly hash: number;
  readonly hashedKeys: number;
  readonly isBase: boolean;
  readonly tables: readonly SavedTable[];
}
type Place = readonly [at: number, bytes: number] | null;
type Header = Omit<SavedState, 'tables'> & {
  readonly tables: readonly (Omit<SavedTable, 'puts' | 'removed'> & { readonly puts: Place; readonly removed: Place })[];
};

export function encodeState(state: SavedState): Uint8Array {
  const steps = encodingOf(state);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
/** The same with pauses, in which streams run on: a MiB takes about 2 ms. */
export async function encodeStateInSteps(state: SavedState, pause: () => Promise<void>): Promise<Uint8Array> {
  const steps = encodingOf(state);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await pause();
  }
}
function* encodingOf(state: SavedState): Generator<void, Uint8Array> {
  const frames: ArrayBuffer[] = [];
  let at = 0;
  // Places count from the end of the header, whose length depends on them.
  const place = (frame: ArrayBuffer | null): Place => {
    if (frame === null) return null;
    frames.push(frame);
    const start = at;
    at = align(at + frame.byteLength);
    return [start, frame.byteLength];
  };
  const tables = state.tables.map((table) => ({ ...table, puts: place(table.puts), removed: place(table.removed) }));
  const header = new TextEncoder().encode(JSON.stringify({ ...state, tables } satisfies Header));
  const body = align(PREFIX_BYTES + header.length);
  const bytes = new Uint8Array(body + at);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(8, STATE_VERSION, true);
  view.setUint32(16, header.length, true);
  bytes.set(header, PREFIX_BYTES);
  let crc = crc32(bytes.subarray(16, body)),
    to = body;
  for (const frame of frames) {
    const end = align(to + frame.byteLength);
    for (let from = 0; to < end; from += STEP_BYTES) {
      const source = new Uint8Array(frame, from, Math.min(STEP_BYTES, frame.byteLength - from));
      bytes.set(source, to);
      const next = Math.min(end, to + STEP_BYTES);
      crc = crc32(bytes.subarray(to, next), crc);
      to = next;
      if (source.length === STEP_BYTES) yield;
    }
  }
  view.setUint32(12, crc, true);
  return bytes;
}

/** `name` says in errors which file it is. */
export function decodeState(bytes: Uint8Array, name: string): SavedState {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < PREFIX_BYTES || MAGIC.some((byte, i) => bytes[i] !== byte)) throw damaged(name);
  const version = view.getUint32(8, true);
  if (version !== STATE_VERSION)
    throw new CaudalError('CHECKPOINT_NEWER', `${name} is of state version ${version}; this release knows ${STATE_VERSION}.`, {
      params: { file: name, version: String(version) },
      hint: 'Use the release that wrote it, or a later one. Nothing was changed.',
    });
  if (stateCrc(bytes) !== crc32(bytes.subarray(16))) throw damaged(name);
  const headerBytes = view.getUint32(16, true);
  const body = align(PREFIX_BYTES + headerBytes);
  const text = new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + headerBytes));
  const frameAt = (place: Place): ArrayBuffer | null => {
    if (place === null) return null;
    const frame = new ArrayBuffer(place[1]);
    new Uint8Array(frame).set(bytes.subarray(body + place[0], body + place[0] + place[1]));
    return frame;
  };
  const { tables, ...rest } = JSON.parse(text) as Header;
  return { ...rest, tables: tables.map((table) => ({ ...table, puts: frameAt(table.puts), removed: frameAt(table.removed) })) };
}
/** The CRC a state file carries; a commit names it, so that no other file of that name passes for it. */
export const stateCrc = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(12, true);

const damaged = (name: string): CaudalError =>
  new CaudalError('CHECKPOINT_CORRUPT', `The state file ${name} is damaged.`, {
    params: { file: name },
    hint: 'No crash leaves this. Restore the folder from a copy, or start the query with a new one. Nothing was changed.',
  });
