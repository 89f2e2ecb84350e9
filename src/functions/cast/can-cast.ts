// Which types may be cast to which under ANSI: checked once in analysis; single values may still fail.
import { type DataType, type TypeKind, isNumeric } from '../../types/data-type.ts';

type Family = 'string' | 'number' | 'boolean' | 'binary' | 'moment' | 'months' | 'dayTime' | 'null';
const FAMILY: { readonly [K in Exclude<TypeKind, 'array' | 'struct' | 'map'>]: Family } = {
  null: 'null',
  boolean: 'boolean',
  tinyint: 'number',
  smallint: 'number',
  int: 'number',
  bigint: 'number',
  float: 'number',
  double: 'number',
  decimal: 'number',
  string: 'string',
  binary: 'binary',
  date: 'moment',
  timestamp: 'moment',
  timestamp_ntz: 'moment',
  interval_year_month: 'months',
  interval_day_time: 'dayTime',
};
const TARGETS: { readonly [F in Family]: readonly Family[] } = {
  null: ['string', 'number', 'boolean', 'binary', 'moment', 'months', 'dayTime', 'null'],
  string: ['string', 'number', 'boolean', 'binary', 'moment', 'months', 'dayTime'],
  number: ['string', 'number', 'boolean'],
  boolean: ['string', 'number', 'boolean'],
  binary: ['string', 'binary'],
  moment: ['string', 'moment'],
  months: ['string', 'months'],
  dayTime: ['string', 'dayTime'],
};

export function canCast(from: DataType, to: DataType): boolean {
  if (from.kind === 'null') return true;
  if (from.kind === 'array') return to.kind === 'string' || (to.kind === 'array' && canCast(from.element, to.element));
  if (from.kind === 'map')
    return to.kind === 'string' || (to.kind === 'map' && canCast(from.key, to.key) && canCast(from.value, to.value));
  if (from.kind === 'struct') {
    if (to.kind !== 'struct') return to.kind === 'string';
    return from.fields.length === to.fields.length && from.fields.every((f, i) => canCast(f.type, to.fields[i]!.type));
  }
  if (to.kind === 'array' || to.kind === 'map' || to.kind === 'struct') return false;
  if (from.kind === 'timestamp' && isNumeric(to)) return true;
  if (to.kind === 'timestamp' && isNumeric(from)) return true;
  return TARGETS[FAMILY[from.kind]].includes(FAMILY[to.kind]);
}
