// Text to statements, expressions, types. The grammar does the work; this file turns its failures into short errors with a place.
import type { Expr } from '../expr/expr.ts';
import type { Statement } from '../plan/command.ts';
import type { DataType, Field, Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Position } from '../types/error.ts';
import * as grammar from './grammar.gen.js';
import { syntaxError } from './syntax-error.ts';

export interface LocatedStatement {
  readonly statement: Statement;
  readonly position: Position;
}

/** One statement; a semicolon may end it. */
export const parse = (text: string): Statement => run<Statement>(text, 'OnlyStatement');
/** Statements separated by semicolons, with where each begins. */
export const parseScript = (text: string): readonly LocatedStatement[] => run<readonly LocatedStatement[]>(text, 'Script');
/** `sum(v) AS total`, `a > 1`, `*`. */
export const parseExpression = (text: string): Expr => run<Expr>(text, 'OnlyExpression');
/** DDL text of a type: `decimal(10,2)`, `array<struct<a: int>>`. */
export const parseDataType = (text: string): DataType => run<DataType>(text, 'OnlyType');
/** DDL text of a schema: `a INT, b STRING NOT NULL`. */
export const parseSchema = (text: string): Schema =>
  run<Field[]>(text, 'OnlySchema').map(({ name, type, nullable }) => ({ name, type, nullable }));

type StartRule = Parameters<typeof grammar.parse>[1]['startRule'];
function run<T>(text: string, startRule: StartRule): T {
  try {
    return grammar.parse(text, { startRule, positionAt: positions(text) }) as T;
  } catch (error) {
    if (error instanceof grammar.SyntaxError) throw syntaxError(text, error);
    if (error instanceof RangeError)
      throw new CaudalError('PARSE_SYNTAX_ERROR', 'The statement is nested too deeply.', { cause: error });
    throw error;
  }
}

/** Offsets to lines and columns, both from 1. Lines are found once, at the first question. */
function positions(text: string): (offset: number) => Position {
  let starts: number[] | undefined;
  return (offset) => {
    if (!starts) {
      starts = [0];
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    }
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}
