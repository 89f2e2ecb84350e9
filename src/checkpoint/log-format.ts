// log-format.ts: the bytes of a checkpoint's `log`.
// Layout: "CAUDALCP", u32 version, u32 CRC of these 12 bytes; then records of u32 marker, u32 CRC of what follows, u32 payload bytes,
// u32 generation, payload (JSON, UTF-8). Little-endian. The marker's bytes FF 43 52 FE stand in no UTF-8.
// One append is one record (the first brings the header along) and is durable before the next, so only the last can be torn:
// a record that is not whole, with a whole one behind it, is damage and no crash.
import { crc32 } from '../functions/scalar/hash/crc32.ts';
import { CaudalError } from '../types/error.ts';

export const LOG_VERSION = 1;
const MAGIC = [...'CAUDALCP'].map((c) => c.charCodeAt(0));
const HEADER_BYTES = 16;
const RECORD_BYTES = 16;
const MARKER = 0xfe5243ff;

export interface LogPayload {
  readonly kind: string;
  readonly [field: string]: unknown;
}
export interface LogRecord {
  /** Counts the openers of this log; what an opener wrote after a later one had opened it is not valid. */
  readonly generation: number;
  readonly payload: LogPayload;
}
export interface ParsedLog {
  readonly records: readonly LogRecord[];
  /** Up to here the log is whole; what follows was torn by a crash. */
  readonly wholeBytes: number;
}

export function encodeHeader(version = LOG_VERSION): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  bytes.set(MAGIC);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, version, true);
  view.setUint32(12, crc32(bytes.subarray(0, 12)), true);
  return bytes;
}
export function encodeRecord({ generation, payload }: LogRecord): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(payload));
  const bytes = new Uint8Array(RECORD_BYTES + text.length);
  bytes.set(text, RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MARKER, true);
  view.setUint32(8, text.length, true);
  view.setUint32(12, generation, true);
  view.setUint32(4, crc32(bytes.subarray(8)), true);
  return bytes;
}

export function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}

/** `label` names the checkpoint in errors: not a log, a log of a later release, a damaged one. Nothing is changed. */
export function parseLog(bytes: Uint8Array, label: string): ParsedLog {
  if (!checkHeader(bytes, label)) return { records: [], wholeBytes: 0 };
  const records: LogRecord[] = [];
  let at = HEADER_BYTES;
  for (let size = wholeRecord(bytes, at); size > 0; size = wholeRecord(bytes, at)) {
    records.push(decodeRecord(bytes, at, size));
    at += size;
  }
  refuseIfDamaged(bytes, at, label);
  // A header without its record is a first append that was torn.
  return { records, wholeBytes: records.length > 0 ? at : 0 };
}

/** False for a log whose first append never came through: it is empty, zeros, or a beginning of ours. */
function checkHeader(bytes: Uint8Array, label: string): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const isOurs = MAGIC.every((byte, i) => bytes[i] === byte);
  if (bytes.length >= HEADER_BYTES && isOurs && view.getUint32(12, true) === crc32(bytes.subarray(0, 12))) {
    const version = view.getUint32(8, true);
    if (version === LOG_VERSION) return true;
    throw new CaudalError(
      'CHECKPOINT_NEWER',
      `${label} is of checkpoint version ${version}; this release knows ${LOG_VERSION}.`,
      {
        params: { path: label, version: String(version) },
        hint: 'Use the release that wrote it, or a later one. Nothing was changed.',
      },
    );
  }
  if (isTornHeader(bytes)) return false;
  throw new CaudalError('CHECKPOINT_FOREIGN', `${label} holds a file \`log\` that is not a checkpoint's.`, {
    params: { path: label },
    hint: 'Give the query a folder of its own. Nothing was changed.',
  });
}
/** What a crash leaves of the first append: bytes that are ours or zero up to the header's end, and no whole record. */
function isTornHeader(bytes: Uint8Array): boolean {
  const ours = encodeHeader();
  for (let i = 0; i < Math.min(bytes.length, HEADER_BYTES); i++) if (bytes[i] !== 0 && bytes[i] !== ours[i]) return false;
  return findRecord(bytes, HEADER_BYTES) < 0;
}

/** Bytes of the whole record at `at`, 0 if there is none. */
function wholeRecord(bytes: Uint8Array, at: number): number {
  if (at + RECORD_BYTES > bytes.length) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, RECORD_BYTES);
  const size = RECORD_BYTES + view.getUint32(8, true);
  if (view.getUint32(0, true) !== MARKER || at + size > bytes.length) return 0;
  return view.getUint32(4, true) === crc32(bytes.subarray(at + 8, at + size)) ? size : 0;
}
function decodeRecord(bytes: Uint8Array, at: number, size: number): LogRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, RECORD_BYTES);
  const text = new TextDecoder().decode(bytes.subarray(at + RECORD_BYTES, at + size));
  return { generation: view.getUint32(12, true), payload: JSON.parse(text) as LogPayload };
}
/** Where the first whole record from `from` on stands, -1 if none does. */
function findRecord(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) if (wholeRecord(bytes, at) > 0) return at;
  return -1;
}
function refuseIfDamaged(bytes: Uint8Array, at: number, label: string): void {
  const next = findRecord(bytes, at);
  if (next < 0) return;
  throw new CaudalError('CHECKPOINT_CORRUPT', `${label} is damaged: bytes ${at} to ${next} of its log are no record.`, {
    params: { path: label, from: String(at), to: String(next) },
    hint: 'No crash leaves this. Restore the folder from a copy, or start the query with a new one. Nothing was changed.',
  });
}
