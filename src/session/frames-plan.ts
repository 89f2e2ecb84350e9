// A plan over frames that grow: whoever reads it sees those there are then. Parts that were read before are not built again.
import type { Plan } from '../plan/logical.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import type { Schema } from '../types/data-type.ts';
import type { SessionCore } from './core.ts';
import { unionPlan } from './plans.ts';

interface Part {
  readonly frames: readonly ArrayBuffer[];
  readonly source: ScanSource;
}
/** More parts than this become one: each is a scan of its own. */
const MAX_PARTS = 8;

/** `onBuilt` is told of each table that is made; who takes note of them may release them. */
export function framesPlan(
  core: SessionCore,
  label: string,
  schema: Schema,
  frames: () => readonly ArrayBuffer[],
  onBuilt: (source: ScanSource) => void = () => undefined,
): Plan {
  let parts: readonly Part[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const built = async (of: readonly ArrayBuffer[]): Promise<Part> => {
    const source = await core.tables.keep(label, schema, async function* () {
      yield* of;
    });
    onBuilt(source);
    return { frames: of, source };
  };
  const refresh = async (): Promise<Plan> => {
    const now = frames();
    const known = parts.flatMap((part) => part.frames);
    const isKept = known.length <= now.length && known.every((frame, i) => frame === now[i]);
    if (!isKept || (now.length > known.length && parts.length === MAX_PARTS)) parts = now.length > 0 ? [await built(now)] : [];
    else if (now.length > known.length) parts = [...parts, await built(now.slice(known.length))];
    return unionPlan(
      schema,
      parts.map((part) => part.source),
    );
  };
  return core.readPlan((run) => {
    // A plan that is kept would show the frames of today for ever.
    run.isVolatile = true;
    const next = last.then(refresh);
    last = next.catch(() => undefined);
    return next;
  });
}
