// read.format('statestore'): what a streaming query keeps, as of its last checkpoint: columns key and value (structs), partition_id.
// The query may be running: nothing is locked, and files of the last two checkpoints stay. Options: operatorId (0), joinSide.
import { readHistory, readStateFiles } from '../checkpoint/checkpoint.ts';
import type { SavedState } from '../checkpoint/state-file.ts';
import { encodeFrame } from '../column/encode-frame.ts';
import { makeBatch } from '../column/batch.ts';
import type { Batch } from '../column/batch.ts';
import { makeColumn } from '../column/column.ts';
import type { Column } from '../column/column.ts';
import { FrameWriter } from '../column/frame-writer.ts';
import type { Plan } from '../plan/logical.ts';
import { stateReader } from '../runtime/state-reader.ts';
import type { Field, Schema } from '../types/data-type.ts';
import { INT, structOf } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { EngineInstance } from '../wasm/instance.ts';
import type { SessionCore } from './core.ts';
import { writeEngine } from './format-writer.ts';
import { scanPlan } from './plans.ts';
import { storeAt } from './stream-journal.ts';

type Options = Readonly<Record<string, string | number | boolean>>;

export async function stateStorePlan(core: SessionCore, location: unknown, options: Options): Promise<Plan> {
  const { store, label } = storeAt(location, core.parts.platform);
  const { commits } = await readHistory(store, label);
  const refs = commits.filter((commit) => commit.state).at(-1)?.state;
  if (!refs) throw new CaudalError('PATH_NOT_FOUND', `${label} holds no checkpoint with state.`, { params: { path: label } });
  const states = stateOf(await readStateFiles(store, refs, label), Number(options['operatorid'] ?? 0), label);
  const table = tableOf(states, options['joinside'], label);
  const schema: Schema = [
    { name: 'key', type: structOf(table.fields.slice(0, table.keys)), nullable: false },
    { name: 'value', type: structOf(table.fields.slice(table.keys)), nullable: false },
    { name: 'partition_id', type: INT, nullable: false },
  ];
  const frame = framed(await writeEngine(core), states, table, schema);
  const source = await core.tables.keep('statestore', schema, async function* () {
    yield frame;
  });
  return scanPlan(source);
}

function stateOf(files: readonly SavedState[], stateId: number, label: string): readonly SavedState[] {
  const own = files.filter((file) => file.stateId === stateId);
  if (own.length > 0) return own;
  const ids = [...new Set(files.map((file) => file.stateId))];
  throw new CaudalError('INVALID_OPTION', `${label} has no state of operator ${stateId}.`, {
    params: { option: 'operatorId', value: String(stateId) },
    hint: ids.length > 0 ? `Operators with state: ${ids.join(', ')}.` : 'Its operators keep nothing.',
  });
}
interface Table {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly keys: number;
}
function tableOf(states: readonly SavedState[], side: Options[string] | undefined, label: string): Table {
  const tables = new Map<string, Table>(states.flatMap((state) => state.tables.map((table) => [table.name, table])));
  const names = [...tables.keys()];
  const found = side === undefined ? (names.length === 1 ? tables.get(names[0]!) : undefined) : tables.get(String(side));
  if (found) return found;
  throw new CaudalError('INVALID_OPTION', `${label}: the option joinSide must be one of ${names.join(', ')}.`, {
    params: { option: 'joinSide', value: String(side) },
  });
}

function framed(engine: EngineInstance, states: readonly SavedState[], { name, keys }: Table, schema: Schema): ArrayBuffer {
  const { memory } = engine;
  const writer = new FrameWriter(memory, schema);
  const struct = (index: number, children: readonly Column[], length: number): Column =>
    makeColumn({ type: schema[index]!.type, layout: 'struct', length, children });
  const append = (batch: Batch, partition: number): void => {
    const ptr = memory.temp(batch.length * 4);
    memory.i32(ptr, batch.length).fill(partition);
    const n = batch.length;
    const place = makeColumn({ type: INT, layout: 'fixed', length: n, ptr });
    writer.append(makeBatch(n, [struct(0, batch.columns.slice(0, keys), n), struct(1, batch.columns.slice(keys), n), place]));
  };
  for (const { stateId, partition } of states.filter(
    (state, i) => states.findIndex((s) => s.partition === state.partition) === i,
  )) {
    const files = states.filter((state) => state.partition === partition);
    stateReader(engine, { stateId, partition, files }).read(name, (batch) => append(batch, partition));
  }
  return writer.rows > 0 ? writer.finish() : encodeFrame(schema, [[], [], []], 0);
}
