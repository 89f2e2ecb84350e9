/** merge-projects: Project a (Project b x) => Project a[b] x, when no computed column of b would be computed twice. */
import type { AttributeId, NamedExpr } from '../../expr/expr.ts';
import { visit } from '../../expr/walk.ts';
import { transformPlan } from '../../plan/walk.ts';
import { isPinned, substitute } from '../expressions.ts';
import type { Rule } from '../rule.ts';

export const mergeProjects: Rule = {
  name: 'merge-projects',
  apply: (plan) =>
    transformPlan(plan, (p) => {
      if (p.kind !== 'Project' || p.input.kind !== 'Project' || !mergeable(p.exprs, p.input.exprs)) return p;
      const inner = p.input.exprs;
      const exprs = p.exprs.map((e): NamedExpr => {
        const made = substitute(e, inner);
        return e.kind === 'Attribute' && made.kind !== 'Attribute'
          ? Object.freeze({ kind: 'Alias', input: made, name: e.name, id: e.id })
          : e.kind === 'Attribute' && made.kind === 'Attribute' && made.id !== e.id
            ? Object.freeze({ kind: 'Alias', input: made, name: e.name, id: e.id })
            : (made as NamedExpr);
      });
      return Object.freeze({ kind: 'Project', input: p.input.input, exprs });
    }),
};
/** Every computed inner column is read at most once, or is no more than a column or a literal. */
function mergeable(outer: readonly NamedExpr[], inner: readonly NamedExpr[]): boolean {
  const uses = new Map<AttributeId, number>();
  for (const e of outer)
    visit(e, (node) => {
      if (node.kind === 'Attribute') uses.set(node.id, (uses.get(node.id) ?? 0) + 1);
    });
  return inner.every((e) => {
    if (e.kind === 'Attribute' || e.input.kind === 'Attribute' || e.input.kind === 'Literal') return true;
    return !isPinned(e.input) && (uses.get(e.id) ?? 0) <= 1;
  });
}
