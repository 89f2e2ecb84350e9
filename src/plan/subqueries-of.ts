// Plans that stand in a node's expressions.
import { visit } from '../expr/walk.ts';
import type { Plan } from './logical.ts';
import { exprsOf } from './walk.ts';

export function subqueriesOf(plan: Plan): readonly Plan[] {
  const found: Plan[] = [];
  for (const e of exprsOf(plan))
    visit(
      e,
      (node) =>
        void ((node.kind === 'ScalarSubquery' || node.kind === 'InSubquery' || node.kind === 'Exists') && found.push(node.plan)),
    );
  return found;
}
