// `caudal FILE`: the schema and the first rows.
import { existsSync } from 'node:fs';
import type { Session } from '../index.ts';
import type { OutputContext } from './output.ts';
import { writeResult } from './output.ts';

const FIRST_ROWS = 10;
const DATA_FILE = /\.(?:parquet|csv|tsv|json|jsonl|ndjson|arrow|arrows|feather)(?:\.gz|\.zst)?$/i;
/** A path, glob or URL rather than SQL: something that is there, or one word that ends like a data file. */
export const isFile = (text: string): boolean =>
  existsSync(text) || (!/\s/.test(text) && (DATA_FILE.test(text) || /^https?:\/\//.test(text)));

export async function look(session: Session, file: string, context: OutputContext): Promise<void> {
  const frame = session.sql(`SELECT * FROM '${file.replaceAll("'", "''")}'`);
  if (context.options.format === undefined && context.options.output === undefined) {
    process.stdout.write(await frame.printSchema());
    return writeResult(frame.limit(FIRST_ROWS), { ...context, options: { ...context.options, format: 'table' } });
  }
  return writeResult(frame, context);
}
