// Named metrics of one `observe`, filled by the first action that finishes.

export class Observation {
  readonly name: string;
  /** Waits for the action. */
  readonly get: Promise<Record<string, unknown>>;
  #fill: (metrics: Record<string, unknown>) => void = () => undefined;
  constructor(name = 'observation') {
    this.name = name;
    this.get = new Promise((resolve) => (this.#fill = resolve));
  }
  /** Later actions change nothing. */
  fill(metrics: Record<string, unknown>): void {
    this.#fill(metrics);
  }
}
