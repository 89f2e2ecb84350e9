// compressor.ts: text of a writer as bytes, plain or gzip (option compression), whose library loads with the first text.
import type { Gzip } from 'fflate';
import { invalidOption, option } from './options.ts';
import type { Options } from './options.ts';

export interface Compressor {
  text(text: string): Promise<readonly Uint8Array[]>;
  finish(): Promise<readonly Uint8Array[]>;
}
const encoder = new TextEncoder();

export function compressor(options: Options): Compressor {
  const codec = (option(options, 'compression', 'codec') ?? 'none').toLowerCase();
  if (codec === 'none' || codec === 'uncompressed')
    return { text: (text) => Promise.resolve([encoder.encode(text)]), finish: () => Promise.resolve([]) };
  if (codec !== 'gzip') throw invalidOption('compression', codec, 'none or gzip');
  let ready: Uint8Array[] = [];
  let gzip: Gzip | undefined;
  const push = async (bytes: Uint8Array, isLast: boolean): Promise<readonly Uint8Array[]> => {
    gzip ??= new (await import('fflate')).Gzip((chunk) => void ready.push(chunk));
    gzip.push(bytes, isLast);
    const chunks = ready;
    ready = [];
    return chunks;
  };
  return { text: (text) => push(encoder.encode(text), false), finish: () => push(new Uint8Array(0), true) };
}
