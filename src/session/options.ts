// Options of Session.create, checked and completed from what the host has.
import type { Connector } from '../connectors/connector.ts';
import { VALUE_RULES } from '../dataframe/action-options.ts';
import type { ValueFormat, ValueOptions } from '../dataframe/js-values.ts';
import type { Platform } from '../platform/platform.ts';
import type { Clock } from '../streaming/clock.ts';
import { ANYTHING, checkOptions } from '../types/check-options.ts';
import type { OptionRules } from '../types/check-options.ts';
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

const isText = (value: unknown): boolean => typeof value === 'string';
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
const isUrl = (value: unknown): boolean => isText(value) || (isObject(value) && 'href' in (value as object));
const SESSION_RULES: OptionRules = {
  ...VALUE_RULES,
  workers: ['a whole number from 0', (value) => Number.isInteger(value) && (value as number) >= 0],
  memoryLimit: ["bytes or a size such as '2gb', at least 16 MB", (value) => (bytesOf(value) ?? 0) >= MIN_MEMORY_BYTES],
  spillDirectory: ['a folder', isText],
  timeZone: ['a time zone such as Europe/Zurich', isText],
  baseUrl: ['a URL', isUrl],
  conf: ["an object such as { 'sql.shuffle.partitions': 8 }", isObject],
  clock: ['a clock such as manualClock()', isObject],
  connectors: ['a list of connectors such as kafka()', isConnectorList],
  assets: ['an object of worker, wasm', isObject],
};
export function checkSessionOptions(options: unknown): void {
  checkOptions(options, SESSION_RULES);
  checkOptions((options as SessionOptions).assets ?? {}, { worker: ['a URL or a function', isUrlOrFunction], wasm: ANYTHING });
}
const isUrlOrFunction = (value: unknown): boolean => isUrl(value) || typeof value === 'function';
/** A name alone cannot read. */
function isConnectorList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((c: unknown) => isObject(c) && isText((c as Connector).name) && 'open' in (c as Connector))
  );
}
const bytesOf = (limit: unknown): number | undefined =>
  typeof limit === 'number' ? limit : typeof limit === 'string' ? parseBytes(limit) : undefined;

export function workersOf(options: SessionOptions, platform: Platform): number {
  const { workers } = options;
  if (workers === undefined) return platform.createWorker ? Math.min(platform.cores, MAX_DEFAULT_WORKERS) : 0;
  return workers;
}
export function memoryLimitOf({ memoryLimit }: SessionOptions, platform: Platform): number {
  if (memoryLimit === undefined) return platform.name === 'edge' ? EDGE_MEMORY_BYTES : Math.floor(platform.memoryBytes / 2);
  return Math.floor(bytesOf(memoryLimit)!);
}
/** How values are given back; the time zone is asked for when values are formatted. */
export function valueDefaults(options: SessionOptions): Omit<ValueFormat, 'timeZone'> {
  const { integers = 'number', decimals = 'string', timestamps = 'date' } = options;
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
