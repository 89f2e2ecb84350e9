// Completion in the shell: dot commands, keywords, functions, tables and their columns, files after a quote.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allFunctions } from '../functions/index.ts';
import type { Session } from '../index.ts';
import { DOT_COMMANDS } from './dot-commands.ts';

const KEYWORDS =
  'SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET JOIN LEFT RIGHT FULL INNER OUTER CROSS ON USING UNION ALL INTERSECT EXCEPT DISTINCT AS AND OR NOT IN EXISTS BETWEEN LIKE ILIKE IS NULL CASE WHEN THEN ELSE END CAST WITH VALUES OVER PARTITION ROWS RANGE EXPLAIN ANALYZE DESCRIBE SHOW TABLES SUMMARIZE CREATE REPLACE TEMP VIEW TABLE INSERT INTO DROP COPY TO CACHE QUALIFY EXCLUDE FILTER ASC DESC NULLS FIRST LAST'.split(
    ' ',
  );

async function names(session: Session): Promise<string[]> {
  const tables = await session.catalog.listTables();
  const columns = await Promise.all(tables.map(async ({ name }) => (await session.catalog.listColumns(name)).map((c) => c.name)));
  return [...tables.map((t) => t.name), ...columns.flat()];
}
function files(typed: string): string[] {
  const folder = typed.endsWith('/') ? typed : dirname(typed);
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true }).map((entry) => {
      const path = typed.includes('/') ? join(folder, entry.name) : entry.name;
      return entry.isDirectory() ? `${path}/` : path;
    });
  } catch (error) {
    // A folder that is not there (yet) completes to nothing.
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}
/** readline's completer: what fits the word at the end of the line, and the word. */
export async function complete(session: Session, line: string): Promise<[string[], string]> {
  const quoted = /'([^']*)$/.exec(line)?.[1];
  if (quoted !== undefined && line.split("'").length % 2 === 0)
    return [files(quoted).filter((f) => f.startsWith(quoted)), quoted];
  const word = /[\w.]*$/.exec(line)![0];
  if (line.trimStart().startsWith('.')) return [Object.keys(DOT_COMMANDS).filter((c) => c.startsWith(line.trim())), line.trim()];
  const lower = word.toLowerCase();
  const isUpper = word !== '' && word === word.toUpperCase();
  const keywords = KEYWORDS.map((k) => (isUpper ? k : k.toLowerCase()));
  const all = [...keywords, ...(await names(session)), ...allFunctions().map((f) => `${f.name}(`)];
  return [[...new Set(all.filter((n) => n.toLowerCase().startsWith(lower)))].sort(), word];
}
