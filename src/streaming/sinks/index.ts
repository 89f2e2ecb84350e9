// Every sink, by the name `format` takes.
import { CaudalError } from '../../types/error.ts';
import { didYouMean } from '../../types/suggest.ts';
import type { SinkDefinition } from '../sink.ts';
import { consoleSink } from './console.ts';
import { fileSink } from './file.ts';
import { foreachBatchSink, foreachSink } from './foreach.ts';
import { materializedSink } from './materialized.ts';
import { memorySink } from './memory.ts';
import { noopSink } from './noop.ts';

const SINKS: readonly SinkDefinition[] = [
  memorySink,
  materializedSink,
  consoleSink,
  noopSink,
  foreachSink,
  foreachBatchSink,
  ...['csv', 'json', 'parquet', 'arrow'].map(fileSink),
];

export function findSink(name: string): SinkDefinition {
  const sink = SINKS.find((s) => s.name === name);
  if (sink) return sink;
  const names = SINKS.map((s) => s.name);
  throw new CaudalError('DATA_SOURCE_NOT_FOUND', `There is no streaming sink \`${name}\`.`, {
    hint: didYouMean(name, names) ?? `Sinks: ${names.join(', ')}.`,
    params: { provider: name },
  });
}
