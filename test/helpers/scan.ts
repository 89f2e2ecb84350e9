// scan.ts: runs a connector as the runtime does, one task after the other, and hands back plain values.

import type { Connector, ReadRequest, ScanMetrics, ScanRequest } from '../../src/connectors/connector.ts';
import { readValue } from '../../src/column/values.ts';
import { newAttributeId, type Attribute, type Expr } from '../../src/expr/expr.ts';
import type { ScanSource } from '../../src/plan/scan-source.ts';
import { nodePlatform } from '../../src/platform/node.ts';
import type { Platform } from '../../src/platform/platform.ts';
import type { Schema } from '../../src/types/data-type.ts';
import type { Value } from '../../src/types/value.ts';
import type { EngineInstance } from '../../src/wasm/instance.ts';
import { testEngine } from './engine.ts';

export interface Scanned {
  readonly source: ScanSource;
  readonly rows: readonly (readonly Value[])[];
  readonly rowCount: number;
  readonly metrics: ScanMetrics;
  readonly taskCount: number;
  readonly bytesRead: number;
}
export interface ScanOptions {
  readonly options?: ReadRequest['options'];
  readonly schema?: Schema;
  readonly batchRows?: number;
  /** By name or place; all when absent. */
  readonly columns?: readonly (string | number)[];
  readonly timeZone?: string;
  /** Filters over attributes named as the columns that are read. */
  readonly filters?: (attribute: (name: string) => Attribute) => readonly Expr[];
  readonly limit?: number;
  /** Rows kept as values; the rest are counted. */
  readonly keep?: number;
  readonly platform?: Platform;
  readonly engine?: EngineInstance;
}

/** A path, several, the bytes of one file, or whatever a request can name. */
export type ScanInput = string | readonly string[] | Uint8Array | Pick<ReadRequest, 'paths' | 'handles'>;
function namesOf(input: ScanInput): Pick<ReadRequest, 'paths' | 'handles'> {
  if (input instanceof Uint8Array) return { paths: [], handles: [{ kind: 'bytes', bytes: input, name: 'bytes' }] };
  if (typeof input === 'string') return { paths: [input], handles: [] };
  return 'paths' in input ? input : { paths: input, handles: [] };
}

export async function scan(connector: Connector, input: ScanInput, scanOptions: ScanOptions = {}): Promise<Scanned> {
  const { batchRows = 8192, keep = Infinity, platform = nodePlatform(), engine = testEngine(), timeZone = 'UTC' } = scanOptions;
  const context = { platform, timeZone, engine, batchRows };
  const source = await connector.resolve(
    { ...namesOf(input), options: scanOptions.options ?? {}, ...(scanOptions.schema ? { schema: scanOptions.schema } : {}) },
    context,
  );
  const request = requestOf(source, scanOptions);
  const { tasks, metrics } = await connector.tasks(source, request, context);
  const rows: Value[][] = [];
  let rowCount = 0,
    bytesRead = 0;
  // Looking at a file may have used the arena.
  engine.memory.clearArena();
  const live = engine.memory.liveBytes;
  for (const task of tasks) {
    const reader = connector.open(source, structuredClone(task), request, context);
    try {
      for (;;) {
        const mark = engine.memory.mark();
        const batch = await reader.next();
        if (!batch) break;
        if (batch.length > batchRows || batch.columns.some((column) => column.length !== batch.length))
          throw new Error(`a batch of ${batch.length} rows`);
        for (let row = 0; row < batch.length && rows.length < keep; row++)
          rows.push(batch.columns.map((c) => readValue(engine.memory, c, row)));
        rowCount += batch.length;
        engine.memory.release(mark);
      }
      bytesRead += reader.bytesRead;
    } finally {
      reader.close();
      engine.memory.clearArena();
    }
  }
  if (engine.memory.liveBytes !== live) throw new Error(`${engine.memory.liveBytes - live} bytes leaked`);
  return { source, rows, rowCount, metrics, taskCount: tasks.length, bytesRead };
}

function requestOf(source: ScanSource, { columns, filters, limit }: ScanOptions): ScanRequest {
  const ordinals = columns
    ? columns.map((c) => (typeof c === 'number' ? c : source.schema.findIndex((f) => f.name === c)))
    : source.schema.map((_, i) => i);
  const output = ordinals.map((i): Attribute => ({ kind: 'Attribute', id: newAttributeId(), ...source.schema[i]! }));
  const attribute = (name: string): Attribute => output.find((a) => a.name === name)!;
  return { columns: ordinals, output, filters: filters?.(attribute) ?? [], ...(limit === undefined ? {} : { limit }) };
}
