// Calls a scalar function on plain values: types inferred, arguments cast as the analyzer would for types that differ only in width.
import type { DataType } from '../../src/types/data-type.ts';
import type { Value } from '../../src/types/value.ts';
import type { EvaluationContext } from '../../src/functions/define.ts';
import { findFunction } from '../../src/functions/index.ts';

export const CONTEXT: EvaluationContext = { timeZone: 'UTC', nowUs: 1_700_000_000_000_000n, ansi: true };

/** Result of a scalar function for typed values that already have the types its signature asks for. */
export function call(name: string, args: readonly (readonly [Value, DataType])[], context: EvaluationContext = CONTEXT): Value {
  const f = findFunction(name);
  if (f?.kind !== 'scalar') throw new Error(`no scalar function ${name}`);
  const types = args.map(([, type]) => type);
  const values = args.map(([value]) => value);
  const signature = f.signature(
    types,
    values.map((v) => v ?? undefined),
  );
  if (f.nulls === 'propagate' && values.includes(null)) return null;
  return f.value(values, context, signature.args, signature.returns);
}
