// session.memoryStream: a source for tests and programs.
import type { DataFrame } from '../dataframe/dataframe.ts';
import { fromJs } from '../dataframe/from-js.ts';
import type { Attribute, Expr } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import type { Plan } from '../plan/logical.ts';
import type { Schema } from '../types/data-type.ts';
import { TIMESTAMP } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { newStreamId } from './source.ts';
import type { SourceDefinition } from './source.ts';
import { RowLog } from './sources/row-log.ts';

export interface MemoryStreamOptions {
  /** The event-time column; its watermark moves only by `advanceWatermark` and `end`. */
  readonly eventTime?: string;
}
/** The leaf of a plan that reads a stream. */
export function streamPlan(source: SourceDefinition): Plan {
  const output = source.schema.map(({ name, type, nullable }): Attribute =>
    Object.freeze({ kind: 'Attribute', id: newAttributeId(), name, type, nullable }),
  );
  return Object.freeze({ kind: 'StreamSource', source, output, columns: output.map((_, i) => i) });
}

export class MemoryStream {
  readonly #log: RowLog;
  readonly #options: MemoryStreamOptions;
  readonly #frame: DataFrame;
  readonly #timeZone: () => string;
  constructor(schema: Schema, options: MemoryStreamOptions, frame: (plan: Plan) => DataFrame, timeZone: () => string) {
    const log = new RowLog('memory', schema);
    this.#log = log;
    this.#options = options;
    this.#timeZone = timeZone;
    const leaf = streamPlan({ streamId: newStreamId(), name: 'memory', schema, open: (context) => log.open(context) });
    this.#frame = frame(options.eventTime === undefined ? leaf : bySource(leaf, eventColumn(schema, options.eventTime)));
  }
  toDF(): DataFrame {
    return this.#frame;
  }
  /** Never split over epochs; an empty list is legal. */
  add(rows: readonly object[]): void {
    addAll([[this, rows]]);
  }
  /** Checks the rows; the result adds them. */
  static prepare(stream: MemoryStream, rows: readonly object[]): () => void {
    if (!(stream instanceof MemoryStream)) throw new CaudalError('DATATYPE_MISMATCH', 'Rows are added to memory streams.');
    if (!Array.isArray(rows)) throw new CaudalError('DATATYPE_MISMATCH', 'A list of rows is an array.');
    return stream.#log.prepare(rows, stream.#timeZone());
  }
  /** Moves the watermark to `time`; only for streams made with `{ eventTime }`. */
  advanceWatermark(time: Date | string | number): void {
    if (this.#options.eventTime === undefined)
      throw new CaudalError('INVALID_PARAMETER_VALUE', 'advanceWatermark() needs a stream made with { eventTime }.');
    const timeUs = fromJs(time, TIMESTAMP, this.#timeZone(), () => 'advanceWatermark()');
    if (typeof timeUs !== 'bigint') throw new CaudalError('DATATYPE_MISMATCH', 'advanceWatermark() takes a point in time.');
    this.#log.advanceWatermark(timeUs);
  }
  /** No more rows: when every source has ended, the last watermark is +infinity and the query is finished. */
  end(): void {
    this.#log.end();
  }
}
/** One epoch over several streams: all of them get their rows, or none. */
export function addAll(inputs: readonly (readonly [stream: MemoryStream, rows: readonly object[]])[]): void {
  const ready = inputs.map(([stream, rows]) => MemoryStream.prepare(stream, rows));
  for (const add of ready) add();
}
function eventColumn(schema: Schema, name: string): Expr {
  if (!schema.some((f) => f.name === name))
    throw new CaudalError('UNRESOLVED_COLUMN', `The event-time column \`${name}\` is no column of the stream.`, {
      params: { objectName: name },
    });
  return Object.freeze({ kind: 'UnresolvedColumn', parts: [name] });
}
const bySource = (input: Plan, column: Expr): Plan => Object.freeze({ kind: 'EventTimeWatermark', input, column, delayMs: null });
