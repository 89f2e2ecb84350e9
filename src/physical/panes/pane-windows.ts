// Which panes take a row: the window it was assigned to, the session it belongs to or makes, the sliding windows around it. Row by row
// where the watermark moves with each row, by the epoch where it does not (spark).
import type { PaneAggregateNode } from '../physical.ts';
import type { StateReport, StreamContext } from '../stream.ts';
import { PaneFiring, isRecord } from './pane-firing.ts';
import type { Pane, PaneKey, PaneTable } from './pane-table.ts';

const MS = 1000n;

export class PaneWindows {
  readonly firing: PaneFiring;
  readonly #node: PaneAggregateNode;
  readonly #table: PaneTable;
  readonly #stream: StreamContext;
  readonly #lateUs: bigint | undefined;
  readonly #evictUs: bigint | undefined;
  readonly #touched = new Set<Pane>();
  /** Late rows, and the keys and windows they were for. */
  readonly #dropped = new Set<string>();
  /** With Spark's rules: keys whose sessions got rows, and where their sessions began before. */
  readonly #sessionsBefore = new Map<PaneKey, readonly bigint[]>();
  #droppedRows = 0;
  #updated = 0;
  #replaced = 0;

  constructor(node: PaneAggregateNode, table: PaneTable, stream: StreamContext) {
    this.#node = node;
    this.#table = table;
    this.#stream = stream;
    this.firing = new PaneFiring(node, table, stream);
    const [watermark] = stream.watermarks(node.stateId);
    this.#lateUs = watermark?.lateUs;
    this.#evictUs = watermark?.evictUs;
  }

  /** Takes a row with its own window; false: it is late. `timeUs` is the row's event time. */
  row(key: PaneKey, startUs: bigint, endUs: bigint, timeUs: bigint, row: number): boolean {
    switch (this.#node.window?.kind) {
      case undefined:
        this.#add(key.panes[0] ?? this.#open(key, 0n, 0n, 0n), row, timeUs);
        return true;
      case 'session':
        return this.#session(key, startUs, endUs, row);
      case 'sliding':
        return this.#sliding(key, endUs, this.#node.window.size, row);
      default:
        return this.#fixed(key, startUs, endUs, timeUs, row);
    }
  }
  endEpoch(): void {
    const { firing } = this;
    if (!firing.rules.perRow) this.#count();
    const { outputMode } = this.#stream;
    if (this.#node.firing === null) {
      if (outputMode === 'complete') {
        for (const pane of this.#table.panes()) if (!isRecord(pane)) firing.emit(pane);
      } else if (outputMode !== 'append' && !firing.rules.perRow)
        for (const pane of this.#touched) if (pane.alive) firing.emit(pane);
    }
    if (this.#evictUs !== undefined && !this.#node.isProcessingTime) firing.advance(this.#evictUs);
  }
  report(): StateReport {
    const { wakeAtMs, removed, rules } = this.firing;
    return {
      rowsUpdated: this.#updated,
      rowsRemoved: removed + this.#replaced,
      rowsDroppedByWatermark: rules.perRow ? this.#droppedRows : this.#dropped.size,
      updateMs: 0,
      removeMs: 0,
      ...(wakeAtMs === undefined ? {} : { wakeAtMs }),
    };
  }

  /** As Spark writes them: each group once; all sessions of a key that got a row, by where they begin. */
  #count(): void {
    this.#updated = this.#node.window?.kind === 'session' ? 0 : this.#touched.size;
    for (const [{ panes }, before] of this.#sessionsBefore) {
      this.#updated += panes.length;
      this.#replaced += before.filter((startUs) => !panes.some((pane) => pane.startUs === startUs)).length;
    }
  }
  #fixed(key: PaneKey, startUs: bigint, endUs: bigint, timeUs: bigint, row: number): boolean {
    if (startUs < 0n && !this.firing.rules.hasNegativeStarts) return true;
    if (this.#isLate(endUs)) return this.#drop(key, startUs, endUs);
    const pane = key.panes.find((one) => one.startUs === startUs && one.endUs === endUs);
    this.#add(pane ?? this.#open(key, startUs, endUs, 0n), row, timeUs);
    return true;
  }
  /** A session takes the row, and those that touch it become one. Spark judges the row's own window, the others what it would make. */
  #session(key: PaneKey, startUs: bigint, ownEndUs: bigint, row: number): boolean {
    const { rules } = this.firing;
    const gapUs = ownEndUs - startUs;
    const endUs = rules.sessionEnd(startUs, gapUs);
    const touches = (pane: Pane): boolean =>
      pane.startUs <= startUs ? rules.sessionsTouch(pane.endUs, startUs, gapUs) : rules.sessionsTouch(endUs, pane.startUs, gapUs);
    const touching = key.panes.filter(touches).sort((a, b) => (a.startUs < b.startUs ? -1 : 1));
    const lastEnd = touching.reduce((end, pane) => (pane.endUs > end ? pane.endUs : end), endUs);
    if (this.#isLate(rules.sessionBound(rules.perRow ? lastEnd : endUs, gapUs))) return this.#drop(key, startUs, endUs);
    if (!rules.perRow && !this.#sessionsBefore.has(key)) {
      const before = key.panes.map((pane) => pane.startUs);
      this.#sessionsBefore.set(key, before);
    }
    const [first, ...others] = touching;
    if (!first) {
      this.#add(this.#open(key, startUs, endUs, gapUs), row, startUs);
      return true;
    }
    for (const other of others) this.#absorb(first, other);
    this.#stretch(first, first.startUs < startUs ? first.startUs : startUs, lastEnd);
    this.#add(first, row, startUs);
    return true;
  }
  #absorb(pane: Pane, other: Pane): void {
    this.firing.takeBack(other);
    this.#table.contents.merge(pane.group, other.group);
    pane.rows += other.rows;
    pane.rowsSinceFiring += other.rowsSinceFiring;
    this.firing.inherit(pane, other);
    this.#touched.delete(other);
    this.#table.remove(other, this.#stream.epoch.id);
  }
  #stretch(pane: Pane, startUs: bigint, endUs: bigint): void {
    if (pane.startUs === startUs && pane.endUs === endUs) return;
    this.firing.takeBack(pane);
    this.#table.resize(pane, startUs, endUs, this.#stream.epoch.id);
    pane.fired = false;
    this.firing.register(pane);
  }
  /**
   * Kafka's windows around records: [t - size, t], and [t + 1 ms, t + 1 ms + size] once a record stands in it; records before `size`
   * share [0, size]. Contents of a window that is new are those of the records in it.
   */
  #sliding(key: PaneKey, timeUs: bigint, size: bigint, row: number): boolean {
    const record = key.panes.find((pane) => isRecord(pane) && pane.startUs === timeUs);
    this.#note(record ?? this.#open(key, timeUs, timeUs - 1n, 0n), row);
    const holding = key.panes.filter((pane) => !isRecord(pane) && pane.startUs <= timeUs && timeUs <= pane.endUs);
    let taken = false;
    for (const pane of holding)
      if (!this.#isLate(this.firing.boundOf(pane))) {
        this.#add(pane, row, timeUs);
        taken = true;
      }
    const records = key.panes.filter(isRecord).map((pane) => pane.startUs);
    const starts = [timeUs < size ? 0n : timeUs - size];
    for (const time of records)
      if (
        (time < timeUs && timeUs <= time + MS + size) ||
        (time === timeUs && records.some((t) => t > time && t <= time + MS + size))
      )
        starts.push(time + MS);
    for (const start of starts) {
      const made = this.#makeSliding(key, start, start + size, timeUs);
      taken ||= made;
    }
    if (!taken) this.#drop(key, timeUs, timeUs);
    return taken;
  }
  #makeSliding(key: PaneKey, startUs: bigint, endUs: bigint, timeUs: bigint): boolean {
    if (key.panes.some((pane) => pane.startUs === startUs && pane.endUs === endUs)) return false;
    if (this.#isLate(this.firing.boundOf({ startUs, endUs, gapUs: 0n }))) return false;
    const pane = this.#open(key, startUs, endUs, 0n);
    for (const record of key.panes)
      if (isRecord(record) && startUs <= record.startUs && record.startUs <= endUs) {
        this.#table.contents.merge(pane.group, record.group);
        pane.rows += record.rows;
      }
    this.#touched.add(pane);
    this.firing.afterRow(pane, timeUs);
    return true;
  }

  #isLate(boundUs: bigint): boolean {
    const { rules } = this.firing;
    // In complete mode nothing is late, but, as in Spark, for sessions.
    const isComplete = this.#stream.outputMode === 'complete' && this.#node.window?.kind !== 'session';
    if (isComplete || this.#node.isProcessingTime) return false;
    const watermark = rules.perRow ? this.firing.watermarkUs : this.#lateUs;
    return watermark !== undefined && watermark >= rules.lateAt(boundUs, this.#node.latenessUs);
  }
  #drop(key: PaneKey, startUs: bigint, endUs: bigint): boolean {
    this.#droppedRows++;
    this.#dropped.add(`${key.text} ${startUs} ${endUs}`);
    return false;
  }
  #open(key: PaneKey, startUs: bigint, endUs: bigint, gapUs: bigint): Pane {
    const pane = this.#table.open(key, startUs, endUs, gapUs, this.#stream.epoch.id);
    this.firing.register(pane);
    return pane;
  }
  #note(pane: Pane, row: number): void {
    this.#table.contents.add(pane.group, row);
    pane.rows++;
    pane.rowsSinceFiring++;
    pane.changed = this.#stream.epoch.id;
    this.#updated++;
  }
  #add(pane: Pane, row: number, timeUs: bigint): void {
    this.#note(pane, row);
    this.#touched.add(pane);
    this.firing.afterRow(pane, timeUs);
  }
}
