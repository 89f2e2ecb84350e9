// Random streams for the model and the engine: few keys, times that meet the bounds of windows and watermarks often.
import { randomOf } from '../../bench/random.ts';
import type { Row, TimeWindows, WindowQuery } from './model.ts';
import type { Preset } from './rules.ts';

export interface Workload {
  readonly query: WindowQuery;
  readonly epochs: readonly (readonly Row[])[];
}
export function randomWorkload(preset: Preset, seed: number): Workload {
  const random = randomOf(seed);
  const upTo = (n: number): number => Math.floor(random() * n);
  const oneOf = <T>(list: readonly T[]): T => list[upTo(list.length)]!;
  const windows = oneOf<() => TimeWindows>([
    () => ({ kind: 'sliding', size: 5, slide: 5 }),
    () => ({ kind: 'sliding', size: 6, slide: oneOf([2, 3, 4]) }),
    () => ({ kind: 'sliding', size: 5, slide: 5, offset: oneOf([1, 2]) }),
    () => ({ kind: 'cumulate', size: 9, step: 3 }),
    () => ({ kind: 'session', gap: oneOf([2, 3, 5]) }),
  ])();
  const modes = (['append', 'update', 'complete'] as const).filter(
    (mode) =>
      (mode !== 'complete' || preset === 'spark') && (mode !== 'update' || preset !== 'spark' || windows.kind !== 'session'),
  );
  const lateness = preset === 'flink' ? oneOf([0, 0, 3]) : 0;
  const mode = lateness > 0 ? 'update' : oneOf(modes);
  let now = 10;
  const epochs = Array.from({ length: 3 + upTo(6) }, () =>
    Array.from({ length: upTo(6) }, (): Row => {
      now += upTo(3);
      return { key: oneOf(['a', 'b', null]), time: upTo(20) === 0 ? null : Math.max(0, now - upTo(14)), value: upTo(10) };
    }),
  );
  return { query: { preset, windows, delay: oneOf([0, 1, 4]), lateness, mode }, epochs };
}
