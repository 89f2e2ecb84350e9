// describe() and summary(): all statistics are computed in one aggregation, whose single row is then read once per statistic.
import type { Expr } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import type { Plan } from '../plan/logical.ts';
import { DOUBLE, STRING } from '../types/data-type.ts';
import type { Field } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { callExpr } from './column.ts';
import { plainColumn } from './column-name.ts';
import { typedLiteral } from './literal.ts';

export const DESCRIBE_STATISTICS = ['count', 'mean', 'stddev', 'min', 'max'] as const;
export const SUMMARY_STATISTICS = ['count', 'mean', 'stddev', 'min', '25%', '50%', '75%', 'max'] as const;

const asNumber = (input: Expr, field: Field): Expr =>
  field.type.kind === 'string' ? Object.freeze({ kind: 'Cast', input, type: DOUBLE, mode: 'try' }) : input;
const STATISTICS: Readonly<Record<string, (column: Expr, field: Field) => Expr>> = {
  count: (c) => callExpr('count', [c]),
  count_distinct: (c) => Object.freeze({ ...callExpr('count', [c]), distinct: true }),
  approx_count_distinct: (c) => callExpr('approx_count_distinct', [c]),
  mean: (c, field) => callExpr('avg', [asNumber(c, field)]),
  stddev: (c, field) => callExpr('stddev', [asNumber(c, field)]),
  min: (c) => callExpr('min', [c]),
  max: (c) => callExpr('max', [c]),
};

/** The aggregate of a statistic: one by name, or a percentile such as `25%`. */
function statistic(name: string, field: Field): Expr {
  const column = plainColumn(field.name);
  const known = Object.hasOwn(STATISTICS, name) ? STATISTICS[name] : undefined;
  if (known) return known(column, field);
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(name);
  if (percent && Number(percent[1]) <= 100)
    return callExpr('percentile_approx', [asNumber(column, field), typedLiteral(Number(percent[1]) / 100, DOUBLE)]);
  throw new CaudalError('INVALID_PARAMETER_VALUE', `${name} is not a recognised statistic.`, {
    hint: `Statistics: ${Object.keys(STATISTICS).join(', ')}, or a percentile such as 25%.`,
    params: { parameter: name },
  });
}
const alias = (input: Expr, name: string): Expr => Object.freeze({ kind: 'Alias', input, name, id: 0 });

export function summaryPlan(input: Plan, fields: readonly Field[], statistics: readonly string[]): Plan {
  const cell = (s: number, f: number): string => `${s}.${f}`;
  const aggregates = statistics.flatMap((name, s) =>
    fields.map((field, f) =>
      alias(Object.freeze({ kind: 'Cast', input: statistic(name, field), type: STRING, mode: 'ansi' }), cell(s, f)),
    ),
  );
  const names = Object.freeze({
    kind: 'Attribute' as const,
    id: newAttributeId(),
    name: 'summary',
    type: STRING,
    nullable: false,
  });
  const left: Plan = Object.freeze({ kind: 'Values', output: [names], rows: statistics.map((name) => [name]) });
  const summary = plainColumn('summary');
  const columns = fields.map((field, f) => {
    const branches = statistics.map((name, s) => ({
      when: callExpr('equal', [summary, typedLiteral(name, STRING)]),
      then: plainColumn(cell(s, f)),
    }));
    return alias(Object.freeze({ kind: 'Case', branches, otherwise: typedLiteral(null, STRING) }), field.name);
  });
  if (fields.length === 0) return left;
  const right: Plan = Object.freeze({ kind: 'UnresolvedAggregate', input, groupings: [], aggregates });
  const joined: Plan = Object.freeze({ kind: 'Join', left, right, type: 'cross' });
  return Object.freeze({ kind: 'UnresolvedProject', input: joined, exprs: [summary, ...columns] });
}
