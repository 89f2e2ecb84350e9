// Which element-wise kernel casts one storage to another; undefined: the one-row cast.
import type { DataType } from '../../types/data-type.ts';
import type { Kernels } from '../../wasm/kernels.gen.ts';

const KERNELS: Readonly<Record<string, keyof Kernels>> = {};

export const castKernel = (from: DataType, to: DataType): keyof Kernels | undefined => KERNELS[`${from.kind}:${to.kind}`];
