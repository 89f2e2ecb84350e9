// An open load in a process of its own: event i is due at start + i / rate, whatever the reader does, and is sent at the first tick after.
// Usage: fork(stream-generator.ts, [RATE, SECONDS, KEYS]); a message is { times, keys } of the events due since the last: times are those
// at which they were due, in microseconds of the epoch. Disconnects behind the last.
const [RATE, SECONDS, KEYS] = process.argv.slice(2).map(Number) as [number, number, number];
const TICK_MS = 2;
const LEAD_MS = 200;

const now = (): number => performance.timeOrigin + performance.now();
const startMs = Math.ceil(now() + LEAD_MS);
const total = RATE * SECONDS;
let sent = 0;
function tick(): void {
  const due = Math.min(total, Math.max(0, Math.floor(((now() - startMs) * RATE) / 1000)));
  if (due > sent) {
    const times = BigInt64Array.from({ length: due - sent }, (_, i) =>
      BigInt(startMs * 1000 + Math.floor(((sent + i) * 1e6) / RATE)),
    );
    const keys = Int32Array.from({ length: due - sent }, (_, i) => (sent + i) % KEYS);
    sent = due;
    // What still waits to be written would be lost with the channel.
    process.send!({ times, keys }, () => due === total && process.disconnect());
  }
  if (sent < total) setTimeout(tick, TICK_MS);
}
tick();
