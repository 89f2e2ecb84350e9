// A bound on how deep expressions may nest: rules, compilers and error paths recurse, here and on workers with smaller stacks.
import type { Expr } from '../expr/expr.ts';
import { mapChildren } from '../expr/walk.ts';
import type { Plan } from '../plan/logical.ts';
import { exprsOf, inputsOf } from '../plan/walk.ts';
import { CaudalError } from '../types/error.ts';
import { positionOf } from './coerce.ts';

const MAX_DEPTH = 500;

/** Throws when an expression of the plan nests deeper than any written by hand. Itself it does not recurse into expressions. */
export function checkDepth(plan: Plan): void {
  for (const root of exprsOf(plan)) {
    let level: Expr[] = [root];
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > MAX_DEPTH) throw tooDeep(level[0]!);
      const next: Expr[] = [];
      for (const e of level) mapChildren(e, (child) => (next.push(child), child));
      level = next;
    }
  }
  inputsOf(plan).forEach(checkDepth);
}
export const tooDeep = (e?: Expr, cause?: unknown): CaudalError =>
  new CaudalError('PARSE_SYNTAX_ERROR', `The query is nested too deeply: expressions may be ${MAX_DEPTH} levels deep.`, {
    position: e && positionOf(e),
    cause,
  });
