// Every source, by the name `format` takes. Memory streams and iterables are made by `session.memoryStream` and `load(rows)`.
import { CaudalError } from '../../types/error.ts';
import { didYouMean } from '../../types/suggest.ts';
import type { SourceFactory } from './factory.ts';
import { fileSource } from './file.ts';
import { rateMicroBatch } from './rate-micro-batch.ts';
import { rate } from './rate.ts';
import { eventsource, websocket } from './websocket.ts';

const SOURCES: readonly SourceFactory[] = [
  rate,
  rateMicroBatch,
  websocket,
  eventsource,
  ...['csv', 'json', 'parquet', 'arrow'].map(fileSource),
];

export function findSource(name: string): SourceFactory {
  const source = SOURCES.find((s) => s.name === name);
  if (source) return source;
  const names = SOURCES.map((s) => s.name);
  throw new CaudalError('DATA_SOURCE_NOT_FOUND', `There is no streaming source \`${name}\`.`, {
    hint: didYouMean(name, names) ?? `Sources: ${names.join(', ')}.`,
    params: { provider: name },
  });
}
