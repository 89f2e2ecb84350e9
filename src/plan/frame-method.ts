// DataFrame methods that are expanded once their input's schema is known, as data. Their meaning: `dataframe/expand-method.ts`.
import type { Expr, Literal } from '../expr/expr.ts';

export type FrameMethod =
  /** `groupBy(…).sum()` without names: the function over every numeric column. */
  | { readonly what: 'aggregateNumeric'; readonly function: string; readonly groupings: readonly Expr[] }
  /** fillna. `byType`: only columns of the value's kind; `columns` absent = all. */
  | {
      readonly what: 'fill';
      readonly fills: readonly { readonly value: Literal; readonly columns?: readonly string[] }[];
      readonly byType: boolean;
    }
  /** dropna: keeps rows with at least `least` values (absent: all) in `columns` (absent: all). */
  | { readonly what: 'dropNulls'; readonly least?: number; readonly columns?: readonly string[] }
  /** replace: pairs of values of one type, in columns of that type. */
  | {
      readonly what: 'replace';
      readonly pairs: readonly (readonly [from: Literal, to: Literal])[];
      readonly columns?: readonly string[];
    }
  /** describe and summary: one row per statistic. */
  | { readonly what: 'summary'; readonly statistics: readonly string[]; readonly columns?: readonly string[] }
  /** Named aggregates of the rows that pass; the rows themselves go on unchanged. */
  | {
      readonly what: 'observe';
      readonly name: string;
      readonly observationId: number;
      readonly aggregates: readonly Expr[];
    };
