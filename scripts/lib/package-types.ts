// package-types.ts: the package's .d.ts files. They are the public contract without what does not exist yet, so they need
// lib es2022 only, whatever the implementation uses.

import { writeFileSync } from 'node:fs';
import { NOT_YET } from '../../test/types/gaps.ts';
import { FUNCTIONS_IN_CORE } from './contract.ts';
import { shippedText } from './contract-text.ts';

const PREFIX = { core: '', streaming: '', functions: 'functions/', testing: 'testing/' } as const;

export function writeTypes(folder: string): void {
  const gaps = new Set(NOT_YET.flatMap((gap) => gap.names));
  for (const file of ['core', 'streaming', 'functions', 'testing'] as const) {
    const text = shippedText(file, PREFIX[file], gaps);
    const imports = text
      .replaceAll(/from '\.\/(\w+)'/g, "from './$1.js'")
      .replaceAll(/import\('\.\/(\w+)'\)/g, "import('./$1.js')");
    // Without the last line a declaration file exports what it only uses itself, too.
    writeFileSync(`${folder}/${file}.d.ts`, `${imports}\nexport {};\n`);
  }
  const core = shippedText('core', '', gaps);
  const functions = [...FUNCTIONS_IN_CORE].filter(
    (name) => !gaps.has(name) && !new RegExp(`export function ${name}\\b`).test(core),
  );
  const lines = [
    "export * from './core.js';",
    "export * from './streaming.js';",
    `export { ${functions.join(', ')} } from './functions.js';`,
  ];
  writeFileSync(`${folder}/index.d.ts`, `${lines.join('\n')}\n`);
}
