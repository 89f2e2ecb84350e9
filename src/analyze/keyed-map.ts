// groupByKey and keyBy: the keys are expressions over the input; the output has the columns the function declares.
import type { Expr } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import { typeOf } from '../expr/type-of.ts';
import type { PlanOf } from '../plan/logical.ts';
import { sameType } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { formatType } from '../types/format-type.ts';
import type { Env } from './env.ts';
import { finish, relationOf } from './relation.ts';
import type { Relation } from './relation.ts';
import { resolveExpr } from './resolve-expr.ts';
import { scopeOf } from './scope.ts';

export function keyedMap(plan: PlanOf<'KeyedMap'>, input: Relation, initial: Relation | undefined, env: Env): Relation {
  const resolved = (keys: readonly Expr[], below: Relation): readonly Expr[] =>
    keys.map((key) => resolveExpr(key, scopeOf(below, env, { clause: 'the key' })));
  const keys = resolved(plan.keys, input);
  const initialKeys = initial ? resolved(plan.initialKeys, initial) : [];
  if (initial) checkKeys(keys, initialKeys);
  return relationOf(
    Object.freeze({
      ...plan,
      input: finish(input),
      keys,
      ...(initial && { initial: finish(initial) }),
      initialKeys,
      output: plan.output.map((attribute) => Object.freeze({ ...attribute, id: newAttributeId() })),
    }),
  );
}
function checkKeys(keys: readonly Expr[], initialKeys: readonly Expr[]): void {
  const text = (list: readonly Expr[]): string => list.map((key) => formatType(typeOf(key))).join(', ');
  if (keys.length === initialKeys.length && keys.every((key, i) => sameType(typeOf(key), typeOf(initialKeys[i]!)))) return;
  throw new CaudalError(
    'DATATYPE_MISMATCH',
    `The keys of the initial state are (${text(initialKeys)}), those of the rows (${text(keys)}).`,
  );
}
