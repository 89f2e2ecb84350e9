// contract-text.ts: the contract's declarations without the names that test/types/gaps.ts says do not exist yet.
// The check compiles against it, and the package ships it as its types: what is declared is what was proven.

import { readFileSync } from 'node:fs';
import ts from 'typescript';

export const CONTRACT_FILES = ['core', 'streaming', 'functions', 'testing'] as const;
export type ContractFile = (typeof CONTRACT_FILES)[number];

/** `prefix` is how the file's names start in gaps.ts: `functions/abs`. */
export function contractText(file: ContractFile, prefix: string, gaps: ReadonlySet<string>): string {
  const path = `test/types/${file}.d.ts`;
  const text = readFileSync(path, 'utf8');
  const root = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const cuts: ts.Node[] = [];
  for (const statement of root.statements) {
    if (declaredNames(statement).some((name) => gaps.has(prefix + name))) cuts.push(statement);
    else if (ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement)) {
      const owner = `${prefix}${statement.name?.text}`;
      cuts.push(...statement.members.filter((m) => m.name !== undefined && gaps.has(`${owner}.${m.name.getText()}`)));
    }
  }
  return cuts.reduceRight((rest, node) => rest.slice(0, node.getFullStart()) + rest.slice(node.getEnd()), text);
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((d) => d.name.getText());
  const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}
