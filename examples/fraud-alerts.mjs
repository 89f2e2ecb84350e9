// Fraud alerts: a small payment that a large one follows within a minute, by account. State of an account: a time, and a timer that
// clears it; both are part of the query's checkpoint.
//   caudal run examples/fraud-alerts.mjs
const SMALL = 1;
const LARGE = 500;
const WITHIN_MS = 60_000;
const ALERT = { account: 'bigint', amount: 'double', time: 'timestamp' };

export function fraudDetector() {
  /** Until when the account's last payment, a small one, is suspicious. */
  let until;
  return {
    open(ctx) {
      until = ctx.state.value('until', 'bigint');
    },
    processElement({ account, amount, time }, ctx) {
      const before = until.get();
      if (before !== undefined) {
        if (amount > LARGE && ctx.timestamp <= before) ctx.emit({ account, amount, time });
        ctx.timers.deleteEventTime(before);
        until.clear();
      }
      if (amount < SMALL) {
        until.update(ctx.timestamp + WITHIN_MS);
        ctx.timers.registerEventTime(ctx.timestamp + WITHIN_MS);
      }
    },
    /** The minute is over: nothing of the account is kept. */
    onTimer() {
      until.clear();
    },
  };
}
/** `payments`: account, amount, time. */
export const alertsOf = (payments) =>
  payments.withWatermark('time', '0 seconds').keyBy('account').process(fraudDetector(), ALERT);

const PAYMENTS = [
  [1, 0.5, '10:00:00'],
  [2, 0.1, '10:00:05'],
  [1, 900, '10:00:20'],
  [2, 700, '10:02:00'],
  [3, 0.9, '10:02:10'],
  [3, 20, '10:02:20'],
  [3, 800, '10:02:30'],
].map(([account, amount, time]) => ({ account, amount, time: `2026-01-01 ${time}` }));

export default async function ({ session, payments = PAYMENTS }) {
  const input = session.memoryStream({ account: 'bigint', amount: 'double', time: 'timestamp' });
  const query = await alertsOf(input.toDF()).writeStream.option('semantics', 'flink').format('console').start();
  for (const payment of payments) input.add([payment]);
  input.end();
  await query.awaitTermination();
}
