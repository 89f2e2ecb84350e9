// The engine's schema as Parquet schema elements, as Spark writes them: decimals by precision, timestamps in microseconds
// (adjusted to UTC unless NTZ), lists and maps in three levels.
import { unreachable } from '../../types/assert.ts';
import type { DataType, Field, Schema } from '../../types/data-type.ts';
import type { WriterElement } from './hyparquet.ts';

export function schemaElements(schema: Schema): WriterElement[] {
  return [{ name: 'schema', num_children: schema.length }, ...schema.flatMap(fieldElements)];
}
const fieldElements = ({ name, type, nullable }: Field): WriterElement[] => elementsOf(name, type, nullable);

function elementsOf(name: string, type: DataType, nullable: boolean): WriterElement[] {
  const base = { name, repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED' } as const;
  switch (type.kind) {
    case 'null':
      return [{ ...base, type: 'INT32', logical_type: { type: 'NULL' } }];
    case 'boolean':
      return [{ ...base, type: 'BOOLEAN' }];
    case 'tinyint':
      return [{ ...base, type: 'INT32', converted_type: 'INT_8' }];
    case 'smallint':
      return [{ ...base, type: 'INT32', converted_type: 'INT_16' }];
    case 'int':
    case 'interval_year_month':
      return [{ ...base, type: 'INT32' }];
    case 'bigint':
    case 'interval_day_time':
      return [{ ...base, type: 'INT64' }];
    case 'float':
      return [{ ...base, type: 'FLOAT' }];
    case 'double':
      return [{ ...base, type: 'DOUBLE' }];
    case 'decimal': {
      const { precision, scale } = type,
        decimal = { ...base, converted_type: 'DECIMAL', precision, scale } as const;
      if (precision > 18) return [{ ...decimal, type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16 }];
      return [{ ...decimal, type: precision > 9 ? 'INT64' : 'INT32' }];
    }
    case 'string':
      return [{ ...base, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }];
    case 'binary':
      return [{ ...base, type: 'BYTE_ARRAY' }];
    case 'date':
      return [{ ...base, type: 'INT32', converted_type: 'DATE' }];
    case 'timestamp':
      return [{ ...base, type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' } }];
    case 'timestamp_ntz':
      return [{ ...base, type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' } }];
    case 'array':
      return [
        { ...base, converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...elementsOf('element', type.element, type.containsNull),
      ];
    case 'map':
      return [
        { ...base, converted_type: 'MAP', num_children: 1 },
        { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
        ...elementsOf('key', type.key, false),
        ...elementsOf('value', type.value, type.valueContainsNull),
      ];
    case 'struct':
      return [{ ...base, num_children: type.fields.length }, ...type.fields.flatMap(fieldElements)];
    default:
      return unreachable(type);
  }
}
