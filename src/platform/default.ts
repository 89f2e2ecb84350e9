// default.ts: the platform of this thread when nobody chose one. Safe to bundle for any host: Node's modules are asked for at run time.
import { browserPlatform } from './browser.ts';
import { isNodeLike } from './builtin.ts';
import { edgePlatform } from './edge.ts';
import { nodePlatform } from './node.ts';
import type { Platform } from './platform.ts';

const isIsolate = (): boolean => globalThis.navigator?.userAgent === 'Cloudflare-Workers' || 'EdgeRuntime' in globalThis;

export function defaultPlatform(options: { readonly baseUrl?: string } = {}): Platform {
  if (isIsolate()) return edgePlatform();
  return isNodeLike() ? nodePlatform() : browserPlatform(options);
}
