// read-source.ts: a whole source through a connector alone, as JavaScript values: what reader tests look at.
import type { Connector, ReadRequest } from '../../src/connectors/connector.ts';
import type { Schema } from '../../src/types/data-type.ts';
import type { Value } from '../../src/types/value.ts';
import { scan } from './scan.ts';

export interface ReadOptions extends Partial<ReadRequest> {
  readonly batchRows?: number;
  readonly timeZone?: string;
  /** Columns to read; all when absent. */
  readonly columns?: readonly number[];
}
export interface ReadResult {
  readonly schema: Schema;
  readonly names: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  readonly tasks: number;
}

/** Reads everything, task by task; checks that the engine's memory is as before afterwards. */
export async function readSource(
  connector: Connector,
  { paths = [], handles = [], ...options }: ReadOptions,
): Promise<ReadResult> {
  const { source, rows, taskCount } = await scan(connector, { paths, handles }, options);
  return { schema: source.schema, names: source.schema.map((field) => field.name), rows, tasks: taskCount };
}
/** Text as a file of its own. */
export const textHandle = (text: string | Uint8Array, name = 'test.csv'): ReadRequest['handles'] => [
  { kind: 'bytes', bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text, name },
];
