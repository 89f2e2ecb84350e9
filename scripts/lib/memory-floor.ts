// What a process keeps, from samples of its resident set: the least of each ten seconds. Above it lies what waits for a collector.

export interface Sample {
  readonly second: number;
  readonly mb: number;
}
const FLOOR_S = 10;

export function floorsOf(samples: readonly Sample[]): readonly Sample[] {
  const least = new Map<number, Sample>();
  for (const sample of samples) {
    const part = Math.floor(sample.second / FLOOR_S);
    if (sample.mb < (least.get(part)?.mb ?? Infinity)) least.set(part, sample);
  }
  return [...least.values()];
}
/** Of the floor, by least squares: MB a minute. */
export function slopeOf(samples: readonly Sample[]): number {
  const floors = floorsOf(samples);
  const mean = (value: (s: Sample) => number): number => floors.reduce((all, s) => all + value(s), 0) / floors.length;
  const x = mean((s) => s.second),
    y = mean((s) => s.mb);
  return (60 * mean((s) => (s.second - x) * (s.mb - y))) / mean((s) => (s.second - x) ** 2);
}
/** From the second third of the time to the last. */
export function growthOf(samples: readonly Sample[]): number {
  const end = samples.at(-1)!.second;
  const least = (from: number, to: number): number =>
    Math.min(...samples.filter(({ second }) => second >= from * end && second <= to * end).map(({ mb }) => mb));
  return least(2 / 3, 1) - least(1 / 3, 2 / 3);
}
