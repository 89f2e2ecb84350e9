// Rows of one side of a streaming join that came together: found by key like the build side of a batch join (joins/build-side.ts), each
// with the watermark at which it closes. A segment's rows never change; those that have closed stay, dead, until it is put together with
// another or more than half of it is dead.
// Memory: the build side, and 25 bytes a row.
import type { Batch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { takeBatch } from '../../wasm/move.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { BuildSide } from '../joins/build-side.ts';
import { END_OF_TIME_US } from '../stream.ts';

/** What is known of a row beside its columns. */
export interface RowFacts {
  /** The watermark that closes it. */
  readonly closesAt: bigint;
  /** Tells rows of one key apart. */
  readonly number: number;
  /** Has had a partner. */
  readonly isMatched: boolean;
  /** The epoch in which it came or was matched. */
  readonly changed: number;
}

export class Segment {
  readonly build: BuildSide;
  readonly #closesAt: BigInt64Array;
  readonly #numbers: Float64Array;
  readonly #matched: Uint8Array;
  readonly #changed: Float64Array;
  /** Rows that close later are alive. */
  #closedUs: bigint;
  #live: number;
  #firstClose: bigint;

  /** `build` is sealed; `facts` are those of its rows, all alive. */
  constructor(build: BuildSide, facts: readonly RowFacts[]) {
    this.build = build;
    this.#closesAt = BigInt64Array.from(facts, (f) => f.closesAt);
    this.#numbers = Float64Array.from(facts, (f) => f.number);
    this.#matched = Uint8Array.from(facts, (f) => (f.isMatched ? 1 : 0));
    this.#changed = Float64Array.from(facts, (f) => f.changed);
    this.#closedUs = -END_OF_TIME_US;
    this.#live = facts.length;
    this.#firstClose = facts.reduce((least, { closesAt }) => (closesAt < least ? closesAt : least), END_OF_TIME_US);
  }
  get length(): number {
    return this.#closesAt.length;
  }
  get live(): number {
    return this.#live;
  }
  get bytes(): number {
    return this.length * 25;
  }
  isLive(row: number): boolean {
    return this.#closesAt[row]! > this.#closedUs;
  }
  isMatched(row: number): boolean {
    return this.#matched[row] === 1;
  }
  /** Whether this is its first partner. */
  match(row: number, epoch: number): boolean {
    if (this.#matched[row] === 1) return false;
    this.#matched[row] = 1;
    this.#changed[row] = epoch;
    return true;
  }
  facts(row: number): RowFacts {
    return {
      closesAt: this.#closesAt[row]!,
      number: this.#numbers[row]!,
      isMatched: this.isMatched(row),
      changed: this.#changed[row]!,
    };
  }
  /** Rows that the watermark closes now, ascending. */
  close(watermarkUs: bigint): number[] {
    if (watermarkUs < this.#firstClose) return [];
    const closed: number[] = [];
    let first = END_OF_TIME_US;
    for (let row = 0; row < this.length; row++) {
      const at = this.#closesAt[row]!;
      if (at <= this.#closedUs) continue;
      if (at <= watermarkUs) closed.push(row);
      else if (at < first) first = at;
    }
    this.#firstClose = first;
    this.#closedUs = watermarkUs;
    this.#live -= closed.length;
    return closed;
  }
  /** Ascending. */
  liveRows(picks: (row: number) => boolean = () => true): number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.length; row++) if (this.isLive(row) && picks(row)) rows.push(row);
    return rows;
  }
  /** In temp memory. */
  take(engine: Engine, rows: readonly number[]): Batch {
    const { memory } = engine;
    return takeBatch(engine, this.build.rows, idsOf(engine, rows), rows.length, (bytes): Ptr => memory.temp(bytes));
  }
  probe(keys: readonly Column[], n: number): Ptr {
    return this.build.probe(keys, n);
  }
  free(): void {
    this.build.close();
  }
}
/** Row numbers in temp memory. */
export function idsOf({ memory }: Engine, rows: readonly number[]): Ptr {
  const ptr = memory.temp(rows.length * 4 + 32);
  memory.u32(ptr, rows.length).set(rows);
  return ptr;
}
