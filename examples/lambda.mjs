// Lambda: a batch layer computes the view of all events up to a cut, a speed layer keeps the view of those since, and queries merge the
// two. Wherever the cut is, the merged view is the batch view of all events.
//   caudal run examples/lambda.mjs
import { count, max, sum } from 'caudal';

const SCHEMA = { page: 'string', ms: 'int' };

/** One definition for both layers. Each of its aggregates can be merged: counts and sums add up, the maximum is that of maxima. */
const viewOf = (events) => events.groupBy('page').agg(count('*').as('views'), sum('ms').as('ms'), max('ms').as('slowest'));
const merge = (batch, speed) =>
  batch
    .unionByName(speed)
    .groupBy('page')
    .agg(sum('views').as('views'), sum('ms').as('ms'), max('slowest').as('slowest'))
    .orderBy('page');

/** The view of all events, recomputed from the raw ones. */
export const batchView = (session, events) => viewOf(session.createDataFrame(events, SCHEMA)).orderBy('page').collect();

/** The view of all events, as the two layers give it. */
export async function mergedView(session, events, cut) {
  const recent = session.memoryStream(SCHEMA);
  const speed = await viewOf(recent.toDF()).writeStream.outputMode('complete').format('memory').queryName('speed').start();
  for (const event of events.slice(cut)) recent.add([event]);
  await speed.processAllAvailable();
  await speed.stop();
  const batch = viewOf(session.createDataFrame(events.slice(0, cut), SCHEMA));
  return merge(batch, session.table('speed')).collect();
}

const EVENTS = [
  ['/', 12],
  ['/docs', 40],
  ['/', 9],
  ['/login', 120],
  ['/docs', 35],
  ['/', 300],
  ['/docs/sql', 18],
  ['/login', 80],
  ['/', 11],
  ['/docs/sql', 22],
].map(([page, ms]) => ({ page, ms }));

export default async function ({ session, events = EVENTS }) {
  const all = JSON.stringify(await batchView(session, events));
  for (let cut = 0; cut <= events.length; cut++) {
    const isSame = JSON.stringify(await mergedView(session, events, cut)) === all;
    console.log(`${cut} events in the batch layer, ${events.length - cut} in the speed layer: ${isSame ? 'same' : 'different'}`);
  }
  console.table(JSON.parse(all));
}
