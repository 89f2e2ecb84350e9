// byte-sources.ts: sources over bytes and blobs, and the registry of sources that only the session's thread can read.
import { CaudalError } from '../types/error.ts';
import { must } from '../types/assert.ts';
import type { ByteSource, SourceHandle } from './platform.ts';

/** Whoever asks for bytes outside the file believed a number in it. */
export function checkRange(label: string, size: number, offset: number, length: number): void {
  if (!(offset >= 0 && length >= 0 && offset + length <= size))
    throw new CaudalError(
      'CORRUPT_FILE',
      `${label}: bytes ${offset} to ${offset + length} were asked for, but the file has ${size}.`,
      { params: { file: label } },
    );
}
export const fileChanged = (label: string): CaudalError =>
  new CaudalError('FILE_CHANGED', `${label} changed while it was being read.`, {
    params: { file: label },
    hint: 'Run the query again.',
  });
export const pathNotFound = (label: string, cause?: unknown): CaudalError =>
  new CaudalError('PATH_NOT_FOUND', `There is no file at ${label}.`, { params: { path: label }, cause });

export function bytesSource(bytes: Uint8Array, name: string): ByteSource {
  return {
    label: name,
    size: bytes.length,
    version: `bytes-${bytes.length}`,
    readIntoSync(offset, target) {
      checkRange(name, bytes.length, offset, target.length);
      target.set(bytes.subarray(offset, offset + target.length));
    },
    async read(offset, length) {
      checkRange(name, bytes.length, offset, length);
      return bytes.slice(offset, offset + length);
    },
    close() {},
  };
}

export function blobSource(blob: Blob, name: string): ByteSource {
  const modified = (blob as Partial<File>).lastModified ?? 0;
  return {
    label: name,
    size: blob.size,
    version: `${blob.size}-${modified}`,
    async read(offset, length) {
      checkRange(name, blob.size, offset, length);
      let bytes: Uint8Array;
      try {
        bytes = new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      } catch (cause) {
        // A File whose bytes on disk moved on answers NotReadableError or NotFoundError.
        throw new CaudalError('FILE_CHANGED', `${name} can no longer be read.`, {
          params: { file: name },
          cause,
          hint: 'Choose the file again.',
        });
      }
      if (bytes.length !== length) throw fileChanged(name);
      return bytes;
    },
    close() {},
  };
}

const driverSources = new Map<number, ByteSource>();
let nextDriverId = 1;
/** Registers a source that cannot be cloned (custom fetch, stream) and gives the handle that stands for it. */
export function registerDriverSource(source: ByteSource): SourceHandle {
  const id = nextDriverId++;
  driverSources.set(id, source);
  return { kind: 'driver', id, name: source.label };
}
export function releaseDriverSource(id: number): void {
  driverSources.get(id)?.close();
  driverSources.delete(id);
}
/** The registered source; `close` of what is returned leaves it registered. */
export function openDriverSource(id: number): ByteSource {
  return { ...must(driverSources.get(id), `driver source ${id}: it lives on the session's thread`), close() {} };
}
