// concat joins texts, binaries or arrays end to end; concat_ws joins texts with a separator, leaving NULLs out.
import { leastCommonTypeOf } from '../../../types/common-type.ts';
import { type DataType, STRING, arrayOf, isNested } from '../../../types/data-type.ts';
import type { Value } from '../../../types/value.ts';
import { type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import { concatColumn } from './concat-column.ts';
import { noCommonType, rule, takesMany } from '../../signature.ts';

const CONCAT: SignatureRule = (args, _literals, name) => {
  const arrays = args.some((t) => t.kind === 'array');
  const binaries =
    args.length > 0 && args.every((t) => t.kind === 'binary' || t.kind === 'null') && args.some((t) => t.kind === 'binary');
  if (arrays || binaries) {
    const common = leastCommonTypeOf(args) ?? noCommonType(name, args);
    return { args: args.map(() => common), returns: common };
  }
  if (args.some(isNested)) noCommonType(name, args);
  return { args: args.map(() => STRING), returns: STRING };
};
export function concatValues(values: readonly Value[], type: DataType): Value {
  if (type.kind === 'string') return values.join('');
  if (type.kind === 'array') return (values as readonly (readonly Value[])[]).flat();
  const parts = values as readonly Uint8Array[];
  const out = new Uint8Array(parts.reduce((bytes, part) => bytes + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
const TEXTS = rule('a string or an array of strings', (t) =>
  t.kind === 'array' && !isNested(t.element) ? arrayOf(STRING) : isNested(t) ? undefined : STRING,
);

export const CONCAT_FAMILY: readonly ScalarFunction[] = [
  scalar({
    name: 'concat',
    group: 'string',
    doc: 'Texts, binaries or arrays end to end; NULL if one is NULL.',
    example: ["concat('a', 'b', 1)", 'ab1'],
    signature: CONCAT,
    nulls: 'propagate',
    fallible: false,
    column: concatColumn,
    value: (args, _context, _types, returns) => concatValues(args, returns),
  }),
  scalar({
    name: 'concat_ws',
    group: 'string',
    doc: 'Texts and arrays of texts joined by a separator; NULLs are left out.',
    example: ["concat_ws('-', 'a', NULL, 'b')", 'a-b'],
    signature: takesMany(TEXTS, STRING, 0, [STRING]),
    nulls: 'custom',
    fallible: false,
    value: ([separator, ...parts]) =>
      separator === null
        ? null
        : parts
            .flat<Value[]>()
            .filter((part) => part !== null)
            .join(separator as string),
  }),
];
