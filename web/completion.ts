// completion.ts: what the editor completes: keywords, types, functions with their line of documentation, files and their columns.
import { snippetCompletion } from '@codemirror/autocomplete';
import type { Completion, CompletionSource } from '@codemirror/autocomplete';
import { SQLDialect, sql } from '@codemirror/lang-sql';
import { syntaxTree } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { signal } from '@preact/signals';
import { quoted, session } from './engine.ts';
import type { OpenFile } from './state.ts';

export interface SqlFunction {
  readonly name: string;
  readonly description: string;
}
/** Those of the registry; empty until the engine is there. */
export const functions = signal<readonly SqlFunction[]>([]);
export async function loadFunctions(): Promise<void> {
  functions.value = await (await session()).catalog.listFunctions();
}

const KEYWORDS =
  'select from where group by having order limit offset join left right full inner outer cross semi anti natural on using union all intersect except distinct as ' +
  'and or not in exists between like ilike rlike is null case when then else end cast try_cast with recursive values over partition rows range unbounded preceding following ' +
  'current row window qualify exclude replace filter within asc desc nulls first last true false interval explain analyze verbose extended describe show tables columns functions ' +
  'summarize create temp temporary view table insert into overwrite drop if copy to cache uncache set using sample tablesample lateral pivot unpivot rollup cube grouping sets ' +
  'read_parquet read_csv read_json read_arrow';
const TYPES =
  'boolean tinyint smallint int integer bigint float double decimal string binary date timestamp timestamp_ntz array map struct';

function functionCompletion({ name, description }: SqlFunction): Completion {
  return snippetCompletion(`${name}(\${})`, { label: name, type: 'function', detail: '(…)', info: description });
}
const columnCompletion = ({ name, type }: OpenFile['columns'][number]): Completion => ({
  label: name,
  type: 'property',
  detail: type,
});
const fileCompletion = (name: string, apply: string): Completion => ({ label: name, type: 'class', detail: 'file', apply });

/** Names of files inside quotes and after FROM or JOIN; the columns of `alias.`; elsewhere the columns of the files the text names. */
function nameSource(files: readonly OpenFile[]): CompletionSource {
  return (context) => {
    const text = context.state.doc.toString();
    const quote = context.matchBefore(/'[^'\n]*/);
    if (quote && syntaxTree(context.state).resolveInner(context.pos, -1).name === 'String')
      return { from: quote.from + 1, options: files.map((f) => fileCompletion(f.name, f.name)), validFor: /^[^']*$/ };
    const member = context.matchBefore(/\w+\.\w*/);
    if (member) {
      const [alias] = member.text.split('.');
      const file = files.find((f) => aliasesOf(text, f.name).includes(alias!.toLowerCase()));
      return file
        ? { from: member.from + alias!.length + 1, options: file.columns.map(columnCompletion), validFor: /^\w*$/ }
        : null;
    }
    const word = context.matchBefore(/\w+/);
    if (!word && !context.explicit) return null;
    const from = word?.from ?? context.pos;
    if (/\b(from|join)\s+$/i.test(text.slice(0, from)))
      return { from, options: files.map((f) => fileCompletion(f.name, quoted(f.name))), validFor: /^\w*$/ };
    const named = files.filter((f) => text.includes(quoted(f.name)));
    const columns = (named.length > 0 ? named : files).flatMap((f) => f.columns.map(columnCompletion));
    return { from, options: [...new Map(columns.map((c) => [c.label, { ...c, boost: 1 }])).values()], validFor: /^\w*$/ };
  };
}
/** `'file' f`, `'file' AS f`: what follows the name, in lower case. */
function aliasesOf(text: string, name: string): string[] {
  const parts = text.split(quoted(name)).slice(1);
  return parts.map((rest) => /^\s+(?:as\s+)?(\w+)/i.exec(rest)?.[1]?.toLowerCase() ?? '');
}

/** The language over these files and functions: colours, and what is completed where. */
export function languageFor(files: readonly OpenFile[], known: readonly SqlFunction[]): Extension {
  const byName = new Map(known.map((f) => [f.name, f]));
  const dialect = SQLDialect.define({
    keywords: KEYWORDS,
    types: TYPES,
    builtin: known.map((f) => f.name).join(' '),
    backslashEscapes: true,
    identifierQuotes: '`"',
  });
  const keywordCompletion = (label: string, type: string): Completion => {
    const found = type === 'variable' ? byName.get(label) : undefined;
    return found ? functionCompletion(found) : { label: type === 'keyword' ? label.toUpperCase() : label, type };
  };
  return [sql({ dialect, keywordCompletion }), dialect.language.data.of({ autocomplete: nameSource(files) })];
}
