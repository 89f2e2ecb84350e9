// Expressions drawn over edge values (scripts/lib/spark_expressions.py), as Apache Spark 4 answers them (spark-random.json).
// spark-differences.ts lists the kinds in which they differ on purpose, each with its reason.
import { describe, expect, it } from 'vitest';
import { ours, readAnswers, shown } from './spark-answers.ts';
import { DRAWN_DIFFERENCES } from './spark-differences.ts';

const answers = readAnswers('spark-random.json');
const differing = answers.flatMap((answer) => {
  const [spark, caudal] = [shown(answer), shown(ours(answer.sql, answer.zone))];
  return spark === caudal
    ? []
    : [{ sql: answer.sql, line: `${answer.sql} (${answer.zone})\n  Spark  ${spark}\n  Caudal ${caudal}` }];
});

describe('drawn expressions', () => {
  it(`${answers.length} of them answer as Spark's, but for the kinds listed`, () => {
    const unlisted = differing.filter(({ sql }) => !DRAWN_DIFFERENCES.some(({ pattern }) => pattern.test(sql)));
    expect(unlisted.map(({ line }) => line).join('\n')).toBe('');
    expect(answers.length).toBeGreaterThan(2900);
    expect(differing.length / answers.length).toBeLessThan(0.03);
  });
  it.each(DRAWN_DIFFERENCES)('$pattern differs still: $reason', ({ pattern }) => {
    expect(differing.some(({ sql }) => pattern.test(sql))).toBe(true);
  });
});
