// Panes of one partition: per key the windows that are open, with their contents and timers. The state of a PaneAggregate.
// A pane lives from its first row until the watermark frees it; sessions merge into the one that begins first. Without a window a key
// has one pane for ever. Memory: an object of some 200 bytes a pane, plus what its aggregates keep.
import { makeBatch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import { readValues } from '../../column/values.ts';
import { BIGINT, BOOLEAN, TIMESTAMP } from '../../types/data-type.ts';
import type { DataType, Field } from '../../types/data-type.ts';
import { rowKey } from '../../types/row-key.ts';
import type { Value } from '../../types/value.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { OperatorContext } from '../operator.ts';
import type { AggregateSpec } from '../physical.ts';
import type { OperatorState, StateReader, StateSize, StateWriter } from '../stream.ts';
import { PaneContents, paneStateTypes } from './pane-contents.ts';
import type { Fired } from './pane-firing.ts';
import { Timers } from './timers.ts';

export interface Pane {
  readonly key: PaneKey;
  startUs: bigint;
  endUs: bigint;
  /** Of a session: what its bound is counted with. */
  gapUs: bigint;
  group: number;
  /** Rows since the pane began or was emptied; since it fired last. */
  rows: number;
  rowsSinceFiring: number;
  /** Whether its end has come; what it sent last and did not take back. */
  fired: boolean;
  sent: Fired | null;
  /** When the pane fires by event time before its end, and by processing time. */
  tickUs: bigint | null;
  wakeMs: number | null;
  /** The epoch in which it changed last. */
  changed: number;
  alive: boolean;
}
export interface PaneKey {
  readonly text: string;
  readonly values: readonly Value[];
  panes: Pane[];
}
/** Bookkeeping columns of a saved pane, after its key, start and end. */
const BOOKKEEPING: readonly Field[] = [
  { name: 'gap', type: BIGINT, nullable: false },
  { name: 'rows', type: BIGINT, nullable: false },
  { name: 'rowsSinceFiring', type: BIGINT, nullable: false },
  { name: 'fired', type: BOOLEAN, nullable: false },
  { name: 'sent', type: BOOLEAN, nullable: false },
  { name: 'tick', type: BIGINT, nullable: true },
  { name: 'wake', type: BIGINT, nullable: true },
];
const PANE_BYTES = 200;

export class PaneTable implements OperatorState {
  readonly contents: PaneContents;
  /** By event time, and by processing time (milliseconds). */
  readonly eventTimers = new Timers<Pane>();
  readonly processingTimers = new Timers<Pane>();
  /** The watermark rows and panes have been judged by so far; undefined before any. */
  watermarkUs: bigint | undefined;
  readonly #engine: Engine;
  readonly #keyTypes: readonly DataType[];
  readonly #specs: readonly AggregateSpec[];
  readonly #keys = new Map<string, PaneKey>();
  /** Panes that went, with the epoch: what a delta must take out. */
  #removed: { readonly pane: Pane; readonly epoch: number; readonly startUs: bigint; readonly endUs: bigint }[] = [];
  #isSaved = false;
  #count = 0;
  /** Panes that a checkpoint brought back, whose timers are not set yet. */
  readonly loaded: Pane[] = [];

  constructor(keyTypes: readonly DataType[], specs: readonly AggregateSpec[], context: OperatorContext) {
    this.#engine = context.engine;
    this.#keyTypes = keyTypes;
    this.#specs = specs;
    this.contents = new PaneContents(specs, context);
  }
  keyOf(values: readonly Value[]): PaneKey {
    const text = rowKey(values, this.#keyTypes);
    let key = this.#keys.get(text);
    if (!key) this.#keys.set(text, (key = { text, values, panes: [] }));
    return key;
  }
  open(key: PaneKey, startUs: bigint, endUs: bigint, gapUs: bigint, epoch: number): Pane {
    const pane: Pane = {
      key,
      startUs,
      endUs,
      gapUs,
      group: this.contents.newGroup(),
      rows: 0,
      rowsSinceFiring: 0,
      fired: false,
      sent: null,
      tickUs: null,
      wakeMs: null,
      changed: epoch,
      alive: true,
    };
    key.panes.push(pane);
    this.#count++;
    return pane;
  }
  remove(pane: Pane, epoch: number): void {
    pane.alive = false;
    pane.key.panes = pane.key.panes.filter((other) => other !== pane);
    if (pane.key.panes.length === 0) this.#keys.delete(pane.key.text);
    this.#note(pane, epoch);
    this.contents.release(pane.group);
    this.#count--;
    if (this.contents.isSparse) this.#compact();
  }
  /** Bounds are part of a pane's saved key: a session that grows leaves its old row. */
  resize(pane: Pane, startUs: bigint, endUs: bigint, epoch: number): void {
    if (pane.startUs === startUs && pane.endUs === endUs) return;
    this.#note(pane, epoch);
    pane.startUs = startUs;
    pane.endUs = endUs;
  }
  /** Before the first checkpoint nobody needs to be told of what went. */
  #note(pane: Pane, epoch: number): void {
    if (this.#isSaved) this.#removed.push({ pane, epoch, startUs: pane.startUs, endUs: pane.endUs });
  }
  /** Takes the rows out of a pane and leaves it open. */
  empty(pane: Pane): void {
    this.contents.release(pane.group);
    pane.group = this.contents.newGroup();
    pane.rows = 0;
  }
  *panes(): Generator<Pane> {
    for (const key of this.#keys.values()) yield* key.panes;
  }
  size(): StateSize {
    return { rows: this.#count, bytes: this.#count * PANE_BYTES };
  }
  close(): void {
    this.contents.close();
    this.#keys.clear();
  }

  save(writer: StateWriter, sinceEpoch: number | null): void {
    const table = writer.table('panes', this.#fields(), this.#keyTypes.length + 2);
    const saved = [...this.panes()].filter((pane) => sinceEpoch === null || pane.changed > sinceEpoch);
    for (let from = 0; from < saved.length; from += SAVE_ROWS) {
      const panes = saved.slice(from, from + SAVE_ROWS);
      const states = this.contents.states(panes.map((pane) => pane.group));
      const bookkeeping = BOOKKEEPING.map((field, i) => this.#column(field.type, panes, (pane) => bookkeepingOf(pane)[i]!));
      table.put(makeBatch(panes.length, [...this.#keyColumns(panes), ...bookkeeping, ...states]));
    }
    const removed = this.#removed.filter(({ epoch }) => sinceEpoch !== null && epoch > sinceEpoch);
    if (removed.length > 0)
      table.remove(makeBatch(removed.length, this.#keyColumns(removed.map((r) => ({ ...r, key: r.pane.key })))));
    this.#removed = [];
    this.#isSaved = true;
    const watermark = writer.table('watermark', [WATERMARK], 0);
    const temp = (bytes: number): number => this.#engine.memory.temp(bytes);
    watermark.put(makeBatch(1, [buildColumn(this.#engine.memory, BIGINT, [this.watermarkUs ?? null], temp)]));
  }
  load(reader: StateReader): void {
    this.#isSaved = true;
    const { memory } = this.#engine;
    const keys = this.#keyTypes.length;
    reader.read('watermark', (batch) => {
      // Of several partitions that became others, the least: no row is late that was not.
      const us = readValues(memory, batch.columns[0]!)[0] as bigint | null;
      if (us !== null && (this.watermarkUs === undefined || us < this.watermarkUs)) this.watermarkUs = us;
    });
    reader.read('panes', (batch) => {
      const fixed = batch.columns.slice(0, keys + 2 + BOOKKEEPING.length).map((column) => readValues(memory, column));
      const groups = this.contents.load(batch.columns.slice(keys + 2 + BOOKKEEPING.length), batch.length);
      for (let row = 0; row < batch.length; row++) this.#restore(fixed, row, groups[row]!);
    });
  }
  #restore(columns: readonly (readonly Value[])[], row: number, group: number): void {
    const keys = this.#keyTypes.length;
    const values = columns.map((column) => column[row]!);
    const [startUs, endUs, gapUs, rows, rowsSinceFiring, fired, sent, tickUs, wake] = values.slice(keys);
    const key = this.keyOf(values.slice(0, keys));
    const pane: Pane = {
      key,
      startUs: startUs as bigint,
      endUs: endUs as bigint,
      gapUs: gapUs as bigint,
      group,
      rows: Number(rows),
      rowsSinceFiring: Number(rowsSinceFiring),
      fired: fired as boolean,
      sent: null,
      tickUs: tickUs as bigint | null,
      wakeMs: wake === null ? null : Number(wake),
      changed: -1,
      alive: true,
    };
    key.panes.push(pane);
    this.#count++;
    if (sent)
      pane.sent = { key: key.values, startUs: pane.startUs, endUs: pane.endUs, results: this.contents.results(group), weight: 1 };
    this.loaded.push(pane);
  }
  #fields(): readonly Field[] {
    const keys = this.#keyTypes.map((type, i) => ({ name: `key${i}`, type, nullable: true }));
    const states = this.#specs.flatMap((spec, i) =>
      paneStateTypes(spec).map((type, j) => ({ name: `state${i}_${j}`, type, nullable: true })),
    );
    const bounds = ['start', 'end'].map((name) => ({ name, type: TIMESTAMP, nullable: false }));
    return [...keys, ...bounds, ...BOOKKEEPING, ...states];
  }
  #keyColumns(panes: readonly Pick<Pane, 'key' | 'startUs' | 'endUs'>[]): ReturnType<typeof buildColumn>[] {
    return [
      ...this.#keyTypes.map((type, i) => this.#column(type, panes, (pane) => pane.key.values[i]!)),
      this.#column(TIMESTAMP, panes, (pane) => pane.startUs),
      this.#column(TIMESTAMP, panes, (pane) => pane.endUs),
    ];
  }
  #column<T>(type: DataType, panes: readonly T[], of: (pane: T) => Value): ReturnType<typeof buildColumn> {
    return buildColumn(this.#engine.memory, type, panes.map(of), (bytes) => this.#engine.memory.temp(bytes));
  }
  #compact(): void {
    const live = [...this.panes()];
    this.contents.compact(live.map((pane) => pane.group));
    live.forEach((pane, i) => (pane.group = i));
  }
}
const WATERMARK: Field = { name: 'watermark', type: BIGINT, nullable: true };
const SAVE_ROWS = 4096;
const bookkeepingOf = (pane: Pane): readonly Value[] => [
  pane.gapUs,
  BigInt(pane.rows),
  BigInt(pane.rowsSinceFiring),
  pane.fired,
  pane.sent !== null,
  pane.tickUs,
  pane.wakeMs === null ? null : BigInt(pane.wakeMs),
];
