// parquet-levels.test.ts: repetition and definition levels give back the lists they were made from.
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { bitmapOf, bitsAt, kernels, memory, put } from '../helpers/parquet-bytes.ts';

afterEach(() => memory.clearArena());

describe('levels', () => {
  /** Lists of lists, any of them NULL: optional list (def 1), elements from 2, optional inner list (3), elements from 4, optional value (5). */
  type Lists = ((number | null)[] | null)[] | null;
  const lists: fc.Arbitrary<Lists> = fc.option(
    fc.array(fc.option(fc.array(fc.option(fc.nat(9), { nil: null }), { maxLength: 3 }), { nil: null }), { maxLength: 3 }),
    { nil: null },
  );
  function shred(rows: readonly Lists[]): { reps: number[]; defs: number[] } {
    const reps: number[] = [],
      defs: number[] = [];
    const entry = (rep: number, def: number): void => void (reps.push(rep), defs.push(def));
    for (const row of rows) {
      if (row === null || row.length === 0) {
        entry(0, row === null ? 0 : 1);
        continue;
      }
      row.forEach((inner, i) => {
        if (inner === null || inner.length === 0) return entry(i ? 1 : 0, inner === null ? 2 : 3);
        inner.forEach((v, j) => entry(j ? 2 : i ? 1 : 0, v === null ? 4 : 5));
      });
    }
    return { reps, defs };
  }
  test('give back the lists they were made from', () => {
    fc.assert(
      fc.property(fc.array(lists, { maxLength: 20 }), (rows) => {
        const { reps, defs } = shred(rows),
          m = reps.length,
          r = put(reps),
          d = put(defs);
        const level = (maxRep: number, slotDef: number, ownDef: number): boolean[] => {
          const bitmap = bitmapOf(new Array<boolean>(m).fill(false));
          return bitsAt(bitmap, kernels.slotValidity(r, d, m, maxRep, slotDef, ownDef, bitmap));
        };
        const lengths = (maxRep: number, slotDef: number, elementDef: number, slots: number): number[] => {
          const offsets = memory.temp((slots + 1) * 4);
          kernels.slotOffsets(r, d, m, maxRep, slotDef, elementDef, offsets);
          return Array.from(
            { length: slots },
            (_, i) => memory.i32(offsets, slots + 1)[i + 1]! - memory.i32(offsets, slots + 1)[i]!,
          );
        };
        const inner = rows.flatMap((row) => row ?? []),
          values = inner.flatMap((list) => list ?? []);
        expect(level(0, 0, 1)).toEqual(rows.map((row) => row !== null));
        expect(lengths(0, 0, 2, rows.length)).toEqual(rows.map((row) => row?.length ?? 0));
        expect(level(1, 2, 3)).toEqual(inner.map((list) => list !== null));
        expect(lengths(1, 2, 4, inner.length)).toEqual(inner.map((list) => list?.length ?? 0));
        expect(level(2, 4, 5)).toEqual(values.map((v) => v !== null));
        expect(kernels.rowCount(r, m)).toBe(rows.length);
        expect(kernels.countLevels(d, m, 5)).toBe(values.filter((v) => v !== null).length);
        const half = rows.length >> 1;
        expect(kernels.rowEntries(r, m, half)).toBe(shred(rows.slice(0, half)).reps.length);
        expect(kernels.levelsOutside(d, m, 4) !== 0).toBe(defs.some((v) => v > 4));
      }),
      { numRuns: 300 },
    );
  });
});
