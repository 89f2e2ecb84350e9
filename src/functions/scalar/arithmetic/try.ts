// The try_ forms: NULL where the plain function fails on a value.
import { CaudalError } from '../../../types/error.ts';
import { type ScalarFunction, scalar } from '../../define.ts';

/** The same function with NULL for errors of evaluation. Its kernels would report what is no error here, so it has none. */
export function tryForm(name: string, of: ScalarFunction, doc: string, example: readonly [string, string]): ScalarFunction {
  return scalar({
    name,
    group: of.group,
    doc,
    example,
    nulls: of.nulls,
    fallible: false,
    signature: of.signature,
    value: (args, context, types, returns) => {
      try {
        return of.value(args, { ...context, ansi: true }, types, returns);
      } catch (error) {
        // A pattern that no text fits is the query's fault, not the value's.
        if (error instanceof CaudalError && error.code !== 'INVALID_DATETIME_PATTERN') return null;
        throw error;
      }
    },
  });
}
