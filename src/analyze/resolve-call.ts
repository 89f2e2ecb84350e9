// Calls by name: special forms are rewritten, the rest is looked up in the registry, which gives types and casts.
import type { Expr, UnresolvedCall } from '../expr/expr.ts';
import { allFunctions, findFunction } from '../functions/index.ts';
import { CaudalError } from '../types/error.ts';
import { didYouMean } from '../types/suggest.ts';
import { resolveWindow } from './resolve-window.ts';
import type { Scope } from './scope.ts';
import { rewriteSpecial } from './special-calls.ts';
import { aggregateCall, guarded, refused, scalarCall } from './typed-call.ts';

export function resolveCall(call: UnresolvedCall, scope: Scope): Expr {
  const special = rewriteSpecial(call);
  if (special.kind !== 'UnresolvedCall') return scope.resolve(special, scope);
  const definition = findFunction(special.name);
  if (!definition) throw unknownFunction(special);
  if (special.over) return resolveWindow(special, definition, scope);
  switch (definition.kind) {
    case 'scalar': {
      refuseModifiers(special);
      return guarded(scalarCall(special, definition, scope));
    }
    case 'aggregate':
      return aggregateCall(special, definition, scope);
    case 'window':
      throw refused(
        'WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE',
        `The window function \`${special.name}\` needs an OVER clause.`,
        special,
      );
    case 'generator':
      throw refused(
        'UNSUPPORTED_GENERATOR',
        `The generator \`${special.name}\` is not supported in ${scope.clause === 'the select list' ? 'an expression' : scope.clause}: it may be an item of SELECT, or a LATERAL VIEW.`,
        special,
      );
    case 'assigner':
      throw refused(
        'UNSUPPORTED_EXPR_FOR_OPERATOR',
        `The window of time \`${special.name}\` is not allowed in ${scope.clause}: it may stand in SELECT and GROUP BY.`,
        special,
      );
  }
}

function unknownFunction(call: UnresolvedCall): CaudalError {
  const names = allFunctions().flatMap((f) => [f.name, ...(f.aliases ?? [])]);
  return new CaudalError('UNRESOLVED_ROUTINE', `There is no function \`${call.name}\`.`, {
    position: call.position,
    hint: didYouMean(call.name, names),
    params: { routineName: call.name },
  });
}
function refuseModifiers(call: UnresolvedCall): void {
  const modifier = call.distinct
    ? 'DISTINCT'
    : call.filter
      ? 'FILTER'
      : call.orderBy
        ? 'ORDER BY'
        : call.ignoreNulls
          ? 'IGNORE NULLS'
          : undefined;
  if (modifier) throw refused('INVALID_SQL_SYNTAX', `${modifier} is not allowed in a call of \`${call.name}\`.`, call);
}
