// ChangeTypes: the net changes of an epoch with their kind. What comes and goes within it leaves nothing; by an upsert key a row that goes
// and one that comes are an update. Buffers the epoch's changes; order: that in which keys first changed, what goes first.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import { readValues } from '../../column/values.ts';
import { rowKey } from '../../types/row-key.ts';
import type { Value } from '../../types/value.ts';
import type { Attribute } from '../../expr/expr.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { ChangeTypesNode } from '../physical.ts';
import { RowBag } from '../state/row-bag.ts';

export const changeTypes: OperatorDef<'ChangeTypes'> = {
  kind: 'ChangeTypes',
  feedOrder: [0],
  explain: ({ key }) => (key ? `key=[${key.map((a) => a.name).join(', ')}]` : 'no key'),
  open: (node, context) => new ChangeTypes(node, context),
};

class ChangeTypes implements Operator {
  readonly #context: OperatorContext;
  readonly #columns: readonly Attribute[];
  readonly #output: readonly Attribute[];
  readonly #ordinals: readonly number[];
  readonly #weight: number;
  /** Null: no key; a row is its own. */
  readonly #key: readonly number[] | null;
  readonly #keyTypes;
  readonly #bags = new Map<string, RowBag>();
  #rows: (readonly Value[])[] = [];
  #sent = 0;

  constructor({ input, output, weight, key }: ChangeTypesNode, context: OperatorContext) {
    const at = ({ id }: Attribute): number => input.output.findIndex((a) => a.id === id);
    this.#context = context;
    this.#output = output;
    this.#columns = output.slice(1);
    this.#ordinals = this.#columns.map(at);
    this.#weight = at(weight);
    this.#key = key?.map(at) ?? null;
    this.#keyTypes = (key ?? this.#columns).map((a) => a.type);
  }
  onBatch(_port: number, batch: Batch): Step {
    const { memory } = this.#context.engine;
    const columns = batch.columns.map((column) => readValues(memory, column));
    const types = this.#columns.map((a) => a.type);
    for (let row = 0; row < batch.length; row++) {
      const values = this.#ordinals.map((c) => columns[c]![row]!);
      const key = this.#key?.map((c) => columns[c]![row]!) ?? values;
      const text = rowKey(key, this.#keyTypes);
      let bag = this.#bags.get(text);
      if (!bag) this.#bags.set(text, (bag = new RowBag(types)));
      bag.add(values, columns[this.#weight]![row] as number, 0, () => 0);
    }
    return 'done';
  }
  onEnd(_port: number, out: Output): Step {
    for (const bag of this.#bags.values()) {
      const rows = [...bag.rows()];
      const gone = rows
        .filter(({ count }) => count < 0)
        .flatMap(({ values, count }) => Array<typeof values>(-count).fill(values));
      const come = rows.filter(({ count }) => count > 0).flatMap(({ values, count }) => Array<typeof values>(count).fill(values));
      const isUpdate = this.#key !== null && gone.length > 0 && come.length > 0;
      for (const values of gone) this.#rows.push([isUpdate ? '-U' : '-D', ...values]);
      for (const values of come) this.#rows.push([isUpdate ? '+U' : '+I', ...values]);
    }
    this.#bags.clear();
    return this.resume(out);
  }
  resume(out: Output): Step {
    const rows = this.#rows.slice(this.#sent, this.#sent + this.#context.batchRows);
    if (rows.length === 0) return 'done';
    this.#sent += rows.length;
    const { memory } = this.#context.engine;
    const columns = this.#output.map(({ type }, i) =>
      buildColumn(
        memory,
        type,
        rows.map((row) => row[i]!),
        (bytes) => memory.temp(bytes),
      ),
    );
    return out.emit(makeBatch(rows.length, columns)) && this.#sent < this.#rows.length ? 'more' : 'done';
  }
  close(): void {
    this.#bags.clear();
    this.#rows = [];
  }
}
