// JavaScript values as literals of expressions.
import type { Literal } from '../expr/expr.ts';
import type { DataType } from '../types/data-type.ts';
import { fromJs } from './from-js.ts';
import { inferType } from './infer-type.ts';

/** A JavaScript value that may stand as a literal or a parameter. */
export type LiteralValue =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | readonly LiteralValue[]
  | ReadonlyMap<LiteralValue, LiteralValue>
  | { readonly [field: string]: LiteralValue };

/** Integral numbers are INT where they fit, as in SQL text; fractions are DOUBLE. */
export function literal(value: unknown): Literal {
  const type = inferType(value, 'narrow');
  return typedLiteral(value, type);
}
export const typedLiteral = (value: unknown, type: DataType): Literal =>
  Object.freeze({ kind: 'Literal', value: fromJs(value, type, 'UTC', () => 'The literal'), type });
