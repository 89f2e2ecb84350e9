// simplify-structs: a field of a struct made in place is what it was made of; structs without NULLs in them are equal when their fields are.
// So windows of time, made of their bounds wherever they are asked for, cost nothing and are joined by their bounds.
import type { Call, Expr } from '../../expr/expr.ts';
import { conjunction } from '../../expr/conjuncts.ts';
import { typeOf } from '../../expr/type-of.ts';
import { transform } from '../../expr/walk.ts';
import { fieldIndex } from '../../functions/scalar/collection/element.ts';
import { mapExprs } from '../../plan/walk.ts';
import { BOOLEAN, STRING } from '../../types/data-type.ts';
import { nodeRule } from '../rule.ts';

export const simplifyStructs = nodeRule('simplify-structs', (plan) => mapExprs(plan, (e) => transform(e, simplify)));

function simplify(e: Expr): Expr {
  if (e.kind !== 'Call') return e;
  switch (e.name) {
    case 'get_field':
      return fieldOfMade(e) ?? e;
    case 'equal':
    case 'equal_null':
      return byField(e) ?? e;
    default:
      return e;
  }
}
/** named_struct('a', x, 'b', y).a is x. */
function fieldOfMade({ args }: Call): Expr | undefined {
  const [of, name] = args;
  if (of?.kind !== 'Call' || of.name !== 'named_struct' || name?.kind !== 'Literal') return undefined;
  return of.args[fieldIndex(of.type, name.value) * 2 + 1];
}
/** NULL fields make structs comparable that their fields alone are not: `{1, NULL} = {1, NULL}` is true. A NULL struct has NULL fields. */
function byField(e: Call): Expr | undefined {
  const [a, b] = e.args as [Expr, Expr];
  const type = typeOf(a);
  if (type.kind !== 'struct' || !isCheap(a) || !isCheap(b)) return undefined;
  const isWhole = [a, b].every((side) => {
    const of = typeOf(side);
    return of.kind === 'struct' && of.fields.every((f) => !f.nullable);
  });
  if (!isWhole) return undefined;
  const field = (of: Expr, name: string, i: number): Expr => {
    const call: Call = {
      kind: 'Call',
      name: 'get_field',
      args: [of, { kind: 'Literal', value: name, type: STRING }],
      type: type.fields[i]!.type,
    };
    return fieldOfMade(call) ?? Object.freeze(call);
  };
  return conjunction(
    type.fields.map((f, i): Expr =>
      Object.freeze({ kind: 'Call', name: e.name, args: [field(a, f.name, i), field(b, f.name, i)], type: BOOLEAN }),
    ),
  );
}
/** Each side is written once per field. */
const isCheap = (e: Expr): boolean =>
  e.kind === 'Attribute' || (e.kind === 'Call' && e.name === 'named_struct' && e.args.every(isTrivial));
const isTrivial = (e: Expr): boolean => e.kind === 'Attribute' || e.kind === 'Literal';
