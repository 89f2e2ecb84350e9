// Column: an expression over rows, built by methods. Strings given to methods are literals. Immutable; nothing is resolved here.
import type { Expr, SortOrder, UnresolvedCall, WindowSpec as WindowExpr } from '../expr/expr.ts';
import { CaudalError } from '../types/error.ts';
import { BOOLEAN, STRING } from '../types/data-type.ts';
import { literal, typedLiteral } from './literal.ts';
import type { LiteralValue } from './literal.ts';
import { toDataType } from './schema-input.ts';
import type { DataTypeInput } from './schema-input.ts';

/** A Column, or a value that stands for itself. */
type Operand = Column | LiteralValue;

export const callExpr = (name: string, args: readonly Expr[]): UnresolvedCall =>
  Object.freeze({ kind: 'UnresolvedCall', name, args, distinct: false });
/** Any function by its SQL name. */
export const callColumn = (name: string, ...args: readonly Expr[]): Column => new Column(callExpr(name, args));
/** The expression of a Column, or of a literal. */
export const toExpr = (value: Operand): Expr => (value instanceof Column ? value.expression : literal(value));

export class Column {
  /** What this column computes. */
  readonly expression: Expr;
  constructor(expression: Expr) {
    this.expression = expression;
  }
  #call(name: string, ...args: readonly Operand[]): Column {
    return callColumn(name, this.expression, ...args.map(toExpr));
  }
  #order(descending: boolean, nullsFirst: boolean): Column {
    return new Column(sortOrder(this.expression, descending, nullsFirst));
  }

  plus(other: Operand): Column {
    return this.#call('add', other);
  }
  minus(other: Operand): Column {
    return this.#call('subtract', other);
  }
  times(other: Operand): Column {
    return this.#call('multiply', other);
  }
  multiply(other: Operand): Column {
    return this.times(other);
  }
  divide(other: Operand): Column {
    return this.#call('divide', other);
  }
  mod(other: Operand): Column {
    return this.#call('mod', other);
  }
  negate(): Column {
    return this.#call('negative');
  }

  eq(other: Operand): Column {
    return this.#call('equal', other);
  }
  equalTo(other: Operand): Column {
    return this.eq(other);
  }
  neq(other: Operand): Column {
    return this.eq(other).not();
  }
  notEqual(other: Operand): Column {
    return this.neq(other);
  }
  gt(other: Operand): Column {
    return this.#call('greater', other);
  }
  ge(other: Operand): Column {
    return this.#call('greater_equal', other);
  }
  geq(other: Operand): Column {
    return this.ge(other);
  }
  lt(other: Operand): Column {
    return this.#call('less', other);
  }
  le(other: Operand): Column {
    return this.#call('less_equal', other);
  }
  leq(other: Operand): Column {
    return this.le(other);
  }
  eqNull(other: Operand): Column {
    return this.#call('equal_null', other);
  }
  eqNullSafe(other: Operand): Column {
    return this.eqNull(other);
  }

  and(other: Column | boolean): Column {
    return new Column(Object.freeze({ kind: 'And', left: this.expression, right: condition(other) }));
  }
  or(other: Column | boolean): Column {
    return new Column(Object.freeze({ kind: 'Or', left: this.expression, right: condition(other) }));
  }
  not(): Column {
    return new Column(Object.freeze({ kind: 'Not', input: this.expression }));
  }
  isNull(): Column {
    return new Column(Object.freeze({ kind: 'IsNull', input: this.expression }));
  }
  isNotNull(): Column {
    return this.isNull().not();
  }
  isNaN(): Column {
    return this.#call('isnan');
  }
  isin(...values: readonly (Operand | readonly Operand[])[]): Column {
    const list = (values.length === 1 && Array.isArray(values[0]) ? values[0] : values) as readonly Operand[];
    // IN over nothing is false, also for NULL.
    if (list.length === 0) return new Column(typedLiteral(false, BOOLEAN));
    return new Column(Object.freeze({ kind: 'In', input: this.expression, list: list.map(toExpr) }));
  }
  between(lower: Operand, upper: Operand): Column {
    return this.#call('between', lower, upper);
  }
  like(pattern: Column | string): Column {
    return this.#call('like', pattern);
  }
  ilike(pattern: Column | string): Column {
    return this.#call('ilike', pattern);
  }
  rlike(pattern: Column | string): Column {
    return this.#call('rlike', pattern);
  }
  contains(other: Operand): Column {
    return this.#call('contains', other);
  }
  startsWith(other: Operand): Column {
    return this.#call('startswith', other);
  }
  startswith(other: Operand): Column {
    return this.startsWith(other);
  }
  endsWith(other: Operand): Column {
    return this.#call('endswith', other);
  }
  endswith(other: Operand): Column {
    return this.endsWith(other);
  }
  substr(start: Column | number, length: Column | number): Column {
    return this.#call('substring', start, length);
  }

  cast(type: DataTypeInput): Column {
    return new Column(Object.freeze({ kind: 'Cast', input: this.expression, type: toDataType(type), mode: 'ansi' }));
  }
  astype(type: DataTypeInput): Column {
    return this.cast(type);
  }
  tryCast(type: DataTypeInput): Column {
    return new Column(Object.freeze({ kind: 'Cast', input: this.expression, type: toDataType(type), mode: 'try' }));
  }
  try_cast(type: DataTypeInput): Column {
    return this.tryCast(type);
  }
  as(name: string): Column {
    return new Column(Object.freeze({ kind: 'Alias', input: this.expression, name, id: 0 }));
  }
  alias(name: string): Column {
    return this.as(name);
  }
  name(name: string): Column {
    return this.as(name);
  }

  asc(): Column {
    return this.#order(false, true);
  }
  ascNullsFirst(): Column {
    return this.#order(false, true);
  }
  ascNullsLast(): Column {
    return this.#order(false, false);
  }
  desc(): Column {
    return this.#order(true, false);
  }
  descNullsFirst(): Column {
    return this.#order(true, true);
  }
  descNullsLast(): Column {
    return this.#order(true, false);
  }
  getItem(key: Operand): Column {
    return this.#call('get_item', key);
  }
  getField(name: string): Column {
    return callColumn('get_field', this.expression, typedLiteral(name, STRING));
  }
  over(window: { readonly spec: WindowExpr }): Column {
    return new Column(overWindow(this.expression, window.spec));
  }
  when(test: Column, value: Operand): Column {
    const e = openCase(this.expression);
    return new Column(Object.freeze({ ...e, branches: [...e.branches, { when: condition(test), then: toExpr(value) }] }));
  }
  otherwise(value: Operand): Column {
    const e = openCase(this.expression);
    return new Column(Object.freeze({ kind: 'Case', branches: e.branches, otherwise: toExpr(value) }));
  }
  [Symbol.toPrimitive](_hint: string): never {
    throw new CaudalError(
      'CANNOT_CONVERT_COLUMN_INTO_BOOL',
      'A Column cannot stand in a JavaScript operator, condition or template.',
      {
        hint: 'Use its methods: plus, gt, eq, and, or, not.',
      },
    );
  }
}

export const sortOrder = (input: Expr, descending = false, nullsFirst = !descending): SortOrder =>
  Object.freeze({ kind: 'SortOrder', input, descending, nullsFirst });

function condition(value: Column | boolean): Expr {
  if (value instanceof Column) return value.expression;
  if (typeof value === 'boolean') return typedLiteral(value, BOOLEAN);
  throw new CaudalError('DATATYPE_MISMATCH', `A condition is a Column or a boolean, not a ${typeof value}.`);
}

/** What a `when` without `otherwise` gives; told from a NULL of the user's by identity. */
const NO_VALUE = literal(null);
type CaseExpr = Extract<Expr, { kind: 'Case' }>;
function openCase(e: Expr): CaseExpr {
  if (e.kind === 'Case' && e.otherwise === NO_VALUE) return e;
  throw new CaudalError('INVALID_WHEN_USAGE', 'when() and otherwise() follow when(…) without otherwise().');
}
/** The first branch of CASE WHEN. */
export const when = (test: Column, value: Operand): Column =>
  new Column(Object.freeze({ kind: 'Case', branches: [{ when: condition(test), then: toExpr(value) }], otherwise: NO_VALUE }));

function overWindow(e: Expr, over: WindowExpr): Expr {
  if (e.kind === 'Alias') return Object.freeze({ ...e, input: overWindow(e.input, over) });
  if (e.kind === 'UnresolvedCall') return Object.freeze({ ...e, over });
  throw new CaudalError('UNSUPPORTED_EXPR_FOR_WINDOW', 'over() follows a call of a window or aggregate function.');
}
