// One value outside WASM memory, as the one-row oracles, literals and builders see it.
// boolean; number for tinyint/smallint/int/float/double; bigint for bigint; bigint unscaled for decimal (scale is the type's);
// number of days for date; bigint microseconds for timestamp, timestamp_ntz, interval_day_time; number of months for
// interval_year_month; string; Uint8Array for binary; arrays for array; StructValue for struct; MapValue for map.

/** Field values in the order of the type. */
export class StructValue {
  readonly values: readonly Value[];
  constructor(values: readonly Value[]) {
    this.values = values;
  }
}
/** Entries in order. */
export class MapValue {
  readonly entries: readonly (readonly [Value, Value])[];
  constructor(entries: readonly (readonly [Value, Value])[]) {
    this.entries = entries;
  }
}
export type Value = null | boolean | number | bigint | string | Uint8Array | StructValue | MapValue | readonly Value[];
