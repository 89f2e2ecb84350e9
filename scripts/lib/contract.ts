// contract.ts: every name of the public contract, and for each how to check ours against it.
// Classes are compared member by member, functions and values as a whole. Mere types ship as the contract has them
// (package-types.ts); where the source exports one of that name too, it need only be near: one side fits the other.

import ts from 'typescript';
import { CONTRACT_SUFFIX } from './contract-text.ts';

export interface ContractName {
  /** `sum`, `DataFrame.select`, `functions/abs`. */
  readonly id: string;
  /** Whether the package has it. */
  readonly exists: boolean;
  /** A type that compiles only if ours fits; undefined when existing is all that is asked. */
  readonly check: string | undefined;
}
export interface ContractModule {
  readonly ours: string;
  readonly contract: string;
  readonly names: readonly ContractName[];
}

/** Of the functions, what `caudal` itself exports; `caudal/functions` has all. */
export const FUNCTIONS_IN_CORE = new Set(
  (
    'col lit expr when coalesce sum avg min max count countDistinct count_distinct first last broadcast desc asc ' +
    'window sessionWindow session_window windowTime window_time cumulate slidingWindow sliding_window proctime ' +
    'collectList collect_list collectSet collect_set'
  ).split(' '),
);
const MODULES = [
  { ours: 'src/index.ts', contract: 'core', prefix: '', only: undefined },
  { ours: 'src/index.ts', contract: 'streaming', prefix: '', only: undefined },
  { ours: 'src/index.ts', contract: 'functions', prefix: '', only: FUNCTIONS_IN_CORE },
  { ours: 'src/entries/functions.ts', contract: 'functions', prefix: 'functions/', only: undefined },
  { ours: 'src/entries/testing.ts', contract: 'testing', prefix: 'testing/', only: undefined },
] as const;

/** The contract's modules that the package has a source for. */
export function contractModules(options: ts.CompilerOptions): ContractModule[] {
  const present = MODULES.filter((m) => ts.sys.fileExists(m.ours));
  const paths = [...new Set(present.flatMap((m) => [m.ours, `test/types/${m.contract}.d.ts`]))];
  const program = ts.createProgram(paths, options);
  const checker = program.getTypeChecker();
  const exportsOf = (path: string): Map<string, ts.Symbol> => {
    const symbol = checker.getSymbolAtLocation(program.getSourceFile(path)!);
    return new Map(symbol === undefined ? [] : checker.getExportsOfModule(symbol).map((s) => [s.name, resolve(checker, s)]));
  };
  return present.map(({ ours, contract, prefix, only }, i) => {
    const have = exportsOf(ours);
    const want = [...exportsOf(`test/types/${contract}.d.ts`)].filter(([name]) => only === undefined || only.has(name));
    const names = want.flatMap(([name, symbol]) => expand(checker, i, prefix, name, symbol, have.get(name)));
    return { ours, contract, names };
  });
}

/** A class is one name per member, anything else one name. */
function expand(
  checker: ts.TypeChecker,
  module: number,
  prefix: string,
  name: string,
  want: ts.Symbol,
  have: ts.Symbol | undefined,
): ContractName[] {
  const id = prefix + name;
  const ours = `Ours${module}.${name}`;
  const isClass = (want.flags & ts.SymbolFlags.Class) !== 0;
  const contract = `Contract${module}.${name}${isClass ? CONTRACT_SUFFIX : ''}`;
  const isType = (want.flags & ts.SymbolFlags.Value) === 0;
  if (have === undefined) return isType ? [] : [{ id, exists: false, check: undefined }];
  if (isClass) {
    const haveType = checker.getDeclaredTypeOfSymbol(have);
    const whole = { id, exists: true, check: undefined };
    const publics = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(want)).filter((member) => !isPrivate(member));
    const members = publics.map((member): ContractName => {
      const symbol = /^__@(\w+)@/.exec(member.name)?.[1];
      const key = symbol === undefined ? `['${member.name}']` : `[typeof Symbol.${symbol}]`;
      const check = `Fits<${ours}${anyArguments(have)}${key}, ${contract}${anyArguments(want)}${key}>`;
      return {
        id: `${id}.${symbol === undefined ? member.name : `[Symbol.${symbol}]`}`,
        exists: hasMember(checker, haveType, member),
        check,
      };
    });
    const haveStatics = checker.getTypeOfSymbol(have);
    const statics = checker.getPropertiesOfType(checker.getTypeOfSymbol(want)).filter((member) => member.name !== 'prototype');
    const staticNames = statics.map((member): ContractName => {
      const check = `Fits<(typeof ${ours})['${member.name}'], (typeof ${contract})['${member.name}']>`;
      return { id: `${id}.${member.name}`, exists: hasMember(checker, haveStatics, member), check };
    });
    return [whole, ...staticNames, ...members];
  }
  if (!isType) return [{ id, exists: true, check: `Fits<typeof ${ours}, typeof ${contract}>` }];
  const isGeneric = anyArguments(want) !== '' || anyArguments(have) !== '';
  return [{ id, exists: true, check: isGeneric ? undefined : `Holds<Near<${ours}, ${contract}>>` }];
}

function hasMember(checker: ts.TypeChecker, type: ts.Type, member: ts.Symbol): boolean {
  if (!member.name.startsWith('__@')) return checker.getPropertyOfType(type, member.name) !== undefined;
  const stem = member.name.replace(/@\d+$/, '');
  return checker.getPropertiesOfType(type).some((p) => p.name.replace(/@\d+$/, '') === stem);
}

function isPrivate(member: ts.Symbol): boolean {
  return member.declarations?.some((d) => (ts.getCombinedModifierFlags(d) & ts.ModifierFlags.Private) !== 0) === true;
}

/** `<any, any>` for a class or alias with two type parameters. */
function anyArguments(symbol: ts.Symbol): string {
  const declaration = symbol.declarations?.[0] as { typeParameters?: readonly unknown[] } | undefined;
  const count = declaration?.typeParameters?.length ?? 0;
  return count === 0 ? '' : `<${Array.from({ length: count }, () => 'any').join(', ')}>`;
}

function resolve(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}
