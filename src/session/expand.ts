// What must be known before analysis and takes time: reads become scans, cached frames their tables, methods that need a schema plans.
import type { Plan, PlanReference, UnresolvedMethod, UnresolvedRead } from '../plan/logical.ts';
import { isStreaming } from '../plan/is-streaming.ts';
import { expandMethod } from '../dataframe/expand-method.ts';
import type { Schema } from '../types/data-type.ts';
import { rewriteTree } from './rewrite-tree.ts';
import type { TreeNode } from './rewrite-tree.ts';

type Pending = UnresolvedRead | UnresolvedMethod | PlanReference;
export interface Expander {
  /** The plan that stands for a read. */
  read(node: UnresolvedRead): Promise<Plan>;
  isCached(node: PlanReference): boolean;
  /** The table that holds a cached frame's rows; made now if it is the first time. */
  cached(node: PlanReference): Promise<Plan>;
  /** Columns of an expanded plan. */
  schemaOf(plan: Plan): Promise<Schema>;
  observed(method: Extract<UnresolvedMethod['method'], { what: 'observe' }>, input: Plan): void;
}

export async function expand(plan: Plan, expander: Expander): Promise<Plan> {
  const isPending = (node: TreeNode): node is Pending =>
    node.kind === 'UnresolvedRead' ||
    node.kind === 'UnresolvedMethod' ||
    (node.kind === 'PlanReference' && expander.isCached(node));
  const done = new Map<TreeNode, Plan>();
  const pending: Pending[] = [];
  rewriteTree(plan, (node) => {
    if (!isPending(node)) return undefined;
    pending.push(node);
    return node;
  });
  for (const node of pending) if (!done.has(node)) done.set(node, await expandOne(node, expander));
  return done.size === 0 ? plan : rewriteTree(plan, (node) => done.get(node));
}
async function expandOne(node: Pending, expander: Expander): Promise<Plan> {
  switch (node.kind) {
    case 'UnresolvedRead':
      return expander.read(node);
    case 'PlanReference':
      return Object.freeze({ ...node, input: await expander.cached(node) });
    case 'UnresolvedMethod': {
      const input = await expand(node.input, expander);
      if (node.method.what === 'observe' && !isStreaming(input)) expander.observed(node.method, input);
      return expandMethod(input, await expander.schemaOf(input), node.method);
    }
  }
}
