// Kernels and whole-column forms give what the one-row oracle gives: random columns with NULLs over garbage, extremes, plain and
// dictionary text; an error where the oracle throws for a valid row, and nowhere else.
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { makeBatch } from '../../src/column/batch.ts';
import { freeColumn } from '../../src/column/dictionary.ts';
import { readValues } from '../../src/column/values.ts';
import type { Attribute, Call, Expr } from '../../src/expr/expr.ts';
import type { ScalarFunction } from '../../src/functions/define.ts';
import { allFunctions } from '../../src/functions/index.ts';
import { compileExprs } from '../../src/physical/expressions/compile.ts';
import {
  BIGINT,
  BINARY,
  DATE,
  DOUBLE,
  FLOAT,
  INT,
  INTERVAL_DAY_TIME,
  INTERVAL_YEAR_MONTH,
  SMALLINT,
  STRING,
  TIMESTAMP_NTZ,
  TINYINT,
  type DataType,
  decimal,
  sameType,
} from '../../src/types/data-type.ts';
import { CaudalError } from '../../src/types/error.ts';
import { formatType } from '../../src/types/format-type.ts';
import type { Value } from '../../src/types/value.ts';
import { columnOf, specOf } from '../helpers/columns.ts';
import { testEngine } from '../helpers/engine.ts';
import { operatorContext } from '../helpers/operator.ts';

const engine = testEngine();
const context = operatorContext(engine, 8192);
afterAll(() => {
  engine.memory.clearArena();
  expect(engine.memory.liveBytes).toBe(0);
});

const TYPES: readonly DataType[] = [
  TINYINT,
  SMALLINT,
  INT,
  BIGINT,
  FLOAT,
  DOUBLE,
  decimal(9, 2),
  decimal(17, 2),
  decimal(30, 4),
  STRING,
  BINARY,
  DATE,
  TIMESTAMP_NTZ,
  INTERVAL_DAY_TIME,
  INTERVAL_YEAR_MONTH,
];
/** What follows column arguments: literals that reach the forms written for constants. */
const LITERALS: Readonly<Record<string, readonly (readonly (readonly [Value, DataType])[])[]>> = {
  substring: [
    [
      [2, INT],
      [3, INT],
    ],
    [[-2, INT]],
    [
      [-3, INT],
      [2, INT],
    ],
    [
      [0, INT],
      [1, INT],
    ],
  ],
  like: [[['a%', STRING]], [['%a', STRING]], [['%a%', STRING]], [['a_b', STRING]], [['%', STRING]]],
  startswith: [[['a', STRING]], [['', STRING]]],
  endswith: [[['b', STRING]]],
  contains: [[['ab', STRING]]],
  equal: [[['a', STRING]], [[1, INT]]],
  less: [[['b', STRING]]],
};
interface Case {
  readonly f: ScalarFunction;
  readonly args: readonly DataType[];
  readonly literals: readonly (readonly [Value, DataType])[];
  readonly returns: DataType;
}

function cases(f: ScalarFunction): Case[] {
  const shapes = TYPES.flatMap((t) => [[t], [t, t], [t, INT]].map((args) => ({ args, literals: [] as Case['literals'] })));
  const constants = (LITERALS[f.name] ?? []).flatMap((literals) => [STRING, INT].map((t) => ({ args: [t], literals })));
  const found = [...shapes, ...constants].flatMap(({ args, literals }): Case[] => {
    try {
      const all = [...args, ...literals.map(([, type]) => type)];
      const signature = f.signature(all, [...args.map(() => undefined), ...literals.map(([value]) => value!)]);
      const uncast = signature.args.every((t, i) => sameType(t, all[i]!));
      return uncast && (f.column || f.kernel?.(all)) ? [{ f, args, literals, returns: signature.returns }] : [];
    } catch (error) {
      if (error instanceof CaudalError) return [];
      throw error;
    }
  });
  const key = (c: Case): string =>
    JSON.stringify([c.args, c.literals], (_k, v: unknown) => (typeof v === 'bigint' ? String(v) : v));
  return [...new Map(found.map((c) => [key(c), c])).values()];
}
const attempt = (run: () => Value[]): Value[] | string => {
  try {
    return run();
  } catch (error) {
    if (error instanceof CaudalError) return error.code;
    throw error;
  }
};
/** NaN is NaN and -0 is 0: kernels may give either zero where Spark tells no difference. */
const plain = (value: Value): unknown =>
  typeof value === 'bigint' ? `${value}n` : value === 0 ? 0 : value instanceof Uint8Array ? [...value].join() : value;

function viaColumns(c: Case, columns: readonly (readonly Value[])[], isDict: readonly boolean[]): Value[] {
  const { memory } = engine;
  const heap = (bytes: number): number => memory.alloc(bytes);
  const made = c.args.map((type, i) => columnOf(memory, { type, values: columns[i]!, isDict: isDict[i]! }, heap));
  const attributes = c.args.map((type, i): Attribute => ({ kind: 'Attribute', id: i + 1, name: `c${i}`, type, nullable: true }));
  const literals = c.literals.map(([value, type]): Expr => ({ kind: 'Literal', value, type }));
  const call: Call = { kind: 'Call', name: c.f.name, args: [...attributes, ...literals], type: c.returns };
  const compiled = compileExprs([call], attributes, context);
  try {
    const [result] = compiled.evaluate(makeBatch(columns[0]!.length, made));
    return readValues(memory, result!) as Value[];
  } finally {
    compiled.close();
    for (const column of made) freeColumn(memory, column);
    memory.release(0);
  }
}
function viaOracle(c: Case, columns: readonly (readonly Value[])[]): Value[] {
  const types = [...c.args, ...c.literals.map(([, type]) => type)];
  return columns[0]!.map((_, row) => {
    const args = [...columns.map((column) => column[row]!), ...c.literals.map(([value]) => value)];
    return args.includes(null) ? null : c.f.value(args, context.evaluation, types, c.returns);
  });
}
const scalars = allFunctions().filter(
  (f): f is ScalarFunction =>
    f.kind === 'scalar' && f.nulls === 'propagate' && (f.kernel !== undefined || f.column !== undefined),
);
const all = scalars.flatMap(cases);

describe('columns agree with the oracle', () => {
  it('covers kernels and columns', () => expect(all.length).toBeGreaterThan(150));
  it.each(
    all.map(
      (c) =>
        [`${c.f.name}(${[...c.args.map(formatType), ...c.literals.map(([v]) => JSON.stringify(v))].join(', ')})`, c] as const,
    ),
  )('%s', (_name, c) => {
    const rows = fc
      .integer({ min: 0, max: 67 })
      .chain((n) => fc.tuple(...c.args.map((type) => specOf(type, { minLength: n, maxLength: n }))));
    fc.assert(
      fc.property(rows, (specs) => {
        const columns = specs.map((spec) => spec.values);
        const length = Math.min(...columns.map((column) => column.length));
        const cut = columns.map((column) => column.slice(0, length));
        const expected = attempt(() => viaOracle(c, cut));
        const got = attempt(() =>
          viaColumns(
            c,
            cut,
            specs.map((spec) => spec.isDict),
          ),
        );
        expect(typeof got === 'string' ? got : got.map(plain)).toEqual(
          typeof expected === 'string' ? expected : expected.map(plain),
        );
      }),
      { numRuns: 20 },
    );
  });
});
