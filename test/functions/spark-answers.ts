// What Spark answered to an expression (scripts/spark-golden.py), and what the parser, analyzer and one-row oracle answer.
import { readFileSync } from 'node:fs';
import { castValue } from '../../src/functions/cast/cast-value.ts';
import { STRING } from '../../src/types/data-type.ts';
import { CaudalError } from '../../src/types/error.ts';
import { shownType } from '../../src/types/format-type.ts';
import { CONTEXT } from './call.ts';
import { evaluateSql } from './evaluate-sql.ts';

export interface Answer {
  readonly sql: string;
  readonly zone: string;
  readonly type?: string;
  readonly text?: string | null;
  readonly error?: string;
}
export const readAnswers = (file: string): readonly Answer[] =>
  JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as readonly Answer[];

export function ours(sql: string, zone: string): Omit<Answer, 'sql' | 'zone'> {
  const context = { ...CONTEXT, timeZone: zone };
  try {
    const { value, type } = evaluateSql(sql, context);
    return { type: shownType(type), text: castValue(value, type, STRING, 'ansi', context) as string | null };
  } catch (error) {
    if (error instanceof CaudalError) return { error: error.code };
    throw error;
  }
}
export const shown = ({ type, text, error }: Omit<Answer, 'sql' | 'zone'>): string =>
  error === undefined ? `${type}: ${text}` : 'an error';
