// SQL from the arguments, a script or stdin: run, and the last result written.
import { readFile } from 'node:fs/promises';
import { DataFrame, type Session } from '../index.ts';
import { errorText } from './error-text.ts';
import { EXIT, UsageError } from './exit-code.ts';
import { type CliOptions, formatOf } from './formats.ts';
import { isFile, look } from './look.ts';
import { type OutputContext, writeResult } from './output.ts';
import { progressBar } from './progress.ts';
import { attachStdin, readStdinText } from './stdin-table.ts';
import { createSession, interruptible, timeZoneOf } from './with-session.ts';

async function sqlOf(text: string | undefined, { file }: CliOptions): Promise<string> {
  if (file === undefined) return text ?? readStdinText();
  if (text !== undefined) throw new UsageError('Give SQL or --file, not both.');
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The script '${file}' cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
/** EXPLAIN in front of a query; a statement that explains itself stays. */
const explained = (sql: string): string => (/^\s*EXPLAIN\b/i.test(sql) ? sql : `EXPLAIN ${sql}`);

export async function runStatements(session: Session, sql: string, context: OutputContext): Promise<void> {
  const result = await session.execute(sql, context.options.param as Record<string, never> | undefined, context.run);
  if (!(result instanceof DataFrame)) return;
  if (!context.options.explain && !/^\s*EXPLAIN\b/i.test(sql)) return writeResult(result, context);
  for (const row of await result.collect({ rows: 'array' })) process.stdout.write(`${String(row[0]).trimEnd()}\n`);
}

/** Streams that the statements started run until they end, or until Ctrl-C stops them. */
async function streamsEnded(session: Session, signal: AbortSignal): Promise<void> {
  const { active } = session.streams;
  const stop = (): void => active.forEach((query) => void query.stop());
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  await Promise.all(active.map((query) => query.awaitTermination()));
}

export async function runText(text: string | undefined, options: CliOptions): Promise<number> {
  formatOf(options, process.stdout.isTTY);
  const isLook = text !== undefined && options.file === undefined && isFile(text);
  const sql = isLook ? undefined : await sqlOf(text, options);
  const session = await createSession(options);
  const bar = progressBar(true);
  try {
    return await interruptible(async (signal) => {
      const context: OutputContext = {
        options,
        timeZone: timeZoneOf(session),
        run: { signal, ...(bar.onProgress ? { onProgress: bar.onProgress } : {}) },
      };
      const start = performance.now();
      if (sql === undefined) await look(session, text!, context);
      else {
        if (text !== undefined || options.file !== undefined) await attachStdin(session, sql);
        await runStatements(session, options.explain ? explained(sql) : sql, context);
        bar.stop();
        await streamsEnded(session, signal);
      }
      bar.stop();
      if (options.timing) process.stderr.write(`Time: ${(performance.now() - start).toFixed(1)} ms\n`);
      return EXIT.ok;
    });
  } catch (error) {
    bar.stop();
    if (error instanceof UsageError) throw error;
    process.stderr.write(`${errorText(error, sql)}\n`);
    return EXIT.failed;
  } finally {
    bar.stop();
    await session.close();
  }
}
