// Seeded random numbers, so that every engine and every run sees the same data.

/** Uniform in [0, 1): a 32-bit generator with 2^32 period, enough for data whose distribution is all that matters. */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
