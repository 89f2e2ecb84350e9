// wasm-module.ts: the compiled kernels from whatever `assets.wasm` gave, or from the package's own kernels.wasm.
import { CaudalError } from '../types/error.ts';

const isBytes = (asset: unknown): asset is ArrayBuffer | ArrayBufferView<ArrayBuffer> =>
  asset instanceof ArrayBuffer || ArrayBuffer.isView(asset);

/** `fetchBytes` reads the default or a given address. */
export async function compileKernels(
  asset: unknown,
  own: () => Promise<WebAssembly.Module>,
  fromUrl: (url: string) => Promise<WebAssembly.Module>,
): Promise<WebAssembly.Module> {
  if (asset === undefined || asset === null) return own();
  if (asset instanceof WebAssembly.Module) return asset;
  if (isBytes(asset)) return WebAssembly.compile(asset);
  if (typeof asset === 'string' || asset instanceof URL) return fromUrl(String(asset));
  throw new CaudalError('INVALID_OPTION', 'assets.wasm must be a URL, bytes or a WebAssembly.Module.');
}

/** Streaming compilation where the server sends application/wasm, else from bytes. */
export async function compileFromFetch(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok)
    throw new CaudalError('PATH_NOT_FOUND', `kernels.wasm: ${url} answered with HTTP status ${response.status}.`, {
      params: { path: url },
      hint: 'Serve kernels.wasm beside the script, or pass assets.wasm.',
    });
  const isWasm = response.headers.get('content-type')?.startsWith('application/wasm') ?? false;
  return isWasm ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}
