// Logical plans as text for EXPLAIN: one node a line, inputs indented. Stable: columns by name, told apart by #1, #2 in order of appearance
// only where a name stands for several.
import type { Attribute, AttributeId, Expr, NamedExpr } from '../expr/expr.ts';
import { formatExpr, formatList, formatOrder } from '../expr/format.ts';
import { rewriteDown, visit } from '../expr/walk.ts';
import type { Plan, PlanOf } from './logical.ts';
import { attributeOf, outputOf } from './output.ts';
import { describeWindow } from './time-window.ts';
import { keyedFunction } from './keyed-function.ts';
import { subqueriesOf } from './subqueries-of.ts';
import { exprsOf, inputsOf } from './walk.ts';

export function formatPlan(plan: Plan): string {
  const lines: string[] = [];
  const names = distinctNames(plan);
  const print = (node: Plan, depth: number): void => {
    lines.push(`${'  '.repeat(depth)}${describe(node, names)}`);
    for (const subquery of subqueriesOf(node)) {
      lines.push(`${'  '.repeat(depth + 2)}Subquery`);
      print(subquery, depth + 3);
    }
    for (const input of inputsOf(node)) print(input, depth + 1);
  };
  print(plan, 0);
  return `${lines.join('\n')}\n`;
}

/** Text of a column: its name, with a number behind it where several columns of the plan have that name. */
type Names = (a: { readonly id: AttributeId; readonly name: string }) => string;
function distinctNames(plan: Plan): Names {
  const byName = new Map<string, AttributeId[]>();
  const add = (a: { readonly id: AttributeId; readonly name: string }): void => {
    const ids = byName.get(a.name) ?? [];
    if (!ids.includes(a.id)) byName.set(a.name, [...ids, a.id]);
  };
  const walk = (node: Plan): void => {
    inputsOf(node).forEach(walk);
    exprsOf(node).forEach((e) => visit(e, (part) => void (part.kind === 'Attribute' && add(part))));
    subqueriesOf(node).forEach(walk);
    if (isResolved(node)) outputOf(node).forEach(add);
  };
  walk(plan);
  return ({ id, name }) => {
    const ids = byName.get(name) ?? [];
    return ids.length > 1 ? `${name}#${ids.indexOf(id) + 1}` : name;
  };
}
const isResolved = (plan: Plan): boolean => !plan.kind.startsWith('Unresolved') && inputsOf(plan).every(isResolved);

/** How the parts of one plan are written. */
interface Texts {
  readonly names: Names;
  readonly named: (e: Expr) => Expr;
  readonly text: (e: Expr) => string;
  readonly list: (exprs: readonly NamedExpr[]) => string;
  readonly columns: (attributes: readonly Attribute[]) => string;
}
function textsOf(names: Names): Texts {
  const named = (e: Expr): Expr =>
    rewriteDown(e, (node) => (node.kind === 'Attribute' ? { ...node, name: names(node) } : undefined));
  const text = (e: Expr): string => formatExpr(named(e));
  const item = (e: NamedExpr): string => {
    if (e.kind === 'Attribute') return names(e);
    const of = text(e.input);
    const name = names(attributeOf(e));
    return of === name || of === e.name ? of : `${of} AS ${name}`;
  };
  return {
    names,
    named,
    text,
    list: (exprs) => `[${exprs.map(item).join(', ')}]`,
    columns: (attributes) => `[${attributes.map(names).join(', ')}]`,
  };
}
const describe = <K extends Plan['kind']>(plan: PlanOf<K>, names: Names): string =>
  (NODES[plan.kind] as (plan: PlanOf<K>, texts: Texts) => string)(plan, textsOf(names));

const NODES: { readonly [K in Plan['kind']]: (plan: PlanOf<K>, texts: Texts) => string } = {
  Scan: (plan, { text, columns }) => {
    const filters = plan.filters.length > 0 ? ` filters=[${plan.filters.map(text).join(', ')}]` : '';
    const limit = plan.limit === undefined ? '' : ` limit=${plan.limit}`;
    return `Scan ${plan.source.format} ${plan.source.label} ${columns(plan.output)}${filters}${limit}`;
  },
  StreamSource: (plan, { columns }) => `StreamSource ${plan.source.name} ${columns(plan.output)}`,
  KeyedMap: (plan, { text, columns }) =>
    `KeyedMap ${keyedFunction(plan.functionId).name} keys=[${plan.keys.map(text).join(', ')}] ${columns(plan.output)}`,
  EventTimeWatermark: (plan, { text }) =>
    `EventTimeWatermark ${text(plan.column)}${plan.delayMs === null ? ' by the source' : ` delay=${plan.delayMs} ms`}`,
  Observe: ({ name }) => `Observe ${name}`,
  Values: (plan, { columns }) => `Values ${columns(plan.output)} rows=${plan.rows.length}`,
  Range: (plan, { columns }) => `Range ${columns(plan.output)} start=${plan.start} end=${plan.end} step=${plan.step}`,
  Project: (plan, { list }) => `Project ${list(plan.exprs)}`,
  Filter: (plan, { text }) => `Filter ${text(plan.predicate)}`,
  Aggregate: (plan, { list }) =>
    `Aggregate${plan.groupings.length > 0 ? ` keys=${list(plan.groupings)}` : ''} aggregates=${list(plan.aggregates)}`,
  Join: (plan, { text }) =>
    `Join ${plan.type}${plan.nullAware ? ' null-aware' : ''}${plan.condition ? ` on ${text(plan.condition)}` : ''}${plan.hint ? ` hint=${plan.hint}` : ''}`,
  Sort: (plan, { named }) => `Sort [${plan.orders.map((o) => formatOrder(named(o) as typeof o)).join(', ')}]`,
  Limit: (plan) => `Limit ${plan.limit ?? 'ALL'}${plan.offset > 0 ? ` offset=${plan.offset}` : ''}`,
  Distinct: (plan, { columns }) =>
    `Distinct${plan.on.length > 0 ? ` on=${columns(plan.on)}` : ''}${plan.withinWatermark ? ' within watermark' : ''}`,
  Recompute: (plan, { columns, names }) =>
    `Recompute${plan.keys.length > 0 ? ` by ${columns(plan.keys)}` : ''}: ${describe(plan.operator, names)}`,
  Union: (plan, { columns }) => `Union ${columns(plan.output)}`,
  SetOperation: (plan) => `${plan.op === 'intersect' ? 'Intersect' : 'Except'}${plan.all ? ' all' : ''}`,
  Window: (plan, { list }) => `Window ${list(plan.calls)}`,
  TopPerGroup: (plan, { text, names }) =>
    `TopPerGroup keys=[${plan.keys.map(text).join(', ')}] order=[${plan.orders.map(text).join(', ')}] limit=${plan.limit}${plan.rank ? ` rank=${names(plan.rank)}` : ''}`,
  Sample: (plan) => `Sample fraction=${plan.fraction ?? ''} seed=${plan.seed}`,
  Repartition: (plan, { text }) =>
    `Repartition ${plan.how}${plan.partitions === undefined ? '' : ` ${plan.partitions}`}${plan.by.length > 0 ? ` by [${plan.by.map(text).join(', ')}]` : ''}`,
  Generate: (plan) => `Generate ${plan.name}(${formatList(plan.args)})`,
  AssignWindows: (plan, { text, columns }) =>
    `AssignWindows ${describeWindow(plan.window)} of ${text(plan.time)}${plan.gap ? ` gap=${text(plan.gap)}` : ''} ${columns([plan.start, plan.end])}`,
  MergeWindows: (plan, { text, columns }) =>
    `MergeWindows ${plan.how} ${columns([plan.start, plan.end])} keys=[${plan.keys.map(text).join(', ')}] ${columns([plan.mergedStart, plan.mergedEnd])}`,
  SubqueryAlias: (plan) => `SubqueryAlias ${plan.name}`,
  PlanReference: () => 'PlanReference',
  With: (plan) => `With [${plan.ctes.map((c) => c.name).join(', ')}]`,
  UnresolvedRelation: (plan) => `UnresolvedRelation ${plan.file ? `'${plan.parts.join('.')}'` : plan.parts.join('.')}`,
  UnresolvedTableFunction: (plan) => `UnresolvedTableFunction ${plan.name}(${formatList(plan.args)})`,
  UnresolvedRead: (plan) => plan.kind,
  UnresolvedMethod: (plan) => plan.kind,
  UnresolvedValues: (plan) => `UnresolvedValues rows=${plan.rows.length}`,
  UnresolvedProject: (plan) => `UnresolvedProject [${formatList(plan.exprs)}]`,
  UnresolvedSelect: (plan) => `UnresolvedSelect [${formatList(plan.exprs)}]`,
  UnresolvedAggregate: (plan) => `UnresolvedAggregate [${formatList([...plan.groupings, ...plan.aggregates])}]`,
  UnresolvedWithColumns: (plan) => `UnresolvedWithColumns [${plan.columns.map((c) => c.name).join(', ')}]`,
  UnresolvedDrop: (plan) => `UnresolvedDrop [${formatList(plan.columns)}]`,
  UnresolvedRename: (plan) => `UnresolvedRename ${plan.from} ${plan.to}`,
  UnresolvedDistinct: (plan) => `UnresolvedDistinct [${plan.columns.join(', ')}]`,
  UnresolvedLimit: () => 'UnresolvedLimit',
  UnresolvedGenerate: (plan) => `UnresolvedGenerate ${formatExpr(plan.call)}${plan.outer ? ' outer' : ''}`,
  UnresolvedTimeTable: (plan) => `UnresolvedTimeTable ${plan.name} ${formatExpr(plan.time)}`,
};
