// Casts spelled as functions: int(x), string(x), date(x), …
import {
  type DataType,
  BIGINT,
  BINARY,
  BOOLEAN,
  DATE,
  DOUBLE,
  FLOAT,
  INT,
  SMALLINT,
  STRING,
  TIMESTAMP,
  TINYINT,
  decimal,
} from '../../../types/data-type.ts';
import { formatType } from '../../../types/format-type.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { rule, takes } from '../../signature.ts';
import { canCast } from '../../cast/can-cast.ts';
import { castValue } from '../../cast/cast-value.ts';

const cast = (name: string, to: DataType, example: readonly [string, string]): ScalarFunction =>
  scalar({
    name,
    group: 'misc',
    doc: `CAST to ${formatType(to).toUpperCase()}.`,
    example,
    nulls: 'propagate',
    fallible: true,
    signature: takes(
      [rule(`a type that can be cast to ${formatType(to).toUpperCase()}`, (t) => (canCast(t, to) ? t : undefined))],
      to,
    ),
    value: ([x], context, types) => castValue(x!, types[0]!, to, 'ansi', context),
  });

export const CASTS: readonly ScalarFunction[] = [
  cast('boolean', BOOLEAN, ["boolean('yes')", 'true']),
  cast('tinyint', TINYINT, ["tinyint('1')", '1']),
  cast('smallint', SMALLINT, ["smallint('1')", '1']),
  cast('int', INT, ['int(1.9)', '1']),
  cast('bigint', BIGINT, ["bigint('1')", '1']),
  cast('float', FLOAT, ["float('1.5')", '1.5']),
  cast('double', DOUBLE, ["double('1.5')", '1.5']),
  cast('decimal', decimal(10, 0), ["decimal('1.5')", '2']),
  cast('string', STRING, ['string(1)', '1']),
  cast('binary', BINARY, ["hex(binary('a'))", '61']),
  cast('date', DATE, ["date('2024-02-29')", '2024-02-29']),
  cast('timestamp', TIMESTAMP, ["timestamp('2024-02-29')", '2024-02-29 00:00:00']),
];
