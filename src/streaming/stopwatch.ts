// Milliseconds per step of an epoch, as progress names them. Durations are real time also where the clock is moved by hand.
export class Stopwatch {
  /** Processing time. */
  readonly startedAt: number;
  readonly #since = performance.now();
  readonly #steps: Record<string, number> = {};
  constructor(startedAt: number) {
    this.startedAt = startedAt;
  }
  async timed<T>(step: string, work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    try {
      return await work();
    } finally {
      this.#steps[step] = Math.round(performance.now() - since);
    }
  }
  /** By name, as Spark tells them. */
  finish(): Record<string, number> {
    const steps = { ...this.#steps, triggerExecution: Math.round(performance.now() - this.#since) };
    return Object.fromEntries(Object.entries(steps).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
