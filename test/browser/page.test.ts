// The page the browser suite runs on: isolated in one project only, so that nothing comes to depend on it.

import { expect, inject, it } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    isolated: boolean;
  }
}

it('is isolated only where the project says so', () => {
  expect(globalThis.crossOriginIsolated).toBe(inject('isolated'));
});
