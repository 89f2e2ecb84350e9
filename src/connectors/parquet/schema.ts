// The schema as a tree of nodes with their levels, and as the engine's schema. Plain data: it crosses to workers.
// Lists and maps follow the format's rules, those for old writers included.
import { arrayOf, mapOf, structOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import { corruptFile, unsupportedFile } from './corrupt.ts';
import type { SchemaElement } from './footer.ts';
import type { PhysicalType } from './hyparquet.ts';
import { leafType } from './leaf-type.ts';
import type { Conversion } from './leaf-type.ts';

/** `def`: level from which on the node is not NULL; `slotDef`: level of its nearest repeated ancestor's elements; `reps`: repeated ancestors. */
interface NodeBase {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  readonly def: number;
  readonly slotDef: number;
  readonly reps: number;
}
export interface LeafNode extends NodeBase {
  readonly kind: 'leaf';
  /** Ordinal among the file's columns, and its full name. */
  readonly column: number;
  readonly path: string;
  readonly physical: PhysicalType;
  readonly typeLength: number;
  readonly conversion: Conversion;
}
/** Elements exist from level def + 1 on. A map has two children. */
export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly children: readonly Node[];
}
export interface StructNode extends NodeBase {
  readonly kind: 'struct';
  readonly children: readonly Node[];
}
export type Node = LeafNode | ListNode | StructNode;

const MAX_DEPTH = 64;

/** Top-level columns. */
export function schemaNodes(elements: readonly SchemaElement[], file: string): Node[] {
  return new SchemaReader(elements, file).roots();
}
/** A node's leaves, left to right. */
export const leavesOf = (node: Node): readonly LeafNode[] => (node.kind === 'leaf' ? [node] : node.children.flatMap(leavesOf));

/** Where a node stands: the levels its ancestors have used. */
interface Context {
  readonly def: number;
  readonly slotDef: number;
  readonly reps: number;
  readonly path: string;
  readonly depth: number;
}

class SchemaReader {
  readonly #elements: readonly SchemaElement[];
  readonly #file: string;
  #at = 0;
  #column = 0;
  constructor(elements: readonly SchemaElement[], file: string) {
    this.#elements = elements;
    this.#file = file;
  }
  roots(): Node[] {
    const root = this.#next();
    const nodes = Array.from({ length: this.#childCount(root) }, () =>
      this.#node({ def: 0, slotDef: 0, reps: 0, path: '', depth: 0 }),
    );
    if (this.#at !== this.#elements.length) throw this.#fail(`${this.#elements.length - this.#at} elements belong to nothing`);
    return nodes;
  }
  #fail(problem: string): Error {
    return corruptFile(this.#file, 'footer, schema', problem);
  }
  #next(): SchemaElement {
    const element = this.#elements[this.#at++];
    if (!element) throw this.#fail('it ends too early');
    return element;
  }
  #childCount(element: SchemaElement): number {
    if (element.children > this.#elements.length - this.#at)
      throw this.#fail(`${element.name} has ${element.children} children, more than are left`);
    return element.children;
  }
  #children(element: SchemaElement, context: Context): Node[] {
    return Array.from({ length: this.#childCount(element) }, () => this.#node(context));
  }

  #node(outer: Context): Node {
    const element = this.#next();
    const path = outer.path ? `${outer.path}.${element.name}` : element.name;
    if (outer.depth > MAX_DEPTH) throw unsupportedFile(this.#file, 'schema', `more than ${MAX_DEPTH} levels of nesting`);
    const inner = { ...outer, path, depth: outer.depth + 1 };
    if (element.repetition === 'repeated') return this.#bareList(element, inner);
    const nullable = element.repetition === 'optional';
    return this.#value(element, { ...inner, def: outer.def + (nullable ? 1 : 0) }, nullable);
  }
  /** A repeated field without a LIST around it: a list that is never NULL, of elements that are never NULL. */
  #bareList(element: SchemaElement, context: Context): ListNode {
    const child = this.#value(element, elementContext(context), false);
    return {
      kind: 'list',
      name: element.name,
      type: arrayOf(child.type, false),
      nullable: false,
      ...levels(context),
      children: [child],
    };
  }
  /** The element itself, its own level counted in `context.def`. */
  #value(element: SchemaElement, context: Context, nullable: boolean): Node {
    if (element.physical !== undefined) return this.#leaf(element, element.physical, context, nullable);
    const repeated = this.#elements[this.#at];
    if (element.children === 1 && repeated?.repetition === 'repeated') {
      if (element.annotation?.kind === 'list') return this.#list(element, context, nullable);
      if (element.annotation?.kind === 'map' && repeated.physical === undefined) return this.#map(element, context, nullable);
    }
    const children = this.#children(element, context);
    const type = structOf(children.map((c) => ({ name: c.name, type: c.type, nullable: c.nullable })));
    return { kind: 'struct', name: element.name, type, nullable, ...levels(context), children };
  }
  #leaf(element: SchemaElement, physical: PhysicalType, context: Context, nullable: boolean): LeafNode {
    const read = leafType(element);
    if (!read)
      throw corruptFile(
        this.#file,
        `schema, column ${context.path}`,
        `${element.annotation?.kind ?? 'unknown'} over ${physical}`,
      );
    return {
      kind: 'leaf',
      name: element.name,
      type: read.type,
      nullable,
      ...levels(context),
      column: this.#column++,
      path: context.path,
      physical,
      typeLength: element.typeLength,
      conversion: read.conversion,
    };
  }
  #list(element: SchemaElement, context: Context, nullable: boolean): ListNode {
    const repeated = this.#next();
    const inner = elementContext({ ...context, path: `${context.path}.${repeated.name}` });
    const only = repeated.children === 1 && repeated.name !== 'array' && repeated.name !== `${element.name}_tuple`;
    // Three-level lists wrap the element in the repeated group; older ones repeat the element itself.
    const wraps = repeated.physical === undefined && only && this.#elements[this.#at]?.repetition !== 'repeated';
    const child = wraps ? this.#node(inner) : this.#value(repeated, inner, false);
    return {
      kind: 'list',
      name: element.name,
      type: arrayOf(child.type, child.nullable),
      nullable,
      ...levels(context),
      children: [child],
    };
  }
  #map(element: SchemaElement, context: Context, nullable: boolean): ListNode {
    const repeated = this.#next();
    const children = this.#children(repeated, elementContext({ ...context, path: `${context.path}.${repeated.name}` }));
    const [key, value] = children;
    // A map without values is a set: the list of its keys.
    const type = key && value ? mapOf(key.type, value.type, value.nullable) : key && arrayOf(key.type, key.nullable);
    if (!type || children.length > 2) throw this.#fail(`the map ${context.path} has ${children.length} fields`);
    return { kind: 'list', name: element.name, type, nullable, ...levels(context), children };
  }
}
const levels = ({ def, slotDef, reps }: Context): { def: number; slotDef: number; reps: number } => ({ def, slotDef, reps });
const elementContext = (list: Context): Context => ({
  ...list,
  def: list.def + 1,
  slotDef: list.def + 1,
  reps: list.reps + 1,
  depth: list.depth + 1,
});
