// Leaves of a plan: names of CTEs, views and tables, files, table functions, VALUES.
import type { Attribute, Expr } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import { evaluate, isConstant } from '../functions/evaluate.ts';
import type { Plan, PlanOf, Range } from '../plan/logical.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import { BIGINT } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { didYouMean } from '../types/suggest.ts';
import type { Value } from '../types/value.ts';
import { castTo, positionOf, toCommon } from './coerce.ts';
import { aliased } from './columns.ts';
import type { Cte, Env } from './env.ts';
import { relationOf } from './relation.ts';
import type { Relation } from './relation.ts';
import { scopeOf } from './scope.ts';
import { isReader, readerRequest } from './sources.ts';

const MAX_DEPTH = 100;

/** The environment below WITH: each CTE sees those before it. */
export function withCtes(plan: PlanOf<'With'>, env: Env): Env {
  let below = env;
  for (const cte of plan.ctes) {
    const entry: Cte = { plan: cte.plan, columns: cte.columns, env: below };
    below = { ...below, ctes: new Map([...below.ctes, [cte.name.toLowerCase(), entry]]) };
  }
  return below;
}

export function analyzeRelation(plan: PlanOf<'UnresolvedRelation'>, env: Env): Relation {
  const name = plan.parts.join('.');
  if (env.depth > MAX_DEPTH)
    throw new CaudalError('RECURSIVE_VIEW', `\`${name}\` is defined by itself.`, { position: plan.position });
  if (!plan.file) {
    const cte = plan.parts.length === 1 ? env.ctes.get(plan.parts[0]!.toLowerCase()) : undefined;
    if (cte) return aliased(env.analyze(cte.plan, { ...cte.env, depth: env.depth + 1 }), plan.parts[0]!, cte.columns);
    const view = env.catalog.relation(plan.parts);
    if (view) return qualified(env.analyze(view, { ...env, ctes: new Map(), depth: env.depth + 1 }), plan.parts);
  }
  const source = env.catalog.source({ kind: 'file', name, optional: !plan.file });
  if (source) return qualified(scan(source), plan.file ? [baseName(name)] : plan.parts);
  const known = [...env.ctes.keys(), ...env.catalog.relationNames()];
  throw new CaudalError('TABLE_OR_VIEW_NOT_FOUND', `The table or view \`${name}\` cannot be found.`, {
    position: plan.position,
    hint: didYouMean(name, known) ?? (known.length > 0 ? undefined : "A file is named in quotes: FROM 'data.parquet'."),
    params: { relationName: name },
  });
}
const qualified = (relation: Relation, qualifier: readonly string[]): Relation => ({
  ...relation,
  columns: relation.columns.map((c) => ({ ...c, qualifier })),
  hidden: [],
});
/** `data/flights.parquet` may be called `flights`. */
const baseName = (path: string): string => (path.split(/[\\/]/).at(-1) ?? path).replace(/\..*$/, '');

export function scan(source: ScanSource): Relation {
  const output = source.schema.map((f): Attribute => ({
    kind: 'Attribute',
    id: newAttributeId(),
    name: f.name,
    type: f.type,
    nullable: f.nullable,
  }));
  return relationOf(Object.freeze({ kind: 'Scan', source, output, columns: output.map((_, i) => i), filters: [] }));
}
export function analyzeRead(plan: PlanOf<'UnresolvedRead'>, env: Env): Relation {
  const source = env.catalog.source({ kind: 'read', readId: plan.readId });
  if (!source) throw new Error(`read ${plan.readId} was not opened`);
  return scan(source);
}

export function analyzeTableFunction(plan: PlanOf<'UnresolvedTableFunction'>, env: Env): Relation {
  const { name, position } = plan;
  if (name === 'range') return qualified(analyzeRange(rangeOf(plan, env)), [name]);
  const source = isReader(name) ? env.catalog.source(readerRequest(plan)) : undefined;
  if (source) return qualified(scan(source), [name]);
  throw new CaudalError('UNRESOLVABLE_TABLE_VALUED_FUNCTION', `There is no table function \`${name}\`.`, {
    position,
    hint: didYouMean(name, ['range', 'read_parquet', 'read_csv', 'read_json', 'read_arrow']),
    params: { name },
  });
}
/** range(end), range(start, end), range(start, end, step). */
function rangeOf(plan: PlanOf<'UnresolvedTableFunction'>, env: Env): Range {
  const { position } = plan;
  if (plan.args.length < 1 || plan.args.length > 4)
    throw new CaudalError('WRONG_NUM_ARGS', `range takes 1 to 4 arguments, not ${plan.args.length}.`, { position });
  const numbers = plan.args.map((e) => {
    const value = constant(castTo(resolved(e, env), BIGINT, env.context, position), env);
    if (typeof value !== 'bigint')
      throw new CaudalError('UNEXPECTED_INPUT_TYPE', 'The arguments of range must be whole numbers.', { position });
    return value;
  });
  const [first, second, step = 1n] = numbers;
  if (step === 0n) throw new CaudalError('DATATYPE_MISMATCH', 'The step of range must not be 0.', { position });
  return { kind: 'Range', output: [], start: second === undefined ? 0n : first!, end: second ?? first!, step };
}
export function analyzeRange(plan: Range): Relation {
  const output: Attribute = {
    kind: 'Attribute',
    id: newAttributeId(),
    name: plan.output[0]?.name ?? 'id',
    type: BIGINT,
    nullable: false,
  };
  return relationOf(Object.freeze({ ...plan, output: [output] }));
}

/** VALUES: constants, each column of one type. */
export function analyzeValues(plan: PlanOf<'UnresolvedValues'>, env: Env): Relation {
  const width = plan.rows[0]!.length;
  const odd = plan.rows.find((row) => row.length !== width);
  if (odd)
    throw new CaudalError('INVALID_INLINE_TABLE', `The rows of VALUES have ${width} and ${odd.length} columns.`, {
      position: odd.map(positionOf).find((p) => p !== undefined),
    });
  const rows = plan.rows.map((row) => row.map((e) => resolved(e, env)));
  const columns = Array.from({ length: width }, (_, i) =>
    toCommon(
      rows.map((row) => row[i]!),
      `The values of column ${i + 1}`,
      env.context,
    ),
  );
  const values = columns.map(({ exprs }) => exprs.map((e) => constant(e, env)));
  const output = columns.map(({ type }, i): Attribute => ({
    kind: 'Attribute',
    id: newAttributeId(),
    name: plan.names?.[i] ?? `col${i + 1}`,
    type,
    nullable: values[i]!.includes(null),
  }));
  return relationOf(Object.freeze({ kind: 'Values', output, rows: rows.map((_, r) => values.map((column) => column[r]!)) }));
}
const NO_COLUMNS: Plan = Object.freeze({ kind: 'Values', output: [], rows: [[]] });
const resolved = (e: Expr, env: Env): Expr => {
  const e1 = e.kind === 'Alias' ? e.input : e;
  return env.resolve(e1, scopeOf(relationOf(NO_COLUMNS), env, { clause: 'VALUES' }));
};
function constant(e: Expr, env: Env): Value {
  if (isConstant(e)) return evaluate(e, env.context);
  throw new CaudalError('INVALID_INLINE_TABLE', 'Only constants are allowed here.', { position: positionOf(e) });
}
