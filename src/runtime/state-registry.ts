// The states of streams that an engine holds, by run, operator and partition; and what a restart gave back but nobody asked for yet.
import type { FramePool } from '../column/frame-pool.ts';
import type { SavedTable } from '../checkpoint/state-file.ts';
import type { OperatorState } from '../physical/stream.ts';
import { CaudalError } from '../types/error.ts';
import type { Engine } from '../wasm/engine.ts';
import { stateReader } from './state-reader.ts';
import type { RestoredState } from './state-reader.ts';
import { saveTables } from './state-writer.ts';

export interface PartitionTables {
  readonly stateId: number;
  readonly partition: number;
  readonly tables: readonly SavedTable[];
}
interface Run {
  readonly states: Map<string, { readonly stateId: number; readonly partition: number; readonly state: OperatorState }>;
  readonly restored: Map<string, RestoredState>;
}
const keyOf = (stateId: number, partition: number): string => `${stateId}/${partition}`;

export class StateRegistry {
  readonly #engine: Engine;
  readonly #frames: FramePool;
  readonly #runs = new Map<string, Run>();
  constructor(engine: Engine, frames: FramePool) {
    this.#engine = engine;
    this.#frames = frames;
  }

  /** The state that is kept; without `make` it must be there. */
  get<S extends OperatorState>(run: string, stateId: number, partition: number, make: (() => S) | undefined): S {
    const { states, restored } = this.#run(run);
    const key = keyOf(stateId, partition);
    const kept = states.get(key);
    if (kept) return kept.state as S;
    if (!make) throw new CaudalError('WORKER_LOST', `State ${key} of a stream is gone: the worker that held it was lost.`);
    const state = make();
    states.set(key, { stateId, partition, state });
    const saved = restored.get(key);
    if (saved) state.load(stateReader(this.#engine, saved));
    restored.delete(key);
    return state;
  }
  save(run: string, sinceEpoch: number | null): PartitionTables[] {
    return [...this.#run(run).states.values()].map(({ stateId, partition, state }) => ({
      stateId,
      partition,
      tables: saveTables(this.#engine, state, sinceEpoch, this.#frames),
    }));
  }
  /** For states that are made from now on. */
  restore(run: string, saved: readonly RestoredState[]): void {
    const { restored } = this.#run(run);
    for (const state of saved) restored.set(keyOf(state.stateId, state.partition), state);
  }
  drop(run: string): void {
    for (const { state } of this.#runs.get(run)?.states.values() ?? []) state.close();
    this.#runs.delete(run);
  }

  #run(name: string): Run {
    const known = this.#runs.get(name);
    if (known) return known;
    const run: Run = { states: new Map(), restored: new Map() };
    this.#runs.set(name, run);
    return run;
  }
}
