// Whether an expression may throw for some row: decides where short circuits must really not evaluate, and what rules must not move.
import type { Expr } from '../expr/expr.ts';
import { some } from '../expr/walk.ts';
import { findFunction } from './index.ts';

export const isFallible = (e: Expr): boolean =>
  some(e, (node) => {
    if (node.kind === 'Cast') return node.mode === 'ansi';
    if (node.kind !== 'Call') return false;
    const definition = findFunction(node.name);
    return definition?.kind === 'scalar' && definition.fallible;
  });
