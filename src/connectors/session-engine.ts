// session-engine.ts: an engine for looking at samples and record boundaries on the session's thread, one per platform, made on first use.
import type { Platform } from '../platform/platform.ts';
import { createEngine } from '../wasm/instance.ts';
import type { Engine } from '../wasm/engine.ts';
import type { ConnectorContext } from './connector.ts';

const engines = new WeakMap<Platform, Promise<Engine>>();

export function sessionEngine({ engine, platform }: ConnectorContext): Promise<Engine> {
  if (engine) return Promise.resolve(engine);
  let own = engines.get(platform);
  if (!own) engines.set(platform, (own = platform.loadKernels().then((module) => createEngine(module))));
  return own;
}
