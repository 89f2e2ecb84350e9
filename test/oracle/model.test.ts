// The model against the published vectors (V: Spark's suites, D: boundaries, F: Flink's suites); seconds where the vector says so.
import { describe, expect, it } from 'vitest';
import type { Result, Row, WindowQuery } from './model.ts';
import { WindowModel, windowsOf } from './model.ts';

const rows = (...times: number[]): Row[] => times.map((time) => ({ key: null, time, value: time }));
const keyed = (key: string, ...times: number[]): Row[] => times.map((time) => ({ key, time, value: 1 }));
const counts = (out: readonly Result[]): [number, number][] => out.map(({ start, n }) => [start, n]);
const sums = (out: readonly Result[]): [string | null, number, number][] =>
  out.map(({ key, total, end }) => [key, total, end - 1]);

const spark: WindowQuery = { preset: 'spark', windows: { kind: 'sliding', size: 5, slide: 5 }, delay: 10, mode: 'append' };
const flink: WindowQuery = {
  preset: 'flink',
  windows: { kind: 'sliding', size: 2000, slide: 2000 },
  delay: 0,
  mode: 'update',
};

describe('spark', () => {
  it('V1: rows leave in the empty epoch after the watermark moved', () => {
    const model = new WindowModel(spark);
    expect(model.epoch(rows(15))).toEqual([]);
    expect(counts(model.epoch(rows(10, 12, 14)))).toEqual([]);
    expect(model.watermark).toBe(5);
    expect(counts(model.epoch(rows(25)))).toEqual([[10, 3]]);
  });
  it('V2 append', () => {
    const model = new WindowModel(spark);
    expect(model.epoch(rows(10, 11, 12, 13, 14, 15))).toEqual([]);
    expect(counts(model.epoch(rows(25)))).toEqual([[10, 5]]);
    expect(model.stateRows).toBe(2);
    expect(model.epoch(rows(10))).toEqual([]);
    expect([model.late.length, model.stateRows]).toEqual([1, 2]);
  });
  it('V2b update', () => {
    const model = new WindowModel({ ...spark, mode: 'update' });
    expect(counts(model.epoch(rows(10, 11, 12, 13, 14, 15)))).toEqual([
      [10, 5],
      [15, 1],
    ]);
    expect(counts(model.epoch(rows(25)))).toEqual([[25, 1]]);
    expect(model.stateRows).toBe(2);
    expect(counts(model.epoch(rows(10, 25)))).toEqual([[25, 2]]);
    expect(model.epoch(rows(10))).toEqual([]);
    expect(model.late.length).toBe(2);
  });
  it('V2c complete: nothing is late, nothing goes', () => {
    const model = new WindowModel({ ...spark, mode: 'complete' });
    expect(counts(model.epoch(rows(10, 11, 12)))).toEqual([[10, 3]]);
    model.epoch(rows(25));
    expect(counts(model.epoch(rows(25)))).toEqual([
      [10, 3],
      [25, 2],
    ]);
    expect(counts(model.epoch(rows(10)))).toEqual([
      [10, 4],
      [25, 2],
    ]);
  });
  it('V12, D1: sessions', () => {
    const model = new WindowModel({ ...spark, windows: { kind: 'session', gap: 10 }, delay: 30 });
    expect(model.epoch(keyed('k', 10))).toEqual([]);
    expect(model.epoch(keyed('z', 50))).toEqual([{ key: 'k', start: 10, end: 20, n: 1, total: 1 }]);
    model.epoch(keyed('k', 10));
    expect(model.late.length).toBe(1);
    const touching = new WindowModel({ ...spark, windows: { kind: 'session', gap: 10 }, delay: 30 });
    touching.epoch(keyed('k', 10, 20));
    expect(touching.stateRows).toBe(1);
  });
  it('D5: windows of negative times, offsets and slides that do not divide', () => {
    expect(windowsOf(607, { kind: 'sliding', size: 5, slide: 2 })).toEqual([
      [606, 611],
      [604, 609],
    ]);
    expect(windowsOf(-1, { kind: 'sliding', size: 5, slide: 5 })).toEqual([[-5, 0]]);
    expect(windowsOf(10, { kind: 'sliding', size: 10, slide: 5, offset: 2 })).toEqual([
      [7, 17],
      [2, 12],
    ]);
  });
});

describe('flink', () => {
  it('F2: fires at end - 1, late from then on', () => {
    const byHand = (time: number): Row[] => [{ key: 'k', time, value: 1 }];
    const hand = new WindowModel({ ...flink, delay: 1e9 });
    expect([...hand.epoch(byHand(1000)), ...hand.advance(1985)]).toEqual([]);
    expect([...hand.epoch(byHand(1980)), ...sums(hand.advance(1999))]).toEqual([['k', 2, 1999]]);
    hand.epoch(byHand(1998));
    expect(hand.late.length).toBe(1);
    expect([...hand.epoch(byHand(2001)), ...hand.advance(2999)]).toEqual([]);
    expect(sums(hand.advance(3999))).toEqual([['k', 1, 3999]]);
  });
  it('fires again within the allowed lateness, with the whole contents', () => {
    const model = new WindowModel({ ...flink, lateness: 500 });
    expect(sums(model.epoch(keyed('k', 100, 2000)))).toEqual([['k', 1, 1999]]);
    expect(sums(model.epoch(keyed('k', 1998)))).toEqual([['k', 2, 1999]]);
    expect(model.epoch(keyed('k', 2500, 1998))).toEqual([]);
    expect(model.late.length).toBe(1);
  });
  it('flink-sql closes one ms before flink, and a late slice still counts in windows to come', () => {
    const windows = { kind: 'sliding', size: 10, slide: 10 } as const;
    expect(new WindowModel({ ...flink, windows }).epoch(keyed('k', 1, 9))).toEqual([]);
    expect(sums(new WindowModel({ ...flink, preset: 'flink-sql', windows }).epoch(keyed('k', 1, 9)))).toEqual([['k', 2, 9]]);
    const hop = new WindowModel({
      ...flink,
      preset: 'flink-sql',
      windows: { kind: 'sliding', size: 10, slide: 5 },
      mode: 'append',
    });
    expect(sums(hop.epoch(keyed('k', 6, 9, 7)))).toEqual([['k', 2, 9]]);
    expect(sums(hop.advance(Infinity))).toEqual([['k', 3, 14]]);
  });
});

describe('kafka', () => {
  it('every record updates; a window is closed at end + grace', () => {
    const query: WindowQuery = { preset: 'kafka', windows: { kind: 'sliding', size: 2, slide: 2 }, delay: 1, mode: 'update' };
    const model = new WindowModel(query);
    expect(counts(model.epoch(keyed('a', 0, 1)))).toEqual([
      [0, 1],
      [0, 2],
    ]);
    expect(counts(model.epoch(keyed('a', 2, 1)))).toEqual([
      [2, 1],
      [0, 3],
    ]);
    expect(counts(model.epoch(keyed('a', 3, 1)))).toEqual([[2, 2]]);
    expect(model.late.length).toBe(1);
    expect(counts(new WindowModel({ ...query, mode: 'append' }).epoch(keyed('a', 0, 1, 2, 3)))).toEqual([[0, 2]]);
  });
  it('sessions end at their last record and merge up to the gap', () => {
    const query: WindowQuery = { preset: 'kafka', windows: { kind: 'session', gap: 10 }, delay: 5, mode: 'update' };
    const model = new WindowModel(query);
    const spans = (out: readonly Result[]): number[][] => out.map(({ start, end, n }) => [start, end, n]);
    expect(spans(model.epoch(keyed('a', 0, 10, 21)))).toEqual([
      [0, 0, 1],
      [0, 10, 2],
      [21, 21, 1],
    ]);
    model.epoch(keyed('b', 25));
    expect(model.stateRows).toBe(3);
    model.epoch(keyed('b', 26));
    expect(model.stateRows).toBe(2);
  });
});
