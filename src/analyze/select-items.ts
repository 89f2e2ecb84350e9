// The select list: stars expanded, names given, earlier items visible to later ones by their alias (lateral aliases).
import type { Expr } from '../expr/expr.ts';
import { formatExpr } from '../expr/format.ts';
import { typeOf } from '../expr/type-of.ts';
import { generatorCall, generatorOf } from './generators.ts';
import type { Relation } from './relation.ts';
import { resolveExpr } from './resolve-expr.ts';
import { scopeOf } from './scope.ts';
import type { Base, Scope, ScopeOptions } from './scope.ts';
import { expandStar } from './star.ts';

export interface Item {
  readonly expr: Expr;
  readonly name: string;
}

/** `names`: what else may be named, after the input's columns. */
export function resolveItems(
  exprs: readonly Expr[],
  input: Relation,
  base: Base,
  options: ScopeOptions,
  names: ReadonlyMap<string, Expr>,
): readonly Item[] {
  const aliases = new Map(names);
  const inner = scopeOf(input, base, { aliases, clause: 'an aggregate' });
  const scope = scopeOf(input, base, { ...options, aliases, inner, clause: 'the select list' });
  const items: Item[] = [];
  for (const written of exprs) {
    if (written.kind === 'UnresolvedStar') {
      for (const { name, input: e } of expandStar(written, scope)) items.push({ name, expr: resolveExpr(e, scope) });
      continue;
    }
    const expr = resolveItem(written.kind === 'Alias' ? written.input : written, scope);
    items.push({ name: nameOf(written, expr), expr });
    if (written.kind === 'Alias') aliases.set(written.name.toLowerCase(), expr);
  }
  return items;
}

/** A generator may be an item, and nothing in one. */
function resolveItem(e: Expr, scope: Scope): Expr {
  const definition = generatorOf(e);
  return definition && e.kind === 'UnresolvedCall' ? generatorCall(e, definition, scope) : resolveExpr(e, scope);
}
/** The name Spark gives a column. */
export function nameOf(written: Expr, resolved: Expr): string {
  switch (written.kind) {
    case 'Alias':
      return written.name;
    case 'Attribute':
      return written.name;
    case 'UnresolvedColumn':
      return resolved.kind === 'Literal' ? formatExpr(resolved) : written.parts.at(-1)!;
    // A cast of a column keeps its name.
    case 'Cast':
      return written.input.kind === 'UnresolvedColumn' || written.input.kind === 'Attribute'
        ? nameOf(written.input, resolved)
        : formatExpr(written);
    case 'UnresolvedCall':
      return (
        generatorOf(written)?.fields(resolved.kind === 'Call' ? resolved.args.map(typeOf) : [])[0]?.name ?? formatExpr(written)
      );
    default:
      return formatExpr(written);
  }
}
