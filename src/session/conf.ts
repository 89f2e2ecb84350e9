// Settings of a session: Spark's keys without `spark.` (with it they mean the same). Unknown keys are kept: programs carry many.
import { OUTPUT_MODES, SEMANTICS, triggerFromText } from '../streaming/settings.ts';
import { CaudalError } from '../types/error.ts';
import { findTimeZone } from '../types/time-zone.ts';

type ConfValue = string | number | boolean;
const MAX_BATCH_ROWS = 65_536;
const DEFAULT_BATCH_ROWS = 16_384;
const DEFAULT_BROADCAST_BYTES = 10 << 20;
const DEFAULT_PARTITIONS = 64;

const normal = (key: string): string => key.replace(/^spark\./i, '');
const invalid = (key: string, value: string, expected: string): CaudalError =>
  new CaudalError('INVALID_CONF_VALUE', `The value '${value}' of ${key} is invalid: it must be ${expected}.`, {
    params: { confName: key, confValue: value },
  });

/** Keys that mean something to the engine, with what makes a value good. */
const CHECKS: Readonly<Record<string, { readonly expected: string; readonly test: (value: string) => boolean }>> = {
  'caudal.batchRows': {
    expected: `a whole number from 1 to ${MAX_BATCH_ROWS}`,
    test: (v) => /^\d+$/.test(v) && Number(v) >= 1 && Number(v) <= MAX_BATCH_ROWS,
  },
  'sql.shuffle.partitions': { expected: 'a whole number from 1', test: (v) => /^\d+$/.test(v) && Number(v) >= 1 },
  'sql.ansi.enabled': { expected: 'true (results outside ANSI mode are not supported)', test: (v) => v === 'true' },
  'sql.session.timeZone': { expected: 'a time zone such as Europe/Zurich', test: (v) => findTimeZone(v) !== undefined },
  'sql.autoBroadcastJoinThreshold': {
    expected: 'a size such as 10485760, 10MB or -1',
    test: (v) => v === '-1' || parseBytes(v) !== undefined,
  },
  'streaming.semantics': {
    expected: SEMANTICS.join(', '),
    test: (v) => (SEMANTICS as readonly string[]).includes(v.toLowerCase()),
  },
  'streaming.outputMode': {
    expected: OUTPUT_MODES.join(', '),
    test: (v) => (OUTPUT_MODES as readonly string[]).includes(v.toLowerCase()),
  },
  'streaming.checkpointLocation': { expected: 'a folder', test: (v) => v !== '' },
  'streaming.trigger': { expected: "an interval, 'availableNow', 'once' or 'continuous 1 second'", test: isTrigger },
};
function isTrigger(text: string): boolean {
  try {
    triggerFromText(text);
    return true;
  } catch (error) {
    if (error instanceof CaudalError) return false;
    throw error;
  }
}

export class RuntimeConf {
  readonly #values = new Map<string, string>();
  /** Called after every change. */
  onChange: () => void = () => undefined;
  constructor(initial: Readonly<Record<string, ConfValue>> = {}) {
    for (const [key, value] of Object.entries(initial)) this.set(key, value);
  }
  get(key: string): string | undefined;
  get(key: string, fallback: string): string;
  get(key: string, fallback?: string): string | undefined {
    return this.#values.get(normal(key)) ?? fallback;
  }
  set(key: string, value: ConfValue): void {
    const name = normal(key),
      text = String(value);
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
    if (check && !check.test(text)) throw invalid(name, text, check.expected);
    this.#values.set(name, text);
    this.onChange();
  }
  unset(key: string): void {
    this.#values.delete(normal(key));
    this.onChange();
  }
  getAll(): Record<string, string> {
    return Object.fromEntries([...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  get batchRows(): number {
    return Number(this.get('caudal.batchRows', String(DEFAULT_BATCH_ROWS)));
  }
  get timeZone(): string {
    return this.get('sql.session.timeZone', 'UTC');
  }
  get broadcastBytes(): number {
    const text = this.get('sql.autoBroadcastJoinThreshold');
    return text === undefined ? DEFAULT_BROADCAST_BYTES : text === '-1' ? 0 : parseBytes(text)!;
  }
  /** A power of two, from sql.shuffle.partitions. */
  get partitions(): number {
    const asked = Number(this.get('sql.shuffle.partitions', String(DEFAULT_PARTITIONS)));
    return 2 ** Math.ceil(Math.log2(Math.min(asked, 1024)));
  }
}

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };
/** Bytes of `10485760`, `512mb`, `2gb`, `1.5 GiB`; undefined for anything else. */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?\s*$/i.exec(text);
  return match ? Math.floor(Number(match[1]) * UNITS[match[2]!.toLowerCase()]!) : undefined;
}
