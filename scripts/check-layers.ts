// check-layers.ts: enforces the tree's direction (scripts/lib/layers.ts), who may touch the host, and the sizes that
// say "split me": a file past 500 lines fails, one past 300 or a function past 70 is counted as a smell.

import { posix } from 'node:path';
import ts from 'typescript';
import { forbidden, layerOf } from './lib/layers.ts';
import { report, sourceFiles, type SourceFile } from './lib/sources.ts';

/** Modules that only some layers may import. */
const MODULE_OWNERS: readonly { readonly module: RegExp; readonly layers: readonly string[] }[] = [
  // The command line is a program of Node's; what runs anywhere goes through platform/.
  { module: /^(node:)?(fs|fs\/promises|http|net)$/, layers: ['platform', 'cli'] },
  { module: /^(node:)?(worker_threads|https)$/, layers: ['platform'] },
  { module: /^comlink/, layers: ['runtime'] },
];
/** Globals that only some layers may use as values (naming their types is free). */
const GLOBAL_OWNERS: Readonly<Record<string, readonly string[]>> = {
  WebAssembly: ['wasm', 'platform'],
  Worker: ['platform'],
  fetch: ['platform'],
};
const MAX_KERNEL_COLUMNS = 160;
const MAX_FILE_LINES = 500;
const LONG_FILE_LINES = 300;
const LONG_FUNCTION_LINES = 70;

const problems: string[] = [];
const smells: string[] = [];
const files = sourceFiles('src', 'assembly', 'web', 'bench', 'scripts', 'test');
for (const file of files) checkFile(file);
if (process.argv.includes('--smells')) for (const smell of smells) console.log(`  ${smell}`);
report('layers', problems, `${files.length} files, ${smells.length} long files or functions (--smells lists them)`);

function checkFile(file: SourceFile): void {
  const lines = file.text.split('\n').length - 1;
  const isCode = /^(src|assembly|web|bench)\//.test(file.path);
  if (lines > MAX_FILE_LINES) problems.push(`${file.path}: ${lines} lines; split it before ${MAX_FILE_LINES}`);
  else if (lines > LONG_FILE_LINES) smells.push(`${file.path}: ${lines} lines`);
  if (isCode && !/^(#!.*\n)?\s*\/[/*]/.test(file.text)) problems.push(`${file.path}: no header comment`);
  if (file.path.startsWith('assembly/')) checkKernelText(file);
  else walk(file, ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2022, true));
}

/** The formatter cannot read AssemblyScript's function decorators, so kernels keep to these three by hand. */
function checkKernelText(file: SourceFile): void {
  // An export list is a table, one line per kernel, however wide.
  const isTable = /\/(exports|index)\.ts$/.test(file.path);
  file.text.split('\n').forEach((line, i) => {
    if (/\t|\s$/.test(line)) problems.push(`${file.path}:${i + 1}: tab or trailing space`);
    if (!isTable && line.length > MAX_KERNEL_COLUMNS)
      problems.push(`${file.path}:${i + 1}: longer than ${MAX_KERNEL_COLUMNS} columns`);
    if (/from\s+['"].*\/src\//.test(line)) problems.push(`${file.path}:${i + 1}: kernels import nothing from src/`);
  });
}

function walk(file: SourceFile, root: ts.SourceFile): void {
  const at = (node: ts.Node): string => `${file.path}:${root.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  const visit = (node: ts.Node): void => {
    const module = importedModule(node);
    if (module !== undefined) checkImport(file.path, module, isTypeOnly(node), at(node));
    if (ts.isIdentifier(node)) checkGlobal(file.path, node, at(node));
    if (ts.isFunctionLike(node)) {
      const lines = node.getText().split('\n').length;
      if (lines > LONG_FUNCTION_LINES && !file.path.startsWith('test/')) smells.push(`${at(node)}: function of ${lines} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
}

/** The module named by `import`, `export … from`, `import()` and `import('…')` types. */
function importedModule(node: ts.Node): string | undefined {
  let name: ts.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) name = node.moduleSpecifier;
  else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) name = node.arguments[0];
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) name = node.argument.literal;
  return name !== undefined && ts.isStringLiteral(name) ? name.text : undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return ts.isImportTypeNode(node) || (ts.isExportDeclaration(node) && node.isTypeOnly);
}

function checkImport(from: string, module: string, typeOnly: boolean, at: string): void {
  const layer = layerOf(from);
  if (!module.startsWith('.')) {
    const owner = MODULE_OWNERS.find((o) => o.module.test(module));
    if (layer !== undefined && owner !== undefined && !owner.layers.includes(layer)) {
      problems.push(`${at}: only ${owner.layers.join(', ')}/ may import \`${module}\``);
    }
    return;
  }
  const to = posix.normalize(posix.join(posix.dirname(from), module));
  const why = forbidden(from, to, typeOnly);
  if (why !== undefined) problems.push(`${at}: ${why} (${to})`);
  if (from.startsWith('web/') && to.startsWith('src/') && to !== 'src/index.ts') {
    problems.push(`${at}: web/ may import src/index.ts only (${to})`);
  }
}

function checkGlobal(path: string, node: ts.Identifier, at: string): void {
  const layer = layerOf(path);
  const owners = Object.hasOwn(GLOBAL_OWNERS, node.text) ? GLOBAL_OWNERS[node.text]! : undefined;
  if (layer === undefined || owners === undefined || owners.includes(layer)) return;
  if (isUse(node)) problems.push(`${at}: only ${owners.join(', ')}/ may use \`${node.text}\``);
}

/** True for the global used as a value: not a type, not a member or property of that name, not a declaration. */
function isUse(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return (
    ts.isCallExpression(parent) || ts.isNewExpression(parent) || ts.isTypeOfExpression(parent) || ts.isBinaryExpression(parent)
  );
}
