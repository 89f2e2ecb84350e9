// gaps.ts: where the package does not reach the contract (the *.d.ts beside this file) yet, each with its reason.
// scripts/check-contract.ts fails when an entry is stale.

export interface Gap {
  readonly reason: string;
  readonly names: readonly string[];
}

/** Names of the contract that do not exist. */
export const NOT_YET: readonly Gap[] = [];

/** Names whose type is less precise than the contract's. */
export const LOOSER: readonly Gap[] = [];
