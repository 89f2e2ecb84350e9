// The states of streams that an engine holds, by run, operator and partition.
import type { OperatorState } from '../physical/stream.ts';
import { CaudalError } from '../types/error.ts';

export class StateRegistry {
  readonly #runs = new Map<string, Map<string, OperatorState>>();

  /** The state that is kept; without `make` it must be there. */
  get<S extends OperatorState>(run: string, stateId: number, partition: number, make: (() => S) | undefined): S {
    let states = this.#runs.get(run);
    if (!states) this.#runs.set(run, (states = new Map()));
    const key = `${stateId}/${partition}`;
    const kept = states.get(key);
    if (kept) return kept as S;
    if (!make) throw new CaudalError('WORKER_LOST', `State ${key} of a stream is gone: the worker that held it was lost.`);
    const made = make();
    states.set(key, made);
    return made;
  }
  drop(run: string): void {
    for (const state of this.#runs.get(run)?.values() ?? []) state.close();
    this.#runs.delete(run);
  }
}
