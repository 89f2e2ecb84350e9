// How many keys a sample tells of, and how many groups so many rows show.
import { describe, expect, it } from 'vitest';
import { groupsAmong, keysBehind } from '../../src/physical/plan/estimate.ts';

describe('keys behind a sample', () => {
  it('is what shows that many groups', () => {
    for (const keys of [10, 1000, 100_000, 1_000_000]) {
      const seen = groupsAmong(keys, 65_536);
      expect(keysBehind(seen, 65_536) / keys).toBeCloseTo(1, 6);
    }
  });
  it('is without end when every row brings a new one, and none when none came', () => {
    expect(keysBehind(65_536, 65_536)).toBeGreaterThan(2 ** 40);
    expect(keysBehind(0, 65_536)).toBe(0);
  });
  it('holds of random keys within a percent', () => {
    let state = 7;
    const random = (n: number): number => Math.floor(((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * n);
    const seen = new Set(Array.from({ length: 65_536 }, () => random(50_000))).size;
    expect(Math.abs(keysBehind(seen, 65_536) / 50_000 - 1)).toBeLessThan(0.01);
  });
});
