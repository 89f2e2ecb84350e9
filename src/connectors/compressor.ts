// compressor.ts: text of a writer as bytes, plain or gzip (option compression).
import { Gzip } from 'fflate';
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
  const gzip = new Gzip((chunk) => void ready.push(chunk));
  const take = (): Promise<readonly Uint8Array[]> => {
    const chunks = ready;
    ready = [];
    return Promise.resolve(chunks);
  };
  return {
    text(text) {
      gzip.push(encoder.encode(text));
      return take();
    },
    finish() {
      gzip.push(new Uint8Array(0), true);
      return take();
    },
  };
}
