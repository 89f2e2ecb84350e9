// From the options of Session.create to a session's inside: platform, settings, runtime. Nothing is started yet.
import { findConnector } from '../connectors/index.ts';
import type { Connector, FindConnector } from '../connectors/connector.ts';
import { defaultPlatform } from '../platform/default.ts';
import type { Platform } from '../platform/platform.ts';
import { Runtime } from '../runtime/execute.ts';
import type { PoolOptions } from '../runtime/pool.ts';
import { systemClock } from '../streaming/clock.ts';
import { RuntimeConf } from './conf.ts';
import { SessionCore } from './core.ts';
import { FileRegistry } from './file-registry.ts';
import { baseUrlOf, checkSessionOptions, memoryLimitOf, valueDefaults, workerAsset, workersOf } from './options.ts';
import type { SessionOptions } from './options.ts';

/** `simulate`: n engines on this thread in the place of workers, for tests. */
export function openCore(options: SessionOptions, simulate?: PoolOptions['simulate']): SessionCore {
  checkSessionOptions(options);
  const baseUrl = baseUrlOf(options);
  const platform = withKernels(defaultPlatform(baseUrl === undefined ? {} : { baseUrl }), options.assets?.wasm);
  const conf = new RuntimeConf(options.conf);
  if (options.timeZone !== undefined) conf.set('sql.session.timeZone', options.timeZone);
  const find = finder(options);
  const worker = workerAsset(options);
  const runtime = new Runtime({
    platform,
    findConnector: find,
    workers: workersOf(options, platform),
    workersRequired: options.workers !== undefined && options.workers > 0,
    memoryLimitBytes: memoryLimitOf(options, platform),
    assets: worker ? { worker } : {},
    ...(simulate && { simulate }),
  });
  const values = valueDefaults(options);
  const clock = options.clock ?? systemClock;
  return new SessionCore({ clock, runtime, platform, conf, files: new FileRegistry(), findConnector: find, baseUrl, values });
}

/** The kernels from where the user says they are, compiled once for all engines of the session. */
function withKernels(platform: Platform, asset: unknown): Platform {
  let module: Promise<WebAssembly.Module> | undefined;
  return { ...platform, loadKernels: () => (module ??= platform.loadKernels(asset)) };
}
/** Connectors of the session come before the built-in ones. */
function finder(options: SessionOptions): FindConnector {
  const own = (options.connectors ?? []) as readonly Connector[];
  return (format) => own.find((c) => c.name === format.toLowerCase()) ?? findConnector(format);
}
