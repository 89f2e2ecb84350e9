// Whether a busy worker still answers. Few steps of a worker take longer than some milliseconds, and between steps its event loop turns,
// so a worker that leaves a question unanswered for half a second hangs: it is lost like one that died.
// Time is counted in ticks of this thread: after a long task, a sleep of the machine or in a throttled tab an answer may be there
// unread, and where this thread waits for a core, so does the worker. A worker that has never said anything is starting, not silent.
import type { Wire } from './wire.ts';

const TICK_MS = 100;

const FIRST_MS = 500,
  GROWTH = 6,
  MOST_MS = 18_000;
/**
 * How long the workers of a pool may be silent. What cannot be done in steps may be silent for longer without a fault (array_sort of one
 * array of 1e6 took 3 s on a machine with too much to do), so each that is lost to its silence gives all others more time, up to a limit:
 * those that work at the same thing are as slow, and a query that has lost three workers fails.
 */
export class Patience {
  ms = FIRST_MS;
  grow(): void {
    this.ms = Math.min(MOST_MS, this.ms * GROWTH);
  }
}

type Beat = { readonly kind: 'ping' | 'pong' };
const kindOf = (message: unknown): unknown => (message as Partial<Beat> | null)?.kind;
export const isBeat = (message: unknown): boolean => kindOf(message) === 'ping' || kindOf(message) === 'pong';

/** The worker's end. */
export function answerBeats(wire: Wire): void {
  wire.onMessage((message) => {
    if (kindOf(message) === 'ping') wire.postMessage({ kind: 'pong' } satisfies Beat);
  });
}

/** The session's end. */
export class Heartbeat {
  readonly #wire: Wire;
  readonly #patience: Patience;
  readonly #onSilent: (silentMs: number) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #hasSpoken = false;
  /** Since a question was asked; undefined when none is open. */
  #silentTicks: number | undefined;

  constructor(wire: Wire, patience: Patience, onSilent: (silentMs: number) => void) {
    this.#wire = wire;
    this.#patience = patience;
    this.#onSilent = onSilent;
    wire.onMessage(() => {
      this.#hasSpoken = true;
      this.#silentTicks = undefined;
    });
  }
  /** From now on the worker owes answers. */
  watch(): void {
    if (this.#timer !== undefined) return;
    this.#silentTicks = undefined;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }
  rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
  #tick(): void {
    if (!this.#hasSpoken) return;
    if (this.#silentTicks === undefined) {
      this.#silentTicks = 0;
      this.#wire.postMessage({ kind: 'ping' } satisfies Beat);
    } else if (++this.#silentTicks * TICK_MS >= this.#patience.ms) {
      this.rest();
      this.#patience.grow();
      this.#onSilent(this.#silentTicks * TICK_MS);
    }
  }
}
