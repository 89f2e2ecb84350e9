// read-source.ts: a whole source through a connector alone, as JavaScript values: what reader tests look at.
import { readValue } from '../../src/column/values.ts';
import type { Connector, ReadRequest } from '../../src/connectors/connector.ts';
import { nodePlatform } from '../../src/platform/node.ts';
import type { Schema } from '../../src/types/data-type.ts';
import type { Value } from '../../src/types/value.ts';
import { testEngine } from './engine.ts';

const platform = nodePlatform();

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
  { batchRows = 8192, timeZone = 'UTC', ...request }: ReadOptions,
): Promise<ReadResult> {
  const engine = testEngine();
  const context = { platform, timeZone, engine };
  const source = await connector.resolve({ paths: [], handles: [], options: {}, ...request }, context);
  const columns = request.columns ?? source.schema.map((_, c) => c);
  const output = columns.map((c) => ({ id: c, name: source.schema[c]!.name, type: source.schema[c]!.type, nullable: true }));
  const scan = { columns, output, filters: [] } as never;
  const rows: Value[][] = [];
  const { tasks } = await connector.tasks(source, scan, context);
  for (const task of tasks) {
    const reader = connector.open(source, task, scan, { ...context, batchRows });
    try {
      for (;;) {
        const mark = engine.memory.mark();
        const batch = await reader.next();
        if (!batch) break;
        if (batch.columns.some((column) => column.length !== batch.length) || batch.length > batchRows)
          throw new Error('a batch of the wrong length');
        for (let row = 0; row < batch.length; row++)
          rows.push(batch.columns.map((column) => readValue(engine.memory, column, row)));
        engine.memory.release(mark);
      }
    } finally {
      reader.close();
    }
  }
  engine.memory.clearArena();
  if (engine.memory.liveBytes !== 0) throw new Error(`${engine.memory.liveBytes} bytes were not freed`);
  return { schema: source.schema, names: source.schema.map((field) => field.name), rows, tasks: tasks.length };
}
/** Text as a file of its own. */
export const textHandle = (text: string | Uint8Array, name = 'test.csv'): ReadRequest['handles'] => [
  { kind: 'bytes', bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text, name },
];
