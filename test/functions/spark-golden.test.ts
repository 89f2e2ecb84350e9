// What Apache Spark 4 answers (spark-golden.json, made by scripts/spark-golden.py) against the parser, analyzer and one-row oracle.
// spark-differences.ts lists where they differ on purpose, each with its reason.
import { describe, expect, it } from 'vitest';
import { ours, readAnswers, shown } from './spark-answers.ts';
import { DIFFERENCES } from './spark-differences.ts';

const answers = readAnswers('spark-golden.json');

describe('Spark', () => {
  it.each(answers.filter(({ sql }) => !(sql in DIFFERENCES)))('$sql ($zone)', (answer) => {
    expect(shown(ours(answer.sql, answer.zone))).toBe(shown(answer));
  });
  it('differs only where it is written down', () => {
    const known = new Set(answers.map(({ sql }) => sql));
    expect(Object.keys(DIFFERENCES).filter((sql) => !known.has(sql))).toEqual([]);
    const gone = answers.filter(
      ({ sql, zone }) =>
        sql in DIFFERENCES && shown(ours(sql, zone)) === shown(answers.find((a) => a.sql === sql && a.zone === zone)!),
    );
    expect(gone.map(({ sql }) => sql)).toEqual([]);
  });
});
