// A grouping, to be aggregated: `df.groupBy('k').agg(sum('v'))`, with Spark's shortcuts.
import type { Expr } from '../expr/expr.ts';
import { PLAIN_EMISSION } from '../plan/firing.ts';
import type { Emission } from '../plan/firing.ts';
import type { FrameMethod } from '../plan/frame-method.ts';
import type { Plan } from '../plan/logical.ts';
import { INT } from '../types/data-type.ts';
import { invalidArgument, notYet } from './arguments.ts';
import { Column, callExpr } from './column.ts';
import { columnNamed } from './column-name.ts';
import type { DataFrame } from './dataframe.ts';
import { durationMs } from './duration.ts';
import { typedLiteral } from './literal.ts';
import { firingOf } from './trigger.ts';
import type { FiringTrigger } from './trigger.ts';

export type AggregateName = string;
/** Makes the DataFrame of a plan over the grouped one; the grouping's only tie to it. */
type Derive = (plan: Plan) => DataFrame;

export class GroupedData {
  readonly #input: Plan;
  readonly #groupings: readonly Expr[];
  readonly #derive: Derive;
  readonly #emission: Emission | undefined;
  constructor(input: Plan, groupings: readonly Expr[], derive: Derive, emission?: Emission) {
    this.#input = input;
    this.#groupings = groupings;
    this.#derive = derive;
    this.#emission = emission;
  }

  agg(first: Column | Readonly<Record<string, AggregateName | undefined>>, ...rest: Column[]): DataFrame {
    if (!(first instanceof Column) && isMapping(first) && rest.length === 0) return this.#aggregate(aggregatesNamed(first));
    const columns = [first, ...rest].map((c) => {
      if (c instanceof Column) return c.expression;
      throw invalidArgument('agg()', "Columns such as sum('v'), or one object such as { v: 'sum' }");
    });
    return this.#aggregate(columns);
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
  /** On a stream: rows this much behind the watermark still count, and fire their window again. */
  allowedLateness(lateness: string): GroupedData {
    const latenessMs = durationMs(lateness, 'allowedLateness()');
    if (latenessMs < 0) throw invalidArgument('allowedLateness()', 'a duration that is not negative');
    return this.#emitting({ latenessMs });
  }
  /** On a stream: when windows fire. */
  trigger(when: FiringTrigger): GroupedData {
    const firing = firingOf(when);
    if (!firing) throw invalidArgument('trigger()', 'what trigger.eventTime(), trigger.count(n) and the like give');
    return this.#emitting({ firing });
  }
  /** On a stream: late rows are kept, and read by `query.sideOutput(tag)`. */
  sideOutput(tag: string): GroupedData {
    return this.#emitting({ lateTag: tag });
  }

  #emitting(part: Partial<Emission>): GroupedData {
    const emission = Object.freeze({ ...PLAIN_EMISSION, ...this.#emission, ...part });
    return new GroupedData(this.#input, this.#groupings, this.#derive, emission);
  }
  #over(name: string, columns: readonly string[]): DataFrame {
    if (columns.length > 0) return this.#aggregate(columns.map((column) => callExpr(name, [columnNamed(column)])));
    const method: FrameMethod = { what: 'aggregateNumeric', function: name, groupings: this.#groupings };
    return this.#derive(Object.freeze({ kind: 'UnresolvedMethod', input: this.#input, method }));
  }
  #aggregate(aggregates: readonly Expr[]): DataFrame {
    return this.#derive(
      Object.freeze({
        kind: 'UnresolvedAggregate',
        input: this.#input,
        groupings: this.#groupings,
        aggregates,
        ...(this.#emission && { emission: this.#emission }),
      }),
    );
  }
}

const isMapping = (value: unknown): boolean => typeof value === 'object' && value !== null;
/** Names that mean another function, whose name the column then bears. */
const AGGREGATE_NAMES: Readonly<Record<string, string>> = { mean: 'avg', average: 'avg', std: 'stddev', size: 'count' };

/** `{ amount: 'sum' }`; the column is named `sum(amount)`. */
const aggregatesNamed = (functions: Readonly<Record<string, AggregateName | undefined>>): Expr[] =>
  Object.entries(functions).flatMap(([column, name]) => {
    if (name === undefined) return [];
    const lower = String(name).toLowerCase();
    const known = Object.hasOwn(AGGREGATE_NAMES, lower) ? AGGREGATE_NAMES[lower]! : lower;
    return [callExpr(known, [column === '*' ? typedLiteral(1, INT) : columnNamed(column)])];
  });
