// The state of a stream's run over all engines of a session: saved, given back, forgotten. Between epochs: no task of the run is running.
import { CaudalError } from '../types/error.ts';
import type { TaskWorker } from './local-worker.ts';
import type { WorkerPool } from './pool.ts';
import { placeOfState } from './stage-tasks.ts';
import type { RestoredState } from './state-reader.ts';
import type { PartitionTables } from './state-registry.ts';

/** By place; -1 is the session's own engine. */
async function enginesOf(pool: WorkerPool): Promise<ReadonlyMap<number, TaskWorker>> {
  const workers = pool.size > 0 ? await pool.workers() : [];
  return new Map([[-1, await pool.inline()], ...workers.map((worker, place): [number, TaskWorker] => [place, worker])]);
}
export const isLoss = (error: unknown): boolean => error instanceof CaudalError && error.code === 'WORKER_LOST';
/** A worker that dies in the call is replaced before the error goes on. */
async function ask<T>(pool: WorkerPool, place: number, worker: TaskWorker, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (isLoss(error) && place >= 0) await pool.replace(place, worker);
    throw error;
  }
}

/** All of it, or what changed after epoch `sinceEpoch`, by operator and partition. */
export async function saveState(pool: WorkerPool, run: string, sinceEpoch: number | null): Promise<readonly PartitionTables[]> {
  const engines = [...(await enginesOf(pool))];
  const saved = await Promise.all(engines.map(([place, engine]) => ask(pool, place, engine, engine.saveState(run, sinceEpoch))));
  return saved.flat().sort((a, b) => a.stateId - b.stateId || a.partition - b.partition);
}
/** For a run that has not begun. `onDriver`: states of stages that run on the session's thread. */
export async function restoreState(
  pool: WorkerPool,
  run: string,
  states: readonly RestoredState[],
  onDriver: (stateId: number) => boolean,
): Promise<void> {
  for (const [place, engine] of await enginesOf(pool)) {
    const own = states.filter((s) => (onDriver(s.stateId) ? -1 : placeOfState(s.partition, pool.size)) === place);
    if (own.length > 0) await ask(pool, place, engine, engine.restoreState(run, own));
  }
}
/** Forgets it; with a lost worker it is gone already. */
export async function dropState(pool: WorkerPool, run: string): Promise<void> {
  const engines = [...(await enginesOf(pool))];
  const dropped = await Promise.allSettled(engines.map(([place, engine]) => ask(pool, place, engine, engine.dropState(run))));
  for (const result of dropped) if (result.status === 'rejected' && !isLoss(result.reason)) throw result.reason as Error;
}
