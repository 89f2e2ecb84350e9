// contract-text.ts: the contract's declarations, changed for two uses. Shipped: without the names that test/types/gaps.ts says do not
// exist yet. Compared: with the package's own classes in the place of the contract's, so that each member is compared by itself.

import { readFileSync } from 'node:fs';
import ts from 'typescript';

export const CONTRACT_FILES = ['core', 'streaming', 'functions', 'testing'] as const;
export type ContractFile = (typeof CONTRACT_FILES)[number];

/** How a contract's class is called where the package's own has its name. */
export const CONTRACT_SUFFIX = 'OfContract';

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** `prefix` is how the file's names start in gaps.ts: `functions/abs`. */
export function shippedText(file: ContractFile, prefix: string, gaps: ReadonlySet<string>): string {
  const { root, text } = parse(file);
  const edits = root.statements.flatMap((statement): Edit[] => {
    if (declaredNames(statement).some((name) => gaps.has(prefix + name))) return [cut(statement)];
    if (!ts.isClassDeclaration(statement) && !ts.isInterfaceDeclaration(statement)) return [];
    const owner = `${prefix}${statement.name?.text}`;
    return [...statement.members].filter((m) => m.name !== undefined && gaps.has(`${owner}.${m.name.getText()}`)).map(cut);
  });
  return edited(text, edits);
}

/** `classes`: names of classes that the package exports; the contract's own of that name get a suffix. */
export function comparedText(file: ContractFile, classes: ReadonlySet<string>, packagePath: string): string {
  const { root, text } = parse(file);
  const declared = root.statements.filter(ts.isClassDeclaration).filter((c) => c.name !== undefined && classes.has(c.name.text));
  const edits = declared.map(({ name }): Edit => ({ from: name!.getEnd(), to: name!.getEnd(), text: CONTRACT_SUFFIX }));
  const names = declared.map(({ name }) => name!.text).join(', ');
  return `${edited(text, edits)}\nimport { ${names} } from '${packagePath}';\nexport { ${names} };\n`;
}

function parse(file: ContractFile): { root: ts.SourceFile; text: string } {
  const path = `test/types/${file}.d.ts`;
  const text = readFileSync(path, 'utf8');
  return { root: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true), text };
}

function cut(node: ts.Node): Edit {
  return { from: node.getFullStart(), to: node.getEnd(), text: '' };
}

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduceRight((rest, { from, to, text: replacement }) => rest.slice(0, from) + replacement + rest.slice(to), text);
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((d) => d.name.getText());
  const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}
