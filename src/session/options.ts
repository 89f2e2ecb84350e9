// Options of Session.create, checked and completed from what the host has.
import type { Connector } from '../connectors/connector.ts';
import type { ValueFormat, ValueOptions } from '../dataframe/js-values.ts';
import type { Platform } from '../platform/platform.ts';
import type { Clock } from '../streaming/clock.ts';
import { CaudalError } from '../types/error.ts';
import { parseBytes } from './conf.ts';

export interface SessionOptions extends ValueOptions {
  /** Default min(cores, 8); 0 runs inline on this thread. */
  workers?: number;
  /** For all workers together, `'2gb'` or bytes. */
  memoryLimit?: string | number;
  /** Where to spill in Node; browsers use OPFS. */
  spillDirectory?: string;
  /** IANA name; default `'UTC'`. */
  timeZone?: string;
  /** What relative URLs are relative to. */
  baseUrl?: string | { readonly href: string };
  /** Spark's keys without `spark.`. */
  conf?: Readonly<Record<string, string | number | boolean>>;
  /** Processing time of streams; `manualClock()` of `caudal/testing` stands until it is moved. */
  clock?: Clock;
  connectors?: readonly { readonly name: string }[];
  /** Where a bundler put the package's own files. */
  assets?: { worker?: { readonly href: string } | (() => unknown); wasm?: unknown };
}

const MAX_DEFAULT_WORKERS = 8;
const EDGE_MEMORY_BYTES = 96 << 20;
const MIN_MEMORY_BYTES = 16 << 20;
const invalid = (option: string, expectation: string): CaudalError =>
  new CaudalError('INVALID_PARAMETER_VALUE', `The option ${option} must be ${expectation}.`, { params: { parameter: option } });

export function workersOf(options: SessionOptions, platform: Platform): number {
  const { workers } = options;
  if (workers === undefined) return platform.createWorker ? Math.min(platform.cores, MAX_DEFAULT_WORKERS) : 0;
  if (!Number.isInteger(workers) || workers < 0) throw invalid('workers', 'a whole number from 0');
  return workers;
}
export function memoryLimitOf({ memoryLimit }: SessionOptions, platform: Platform): number {
  if (memoryLimit === undefined) return platform.name === 'edge' ? EDGE_MEMORY_BYTES : Math.floor(platform.memoryBytes / 2);
  const bytes = typeof memoryLimit === 'number' ? memoryLimit : parseBytes(memoryLimit);
  if (bytes === undefined || !(bytes >= MIN_MEMORY_BYTES))
    throw invalid('memoryLimit', "bytes or a size such as '2gb', at least 16 MB");
  return Math.floor(bytes);
}
/** How values are given back; the time zone is asked for when values are formatted. */
export function valueDefaults(options: SessionOptions): Omit<ValueFormat, 'timeZone'> {
  const { integers = 'number', decimals = 'string', timestamps = 'date' } = options;
  if (!['number', 'bigint'].includes(integers)) throw invalid('integers', "'number' or 'bigint'");
  if (!['string', 'number'].includes(decimals)) throw invalid('decimals', "'string' or 'number'");
  if (!['date', 'string', 'bigint'].includes(timestamps)) throw invalid('timestamps', "'date', 'string' or 'bigint'");
  return { integers, decimals, timestamps };
}
export const baseUrlOf = ({ baseUrl }: SessionOptions): string | undefined =>
  typeof baseUrl === 'object' ? baseUrl.href : baseUrl;

/** The worker as the platform's pool wants it: a URL's text or a function. */
export function workerAsset({ assets }: SessionOptions): { url?: string; make?: () => unknown } | undefined {
  const worker = assets?.worker;
  if (worker === undefined) return undefined;
  return typeof worker === 'function' ? { make: worker } : { url: typeof worker === 'string' ? worker : worker.href };
}
/** Connectors that were passed: a name alone cannot read. */
export function connectorsOf({ connectors = [] }: SessionOptions): readonly Connector[] {
  for (const connector of connectors)
    if (typeof connector.name !== 'string' || !('open' in connector))
      throw invalid('connectors', 'a list of connectors such as kafka()');
  return connectors as readonly Connector[];
}
