// engine.ts: an engine instance over the kernels the tests built.

import { readFileSync } from 'node:fs';
import { createEngine, type EngineInstance } from '../../src/wasm/instance.ts';

export const testModule = new WebAssembly.Module(readFileSync('build/kernels.wasm'));

export const testEngine = (limitBytes?: number): EngineInstance => createEngine(testModule, limitBytes);
