// What a query writes down around each epoch. The order is the contract: planned before the epoch runs, committed when its rows are in
// the sink. Without a checkpoint nothing is written.
import type { Offset } from './source.ts';

export interface EpochPlan {
  readonly epoch: number;
  /** By source, in the order of the plan. */
  readonly starts: readonly Offset[];
  readonly ends: readonly Offset[];
  readonly watermarkMs: number | undefined;
  readonly timestampMs: number;
}
export interface EpochLog {
  planned(plan: EpochPlan): Promise<void>;
  /** Resolves to whether sources may forget the epoch's rows. */
  committed(epoch: number, watermarkMs: number | undefined): Promise<boolean>;
}
export const NO_LOG: EpochLog = {
  planned: async () => undefined,
  committed: async () => true,
};
