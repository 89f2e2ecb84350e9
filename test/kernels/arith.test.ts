// Family arith against exact arithmetic in bigint and IEEE arithmetic in JavaScript; lengths 0..67.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FLOATS,
  INTEGERS,
  inRange,
  minOf,
  read,
  scalarOf,
  suffix,
  write,
  type Scalar,
  type Storage,
} from '../helpers/numbers.ts';
import { testEngine } from '../helpers/engine.ts';

const { memory, kernels } = testEngine();
const run = kernels as unknown as Record<string, (...args: number[]) => number | undefined>;

/** Runs a kernel over columns of one storage, with 16 rows of garbage behind each. */
function call(
  name: string,
  out: Storage,
  inputs: readonly { readonly storage: Storage; readonly values: readonly Scalar[] }[],
): { status: number | undefined; values: Scalar[] } {
  memory.release(0);
  const n = inputs[0]!.values.length;
  const ptrs = inputs.map(({ storage, values }) =>
    write(memory, storage, [
      ...values,
      ...Array<Scalar>(16).fill(storage === 'i64' ? minOf('i64') : storage[0] === 'f' ? 0 : Number(minOf(storage))),
    ]),
  );
  const outPtr = memory.temp(n * 8 + 16);
  const status = run[name]!(...ptrs, outPtr, n);
  return { status, values: read(memory, out, outPtr, n) };
}
const pairs = (storage: Storage): fc.Arbitrary<[Scalar, Scalar][]> =>
  fc.array(fc.tuple(scalarOf(storage), scalarOf(storage)), { maxLength: 67 });
const pmod = (a: bigint, b: bigint): bigint => (a % b < 0n ? ((a % b) + b) % b : a % b);

interface IntegerOp {
  readonly name: string;
  readonly of: readonly Storage[];
  readonly value: (a: bigint, b: bigint) => bigint | null;
}
const INTEGER_OPS: readonly IntegerOp[] = [
  { name: 'add', of: INTEGERS, value: (a, b) => a + b },
  { name: 'sub', of: INTEGERS, value: (a, b) => a - b },
  { name: 'mul', of: INTEGERS, value: (a, b) => a * b },
  { name: 'intDiv', of: ['i64'], value: (a, b) => (b === 0n ? null : a / b) },
  { name: 'mod', of: INTEGERS, value: (a, b) => (b === 0n ? null : a % b) },
  { name: 'pmod', of: INTEGERS, value: (a, b) => (b === 0n ? null : pmod(a, b)) },
  { name: 'and', of: INTEGERS, value: (a, b) => a & b },
  { name: 'or', of: INTEGERS, value: (a, b) => a | b },
  { name: 'xor', of: INTEGERS, value: (a, b) => a ^ b },
];
describe.each(INTEGER_OPS)('$name', ({ name, of, value }) => {
  it.each(of)('%s', (storage) => {
    fc.assert(
      fc.property(pairs(storage), (rows) => {
        const expected = rows.map(([a, b]) => value(BigInt(a), BigInt(b)));
        const { status, values } = call(
          name + suffix(storage),
          storage,
          [0, 1].map((side) => ({ storage, values: rows.map((row) => row[side]!) })),
        );
        const fails = expected.map((v) => v === null || !inRange(storage, v));
        expect(status ?? 0).toBe(Number(fails.some(Boolean)));
        expected.forEach((v, i) => {
          if (!fails[i]) expect(BigInt(values[i]!)).toBe(v);
        });
      }),
    );
  });
});
describe.each([
  { name: 'neg', value: (a: bigint) => -a },
  { name: 'abs', value: (a: bigint) => (a < 0n ? -a : a) },
  { name: 'bitNot', value: (a: bigint) => ~a },
])('$name of integers', ({ name, value }) => {
  it.each(INTEGERS)('%s', (storage) => {
    fc.assert(
      fc.property(fc.array(scalarOf(storage), { maxLength: 67 }), (column) => {
        const expected = column.map((a) => value(BigInt(a)));
        const { status, values } = call(name + suffix(storage), storage, [{ storage, values: column }]);
        expect(status ?? 0).toBe(Number(expected.some((v) => !inRange(storage, v))));
        expected.forEach((v, i) => {
          if (inRange(storage, v)) expect(BigInt(values[i]!)).toBe(v);
        });
      }),
    );
  });
});

const FLOAT_OPS: readonly {
  readonly name: string;
  readonly of: readonly Storage[];
  readonly failsAtZero: boolean;
  readonly value: (a: number, b: number) => number;
}[] = [
  { name: 'add', of: FLOATS, failsAtZero: false, value: (a, b) => a + b },
  { name: 'sub', of: FLOATS, failsAtZero: false, value: (a, b) => a - b },
  { name: 'mul', of: FLOATS, failsAtZero: false, value: (a, b) => a * b },
  { name: 'div', of: ['f64'], failsAtZero: true, value: (a, b) => a / b },
  { name: 'mod', of: FLOATS, failsAtZero: true, value: (a, b) => a % b },
  { name: 'pmod', of: ['f64'], failsAtZero: true, value: (a, b) => (a % b < 0 ? ((a % b) + b) % b : a % b) },
];
describe.each(FLOAT_OPS)('$name of floats', ({ name, of, failsAtZero, value }) => {
  it.each(of)('%s', (storage) => {
    fc.assert(
      fc.property(pairs(storage), (rows) => {
        const columns = [0, 1].map((side) =>
          rows.map((row) => (storage === 'f32' ? Math.fround(Number(row[side]!)) : Number(row[side]!))),
        );
        const { status, values } = call(
          name + suffix(storage),
          storage,
          columns.map((column) => ({ storage, values: column })),
        );
        const expected = columns[0]!
          .map((a, i) => value(a, columns[1]![i]!))
          .map((v) => (storage === 'f32' ? Math.fround(v) : v));
        expect(status ?? 0).toBe(Number(failsAtZero && columns[1]!.includes(0)));
        expected.forEach((v, i) => {
          if (!failsAtZero || columns[1]![i] !== 0) expect(values[i]).toBe(v);
        });
      }),
    );
  });
});
it.each([
  ['negF64', (x: number) => -x],
  ['absF64', Math.abs],
  ['sqrtF64', Math.sqrt],
  [
    'rintF64',
    (x: number) =>
      Math.abs(x) > 2 ** 52 || Number.isNaN(x)
        ? x
        : Math.sign(x) < 0 || Object.is(x, -0)
          ? -(-x + 2 ** 52 - 2 ** 52)
          : x + 2 ** 52 - 2 ** 52,
  ],
] as [string, (x: number) => number][])('%s', (name, value) => {
  fc.assert(
    fc.property(fc.array(scalarOf('f64'), { maxLength: 67 }), (column) => {
      expect(call(name, 'f64', [{ storage: 'f64', values: column }]).values).toEqual(column.map((x) => value(Number(x))));
    }),
  );
});
it.each([
  ['floorF64', Math.floor],
  ['ceilF64', Math.ceil],
] as const)('%s saturates as Java does', (name, round) => {
  const toLong = (x: number): bigint =>
    Number.isNaN(x) ? 0n : x >= 2 ** 63 ? 2n ** 63n - 1n : x <= -(2 ** 63) ? -(2n ** 63n) : BigInt(x);
  fc.assert(
    fc.property(fc.array(scalarOf('f64'), { maxLength: 67 }), (column) => {
      expect(call(name, 'i64', [{ storage: 'f64', values: column }]).values).toEqual(column.map((x) => toLong(round(Number(x)))));
    }),
  );
});
describe.each(['i32', 'i64'] as const)('shifts of %s', (storage) => {
  const bits = storage === 'i32' ? 32 : 64;
  it.each([
    ['shiftLeft', (a: bigint, by: number) => BigInt.asIntN(bits, a << BigInt(by))],
    ['shiftRight', (a: bigint, by: number) => a >> BigInt(by)],
    ['shiftRightUnsigned', (a: bigint, by: number) => BigInt.asIntN(bits, BigInt.asUintN(bits, a) >> BigInt(by))],
  ] as const)('%s', (name, value) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(scalarOf(storage), fc.integer({ min: -70, max: 70 })), { maxLength: 67 }), (rows) => {
        const { values } = call(name + suffix(storage), storage, [
          { storage, values: rows.map((r) => r[0]) },
          { storage: 'i32', values: rows.map((r) => r[1]) },
        ]);
        expect(values.map(BigInt)).toEqual(rows.map(([a, by]) => value(BigInt(a), by & (bits - 1))));
      }),
    );
  });
});
