// Tables over connectors, `CREATE TABLE … WITH (connector = …)`: a name for a stream with its event time, for a sink with its writer's
// options, or for both. INSERT INTO one starts a query. Nothing is opened before a query starts.
import { alias, column } from '../sql/build.ts';
import type { Attribute, NamedExpr } from '../expr/expr.ts';
import type { StreamWriteRequest } from '../dataframe/stream-writer.ts';
import type { StreamingQuery } from '../dataframe/streaming-query.ts';
import type { ColumnDefinition, Statement, TableOptions } from '../plan/command.ts';
import { isStreaming } from '../plan/is-streaming.ts';
import type { Plan } from '../plan/logical.ts';
import type { OutputMode } from '../plan/stream.ts';
import { parseDataType } from '../sql/parse.ts';
import { streamPlan } from '../streaming/memory-stream.ts';
import { OUTPUT_MODES, triggerFromText } from '../streaming/settings.ts';
import { newStreamId } from '../streaming/source.ts';
import { findSource } from '../streaming/sources/index.ts';
import { sameType } from '../types/data-type.ts';
import type { Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { formatType } from '../types/format-type.ts';
import { didYouMean } from '../types/suggest.ts';
import type { SessionCore } from './core.ts';
import { valuesPlan } from './plans.ts';
import { stored } from './stored-tables.ts';

type Creation = Extract<Statement, { kind: 'CreateConnectorTable' }>;
/** Where INSERT INTO a table writes. */
export interface SinkTable {
  readonly name: string;
  readonly schema: Schema;
  readonly format: string;
  readonly options: TableOptions;
  readonly partitionBy: readonly string[];
}
interface Connector {
  readonly format: string;
  /** stream: rows as they come; rows: those that queries have written so far. */
  readonly reads?: 'stream' | 'rows';
  readonly writes: boolean;
}
const FILES = ['csv', 'json', 'parquet', 'arrow'];
/** By name: Spark's, and Flink's for the same. `filesystem` takes its format from an option. */
const CONNECTORS: Readonly<Record<string, Connector>> = {
  rate: { format: 'rate', reads: 'stream', writes: false },
  'rate-micro-batch': { format: 'rate-micro-batch', reads: 'stream', writes: false },
  websocket: { format: 'websocket', reads: 'stream', writes: false },
  eventsource: { format: 'eventsource', reads: 'stream', writes: false },
  memory: { format: 'memory', reads: 'rows', writes: true },
  console: { format: 'console', writes: true },
  print: { format: 'console', writes: true },
  noop: { format: 'noop', writes: true },
  blackhole: { format: 'noop', writes: true },
  ...Object.fromEntries(FILES.map((format) => [format, { format, reads: 'stream' as const, writes: true }])),
};
/** Options of the query that writes; the others are the connector's. */
const QUERY_OPTIONS = [
  'outputmode',
  'trigger',
  'queryname',
  'semantics',
  'checkpointlocation',
  'checkpointinterval',
  'minbatchestoretain',
  'maxrowsperepoch',
  'restartattempts',
  'restartwithinms',
];

export function createConnectorTable(creation: Creation, core: SessionCore): void {
  const { name, partitionBy, temporary } = creation;
  if (!core.tables.mayCreate(name, creation)) return;
  const { connector, options } = connectorOf(creation);
  const columns = creation.columns.filter((c) => 'type' in c);
  const declared = columns.map((c) => ({ name: c.name, type: parseDataType(c.type), nullable: c.nullable }));
  const schema = schemaOf(connector, declared, columns);
  checkNames(creation, schema);
  const sink: SinkTable | undefined = connector.writes
    ? { name, schema, format: connector.format, options, partitionBy }
    : undefined;
  const plan = readable(creation, connector, schema, options, core);
  core.relations.set({ name, kind: 'table', isTemporary: temporary, plan, ...(sink && { sink }) });
}

function connectorOf({ name, options: given }: Creation): { connector: Connector; options: TableOptions } {
  const { connector: asked, ...rest } = given;
  if (typeof asked !== 'string')
    throw new CaudalError('INVALID_OPTION', `The table \`${name}\` needs the option connector.`, {
      hint: `Connectors: ${Object.keys(CONNECTORS).join(', ')}, filesystem.`,
      params: { option: 'connector', value: String(asked) },
    });
  const lower = asked.toLowerCase();
  const { format, ...others } = rest;
  const key = lower === 'filesystem' ? String(format ?? '').toLowerCase() : lower;
  const options = lower === 'filesystem' ? others : rest;
  if (lower === 'filesystem' && !FILES.includes(key))
    throw new CaudalError('INVALID_OPTION', `The connector filesystem needs the option format.`, {
      hint: `Formats: ${FILES.join(', ')}.`,
      params: { option: 'format', value: String(format) },
    });
  if (Object.hasOwn(CONNECTORS, key)) return { connector: CONNECTORS[key]!, options };
  throw new CaudalError('DATA_SOURCE_NOT_FOUND', `There is no connector \`${asked}\`.`, {
    hint:
      didYouMean(lower, [...Object.keys(CONNECTORS), 'filesystem']) ??
      `Connectors: ${Object.keys(CONNECTORS).join(', ')}, filesystem.`,
    params: { provider: asked },
  });
}

/** The declared columns; those of a source that always has the same may be left out, and mean nothing else. */
function schemaOf({ format, reads }: Connector, declared: Schema, columns: readonly ColumnDefinition[]): Schema {
  const fixed = reads === 'stream' ? findSource(format).schema : undefined;
  if (!fixed && columns.length === 0)
    throw new CaudalError('STREAM_SCHEMA_MISSING', `A table over ${format} needs columns.`, {
      hint: 'CREATE TABLE t (a INT, …) WITH (…).',
    });
  if (!fixed || columns.length === 0) return fixed ?? declared;
  const isSame =
    fixed.length === declared.length &&
    fixed.every((f, i) => f.name.toLowerCase() === declared[i]!.name.toLowerCase() && sameType(f.type, declared[i]!.type));
  if (isSame) return fixed;
  throw new CaudalError('INVALID_SCHEMA', `The columns of the connector ${format} are always the same.`, {
    hint: `They are ${fixed.map((f) => `${f.name} ${formatType(f.type).toUpperCase()}`).join(', ')}, or none.`,
  });
}
function checkNames({ columns, partitionBy, name, watermark }: Creation, schema: Schema): void {
  const physical = schema.map((f) => f.name.toLowerCase());
  const all = [...physical, ...columns.filter((c) => 'expr' in c).map((c) => c.name.toLowerCase())];
  const twice = all.find((column, i) => all.indexOf(column) !== i);
  if (twice !== undefined)
    throw new CaudalError('COLUMN_ALREADY_EXISTS', `The column \`${twice}\` is named twice in \`${name}\`.`, {
      params: { columnName: twice },
    });
  const unknown =
    partitionBy.find((c) => !physical.includes(c.toLowerCase())) ??
    (watermark && !all.includes(watermark.column.toLowerCase()) ? watermark.column : undefined);
  if (unknown !== undefined)
    throw new CaudalError('UNRESOLVED_COLUMN', `\`${unknown}\` is no column of \`${name}\`.`, {
      params: { objectName: unknown },
    });
}

/** What FROM the table means: the stream, its computed columns, its event time. */
function readable(creation: Creation, connector: Connector, schema: Schema, options: TableOptions, core: SessionCore): Plan {
  const { name, columns, watermark } = creation;
  const rows = leafOf(name, connector, schema, options, core);
  const order = columns.length > columns.filter((c) => 'expr' in c).length ? columns : [...schema, ...columns];
  const computed: Plan = columns.some((c) => 'expr' in c)
    ? Object.freeze({
        kind: 'UnresolvedSelect',
        input: rows,
        exprs: order.map((c) => ('expr' in c ? alias(c.expr, c.name) : column([c.name], NOWHERE))),
        distinct: false,
        windows: {},
      })
    : rows;
  if (!watermark) return computed;
  const { column: eventTime, delayMs } = watermark;
  return Object.freeze({ kind: 'EventTimeWatermark', input: computed, column: column([eventTime], NOWHERE), delayMs });
}
const NOWHERE = { line: 1, column: 1 };
function leafOf(name: string, { format, reads }: Connector, schema: Schema, options: TableOptions, core: SessionCore): Plan {
  if (reads === 'rows') return valuesPlan(schema, []);
  if (reads === undefined)
    return core.readPlan(async () => {
      throw new CaudalError('UNSUPPORTED_FEATURE', `The table \`${name}\` can only be written to: its connector keeps no rows.`, {
        params: { feature: `reading ${format}` },
      });
    });
  const own = Object.fromEntries(Object.entries(options).filter(([key]) => !QUERY_OPTIONS.includes(key)));
  const open = findSource(format).open(own, { path: options['path'], schema });
  return streamPlan({ streamId: newStreamId(), name: format, schema, open });
}

export interface StreamInsertion {
  readonly table: SinkTable;
  readonly columns?: readonly string[];
  readonly plan: Plan;
  readonly overwrite: boolean;
  readonly emit?: OutputMode;
}
/** Starts the query that writes into the table, named like it. */
export function insertStream(
  { table, columns, plan, overwrite, emit }: StreamInsertion,
  core: SessionCore,
): Promise<StreamingQuery> {
  const { name, schema, format, options, partitionBy } = table;
  if (overwrite) throw notInsertable(name, 'INSERT OVERWRITE needs a table in memory.');
  if (!isStreaming(plan)) throw notInsertable(name, 'The query reads no stream; COPY (query) TO writes bounded rows to files.');
  const { outputmode, trigger, queryname, ...rest } = options;
  const request: StreamWriteRequest = {
    format,
    options: rest,
    outputMode: emit ?? (outputmode === undefined ? undefined : outputModeOf(String(outputmode))),
    queryName: String(queryname ?? name),
    trigger: trigger === undefined ? undefined : triggerFromText(String(trigger)),
    partitionBy,
  };
  return core.startStream(plan, request, (output: readonly Attribute[]): readonly NamedExpr[] =>
    stored(output, schema, columns, name),
  );
}
const notInsertable = (name: string, hint: string): CaudalError =>
  new CaudalError('UNSUPPORTED_INSERT', `INSERT INTO \`${name}\` writes the rows of a stream to its connector.`, {
    hint,
    params: { relationId: name },
  });
function outputModeOf(text: string): OutputMode {
  const mode = text.toLowerCase() as OutputMode;
  if (OUTPUT_MODES.includes(mode)) return mode;
  throw new CaudalError('STREAMING_OUTPUT_MODE.INVALID', `Invalid streaming output mode: ${text}.`, {
    hint: `Accepted output modes are ${OUTPUT_MODES.join(', ')}.`,
    params: { outputMode: text },
  });
}
