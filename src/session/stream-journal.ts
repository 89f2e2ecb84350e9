// Where a query keeps its checkpoint: at its checkpointLocation; without one in memory, if it has workers that could be lost with its state.
import { Checkpoint } from '../checkpoint/checkpoint.ts';
import { memoryStore } from '../checkpoint/memory-store.ts';
import type { StreamWriteRequest } from '../dataframe/stream-writer.ts';
import type { CheckpointStore } from '../platform/checkpoint-store.ts';
import type { Platform } from '../platform/platform.ts';
import { CheckpointJournal, NO_JOURNAL } from '../streaming/journal.ts';
import type { Journal, JournalSettings } from '../streaming/journal.ts';
import { checkShape } from '../streaming/state-layout.ts';
import type { QueryShape } from '../streaming/state-layout.ts';

/** Epochs that are run again when a worker is lost, at most; each checkpoint in memory costs the state that changed. */
const MEMORY_INTERVAL = 16;

export async function openCheckpoint(request: StreamWriteRequest, platform: Platform): Promise<Checkpoint | undefined> {
  const location = request.options['checkpointlocation'];
  if (location === undefined) return undefined;
  const { store, label } = storeAt(location, platform);
  return Checkpoint.open(store, label, crypto.randomUUID());
}
/** `label` names the checkpoint in errors. */
export function storeAt(location: unknown, platform: Platform): { readonly store: CheckpointStore; readonly label: string } {
  const label = typeof location === 'string' ? location : 'The checkpoint';
  return { store: isStore(location) ? location : platform.checkpointStore(location), label };
}
const isStore = (location: unknown): location is CheckpointStore =>
  typeof location === 'object' && location !== null && 'append' in location && 'lock' in location;

/** Refuses a checkpoint of another query before anything is written to it. */
export async function journalOf(
  checkpoint: Checkpoint | undefined,
  settings: JournalSettings,
  shape: QueryShape,
  workers: number,
): Promise<Journal> {
  if (!checkpoint) {
    if (workers === 0 || shape.states.length === 0) return NO_JOURNAL;
    const inMemory = await Checkpoint.open(memoryStore(), 'memory', 'memory');
    await inMemory.begin(shape);
    return new CheckpointJournal(inMemory, { ...settings, interval: MEMORY_INTERVAL, retained: 1 });
  }
  const { query } = checkpoint.history;
  if (query !== undefined) checkShape(query as QueryShape, shape, checkpoint.label);
  await checkpoint.begin(shape);
  return new CheckpointJournal(checkpoint, settings);
}
