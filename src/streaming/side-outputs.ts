// Rows that left a query beside its results, by tag: all so far, as frames on the session's thread.
import type { SideRows } from '../runtime/message.ts';
import type { Schema } from '../types/data-type.ts';

export interface SideOutput {
  readonly schema: Schema;
  readonly frames: readonly ArrayBuffer[];
}
export class SideOutputs {
  readonly #byTag = new Map<string, { readonly schema: Schema; readonly frames: ArrayBuffer[] }>();

  /** Tags that are there before any row: empty tables. */
  declare(tag: string, schema: Schema): void {
    if (!this.#byTag.has(tag)) this.#byTag.set(tag, { schema, frames: [] });
  }
  /** Rows of tags that were declared. */
  add({ tag, frame }: SideRows): void {
    this.#byTag.get(tag)?.frames.push(frame);
  }
  get(tag: string): SideOutput | undefined {
    return this.#byTag.get(tag);
  }
}
