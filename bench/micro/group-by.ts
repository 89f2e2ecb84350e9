// group-by.ts: the ten H2O group-by shapes on one thread, from columns in engine memory to result batches; prints ns a row.
// Usage: tsx bench/micro/group-by.ts [rows = 1000000] [query …]

import { readFileSync } from 'node:fs';
import { makeBatch } from '../../src/column/batch.ts';
import type { Batch } from '../../src/column/batch.ts';
import { buildColumn } from '../../src/column/builder.ts';
import { makeColumn } from '../../src/column/column.ts';
import type { Column } from '../../src/column/column.ts';
import { makeDictionary } from '../../src/column/dictionary.ts';
import type { Attribute } from '../../src/expr/expr.ts';
import { newAttributeId } from '../../src/expr/expr.ts';
import { typeOf } from '../../src/expr/type-of.ts';
import { findFunction } from '../../src/functions/index.ts';
import { operatorOf } from '../../src/physical/operators/index.ts';
import type { Operator, OperatorContext, Step } from '../../src/physical/operator.ts';
import { inputsOfNode } from '../../src/physical/physical.ts';
import type { AggregateSpec, PhysicalNode } from '../../src/physical/physical.ts';
import { DOUBLE, INT, STRING } from '../../src/types/data-type.ts';
import type { DataType } from '../../src/types/data-type.ts';
import { createEngine } from '../../src/wasm/instance.ts';

const BATCH_ROWS = 8192;
const RUNS = 7;
const rows = Number(process.argv[2] ?? 1_000_000);
const wanted = process.argv.slice(3);
const engine = createEngine(new WebAssembly.Module(readFileSync('build/kernels.wasm')));
const { memory } = engine;
const context: OperatorContext = { engine, batchRows: BATCH_ROWS, evaluation: { timeZone: 'UTC', nowUs: 0n, ansi: true } };

let state = 42;
/** Pseudo-random integer in [0, n). */
function random(n: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
}
const attribute = (name: string, type: DataType): Attribute => ({
  kind: 'Attribute',
  id: newAttributeId(),
  name,
  type,
  nullable: false,
});
function intColumn(count: number): Column {
  const ptr = memory.alloc(rows * 4);
  const view = memory.i32(ptr, rows);
  for (let i = 0; i < rows; i++) view[i] = 1 + random(count);
  return makeColumn({ type: INT, layout: 'fixed', length: rows, ptr });
}
function stringColumn(count: number): Column {
  const names = Array.from({ length: count }, (_, i) => `id${String(i + 1).padStart(10, '0')}`);
  const values = buildColumn(memory, STRING, names, (bytes) => memory.alloc(bytes));
  const ptr = memory.alloc(rows * 4);
  const view = memory.u32(ptr, rows);
  for (let i = 0; i < rows; i++) view[i] = random(count);
  return makeColumn({ type: STRING, layout: 'dict', length: rows, ptr, dictionary: makeDictionary(memory, values, count, true) });
}
function doubleColumn(): Column {
  const ptr = memory.alloc(rows * 8);
  const view = memory.f64(ptr, rows);
  for (let i = 0; i < rows; i++) view[i] = Math.round(random(100_000_000)) / 1e6;
  return makeColumn({ type: DOUBLE, layout: 'fixed', length: rows, ptr });
}
const many = Math.max(1, rows / 100);
const table: Readonly<Record<string, Column>> = {
  id1: stringColumn(100),
  id2: stringColumn(100),
  id3: stringColumn(many),
  id4: intColumn(100),
  id5: intColumn(100),
  id6: intColumn(many),
  v1: intColumn(5),
  v2: intColumn(15),
  v3: doubleColumn(),
};
const attributes = new Map(Object.entries(table).map(([name, column]) => [name, attribute(name, column.type)] as const));
const sourceOf = (output: readonly Attribute[]): PhysicalNode => ({ kind: 'Values', id: 0, output, values: [] });
const source = sourceOf([...attributes.values()]);

function slice(column: Column, from: number, n: number): Column {
  const width = column.type === DOUBLE ? 8 : 4;
  return { ...column, ptr: column.ptr + from * width, length: n };
}
function* batches(input: readonly Attribute[]): Generator<Batch> {
  const columns = input.map((a) => table[a.name]!);
  for (let from = 0; from < rows; from += BATCH_ROWS) {
    const n = Math.min(BATCH_ROWS, rows - from);
    yield makeBatch(
      n,
      columns.map((column) => slice(column, from, n)),
    );
  }
}
function spec(call: string): AggregateSpec {
  const [, name, list] = /^(\w+)\((.*)\)$/.exec(call)!;
  const definition = findFunction(name!)!;
  if (definition.kind !== 'aggregate') throw new Error(`${name} is not an aggregate function`);
  const given = list === '' ? [] : list!.split(',').map((arg) => attributes.get(arg)!);
  const { args, returns } = definition.signature(
    given.map((a) => a.type),
    [],
  );
  const cast = given.map((a, i) =>
    a.type.kind === args[i]!.kind ? a : ({ kind: 'Cast', input: a, type: args[i]!, mode: 'ansi' } as const),
  );
  const states = definition.stateTypes?.(cast.map(typeOf), returns).map((type, i) => attribute(`${call}#${i}`, type)) ?? [];
  return {
    call: { kind: 'AggregateCall', name: name!, args: cast, distinct: false, ignoreNulls: false, type: returns },
    result: attribute(call, returns),
    states,
  };
}
const keysOf = (names: string): Attribute[] => names.split(',').map((name) => attributes.get(name)!);
function aggregateNode(keys: string, calls: readonly string[]): PhysicalNode {
  const groupings = keysOf(keys),
    aggregates = calls.map(spec);
  return {
    kind: 'HashAggregate',
    id: 1,
    input: source,
    mode: 'single',
    groupings,
    aggregates,
    output: [...groupings, ...aggregates.map((a) => a.result)],
  };
}
const QUERIES: Readonly<Record<string, PhysicalNode>> = {
  q1: aggregateNode('id1', ['sum(v1)']),
  q2: aggregateNode('id1,id2', ['sum(v1)']),
  q3: aggregateNode('id3', ['sum(v1)', 'avg(v3)']),
  q4: aggregateNode('id4', ['avg(v1)', 'avg(v2)', 'avg(v3)']),
  q5: aggregateNode('id6', ['sum(v1)', 'sum(v2)', 'sum(v3)']),
  q6: aggregateNode('id4,id5', ['median(v3)', 'stddev(v3)']),
  q7: aggregateNode('id3', ['max(v1)', 'min(v2)']),
  q8: {
    kind: 'TopPerGroup',
    id: 1,
    input: sourceOf(keysOf('id6,v3')),
    keys: keysOf('id6'),
    limit: 2,
    output: keysOf('id6,v3'),
    orders: [{ kind: 'SortOrder', input: attributes.get('v3')!, descending: true, nullsFirst: false }],
  },
  q9: aggregateNode('id2,id4', ['corr(v1,v2)']),
  q10: aggregateNode('id1,id2,id3,id4,id5,id6', ['sum(v3)', 'count()']),
};

function run(node: PhysicalNode): { readonly ms: number; readonly groups: number } {
  const start = performance.now();
  const operator: Operator = operatorOf(node.kind as 'HashAggregate').open(node as never, context);
  let groups = 0;
  const out = {
    emit: (batch: Batch): boolean => {
      groups += batch.length;
      return true;
    },
  };
  const drain = (first: Step): void => {
    const mark = memory.mark();
    for (let step = first; step === 'more'; step = operator.resume(out)) memory.release(mark);
  };
  for (const batch of batches(inputsOfNode(node)[0]!.output)) {
    drain(operator.onBatch(0, batch, out));
    memory.release(0);
  }
  drain(operator.onEnd(0, out));
  operator.close();
  memory.release(0);
  return { ms: performance.now() - start, groups };
}
for (const [name, node] of Object.entries(QUERIES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const results = Array.from({ length: RUNS }, () => run(node)).sort((a, b) => a.ms - b.ms);
  const { ms, groups } = results[0]!;
  console.log(
    `${name.padEnd(4)} ${ms.toFixed(1).padStart(8)} ms ${((ms * 1e6) / rows).toFixed(2).padStart(7)} ns/row ${groups} groups`,
  );
}
