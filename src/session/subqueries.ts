// Subqueries that do not depend on the rows around them run first; their results stand in the plan as literals.
// NOT IN keeps its meaning: NULLs of the subquery stay in the list.
import type { Expr, Exists, InSubquery, Literal, ScalarSubquery } from '../expr/expr.ts';
import { typeOf } from '../expr/type-of.ts';
import type { Plan } from '../plan/logical.ts';
import { outputOf } from '../plan/output.ts';
import { BOOLEAN } from '../types/data-type.ts';
import type { DataType } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Value } from '../types/value.ts';
import { rewriteTree } from './rewrite-tree.ts';
import type { TreeNode } from './rewrite-tree.ts';

type Subquery = ScalarSubquery | InSubquery | Exists;
/** Rows of a resolved plan, at most `limit`. */
type Run = (plan: Plan, limit?: number) => Promise<readonly (readonly Value[])[]>;

const isSubquery = (node: TreeNode): node is Subquery =>
  node.kind === 'ScalarSubquery' || node.kind === 'InSubquery' || node.kind === 'Exists';
/** IN becomes a join where it can: the optimizer sees it first. */
export const isSingleValue = (node: TreeNode): node is Subquery => node.kind === 'ScalarSubquery' || node.kind === 'Exists';

/** Outermost ones; running a subquery's plan folds its own. */
export async function foldSubqueries(
  plan: Plan,
  run: Run,
  which: (node: TreeNode) => node is Subquery = isSubquery,
): Promise<Plan> {
  const values = new Map<TreeNode, Expr>();
  const found: Subquery[] = [];
  rewriteTree(plan, (node) => {
    if (!which(node)) return undefined;
    found.push(node);
    return node;
  });
  for (const subquery of found) if (!values.has(subquery)) values.set(subquery, await fold(subquery, run));
  if (values.size === 0) return plan;
  // The left side of IN may hold a subquery of its own.
  return foldSubqueries(
    rewriteTree(plan, (node) => values.get(node)),
    run,
    which,
  );
}

const literal = (value: Value, type: DataType): Literal => Object.freeze({ kind: 'Literal', value, type });

async function fold(subquery: Subquery, run: Run): Promise<Expr> {
  switch (subquery.kind) {
    case 'Exists':
      return literal((await run(subquery.plan, 1)).length > 0, BOOLEAN);
    case 'ScalarSubquery': {
      const rows = await run(subquery.plan, 2);
      if (rows.length > 1)
        throw new CaudalError(
          'SCALAR_SUBQUERY_TOO_MANY_ROWS',
          'More than one row returned by a subquery used as an expression.',
          {
            position: subquery.position,
          },
        );
      return literal(rows[0]?.[0] ?? null, typeOf(subquery));
    }
    case 'InSubquery': {
      const type = outputOf(subquery.plan)[0]!.type;
      const list = (await run(subquery.plan)).map(([value]) => literal(value!, type));
      return list.length === 0 ? literal(false, BOOLEAN) : Object.freeze({ kind: 'In', input: subquery.input, list });
    }
  }
}
