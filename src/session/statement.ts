// SQL text to a DataFrame: queries are bound to the names there are now and stay lazy, commands start at the call.
import { DataFrame } from '../dataframe/dataframe.ts';
import type { RunOptions } from '../dataframe/host.ts';
import type { StreamingQuery } from '../dataframe/streaming-query.ts';
import type { Statement } from '../plan/command.ts';
import type { Plan } from '../plan/logical.ts';
import { parse, parseScript } from '../sql/parse.ts';
import { nameParts } from '../dataframe/column-name.ts';
import { runCommand } from './commands.ts';
import type { SessionCore } from './core.ts';
import { bindParameters } from './parameters.ts';
import type { SqlParams } from './parameters.ts';

/** A table or view by name, bound now if it is known. */
export const tablePlan = (name: string, core: SessionCore): Plan =>
  core.relations.bind(Object.freeze({ kind: 'UnresolvedRelation', parts: nameParts(name), file: false }));

export function sqlFrame(text: string, params: SqlParams | undefined, core: SessionCore): DataFrame<any> {
  const known = params ? undefined : core.plans.bound(text);
  if (known) return new DataFrame(core, known);
  const statement = bindParameters(parse(text), params);
  if (statement.kind === 'Query') {
    const plan = core.relations.bind(statement.plan);
    if (!params) core.plans.keepBound(text, plan);
    return new DataFrame(core, plan);
  }
  const result = startCommand(statement, core, {});
  return new DataFrame(core, core.readPlan(result));
}
function startCommand(
  statement: Statement,
  core: SessionCore,
  options: RunOptions,
  onQuery: (query: StreamingQuery) => void = () => undefined,
): () => Promise<Plan> {
  return core.commands.start((previous) => runCommand(statement, { core, previous, options, onQuery }));
}

/** The last statement's rows, the stream it started, or the name it made. */
export type ExecuteResult = DataFrame<any> | StreamingQuery | { readonly name: string };
/** Statements one after the other. */
export async function runScript(
  script: string,
  params: SqlParams | undefined,
  options: RunOptions,
  core: SessionCore,
): Promise<ExecuteResult> {
  const run = core.begin(options);
  try {
    let last: ExecuteResult = { name: '' };
    for (const { statement } of parseScript(script))
      last = await run.wait(runStatement(bindParameters(statement, params), options, core));
    return last;
  } finally {
    run.end();
  }
}
async function runStatement(statement: Statement, options: RunOptions, core: SessionCore): Promise<ExecuteResult> {
  if (statement.kind === 'Query') {
    const frame: DataFrame<any> = new DataFrame(core, core.relations.bind(statement.plan));
    // Names and types are looked at now, so that an error is that of its place in the script.
    await frame.columns();
    return frame;
  }
  let started: StreamingQuery | undefined;
  const rows = await startCommand(statement, core, options, (query) => (started = query))();
  return started ?? ('name' in statement ? { name: statement.name } : new DataFrame(core, rows));
}
