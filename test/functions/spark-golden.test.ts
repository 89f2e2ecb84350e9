// What Apache Spark 4 answers (spark-golden.json, made by scripts/spark-golden.py) against the parser, analyzer and one-row oracle.
// spark-differences.ts lists where they differ on purpose, each with its reason.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { castValue } from '../../src/functions/cast/cast-value.ts';
import { STRING } from '../../src/types/data-type.ts';
import { CaudalError } from '../../src/types/error.ts';
import { shownType } from '../../src/types/format-type.ts';
import { CONTEXT } from './call.ts';
import { evaluateSql } from './evaluate-sql.ts';
import { DIFFERENCES } from './spark-differences.ts';

interface Answer {
  readonly sql: string;
  readonly zone: string;
  readonly type?: string;
  readonly text?: string | null;
  readonly error?: string;
}
const answers = JSON.parse(readFileSync(new URL('spark-golden.json', import.meta.url), 'utf8')) as readonly Answer[];

function ours(sql: string, zone: string): Omit<Answer, 'sql' | 'zone'> {
  const context = { ...CONTEXT, timeZone: zone };
  try {
    const { value, type } = evaluateSql(sql, context);
    return { type: shownType(type), text: castValue(value, type, STRING, 'ansi', context) as string | null };
  } catch (error) {
    if (error instanceof CaudalError) return { error: error.code };
    throw error;
  }
}
const shown = ({ type, text, error }: Omit<Answer, 'sql' | 'zone'>): string =>
  error === undefined ? `${type}: ${text}` : 'an error';

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
