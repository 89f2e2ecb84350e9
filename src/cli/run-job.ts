// `caudal run FILE`: a script of SQL, or a module whose default export takes { session, signal }; the program lasts as long as the streams
// it starts. The first Ctrl-C or SIGTERM lets each stream commit the epoch that runs and stops it; the second ends the program at once.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Session } from '../index.ts';
import { errorText } from './error-text.ts';
import { EXIT, UsageError } from './exit-code.ts';
import type { CliOptions } from './formats.ts';
import { runStatements } from './run-text.ts';
import { createSession, timeZoneOf } from './with-session.ts';

type Streams = Session['streams'];
type Query = Streams['active'][number];
/** A job of its own or the statements of a script. */
type Job = (session: Session, signal: AbortSignal) => Promise<void>;
interface LoadedJob {
  readonly run: Job;
  /** Where errors point to. */
  readonly sql?: string;
}

const LONG_MS = 1 << 30;
const GRACE_MS = 200;

export async function runJob(file: string, options: CliOptions): Promise<number> {
  const job = /\.sql$/i.test(file) ? await sqlJob(file, options) : await moduleJob(file);
  const session = await createSession(options);
  const watch = watchStreams(session.streams);
  const interrupted = onInterrupt(() => watch.stop());
  // A stream that waits for rows holds nothing that keeps Node alive.
  const alive = setInterval(() => undefined, LONG_MS);
  try {
    await job.run(session, interrupted.signal);
    await watch.ended();
    return interrupted.signal.aborted && !watch.hasStarted() ? EXIT.interrupted : EXIT.ok;
  } catch (error) {
    if (interrupted.signal.aborted && isCancelled(error)) return watch.hasStarted() ? EXIT.ok : EXIT.interrupted;
    if (error instanceof UsageError) throw error;
    process.stderr.write(`${errorText(error, job.sql)}\n`);
    return EXIT.failed;
  } finally {
    interrupted.release();
    clearInterval(alive);
    await session.close();
    // What the job has left open, such as standard input, does not hold an interrupted program.
    if (interrupted.signal.aborted) setTimeout(() => process.exit(), GRACE_MS).unref();
  }
}
const isCancelled = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'CANCELLED';

async function sqlJob(file: string, options: CliOptions): Promise<LoadedJob> {
  const sql = await readFile(file, 'utf8').catch((error: unknown) => {
    throw cannotLoad(file, error);
  });
  const run: Job = async (session, signal) => {
    await runStatements(session, sql, { options, timeZone: timeZoneOf(session), run: { signal } });
  };
  return { run, sql };
}
async function moduleJob(file: string): Promise<LoadedJob> {
  const loaded = (await import(pathToFileURL(resolve(file)).href).catch((error: unknown) => {
    throw cannotLoad(file, error);
  })) as { readonly default?: unknown };
  const job = loaded.default;
  if (typeof job !== 'function')
    throw new UsageError(`'${file}' has no default export to run: \`export default async ({ session, signal }) => { … }\`.`);
  return { run: async (session, signal) => void (await job({ session, signal })) };
}
function cannotLoad(file: string, error: unknown): UsageError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UsageError(`'${file}' cannot be run: ${reason}`);
}

/** The first signal aborts and calls `stop`; the second ends the program. */
function onInterrupt(stop: () => void): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
    stop();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const name of signals) process.on(name, interrupt);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of signals) process.off(name, interrupt);
    },
  };
}

interface StreamWatch {
  /** Whether there has been a stream. */
  hasStarted(): boolean;
  /** Ends those that run, and those that start from now on. */
  stop(): void;
  /** When none runs any more; a stream's failure is thrown. */
  ended(): Promise<void>;
}
function watchStreams(streams: Streams): StreamWatch {
  const ends: Promise<void>[] = [];
  let isStopping = false;
  streams.addListener({
    onQueryStarted({ id }) {
      const query = streams.get(id)!;
      const end = query.awaitTermination();
      // Looked at in `ended`; a stream may fail before that.
      end.catch(() => undefined);
      ends.push(end);
      if (isStopping) stopAfterEpoch(query, streams);
    },
  });
  return {
    hasStarted: () => ends.length > 0,
    stop() {
      isStopping = true;
      for (const query of streams.active) stopAfterEpoch(query, streams);
    },
    async ended() {
      // Streams may start streams.
      for (let seen = 0; seen < ends.length;) {
        seen = ends.length;
        await Promise.all(ends);
      }
    },
  };
}
/** `stop` gives up the epoch that runs; its report comes when it is committed, before the next begins. */
function stopAfterEpoch(query: Query, streams: Streams): void {
  if (query.status.isTriggerActive)
    streams.addListener({ onQueryProgress: ({ progress }) => progress.id === query.id && void query.stop() });
  else void query.stop();
}
