// Processing time. The host's clock, or one that a program moves by hand: then nothing happens between its steps.

/** What `Session.create({ clock })` takes. */
export interface Clock {
  now(): number;
  /** A clock that is moved by hand tells when. */
  subscribe?(listener: () => void): () => void;
}
export const systemClock: Clock = { now: () => Date.now() };

/** Beyond, setTimeout fires at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Calls back once the clock may have reached `timeMs`; returns what gives that up. */
export function alarm(clock: Clock, timeMs: number, ring: () => void): () => void {
  if (clock.subscribe) return clock.subscribe(() => clock.now() >= timeMs && ring());
  const timer = setTimeout(ring, Math.min(MAX_TIMEOUT_MS, Math.max(0, timeMs - clock.now())));
  return () => clearTimeout(timer);
}
