// What a session sets for all streams started afterwards: `SET 'streaming.trigger' = '10 seconds'`. A writer's own settings come first.
import { durationMs } from '../dataframe/duration.ts';
import type { StreamWriteRequest, TriggerInput } from '../dataframe/stream-writer.ts';
import type { OutputMode, Semantics } from '../plan/stream.ts';

export const SEMANTICS: readonly Semantics[] = ['spark', 'flink', 'flink-sql', 'kafka'];
export const OUTPUT_MODES: readonly OutputMode[] = ['append', 'update', 'complete', 'changelog'];

/** `'availableNow'`, `'once'`, `'continuous 1 second'`, or an interval of processing time. */
export function triggerFromText(text: string): TriggerInput {
  const word = text.trim().toLowerCase();
  if (word === 'availablenow') return { availableNow: true };
  if (word === 'once') return { once: true };
  const continuous = /^continuous\s+(.*)$/.exec(word)?.[1];
  if (continuous !== undefined) return { continuous: checked(continuous) };
  return { processingTime: checked(text) };
}
function checked(interval: string): string {
  durationMs(interval, 'streaming.trigger');
  return interval;
}

type Complete = StreamWriteRequest & { readonly outputMode: OutputMode };
/** The request with the session's settings where it says nothing; `setting` gives them by key. */
export function withSettings(request: StreamWriteRequest, setting: (key: string) => string | undefined): Complete {
  const { options, queryName } = request;
  const trigger = setting('streaming.trigger');
  const location = setting('streaming.checkpointLocation');
  const semantics = setting('streaming.semantics');
  return {
    ...request,
    outputMode: request.outputMode ?? (setting('streaming.outputMode')?.toLowerCase() as OutputMode | undefined) ?? 'append',
    trigger: request.trigger ?? (trigger === undefined ? undefined : triggerFromText(trigger)),
    options: {
      ...(semantics !== undefined && { semantics }),
      // Each query in a folder of its own, as Spark has it: found again by its name.
      ...(location !== undefined && { checkpointlocation: `${location}/${queryName ?? crypto.randomUUID()}` }),
      ...options,
    },
  };
}
