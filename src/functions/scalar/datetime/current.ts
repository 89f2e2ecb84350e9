// What is now: constant during one query.
import { DATE, STRING, TIMESTAMP, TIMESTAMP_NTZ } from '../../../types/data-type.ts';
import { localDays, timeZone } from '../../../types/time-zone.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { takes } from '../../signature.ts';

const common = { group: 'datetime', nulls: 'propagate', fallible: false } as const;

export const CURRENT: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'current_date',
    aliases: ['curdate', 'today'],
    doc: 'Date of today in the session time zone.',
    signature: takes([], DATE),
    value: (_args, context) => localDays(context.nowUs, timeZone(context.timeZone)),
  }),
  scalar({
    ...common,
    name: 'current_timestamp',
    aliases: ['now', 'get_current_timestamp'],
    doc: 'Time of the query.',
    signature: takes([], TIMESTAMP),
    value: (_args, context) => context.nowUs,
  }),
  scalar({
    ...common,
    name: 'localtimestamp',
    doc: 'Wall clock of the query, without time zone.',
    signature: takes([], TIMESTAMP_NTZ),
    value: (_args, context) => timeZone(context.timeZone).toLocal(context.nowUs),
  }),
  scalar({
    ...common,
    name: 'current_timezone',
    doc: "The session's time zone.",
    signature: takes([], STRING),
    value: (_args, context) => context.timeZone,
  }),
];
