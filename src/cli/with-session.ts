// A session for one command, and Ctrl-C: the first cancels the query, the second ends the program at once.
import { CaudalError, Session } from '../index.ts';
import { EXIT, UsageError } from './exit-code.ts';
import type { CliOptions } from './formats.ts';

export async function createSession({ workers, memory }: Pick<CliOptions, 'workers' | 'memory'>): Promise<Session> {
  try {
    return await Session.create({
      ...(workers === undefined ? {} : { workers }),
      ...(memory === undefined ? {} : { memoryLimit: memory }),
    });
  } catch (error) {
    if (error instanceof CaudalError && error.code === 'INVALID_PARAMETER_VALUE') throw new UsageError(error.message);
    throw error;
  }
}
/** Runs `use`; an interrupted run gives 130. */
export async function interruptible(use: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  try {
    const code = await use(controller.signal);
    return controller.signal.aborted ? EXIT.interrupted : code;
  } catch (error) {
    if (controller.signal.aborted) return EXIT.interrupted;
    throw error;
  } finally {
    process.off('SIGINT', interrupt);
  }
}
export const timeZoneOf = (session: Session): string => String(session.conf.get('sql.session.timeZone'));
