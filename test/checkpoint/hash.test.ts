// Where keys go is part of what checkpoints say: a change of the hash must come with another PARTITION_HASH, or state would be looked
// for on the wrong partition.

import { expect, test } from 'vitest';
import { PARTITION_HASH, Partitioner } from '../../src/physical/partition.ts';
import { BIGINT, BOOLEAN, DATE, DOUBLE, FLOAT, INT, SMALLINT, STRING, TINYINT, decimal } from '../../src/types/data-type.ts';
import type { DataType } from '../../src/types/data-type.ts';
import type { Value } from '../../src/types/value.ts';
import { columnOf } from '../helpers/columns.ts';
import { testEngine } from '../helpers/engine.ts';

const ROWS = 40;
const KEYS: readonly (readonly [name: string, type: DataType, value: (i: number) => Value])[] = [
  ['boolean', BOOLEAN, (i) => i % 2 === 0],
  ['tinyint', TINYINT, (i) => i - 20],
  ['smallint', SMALLINT, (i) => i * 100],
  ['int', INT, (i) => i * 1000 - 7],
  ['date', DATE, (i) => i],
  ['bigint', BIGINT, (i) => BigInt(i) << 33n],
  ['float', FLOAT, (i) => i / 4],
  ['double', DOUBLE, (i) => i / 3],
  ['decimal', decimal(30, 2), (i) => BigInt(i) * 12345678901234567n],
  ['string', STRING, (i) => `key ${i} of some length`.slice(0, 3 + i)],
];

test('the partition of a key of every type', () => {
  const { memory, ...rest } = testEngine();
  const engine = { memory, ...rest };
  const found = KEYS.map(([name, type, value]) => {
    const values = Array.from({ length: ROWS }, (_, i) => (i % 9 === 8 ? null : value(i)));
    const partitioner = new Partitioner(engine, 8);
    const { idsPtr, starts } = partitioner.partition(
      [columnOf(memory, { type, isDict: false, values }, (b) => memory.temp(b))],
      ROWS,
    );
    const places: number[] = [];
    const ids = memory.u32(idsPtr, ROWS);
    for (let p = 0; p < 8; p++) for (const id of ids.subarray(starts[p]!, starts[p + 1]!)) places[id] = p;
    partitioner.close();
    return `${name} ${places.join('')}`;
  });
  expect({ PARTITION_HASH, found }).toMatchInlineSnapshot(`
    {
      "PARTITION_HASH": 1,
      "found": [
        "boolean 1414141404141414101414141404141414101414",
        "tinyint 0111524200343527107504127200051155505130",
        "smallint 0533033300730544502432040104526501702763",
        "int 2547662504125477200276305207136025501461",
        "date 0611677705417136400716135706507305306236",
        "bigint 0105573300442200105377656600426637407275",
        "float 0045122506422566107262255706276507304744",
        "double 0571125502251616505402040104247765201441",
        "decimal 0653333607607725603253112705420657703376",
        "string 3237401505221141007365503204563423504725",
      ],
    }
  `);
});
