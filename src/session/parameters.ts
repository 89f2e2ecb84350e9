// Parameters of SQL text: `?` from an array, `:name` from an object, put in place as literals before analysis.
import type { Parameter } from '../expr/expr.ts';
import { literal } from '../dataframe/literal.ts';
import type { LiteralValue } from '../dataframe/literal.ts';
import { CaudalError } from '../types/error.ts';
import { rewriteTree } from './rewrite-tree.ts';

export type SqlParams = readonly LiteralValue[] | { readonly [name: string]: LiteralValue };

export function bindParameters<T>(tree: T, params: SqlParams | undefined): T {
  return rewriteTree(tree, (node) => (node.kind === 'Parameter' ? literal(valueOf(node, params)) : undefined));
}
function valueOf({ name, position }: Parameter, params: SqlParams | undefined): unknown {
  if (typeof name === 'number') {
    if (Array.isArray(params) && name < params.length) return params[name];
  } else if (params && !Array.isArray(params) && Object.hasOwn(params, name)) {
    return (params as Record<string, LiteralValue>)[name];
  }
  const text = typeof name === 'number' ? `number ${name + 1}` : `:${name}`;
  throw new CaudalError('UNBOUND_SQL_PARAMETER', `There is no value for the parameter ${text}.`, {
    position,
    hint: typeof name === 'number' ? 'Pass an array as the second argument.' : 'Pass an object as the second argument.',
    params: { name: String(name) },
  });
}
