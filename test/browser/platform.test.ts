// The page's platform in a real browser: kernels by their address, files the user picked, macrotasks.

import { describe, expect, it } from 'vitest';
import { defaultPlatform } from '../../src/platform/default.ts';
import { CaudalError } from '../../src/types/error.ts';

describe('platform of a page', () => {
  const platform = defaultPlatform();

  it('is the browser', () => {
    expect(platform.name).toBe('browser');
    expect(platform.cores).toBeGreaterThan(0);
  });

  it('compiles the kernels from their own address', async () => {
    const module = await platform.loadKernels();
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
    expect(WebAssembly.Module.exports(module).length).toBeGreaterThan(10);
  });

  it('reads a part of a picked file', async () => {
    const file = new File([Uint8Array.from({ length: 1000 }, (_, i) => i & 255)], 'picked.bin');
    const source = await platform.open({ kind: 'blob', blob: file, name: file.name });
    expect(source.size).toBe(1000);
    expect([...(await source.read(500, 3))]).toEqual([244, 245, 246]);
    source.close();
  });

  it('refuses a read past the end of a file', async () => {
    const source = await platform.open({ kind: 'bytes', bytes: new Uint8Array(10), name: 'short.bin' });
    await expect(source.read(8, 4)).rejects.toThrow(CaudalError);
  });

  it('gives way to messages that wait', async () => {
    const order: string[] = [];
    const { port1, port2 } = new MessageChannel();
    const received = new Promise<void>((resolve) => {
      port1.onmessage = () => {
        order.push('message');
        resolve();
      };
    });
    port2.postMessage(0);
    await platform.macrotask();
    await platform.macrotask();
    await received;
    order.push('after');
    expect(order).toEqual(['message', 'after']);
  });
});
