// Names of element-wise kernels by the storage of their arguments: `add` of INT is addI32. Checked against the export list by type.
import { type DataType, type Storage, storageOf } from '../types/data-type.ts';
import type { Kernels } from '../wasm/kernels.gen.ts';

const SUFFIX = { i8: 'I8', i16: 'I16', i32: 'I32', i64: 'I64', i128: 'I128', f32: 'F32', f64: 'F64' } as const;
type Packed = keyof typeof SUFFIX;
type NameOf<P extends string, S extends Packed> = `${P}${(typeof SUFFIX)[S]}`;
const isPacked = (storage: Storage): storage is Packed => storage in SUFFIX;

export const INTEGERS = ['i8', 'i16', 'i32', 'i64'] as const;
export const NUMBERS = [...INTEGERS, 'f32', 'f64'] as const;
export const FIXED = [...NUMBERS, 'i128'] as const;

/** Names a family's kernel for a storage, if it has one. */
export type KernelFamily = (storage: Storage) => keyof Kernels | undefined;
/** The kernel of a family for one storage, if the family has it. Naming a kernel that is not exported is a type error. */
export const kernelFor =
  <P extends string, S extends Packed>(
    prefix: P,
    storages: NameOf<P, S> extends keyof Kernels ? readonly S[] : never,
  ): KernelFamily =>
  (storage) =>
    isPacked(storage) && (storages as readonly Packed[]).includes(storage)
      ? (`${prefix}${SUFFIX[storage]}` as keyof Kernels)
      : undefined;

/** Storage all arguments share, 'nested' if they do not. */
export function commonStorage(args: readonly DataType[]): Storage {
  const storages = new Set(args.map(storageOf));
  return storages.size === 1 ? [...storages][0]! : 'nested';
}
/** Whether decimals, if any, all stand at one scale: only then do integer kernels compute them. */
export const sameScale = (args: readonly DataType[]): boolean =>
  new Set(args.map((t) => (t.kind === 'decimal' ? t.scale : -1))).size === 1;
