// A seeded generator with the draws that case generation needs.

const asked = process.env['SEED'] ?? '20261123';
/** SEED=n chooses another, SEED=random a new one each time; the tests' names say which. */
export const SEED = asked === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(asked);

export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed | 0;
  }
  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  /** Integer in [0, n). */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }
  chance(p: number): boolean {
    return this.next() < p;
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
  /** At least `min` of the list, in order. */
  some<T>(list: readonly T[], min = 1): T[] {
    const kept = list.filter(() => this.chance(0.5));
    return kept.length >= min ? kept : [...list].slice(0, min);
  }
}
