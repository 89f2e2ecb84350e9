// Word count over lines that keep coming; each epoch prints the words whose count changed.
//   tail -f server.log | caudal run examples/word-count.mjs
import { createInterface } from 'node:readline';
import { count } from 'caudal';
import { explode, lower, split } from 'caudal/functions';

export const wordCounts = (lines) =>
  lines
    .select(explode(split(lower('line'), '[^\\p{L}\\p{N}]+')).as('word'))
    .filter("word <> ''")
    .groupBy('word')
    .agg(count('*').as('n'));

async function* linesOf(input) {
  for await (const line of createInterface({ input })) yield { line };
}

export default async function ({ session, input = process.stdin }) {
  const lines = session.readStream.schema({ line: 'string' }).load(linesOf(input));
  const query = await wordCounts(lines).writeStream.outputMode('update').format('console').start();
  await query.awaitTermination();
}
