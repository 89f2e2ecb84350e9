// `*`, `t.*`, `* EXCLUDE (…) REPLACE (…)` to the columns they stand for.
import type { Expr, UnresolvedStar } from '../expr/expr.ts';
import { starColumns, unresolvedColumn } from './lookup.ts';
import type { Scope } from './scope.ts';

/** Columns in order. A replaced one is the expression given, still to be resolved. */
export function expandStar(star: UnresolvedStar, scope: Scope): readonly { readonly name: string; readonly input: Expr }[] {
  const columns = starColumns(scope.relation, star.qualifier, star.position);
  const names = columns.map((c) => c.attribute.name);
  const known = new Set(names.map((n) => n.toLowerCase()));
  const lastPart = (name: string): string => name.split('.').at(-1)!.toLowerCase();
  const placed = star.position ? { position: star.position } : {};
  for (const name of [...star.exclude, ...star.replace.map((r) => r.name)])
    if (!known.has(lastPart(name))) throw unresolvedColumn({ parts: [name], ...placed }, names);
  const excluded = new Set(star.exclude.map(lastPart));
  const replaced = new Map(star.replace.map((r) => [r.name.toLowerCase(), r.input]));
  return columns.flatMap(({ attribute }) => {
    const key = attribute.name.toLowerCase();
    if (excluded.has(key)) return [];
    return [{ name: attribute.name, input: replaced.get(key) ?? attribute }];
  });
}
