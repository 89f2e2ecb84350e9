// A grouping, to be aggregated: `df.groupBy('k').agg(sum('v'))`, with Spark's shortcuts.
import type { Expr } from '../expr/expr.ts';
import type { FrameMethod } from '../plan/frame-method.ts';
import type { Plan } from '../plan/logical.ts';
import { INT } from '../types/data-type.ts';
import { notYet } from './arguments.ts';
import { Column, callExpr } from './column.ts';
import { columnNamed } from './column-name.ts';
import type { DataFrame } from './dataframe.ts';
import { typedLiteral } from './literal.ts';

export type AggregateName = string;
/** Makes the DataFrame of a plan over the grouped one; the grouping's only tie to it. */
type Derive = (plan: Plan) => DataFrame;

export class GroupedData {
  readonly #input: Plan;
  readonly #groupings: readonly Expr[];
  readonly #derive: Derive;
  constructor(input: Plan, groupings: readonly Expr[], derive: Derive) {
    this.#input = input;
    this.#groupings = groupings;
    this.#derive = derive;
  }

  agg(first: Column | Readonly<Record<string, AggregateName | undefined>>, ...rest: Column[]): DataFrame {
    return this.#aggregate(first instanceof Column ? [first, ...rest].map((c) => c.expression) : aggregatesNamed(first));
  }
  count(): DataFrame<Record<string, unknown> & { count: number }> {
    const rows = callExpr('count', [typedLiteral(1, INT)]);
    const counted = this.#aggregate([Object.freeze({ kind: 'Alias', input: rows, name: 'count', id: 0 })]);
    return counted as DataFrame<Record<string, unknown> & { count: number }>;
  }
  sum(...columns: string[]): DataFrame {
    return this.#over('sum', columns);
  }
  avg(...columns: string[]): DataFrame {
    return this.#over('avg', columns);
  }
  mean(...columns: string[]): DataFrame {
    return this.avg(...columns);
  }
  min(...columns: string[]): DataFrame {
    return this.#over('min', columns);
  }
  max(...columns: string[]): DataFrame {
    return this.#over('max', columns);
  }
  pivot(_column: Column | string, _values?: readonly unknown[]): GroupedData {
    return notYet('pivot()');
  }
  allowedLateness(_lateness: string): GroupedData {
    return notYet('allowedLateness()');
  }
  trigger(_trigger: unknown): GroupedData {
    return notYet('trigger()');
  }
  sideOutput(_tag: string): GroupedData {
    return notYet('sideOutput()');
  }

  #over(name: string, columns: readonly string[]): DataFrame {
    if (columns.length > 0) return this.#aggregate(columns.map((column) => callExpr(name, [columnNamed(column)])));
    const method: FrameMethod = { what: 'aggregateNumeric', function: name, groupings: this.#groupings };
    return this.#derive(Object.freeze({ kind: 'UnresolvedMethod', input: this.#input, method }));
  }
  #aggregate(aggregates: readonly Expr[]): DataFrame {
    return this.#derive(
      Object.freeze({ kind: 'UnresolvedAggregate', input: this.#input, groupings: this.#groupings, aggregates }),
    );
  }
}

/** `{ amount: 'sum' }`; the column is named `sum(amount)`. */
const aggregatesNamed = (functions: Readonly<Record<string, AggregateName | undefined>>): Expr[] =>
  Object.entries(functions).flatMap(([column, name]) =>
    name === undefined ? [] : [callExpr(name.toLowerCase(), [column === '*' ? typedLiteral(1, INT) : columnNamed(column)])],
  );
