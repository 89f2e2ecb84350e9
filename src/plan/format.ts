// Logical plans as text for EXPLAIN: one node a line, inputs indented. Stable: columns by name, told apart by #1, #2 in order of appearance
// only where a name stands for several.
import type { Attribute, AttributeId, Expr, NamedExpr } from '../expr/expr.ts';
import { formatExpr, formatList, formatOrder } from '../expr/format.ts';
import { rewriteDown, visit } from '../expr/walk.ts';
import { unreachable } from '../types/assert.ts';
import type { Plan } from './logical.ts';
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

function describe(plan: Plan, names: Names): string {
  const named = (e: Expr): Expr =>
    rewriteDown(e, (node) => (node.kind === 'Attribute' ? { ...node, name: names(node) } : undefined));
  const text = (e: Expr): string => formatExpr(named(e));
  const item = (e: NamedExpr): string => {
    if (e.kind === 'Attribute') return names(e);
    const of = text(e.input);
    const name = names(attributeOf(e));
    return of === name || of === e.name ? of : `${of} AS ${name}`;
  };
  const list = (exprs: readonly NamedExpr[]): string => `[${exprs.map(item).join(', ')}]`;
  const columns = (attributes: readonly Attribute[]): string => `[${attributes.map(names).join(', ')}]`;
  switch (plan.kind) {
    case 'Scan': {
      const filters = plan.filters.length > 0 ? ` filters=[${plan.filters.map(text).join(', ')}]` : '';
      const limit = plan.limit === undefined ? '' : ` limit=${plan.limit}`;
      return `Scan ${plan.source.format} ${plan.source.label} ${columns(plan.output)}${filters}${limit}`;
    }
    case 'StreamSource':
      return `StreamSource ${plan.source.name} ${columns(plan.output)}`;
    case 'KeyedMap':
      return `KeyedMap ${keyedFunction(plan.functionId).name} keys=[${plan.keys.map(text).join(', ')}] ${columns(plan.output)}`;
    case 'EventTimeWatermark':
      return `EventTimeWatermark ${text(plan.column)}${plan.delayMs === null ? ' by the source' : ` delay=${plan.delayMs} ms`}`;
    case 'Values':
      return `Values ${columns(plan.output)} rows=${plan.rows.length}`;
    case 'Range':
      return `Range ${columns(plan.output)} start=${plan.start} end=${plan.end} step=${plan.step}`;
    case 'Project':
      return `Project ${list(plan.exprs)}`;
    case 'Filter':
      return `Filter ${text(plan.predicate)}`;
    case 'Aggregate':
      return `Aggregate${plan.groupings.length > 0 ? ` keys=${list(plan.groupings)}` : ''} aggregates=${list(plan.aggregates)}`;
    case 'Join':
      return `Join ${plan.type}${plan.nullAware ? ' null-aware' : ''}${plan.condition ? ` on ${text(plan.condition)}` : ''}${plan.hint ? ` hint=${plan.hint}` : ''}`;
    case 'Sort':
      return `Sort [${plan.orders.map((o) => formatOrder(named(o) as typeof o)).join(', ')}]`;
    case 'Limit':
      return `Limit ${plan.limit ?? 'ALL'}${plan.offset > 0 ? ` offset=${plan.offset}` : ''}`;
    case 'Distinct':
      return `Distinct${plan.on.length > 0 ? ` on=${columns(plan.on)}` : ''}${plan.withinWatermark ? ' within watermark' : ''}`;
    case 'Recompute':
      return `Recompute${plan.keys.length > 0 ? ` by ${columns(plan.keys)}` : ''}: ${describe(plan.operator, names)}`;
    case 'Union':
      return `Union ${columns(plan.output)}`;
    case 'SetOperation':
      return `${plan.op === 'intersect' ? 'Intersect' : 'Except'}${plan.all ? ' all' : ''}`;
    case 'Window':
      return `Window ${list(plan.calls)}`;
    case 'TopPerGroup':
      return `TopPerGroup keys=[${plan.keys.map(text).join(', ')}] order=[${plan.orders.map(text).join(', ')}] limit=${plan.limit}${plan.rank ? ` rank=${names(plan.rank)}` : ''}`;
    case 'Sample':
      return `Sample fraction=${plan.fraction ?? ''} seed=${plan.seed}`;
    case 'Repartition':
      return `Repartition ${plan.how}${plan.partitions === undefined ? '' : ` ${plan.partitions}`}${plan.by.length > 0 ? ` by [${plan.by.map(text).join(', ')}]` : ''}`;
    case 'Generate':
      return `Generate ${plan.name}(${formatList(plan.args)})`;
    case 'AssignWindows':
      return `AssignWindows ${describeWindow(plan.window)} of ${text(plan.time)}${plan.gap ? ` gap=${text(plan.gap)}` : ''} ${columns([plan.start, plan.end])}`;
    case 'MergeWindows':
      return `MergeWindows ${plan.how} ${columns([plan.start, plan.end])} keys=[${plan.keys.map(text).join(', ')}] ${columns([plan.mergedStart, plan.mergedEnd])}`;
    case 'SubqueryAlias':
      return `SubqueryAlias ${plan.name}`;
    case 'PlanReference':
      return 'PlanReference';
    case 'With':
      return `With [${plan.ctes.map((c) => c.name).join(', ')}]`;
    case 'UnresolvedRelation':
      return `UnresolvedRelation ${plan.file ? `'${plan.parts.join('.')}'` : plan.parts.join('.')}`;
    case 'UnresolvedTableFunction':
      return `UnresolvedTableFunction ${plan.name}(${formatList(plan.args)})`;
    case 'UnresolvedRead':
    case 'UnresolvedMethod':
      return plan.kind;
    case 'UnresolvedValues':
      return `UnresolvedValues rows=${plan.rows.length}`;
    case 'UnresolvedProject':
      return `UnresolvedProject [${formatList(plan.exprs)}]`;
    case 'UnresolvedSelect':
      return `UnresolvedSelect [${formatList(plan.exprs)}]`;
    case 'UnresolvedAggregate':
      return `UnresolvedAggregate [${formatList([...plan.groupings, ...plan.aggregates])}]`;
    case 'UnresolvedWithColumns':
      return `UnresolvedWithColumns [${plan.columns.map((c) => c.name).join(', ')}]`;
    case 'UnresolvedDrop':
      return `UnresolvedDrop [${formatList(plan.columns)}]`;
    case 'UnresolvedRename':
      return `UnresolvedRename ${plan.from} ${plan.to}`;
    case 'UnresolvedDistinct':
      return `UnresolvedDistinct [${plan.columns.join(', ')}]`;
    case 'UnresolvedLimit':
      return 'UnresolvedLimit';
    case 'UnresolvedGenerate':
      return `UnresolvedGenerate ${formatExpr(plan.call)}${plan.outer ? ' outer' : ''}`;
    case 'UnresolvedTimeTable':
      return `UnresolvedTimeTable ${plan.name} ${formatExpr(plan.time)}`;
    default:
      return unreachable(plan);
  }
}
