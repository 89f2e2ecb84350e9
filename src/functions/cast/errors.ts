// How casts fail: malformed text, numbers that do not fit, decimals with too many digits.
import type { DataType } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import { formatType } from '../../types/format-type.ts';

const HINT = 'Use try_cast to get NULL.';
const SHOWN = 100;
const named = (type: DataType): string => formatType(type).toUpperCase();

export function invalidInput(text: string, from: DataType, to: DataType): never {
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  throw new CaudalError(
    'CAST_INVALID_INPUT',
    `The value '${shown}' of type ${named(from)} cannot be cast to ${named(to)}: it is malformed.`,
    {
      hint: HINT,
      params: { expression: shown, sourceType: named(from), targetType: named(to) },
    },
  );
}
export function castOverflow(text: string, from: DataType, to: DataType): never {
  const code = to.kind === 'decimal' ? 'NUMERIC_VALUE_OUT_OF_RANGE' : 'CAST_OVERFLOW';
  throw new CaudalError(code, `The value ${text} of type ${named(from)} does not fit ${named(to)}.`, {
    hint: HINT,
    params: { value: text, sourceType: named(from), targetType: named(to) },
  });
}
