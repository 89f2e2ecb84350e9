// The layer relation of scripts/lib/layers.ts is the one ARCHITECTURE.md draws.

import { describe, expect, it } from 'vitest';
import { forbidden } from '../../scripts/lib/layers.ts';

describe('layers', () => {
  it.each([
    ['src/column/batch.ts', 'src/types/data-type.ts'],
    ['src/cli/main.ts', 'src/index.ts'],
    ['src/session.ts', 'src/connectors/index.ts'],
    ['src/runtime/task.ts', 'src/platform/platform.ts'],
    ['src/dataframe/dataframe.ts', 'src/sql/parse.ts'],
    ['src/worker.ts', 'src/runtime/task.ts'],
  ])('%s may import %s', (from, to) => expect(forbidden(from, to)).toBeUndefined());

  it.each([
    ['src/types/data-type.ts', 'src/column/batch.ts'],
    ['src/physical/scan.ts', 'src/connectors/csv/index.ts'],
    ['src/physical/planner.ts', 'src/sql/parse.ts'],
    ['src/optimizer/optimize.ts', 'src/physical/physical.ts'],
    ['src/connectors/csv/index.ts', 'src/runtime/task.ts'],
    ['src/dataframe/dataframe.ts', 'src/sql/grammar.gen.js'],
    ['src/worker.ts', 'src/sql/parse.ts'],
    ['src/worker.ts', 'src/optimizer/optimize.ts'],
    ['src/novel/a.ts', 'src/types/error.ts'],
    ['src/physical/scan.ts', 'src/connectors/connector.ts'],
  ])('%s may not import %s', (from, to) => expect(forbidden(from, to)).toBeTypeOf('string'));

  it.each([
    ['src/physical/scan.ts', 'src/connectors/connector.ts'],
    ['src/expr/expr.ts', 'src/plan/logical.ts'],
  ])('%s may import types of %s', (from, to) => expect(forbidden(from, to, true)).toBeUndefined());
});
