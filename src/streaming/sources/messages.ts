// Messages that a server pushes, as an iterable: text in JSON, an object a row or an array of them. They wait until they are asked for.
// A message cannot be asked for again: one that came and was not committed is lost with its process.
import { CaudalError } from '../../types/error.ts';

export class Messages implements AsyncIterableIterator<unknown> {
  readonly #close: () => void;
  #rows: unknown[] = [];
  #at = 0;
  #failure: CaudalError | undefined;
  #isOver = false;
  #wake: () => void = () => undefined;

  /** `close`: nobody listens any more. */
  constructor(close: () => void) {
    this.#close = close;
  }
  push(text: unknown): void {
    const message = parsed(text);
    if (message instanceof CaudalError) return this.fail(message);
    for (const row of Array.isArray(message) ? (message as unknown[]) : [message]) this.#rows.push(row);
    this.#wake();
  }
  end(): void {
    this.#isOver = true;
    this.#wake();
  }
  fail(error: CaudalError): void {
    this.#failure ??= error;
    this.end();
  }
  async next(): Promise<IteratorResult<unknown>> {
    for (;;) {
      if (this.#at < this.#rows.length) return { done: false, value: this.#rows[this.#at++] };
      this.#rows = [];
      this.#at = 0;
      if (this.#failure) throw this.#failure;
      if (this.#isOver) return { done: true, value: undefined };
      await new Promise<void>((wake) => (this.#wake = wake));
    }
  }
  async return(): Promise<IteratorResult<unknown>> {
    this.#close();
    this.end();
    return { done: true, value: undefined };
  }
  [Symbol.asyncIterator](): this {
    return this;
  }
}
function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return malformed('it is binary');
  try {
    return JSON.parse(text);
  } catch (error) {
    return malformed(error instanceof Error ? error.message : String(error));
  }
}
const malformed = (why: string): CaudalError =>
  new CaudalError('MALFORMED_RECORD', `A message of the stream is not JSON: ${why}.`, {
    hint: 'Each message is the text of a JSON object, or of an array of objects.',
  });
