// Functions about values and the session.
import { BIGINT, INT, STRING } from '../../../types/data-type.ts';
import { shownType } from '../../../types/format-type.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { ANY, takes } from '../../signature.ts';
import { CASTS } from './casts.ts';

const VERSION = '0.1.0';
const constant = (
  name: string,
  aliases: readonly string[],
  doc: string,
  example: readonly [string, string] | undefined,
  value: string,
): ScalarFunction =>
  scalar({
    name,
    aliases,
    group: 'misc',
    doc,
    ...(example ? { example } : {}),
    signature: takes([], STRING),
    nulls: 'propagate',
    fallible: false,
    value: () => value,
  });
/** Random UUID, version 4, from the platform's generator; `crypto.randomUUID` is not there on plain http pages. */
function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const MISC: readonly ScalarFunction[] = [
  scalar({
    name: 'typeof',
    group: 'misc',
    doc: 'Type of the argument as text.',
    example: ['typeof(1)', 'int'],
    signature: takes([ANY], STRING),
    nulls: 'custom',
    fallible: false,
    value: (_args, _context, types) => shownType(types[0]!),
  }),
  scalar({
    name: 'uuid',
    aliases: ['gen_random_uuid'],
    group: 'misc',
    doc: 'Random UUID, version 4.',
    signature: takes([], STRING),
    nulls: 'propagate',
    fallible: false,
    deterministic: false,
    value: randomUuid,
  }),
  scalar({
    name: 'monotonically_increasing_id',
    group: 'misc',
    doc: 'Unique, increasing, not consecutive.',
    signature: takes([], BIGINT),
    nulls: 'propagate',
    fallible: false,
    deterministic: false,
    value: (_args, context) => (BigInt(context.taskIndex ?? 0) << 33n) + BigInt(context.rowIndex ?? 0),
  }),
  scalar({
    name: 'spark_partition_id',
    group: 'misc',
    doc: 'Number of the task.',
    signature: takes([], INT),
    nulls: 'propagate',
    fallible: false,
    deterministic: false,
    value: (_args, context) => context.taskIndex ?? 0,
  }),
  constant('version', [], 'Version of Caudal.', undefined, VERSION),
  constant('current_user', ['user', 'session_user'], 'Name of the user.', ['current_user()', 'caudal'], 'caudal'),
  constant('current_catalog', [], 'Name of the catalog.', ['current_catalog()', 'spark_catalog'], 'spark_catalog'),
  constant('current_database', ['current_schema'], 'Name of the database.', ['current_database()', 'default'], 'default'),
  ...CASTS,
];
