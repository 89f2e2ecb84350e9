// readStream.table(name): a table's rows as a stream, those there are and those that come. An epoch takes whole parts (an INSERT, an epoch
// of the query that writes the table); offsets count them. A table whose rows are replaced ends the query with an error.
import type { Plan } from '../plan/logical.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import { viewFrame } from '../column/frame.ts';
import { streamPlan } from '../streaming/memory-stream.ts';
import { newStreamId } from '../streaming/source.ts';
import type { Cut, CutLimits, EpochRows, Offset, SourceContext, SourceReader } from '../streaming/source.ts';
import type { Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { SessionCore } from './core.ts';
import { unionPlan } from './plans.ts';
import type { RelationEntry } from './relations.ts';
import type { TableGrowth, TablePart as Part } from './table-growth.ts';

export async function tableStream({ name, growth }: RelationEntry, core: SessionCore): Promise<Plan> {
  if (!growth)
    throw new CaudalError('UNSUPPORTED_STREAMING_OPERATION', `\`${name}\` is no stream and no table that grows.`, {
      hint: 'session.table() reads it as it is now.',
      params: { relationName: name },
    });
  const schema = await growth.schema;
  const open = (context: SourceContext): SourceReader => new TableReader(name, schema, growth, context, core);
  return streamPlan({ streamId: newStreamId(), name: `table ${name}`, schema, open });
}

class TableReader implements SourceReader {
  readonly description: string;
  readonly #name: string;
  readonly #schema: Schema;
  readonly #growth: TableGrowth;
  readonly #core: SessionCore;
  readonly #leave: () => void;
  /** The last part that was seen, and where. */
  #seen: { readonly at: number; readonly part: Part } | undefined;
  /** Tables made for epochs that are not committed, by the offset of their end. */
  #made: { readonly end: number; readonly source: ScanSource }[] = [];

  constructor(name: string, schema: Schema, growth: TableGrowth, context: SourceContext, core: SessionCore) {
    this.description = `Table[${name}]`;
    this.#name = name;
    this.#schema = schema;
    this.#growth = growth;
    this.#core = core;
    this.#leave = growth.subscribe(() => context.wake());
  }
  latest(): Offset {
    return this.#parts.length;
  }
  cut(start: Offset, { maxRows = Infinity, upTo }: CutLimits): Cut {
    const from = Number(start ?? 0);
    const parts = this.#parts.slice(from, upTo === undefined ? undefined : Number(upTo));
    let taken = 0;
    for (let rows = 0; taken < parts.length; taken++) {
      rows += rowsOf(parts[taken]!);
      if (taken > 0 && rows > maxRows) break;
    }
    return { end: from + taken, brings: taken > 0 ? 'rows' : 'nothing' };
  }
  async read(start: Offset, end: Offset, columns: readonly number[]): Promise<EpochRows> {
    const parts = this.#parts.slice(Number(start ?? 0), Number(end));
    return { kind: 'scan', source: await this.#sourceOf(parts, Number(end)), columns };
  }
  holds(_start: Offset, end: Offset): boolean {
    return Number(end) <= this.#parts.length;
  }
  /** Somebody may always insert. */
  isEnded(): boolean {
    return false;
  }
  async commit(end: Offset): Promise<void> {
    await this.#release(Number(end));
  }
  async close(): Promise<void> {
    this.#leave();
    await this.#release(Infinity);
  }

  get #parts(): readonly Part[] {
    const { parts } = this.#growth;
    if (this.#seen && parts[this.#seen.at] !== this.#seen.part)
      throw new CaudalError('STREAM_ROWS_GONE', `Rows of the table \`${this.#name}\` were replaced while a stream read it.`, {
        hint: 'A stream reads tables that are only added to.',
        params: { relationName: this.#name },
      });
    const at = parts.length - 1;
    if (at >= 0) this.#seen = { at, part: parts[at]! };
    return parts;
  }
  async #sourceOf(parts: readonly Part[], end: number): Promise<ScanSource> {
    const [first] = parts;
    if (parts.length === 1 && !(first instanceof ArrayBuffer)) return first!;
    const frames = parts.filter((part) => part instanceof ArrayBuffer);
    const sources = parts.filter((part): part is ScanSource => !(part instanceof ArrayBuffer));
    const { tables } = this.#core;
    const source =
      sources.length > 0
        ? await this.#core.materialize(unionPlan(this.#schema, sources), this.#name, {})
        : await tables.keep(this.#name, this.#schema, async function* () {
            yield* frames;
          });
    this.#made.push({ end, source });
    return source;
  }
  async #release(end: number): Promise<void> {
    const done = this.#made.filter((made) => made.end <= end);
    this.#made = this.#made.filter((made) => made.end > end);
    for (const { source } of done) await this.#core.tables.release(source);
  }
}
const rowsOf = (part: Part): number => (part instanceof ArrayBuffer ? viewFrame(part).footer.rows : (part.rows ?? 0));
