// Plans of the DataFrame methods that need their input's columns and types (plan/frame-method.ts), once these are known.
import type { Expr, Literal } from '../expr/expr.ts';
import type { FrameMethod } from '../plan/frame-method.ts';
import { isStreaming } from '../plan/is-streaming.ts';
import type { Plan } from '../plan/logical.ts';
import { INT, STRING, isFloating, isNumeric } from '../types/data-type.ts';
import type { DataType, Field, Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { didYouMean } from '../types/suggest.ts';
import { callExpr } from './column.ts';
import { plainColumn } from './column-name.ts';
import { typedLiteral } from './literal.ts';
import { summaryPlan } from './summary-plan.ts';

/** The plan of a method over its input. Observing changes no rows. */
export function expandMethod(input: Plan, schema: Schema, method: FrameMethod): Plan {
  switch (method.what) {
    case 'aggregateNumeric': {
      const aggregates = schema.filter((f) => isNumeric(f.type)).map((f) => callExpr(method.function, [plainColumn(f.name)]));
      return Object.freeze({ kind: 'UnresolvedAggregate', input, groupings: method.groupings, aggregates });
    }
    case 'fill':
      return mapColumns(input, schema, (field) => filled(field, schema, method));
    case 'dropNulls':
      return dropNulls(input, chosen(schema, method.columns), method.least);
    case 'replace': {
      const targets = new Set(chosen(schema, method.columns));
      return mapColumns(input, schema, (field) => (targets.has(field) ? replaced(field, method.pairs) : undefined));
    }
    case 'summary':
      return summaryPlan(input, summarized(schema, method.columns), method.statistics);
    case 'observe': {
      const { name, aggregates } = method;
      return isStreaming(input) ? Object.freeze({ kind: 'Observe', input, name, aggregates, columns: [] }) : input;
    }
  }
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The named fields, or all. */
function chosen(schema: Schema, names: readonly string[] | undefined): readonly Field[] {
  return names?.map((name) => fieldNamed(schema, name)) ?? schema;
}
function fieldNamed(schema: Schema, name: string): Field {
  const field = schema.find((f) => sameName(f.name, name));
  if (field) return field;
  throw new CaudalError('UNRESOLVED_COLUMN', `A column with name \`${name}\` cannot be resolved.`, {
    hint: didYouMean(
      name,
      schema.map((f) => f.name),
    ),
    params: { objectName: name },
  });
}

/** A projection that changes some columns in place; undefined keeps a column. */
function mapColumns(input: Plan, schema: Schema, change: (field: Field) => Expr | undefined): Plan {
  const exprs = schema.map((field): Expr => {
    const changed = change(field);
    return changed === undefined
      ? plainColumn(field.name)
      : Object.freeze({ kind: 'Alias', input: changed, name: field.name, id: 0 });
  });
  return Object.freeze({ kind: 'UnresolvedProject', input, exprs });
}
const cast = (input: Expr, type: DataType): Expr => Object.freeze({ kind: 'Cast', input, type, mode: 'ansi' });

/** Whether values like this one may stand in the column. */
const fits = (value: Literal, type: DataType): boolean =>
  isNumeric(value.type) ? isNumeric(type) : value.type.kind === type.kind;

function filled(field: Field, schema: Schema, { fills, byType }: Extract<FrameMethod, { what: 'fill' }>): Expr | undefined {
  const fill = fills.find(({ value, columns }) => {
    if (columns && !columns.some((name) => fieldNamed(schema, name) === field)) return false;
    return !byType || fits(value, field.type);
  });
  if (!fill) return undefined;
  const column = plainColumn(field.name);
  // NaN counts as missing.
  const known = isFloating(field.type) ? callExpr('nanvl', [column, typedLiteral(null, field.type)]) : column;
  return callExpr('coalesce', [known, cast(fill.value, field.type)]);
}

function dropNulls(input: Plan, fields: readonly Field[], least = fields.length): Plan {
  if (fields.length === 0) return input;
  const tests = fields.map(isPresent);
  const join = (kind: 'And' | 'Or') => tests.reduce((left, right) => Object.freeze({ kind, left, right }));
  const predicate = least >= fields.length ? join('And') : least === 1 ? join('Or') : atLeast(tests, least);
  return Object.freeze({ kind: 'Filter', input, predicate });
}
function isPresent({ name, type }: Field): Expr {
  const column = plainColumn(name);
  const value: Expr = Object.freeze({ kind: 'Not', input: Object.freeze({ kind: 'IsNull', input: column }) });
  if (!isFloating(type)) return value;
  return Object.freeze({ kind: 'And', left: value, right: Object.freeze({ kind: 'Not', input: callExpr('isnan', [column]) }) });
}
function atLeast(tests: readonly Expr[], least: number): Expr {
  const one = typedLiteral(1, INT),
    zero = typedLiteral(0, INT);
  const counted = tests.map((when): Expr => Object.freeze({ kind: 'Case', branches: [{ when, then: one }], otherwise: zero }));
  return callExpr('greater_equal', [counted.reduce((a, b) => callExpr('add', [a, b])), typedLiteral(least, INT)]);
}

function replaced(field: Field, pairs: readonly (readonly [Literal, Literal])[]): Expr | undefined {
  const column = plainColumn(field.name);
  const branches = pairs
    .filter(([from]) => fits(from, field.type))
    .map(([from, to]) => ({ when: callExpr('equal', [column, from]), then: cast(to, field.type) }));
  return branches.length ? Object.freeze({ kind: 'Case', branches, otherwise: column }) : undefined;
}

/** Columns that have statistics: numbers and strings. */
function summarized(schema: Schema, names: readonly string[] | undefined): readonly Field[] {
  return chosen(schema, names).filter((f) => isNumeric(f.type) || f.type.kind === STRING.kind);
}
