// Both sides of a streaming join, as the state of one operator on one partition.
import type { OperatorContext } from '../operator.ts';
import type { Attribute } from '../../expr/expr.ts';
import type { StreamJoinNode, StreamJoinSide } from '../physical.ts';
import type { OperatorState, StateReader, StateSize, StateWriter } from '../stream.ts';
import { JoinSide } from './join-side.ts';

/** Columns of the rows that a side keeps. */
export const keptOf = (input: readonly Attribute[], { watermark }: StreamJoinSide): readonly Attribute[] =>
  input.filter((a) => a.id !== watermark?.id);

export class JoinState implements OperatorState {
  readonly sides: readonly [JoinSide, JoinSide];

  constructor({ inputs, sides, nullSafe }: StreamJoinNode, context: OperatorContext) {
    const side = (port: 0 | 1): JoinSide =>
      new JoinSide(
        { ...sides[port], name: port === 0 ? 'left' : 'right', input: keptOf(inputs[port].output, sides[port]), nullSafe },
        context,
      );
    this.sides = [side(0), side(1)];
  }
  save(writer: StateWriter, sinceEpoch: number | null): void {
    for (const side of this.sides) side.save(writer, sinceEpoch);
  }
  load(reader: StateReader): void {
    for (const side of this.sides) side.load(reader);
  }
  size(): StateSize {
    const [left, right] = this.sides.map((side) => side.size()) as [StateSize, StateSize];
    return { rows: left.rows + right.rows, bytes: left.bytes + right.bytes };
  }
  close(): void {
    for (const side of this.sides) side.free();
  }
}
