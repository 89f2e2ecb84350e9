// What statements other than queries do, one handler a kind. A handler's first, synchronous part runs at the call, so that names are
// bound in the order of the text; what reads rows waits for the commands before it.
import { DataFrame } from '../dataframe/dataframe.ts';
import type { RunOptions, SaveMode } from '../dataframe/host.ts';
import type { StreamingQuery } from '../dataframe/streaming-query.ts';
import { allFunctions } from '../functions/index.ts';
import type { Statement } from '../plan/command.ts';
import type { Plan } from '../plan/logical.ts';
import { outputOf } from '../plan/output.ts';
import { parseDataType } from '../sql/parse.ts';
import { BOOLEAN, STRING } from '../types/data-type.ts';
import type { Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { formatType } from '../types/format-type.ts';
import { createConnectorTable, insertStream } from './connector-tables.ts';
import type { SessionCore } from './core.ts';
import { explainText } from './explain.ts';
import { likePattern } from './like-pattern.ts';
import { NOTHING, schemaOfOutput, textRows, valuesPlan } from './plans.ts';
import { formatOfName } from './source-opener.ts';
import { createMaterializedView } from './materialized-view.ts';
import { summarizePlan } from './summarize.ts';

export interface CommandContext {
  readonly core: SessionCore;
  /** The commands given before. */
  readonly previous: Promise<void>;
  readonly options: RunOptions;
  /** Told of a stream that the command has started. */
  readonly onQuery: (query: StreamingQuery) => void;
}
type Kind = Statement['kind'];
type Of<K extends Kind> = Extract<Statement, { kind: K }>;
type Handler<K extends Kind> = (statement: Of<K>, context: CommandContext) => Promise<Plan>;

/** The rows the command gives. */
export const runCommand = (statement: Statement, context: CommandContext): Promise<Plan> =>
  (HANDLERS[statement.kind] as Handler<Kind>)(statement as never, context);

const HANDLERS: { readonly [K in Kind]: Handler<K> } = {
  Query: async ({ plan }, { core }) => core.relations.bind(plan),
  Explain: explain,
  CreateView: createView,
  CreateTableAs: async ({ name, plan, replace, ifNotExists }, { core, previous, options }) => {
    await core.tables.createAs(name, plan, { replace, ifNotExists }, previous, options);
    return NOTHING;
  },
  CreateTable: async ({ name, columns, replace, ifNotExists }, { core }) => {
    const schema = columns.map((c) => ({ name: c.name, type: parseDataType(c.type), nullable: c.nullable }));
    core.tables.createEmpty(name, schema, { replace, ifNotExists });
    return NOTHING;
  },
  CreateConnectorTable: async (statement, { core }) => {
    createConnectorTable(statement, core);
    return NOTHING;
  },
  CreateMaterializedView: async (statement, { core, previous, onQuery }) => {
    const query = await createMaterializedView(statement, previous, core);
    if (!query) return NOTHING;
    onQuery(query);
    return textRows(['id', 'name'], [[query.id, query.name]]);
  },
  InsertInto: insertInto,
  Drop: drop,
  CacheTable: cacheTable,
  UncacheTable: async ({ name, ifExists }, { core }) => {
    if (!ifExists || core.relations.find(name)) core.uncacheRelation(name);
    return NOTHING;
  },
  CopyTo: copyTo,
  Set: async ({ key, value }, { core }) => {
    const { conf } = core.parts;
    if (key !== undefined && value !== undefined) conf.set(key, value);
    const rows = key === undefined ? Object.entries(conf.getAll()) : [[key, conf.get(key, '<undefined>')]];
    return textRows(['key', 'value'], rows);
  },
  Describe: async ({ plan }, { core, previous }) => {
    const bound = core.relations.bind(plan);
    await previous;
    const schema = await analyzedSchema(bound, core);
    return textRows(
      ['col_name', 'data_type', 'comment'],
      schema.map((f) => [f.name, formatType(f.type), null]),
    );
  },
  Summarize: async ({ plan }, { core, previous }) => {
    const bound = core.relations.bind(plan);
    await previous;
    return summarizePlan(bound, await analyzedSchema(bound, core));
  },
  Show: show,
};

async function analyzedSchema(plan: Plan, core: SessionCore): Promise<Schema> {
  const run = core.begin({});
  try {
    return schemaOfOutput(outputOf(await core.pipeline.analyzed(plan, run)));
  } finally {
    run.end();
  }
}

async function explain({ mode, statement }: Of<'Explain'>, { core, previous, options }: CommandContext): Promise<Plan> {
  const plan = planOf(statement);
  if (!plan) return textRows(['plan'], [[`== Command ==\n${statement.kind}\n`]]);
  const bound = core.relations.bind(plan);
  await previous;
  const run = core.begin(options);
  try {
    return textRows(['plan'], [[await explainText(bound, mode, core, run)]]);
  } finally {
    run.end();
  }
}
const planOf = (statement: Statement): Plan | undefined => ('plan' in statement ? statement.plan : undefined);

async function createView(
  { name, columns, plan, replace, temporary }: Of<'CreateView'>,
  { core, previous }: CommandContext,
): Promise<Plan> {
  const { relations } = core;
  const before = relations.find(name);
  if (before && !replace)
    throw new CaudalError('TABLE_OR_VIEW_ALREADY_EXISTS', `The table or view \`${name}\` already exists.`, {
      hint: 'Use CREATE OR REPLACE VIEW.',
      params: { relationName: name },
    });
  const bound = relations.bind(plan);
  const named: Plan = columns ? Object.freeze({ kind: 'SubqueryAlias', input: bound, name, columns }) : bound;
  const entry = { name, kind: 'view' as const, isTemporary: temporary, plan: named };
  relations.set(entry);
  try {
    await previous;
    await analyzedSchema(named, core);
  } catch (error) {
    if (relations.delete(name, entry) && before) relations.set(before);
    throw error;
  }
  return NOTHING;
}

async function insertInto(
  { name, columns, plan, overwrite, emit }: Of<'InsertInto'>,
  { core, previous, options, onQuery }: CommandContext,
): Promise<Plan> {
  const named = { overwrite, ...(columns && { columns }) };
  const table = core.relations.get(name).sink;
  if (table) {
    const bound = core.relations.bind(plan);
    await previous;
    const query = await insertStream({ table, plan: bound, ...named, ...(emit && { emit }) }, core);
    onQuery(query);
    return textRows(['id', 'name'], [[query.id, query.name]]);
  }
  if (emit)
    throw new CaudalError('UNSUPPORTED_INSERT', `\`${name}\` is a table in memory: EMIT is for tables over connectors.`, {
      hint: 'Create it WITH (connector = …).',
      params: { relationId: name },
    });
  await core.tables.insert({ name, plan, ...named }, previous, options);
  return NOTHING;
}

async function drop({ what, name, ifExists }: Of<'Drop'>, { core }: CommandContext): Promise<Plan> {
  const entry = ifExists ? core.relations.find(name) : core.relations.get(name);
  if (!entry) return NOTHING;
  if (what === 'view' && entry.kind === 'table')
    throw new CaudalError('EXPECT_VIEW_NOT_TABLE', `\`${name}\` is a table, not a view.`, { hint: 'Use DROP TABLE.' });
  core.relations.delete(name);
  await entry.query?.stop();
  return NOTHING;
}

async function cacheTable({ name, plan, lazy }: Of<'CacheTable'>, { core, previous, options }: CommandContext): Promise<Plan> {
  if (plan) core.createTempView(name, plan);
  const cached = core.cacheRelation(name);
  await previous;
  if (!lazy) await core.warm(cached, options);
  return NOTHING;
}

async function copyTo(
  { plan, destination, options: given }: Of<'CopyTo'>,
  { core, previous, options }: CommandContext,
): Promise<Plan> {
  const bound = core.relations.bind(plan);
  const {
    format,
    partition_by: by,
    mode,
    overwrite: _overwrite,
    ...rest
  } = Object.fromEntries(Object.entries(given).map(([key, value]) => [key.toLowerCase(), value]));
  const name = typeof format === 'string' ? format.toLowerCase() : formatOfName(destination);
  if (name === undefined)
    throw new CaudalError('UNKNOWN_FILE_FORMAT', `The format of ${destination} cannot be told by its name.`, {
      hint: 'Add (FORMAT parquet).',
    });
  await previous;
  const partitionBy = by === undefined ? [] : Array.isArray(by) ? (by as readonly string[]) : [String(by)];
  const saveMode = typeof mode === 'string' ? (mode.toLowerCase() as SaveMode) : 'overwrite';
  const writeOptions = Object.fromEntries(Object.entries(rest).map(([k, v]) => [k, typeof v === 'object' ? v.join(',') : v]));
  await core.writeNow(bound, destination, { format: name, options: writeOptions, mode: saveMode, partitionBy }, options);
  return NOTHING;
}

async function show({ what, of, like }: Of<'Show'>, { core, previous }: CommandContext): Promise<Plan> {
  const matches = like === undefined ? () => true : likePattern(like);
  switch (what) {
    case 'tables': {
      const schema = [
        { name: 'namespace', type: STRING, nullable: false },
        { name: 'tableName', type: STRING, nullable: false },
        { name: 'isTemporary', type: BOOLEAN, nullable: false },
      ];
      const entries = core.relations.list().filter((e) => matches(e.name));
      return valuesPlan(
        schema,
        entries.map((e) => [e.isTemporary ? '' : 'default', e.name, e.isTemporary]),
      );
    }
    case 'views': {
      const views = core.relations.list().filter((e) => e.kind === 'view' && matches(e.name));
      return textRows(
        ['namespace', 'viewName'],
        views.map((e) => [e.isTemporary ? '' : 'default', e.name]),
      );
    }
    case 'functions':
      return textRows(
        ['function'],
        allFunctions()
          .filter((f) => matches(f.name))
          .map((f) => [f.name]),
      );
    case 'columns': {
      const frame = new DataFrame(core, core.relations.get(of ?? '').plan);
      await previous;
      return textRows(
        ['col_name'],
        (await analyzedSchema(frame.plan, core)).map((f) => [f.name]),
      );
    }
  }
}
