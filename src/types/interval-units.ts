// The units an interval type is written with, first to last: INTERVAL DAY, INTERVAL HOUR TO SECOND. They say how values are shown, not
// what they are: values are months or microseconds under any units, and types that differ in them only are the same.
import type { DataType, SimpleType } from './data-type.ts';

type IntervalKind = 'interval_year_month' | 'interval_day_time';
const UNITS: { readonly [K in IntervalKind]: readonly string[] } = {
  interval_year_month: ['year', 'month'],
  interval_day_time: ['day', 'hour', 'minute', 'second'],
};

/** Units by place; a type without them has all. */
export const unitsOf = (type: DataType): readonly [first: number, last: number] =>
  ('units' in type && type.units) || [0, UNITS[type.kind as IntervalKind].length - 1];

/** All units when that is what first and last are, so that the type is the plain one. */
export function intervalOf(kind: IntervalKind, first: number, last: number): SimpleType {
  const isAll = first === 0 && last === UNITS[kind].length - 1;
  return Object.freeze(isAll ? { kind } : { kind, units: Object.freeze([first, last] as const) });
}
/** From the larger first unit to the smaller last one. */
export function widerInterval(a: DataType, b: DataType): DataType {
  const [[first, last], [from, to]] = [unitsOf(a), unitsOf(b)];
  return intervalOf(a.kind as IntervalKind, Math.min(first, from), Math.max(last, to));
}
export const unitNames = (type: DataType): readonly [first: string, last: string] => {
  const [first, last] = unitsOf(type);
  return [UNITS[type.kind as IntervalKind][first]!, UNITS[type.kind as IntervalKind][last]!];
};
/** `interval day to second`, `interval year`. */
export function intervalName(type: DataType): string {
  const [first, last] = unitNames(type);
  return `interval ${first}${first === last ? '' : ` to ${last}`}`;
}
/** The type with units of these names, in any order; weeks are days, parts of seconds seconds, and the like. */
export function intervalOfUnits(kind: IntervalKind, names: readonly string[]): SimpleType {
  const places = names.map((name) => Math.max(0, UNITS[kind].indexOf(name)));
  return intervalOf(kind, Math.min(...places), Math.max(...places));
}
