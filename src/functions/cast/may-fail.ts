// Whether an ANSI cast between two types may throw for some value: widening casts never do, so rules may move them.
import { type DataType, isFloating, isInteger, isNumeric } from '../../types/data-type.ts';
import { decimalFor } from '../../types/decimal.ts';

const INTEGER_ORDER = ['tinyint', 'smallint', 'int', 'bigint'];

export function castMayFail(from: DataType, to: DataType): boolean {
  if (from.kind === 'null' || from.kind === to.kind) return from.kind === 'decimal' && to.kind === 'decimal' && !fits(from, to);
  if (to.kind === 'string') return false;
  if (isNumeric(from) && isFloating(to)) return false;
  if (isInteger(from) && isInteger(to)) return INTEGER_ORDER.indexOf(from.kind) > INTEGER_ORDER.indexOf(to.kind);
  if (isInteger(from) && to.kind === 'decimal') return !fits(from, to);
  if (from.kind === 'boolean' && isNumeric(to)) return to.kind === 'decimal';
  return !(from.kind === 'date' || from.kind === 'timestamp' || from.kind === 'timestamp_ntz') || isNumeric(to);
}
function fits(from: DataType, to: DataType): boolean {
  const source = decimalFor(from);
  const target = decimalFor(to);
  return (
    !!source && !!target && target.scale >= source.scale && target.precision - target.scale >= source.precision - source.scale
  );
}
