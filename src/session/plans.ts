// Small plans that sessions make: scans of a source, rows of values.
import { newAttributeId } from '../expr/expr.ts';
import type { Attribute } from '../expr/expr.ts';
import type { Plan } from '../plan/logical.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import { STRING } from '../types/data-type.ts';
import type { Schema } from '../types/data-type.ts';
import type { Value } from '../types/value.ts';

export const attributesOf = (schema: Schema): readonly Attribute[] =>
  schema.map(({ name, type, nullable }) => Object.freeze({ kind: 'Attribute', id: newAttributeId(), name, type, nullable }));
export const schemaOfOutput = (output: readonly Attribute[]): Schema =>
  output.map(({ name, type, nullable }) => ({ name, type, nullable }));

export const scanPlan = (source: ScanSource): Plan =>
  Object.freeze({
    kind: 'Scan',
    source,
    output: attributesOf(source.schema),
    columns: source.schema.map((_, i) => i),
    filters: [],
  });
export const valuesPlan = (schema: Schema, rows: readonly (readonly Value[])[]): Plan =>
  Object.freeze({ kind: 'Values', output: attributesOf(schema), rows });
/** What a command without rows gives. */
export const NOTHING: Plan = valuesPlan([], []);
export const textRows = (names: readonly string[], rows: readonly (readonly Value[])[]): Plan =>
  valuesPlan(
    names.map((name) => ({ name, type: STRING, nullable: true })),
    rows,
  );
/** Scans of a table's parts, in order. */
export function unionPlan(schema: Schema, sources: readonly ScanSource[]): Plan {
  if (sources.length === 0) return valuesPlan(schema, []);
  const scans = sources.map(scanPlan);
  return scans.length === 1 ? scans[0]! : Object.freeze({ kind: 'Union', inputs: scans, output: attributesOf(schema) });
}
