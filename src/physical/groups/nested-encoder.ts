// Arrays, structs and maps as keys: codes by a JavaScript map over a text form of the value. Rare; about a microsecond a row.
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import { buildColumn } from '../../column/builder.ts';
import { isValid, readValue, readValues } from '../../column/values.ts';
import { INT } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import { valueKey } from '../../types/value-key.ts';
import type { Value } from '../../types/value.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { KeyEncoder, KeySource } from './key-source.ts';

const UNKNOWN = 0xffffffff;

export class NestedEncoder implements KeyEncoder {
  readonly #engine: Engine;
  readonly #type: DataType;
  readonly #codes = new Map<string, number>();
  readonly #values: Value[] = [];

  constructor(engine: Engine, type: DataType) {
    this.#engine = engine;
    this.#type = type;
  }
  codeCount(): number {
    return this.#values.length;
  }
  encode(column: Column): KeySource {
    return this.#code(column, (value, text) => {
      this.#codes.set(text, this.#values.length);
      return this.#values.push(value) - 1;
    });
  }
  lookup(column: Column): KeySource {
    return this.#code(column, () => UNKNOWN);
  }
  decode({ ptr, validityPtr }: KeySource, n: number): Column {
    const { memory } = this.#engine;
    const codes = readValues(memory, makeColumn({ type: INT, layout: 'fixed', length: n, ptr, validityPtr }));
    return buildColumn(
      memory,
      this.#type,
      codes.map((code) => (code === null ? null : this.#values[code as number]!)),
      (bytes) => memory.temp(bytes),
    );
  }
  close(): void {
    /* no WASM memory */
  }

  #code(column: Column, unknown: (value: Value, text: string) => number): KeySource {
    const { memory } = this.#engine;
    const ptr = memory.temp(column.length * 4);
    for (let row = 0; row < column.length; row++) {
      if (!isValid(memory, column, row)) continue;
      const value = readValue(memory, column, row);
      const text = valueKey(value, this.#type) as string;
      const code = this.#codes.get(text) ?? unknown(value, text);
      memory.u32(ptr + row * 4, 1)[0] = code;
    }
    return { ptr, validityPtr: column.validityPtr };
  }
}
