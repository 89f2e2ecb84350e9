// Hive folders (`year=2024/city=Rome`) as columns: names from the first file, types inferred from all values as Spark does:
// int, bigint, decimal, double, date, else string. `__HIVE_DEFAULT_PARTITION__` is NULL.
import type { FoundFile } from '../platform/platform.ts';
import { CaudalError } from '../types/error.ts';
import { BIGINT, DATE, DOUBLE, INT, STRING, decimal } from '../types/data-type.ts';
import type { DataType } from '../types/data-type.ts';
import type { Value } from '../types/value.ts';

/** One value per file. */
export interface PartitionColumn {
  readonly name: string;
  readonly type: DataType;
  readonly values: readonly Value[];
}

const NULL_FOLDER = '__HIVE_DEFAULT_PARTITION__';
const INT_MAX = 2n ** 31n,
  BIGINT_MAX = 2n ** 63n;

export function partitionColumns(files: readonly Pick<FoundFile, 'label' | 'partitions'>[]): PartitionColumn[] {
  const names = files[0]?.partitions.map(([name]) => name) ?? [];
  for (const { label, partitions } of files) {
    if (partitions.length === names.length && partitions.every(([name], i) => name === names[i])) continue;
    throw new CaudalError(
      'CONFLICTING_PARTITION_COLUMN_NAMES',
      `${label} lies in other partition folders than the files before it.`,
      { params: { file: label } },
    );
  }
  return names.map((name, i) => {
    const texts = files.map(({ partitions }) => (partitions[i]![1] === NULL_FOLDER ? null : partitions[i]![1]));
    const { type, parse } = inferType(texts.filter((text) => text !== null));
    return { name, type, values: texts.map((text) => (text === null ? null : parse(text))) };
  });
}

interface Inferred {
  readonly type: DataType;
  readonly parse: (text: string) => Value;
}
const asText: Inferred = { type: STRING, parse: (text) => text };
function inferType(texts: readonly string[]): Inferred {
  if (texts.length === 0) return asText;
  if (texts.every((text) => /^[+-]?\d{1,38}$/.test(text))) return integerType(texts.map(BigInt));
  if (texts.every((text) => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text))) return { type: DOUBLE, parse: Number };
  if (texts.every((text) => dayOf(text) !== undefined)) return { type: DATE, parse: (text) => dayOf(text)! };
  return asText;
}
function integerType(values: readonly bigint[]): Inferred {
  if (values.every((v) => v >= -INT_MAX && v < INT_MAX)) return { type: INT, parse: Number };
  if (values.every((v) => v >= -BIGINT_MAX && v < BIGINT_MAX)) return { type: BIGINT, parse: BigInt };
  return { type: decimal(38, 0), parse: BigInt };
}
/** Days since 1970 of `yyyy-MM-dd`. */
function dayOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : time / 86_400_000;
}
