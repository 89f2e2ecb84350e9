// AssignWindows: each row once per window that holds its time; rows without a time are dropped. Order: kept, a row's windows together.
// State: none. Cost: one division a row for tumbling windows, and the columns pass as they are; otherwise one take per column.
import type { Batch } from '../../column/batch.ts';
import { makeBatch } from '../../column/batch.ts';
import { combineBitmaps } from '../../column/bitmap.ts';
import type { Column } from '../../column/column.ts';
import { makeColumn } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { formatExpr } from '../../expr/format.ts';
import { describeWindow, windowsPerRow } from '../../plan/time-window.ts';
import { unreachable } from '../../types/assert.ts';
import { CaudalError } from '../../types/error.ts';
import { takeColumn } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { CompiledExprs } from '../expressions/compile.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { AssignWindowsNode } from '../physical.ts';

export const assignWindows: OperatorDef<'AssignWindows'> = {
  kind: 'AssignWindows',
  feedOrder: [0],
  explain: (node) =>
    `${describeWindow(node.window)} of ${formatExpr(node.time)}${node.gap ? ` gap=${formatExpr(node.gap)}` : ''}`,
  open: (node, context) => new AssignWindows(node, context),
};

/** Rows of one batch that have a time, and how far they have been put into windows. */
interface Pending {
  readonly batch: Batch;
  /** Their row numbers; 0 when all have a time. */
  readonly idsPtr: Ptr;
  readonly timesPtr: Ptr;
  readonly gapsPtr: Ptr;
  readonly count: number;
  done: number;
}
/** What a kernel has put into windows; `rowsPtr` 0: row i stands in window i. */
interface Assigned {
  readonly rowsPtr: Ptr;
  readonly startsPtr: Ptr;
  readonly endsPtr: Ptr;
  readonly count: number;
  /** Whether all stand in one window. */
  readonly isOne?: boolean;
}

class AssignWindows implements Operator {
  readonly #node: AssignWindowsNode;
  readonly #context: OperatorContext;
  readonly #inputs: CompiledExprs;
  /** Rows put into windows at once, so that one batch out is about as large as one in. */
  readonly #rowsAtOnce: number;
  readonly #perRow: number;
  #pending: Pending | undefined;

  constructor(node: AssignWindowsNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#inputs = compileExprs(node.gap ? [node.time, node.gap] : [node.time], node.input.output, context);
    this.#perRow = windowsPerRow(node.window);
    this.#rowsAtOnce = this.#perRow === 1 ? Infinity : Math.max(1, Math.floor(context.batchRows / this.#perRow));
  }
  onBatch(_port: number, batch: Batch, out: Output): Step {
    this.#pending = this.#withTime(batch);
    return this.resume(out);
  }
  resume(out: Output): Step {
    const pending = this.#pending;
    if (!pending || pending.done === pending.count) return 'done';
    const from = pending.done,
      n = Math.min(this.#rowsAtOnce, pending.count - from);
    pending.done += n;
    const assigned = this.#assign(pending, from, n);
    const wanted = assigned.count === 0 || out.emit(this.#windowed(pending, from, assigned));
    return wanted && pending.done < pending.count ? 'more' : 'done';
  }
  onEnd(): Step {
    return 'done';
  }
  close(): void {
    this.#inputs.close();
  }

  readonly #temp = (bytes: number): Ptr => this.#context.engine.memory.temp(Math.max(1, bytes));
  #withTime(batch: Batch): Pending | undefined {
    const { memory, kernels } = this.#context.engine;
    const [time, gap] = this.#inputs.evaluate(batch) as [Column, Column | undefined];
    if (time.layout === 'null' || gap?.layout === 'null') return undefined;
    const n = batch.length;
    const valid =
      gap?.validityPtr && time.validityPtr
        ? combineBitmaps(memory, time.validityPtr, gap.validityPtr, n, 'and', this.#temp)
        : time.validityPtr || (gap?.validityPtr ?? 0);
    const idsPtr = valid ? this.#temp(n * 4 + 32) : 0;
    const count = valid ? kernels.bitsToIds(valid, n, 0, idsPtr) : n;
    const all = { batch, idsPtr: 0, timesPtr: time.ptr, gapsPtr: gap?.ptr ?? 0, count, done: 0 };
    if (count === n) return all;
    const kept = (column: Column): Ptr => takeColumn(this.#context.engine, column, idsPtr, count, this.#temp).ptr;
    return { ...all, idsPtr, timesPtr: kept(time), gapsPtr: gap ? kept(gap) : 0 };
  }
  #assign({ timesPtr, gapsPtr }: Pending, from: number, n: number): Assigned {
    const { kernels } = this.#context.engine;
    const { window } = this.#node;
    const times = timesPtr + from * 8;
    const most = n * this.#perRow;
    const startsPtr = this.#temp(most * 8),
      endsPtr = this.#temp(most * 8);
    const one = (status: number): Assigned => ({ rowsPtr: 0, startsPtr, endsPtr, count: status === 0 ? n : outOfRange() });
    const several = (assign: (rowsPtr: Ptr) => number): Assigned => {
      const rowsPtr = this.#temp(most * 4);
      const count = assign(rowsPtr);
      return { rowsPtr, startsPtr, endsPtr, count: count < 0 ? outOfRange() : count };
    };
    switch (window.kind) {
      case 'hop': {
        const { size, slide, offset } = window;
        if (size === slide) {
          const changes = kernels.assignTumbling(times, n, size, offset, startsPtr, endsPtr);
          return { ...one(Math.min(0, changes)), isOne: changes === 1 };
        }
        return several((rows) => kernels.assignHopping(times, n, size, slide, offset, rows, startsPtr, endsPtr));
      }
      case 'cumulate': {
        const { step, size, offset } = window;
        return several((rows) => kernels.assignCumulating(times, n, step, size, offset, rows, startsPtr, endsPtr));
      }
      case 'session':
        return several((rows) => kernels.assignSessions(times, gapsPtr + from * 8, n, rows, startsPtr, endsPtr));
      case 'sliding':
        return one(kernels.assignSliding(times, n, window.size, startsPtr, endsPtr));
      default:
        return unreachable(window);
    }
  }
  /** The rows under their windows. Row numbers of a kernel count from `from`, and from the rows that have a time. */
  #windowed({ batch, idsPtr }: Pending, from: number, { rowsPtr, startsPtr, endsPtr, count, isOne }: Assigned): Batch {
    const { engine } = this.#context;
    const { kernels } = engine;
    const { input, start, end, output } = this.#node;
    let takenPtr = idsPtr && idsPtr + from * 4;
    if (rowsPtr) {
      takenPtr = this.#temp(count * 4);
      if (idsPtr) kernels.take4(idsPtr + from * 4, batch.length, rowsPtr, takenPtr, count);
      else kernels.shiftOffsets(rowsPtr, from, takenPtr, count);
    }
    const made = (type: Column['type'], ptr: Ptr): Column => makeColumn({ type, layout: 'fixed', length: count, ptr });
    const columns = output.map((a) => {
      if (a.id === start.id) return made(a.type, startsPtr);
      if (a.id === end.id) return made(a.type, endsPtr);
      const column = batch.columns[input.output.findIndex((b) => b.id === a.id)]!;
      return takenPtr ? takeColumn(engine, column, takenPtr, count, this.#temp) : column;
    });
    return { ...makeBatch(count, columns), isOneWindow: isOne === true };
  }
}
function outOfRange(): never {
  throw new CaudalError('DATETIME_FIELD_OUT_OF_BOUNDS', 'The windows of a time beyond the year 148000 cannot be computed.');
}
