import {
  type IndexMap,
  Node,
  type Operation,
  type Size,
  sameShape,
  topologicalOrder,
} from "@chainrule/graph";

/** Whether an operation may do something else for other sizes. */
const hasOwnSizes = ({ kind }: Node["op"]): boolean => kind === "layout" || kind === "declared";

/**
 * Which axes of a graph must have one size, whatever it is: those that operations align, contract or name. Axes that are
 * not tied may be given sizes of their own, and everything that was derived still holds.
 */
export class AxisClasses {
  /** Where a node's axes begin in `#above`. */
  readonly #starts = new Map<Node, number>();
  /** Union-find: the axis that each axis was joined to; its own number if none. */
  readonly #above: number[] = [];
  readonly #sizes: Size[] = [];
  readonly #rigid = new Set<number>();
  readonly #counted = new Set<number>();

  constructor(roots: readonly Node[]) {
    const order = topologicalOrder(roots);
    const lowered = new Map<Node, Node>();
    for (const node of order) this.#enter(node);
    // what operations are lowered to may be lowered again; the list grows while it is read
    for (let k = 0; k < order.length; k++) {
      const node = order[k] as Node;
      if (node.op.kind !== "composite") continue;
      const inner = node.op.lower(node);
      lowered.set(node, inner);
      for (const each of topologicalOrder([inner])) {
        if (this.#starts.has(each)) continue;
        this.#enter(each);
        order.push(each);
      }
    }
    for (const node of order) this.#tie(node);
    for (const [node, inner] of lowered) this.#joinAligned(node, inner);
  }

  /** Says that two nodes of the graph are one quantity. */
  join(a: Node, b: Node): void {
    this.#joinAligned(a, b);
  }

  /** The class of an axis, as the number of one axis in it. */
  of(node: Node, axis: number): number {
    return this.#find((this.#starts.get(node) as number) + axis); // every node of the graph was entered
  }

  /** Whether the size of the class could be any other. */
  isFree(axisClass: number): boolean {
    return !this.#rigid.has(this.#find(axisClass));
  }

  /**
   * Whether something is the same along an axis of the class. A sum over it then is that thing times the size, and a size that
   * is a number may have become part of another number, as 3 (1/3) = 1 does in the derivative of a mean.
   */
  isCounted(axisClass: number): boolean {
    return this.#counted.has(this.#find(axisClass));
  }

  /** The size that the axes of a class have. */
  sizeOf(axisClass: number): Size {
    return this.#sizes[this.#find(axisClass)] as Size;
  }

  #enter(node: Node): void {
    this.#starts.set(node, this.#above.length);
    const isFixed = hasOwnSizes(node.op) || node.attrs.value !== undefined;
    for (const size of node.shape) {
      const axis = this.#above.length;
      this.#above.push(axis);
      this.#sizes.push(size);
      if (isFixed || size === 1 || size === 0) this.#rigid.add(axis);
    }
  }

  #tie(node: Node): void {
    const { op, inputs, attrs } = node;
    if (op.kind === "naming") this.#joinAligned(node, inputs[0] as Node);
    else if (op.kind === "pointwise") for (const input of inputs) this.#joinAligned(node, input);
    else if (hasOwnSizes(op)) {
      for (const input of inputs) for (const axis of input.shape.keys()) this.#fix(this.of(input, axis));
    } else if (op.kind === "indexed") this.#joinIndexed(node, attrs.map as IndexMap); // every indexed operation has one
  }

  /** Axes counted from the last, as operands of pointwise operations broadcast; an axis of size 1 is stretched. */
  #joinAligned(node: Node, input: Node): void {
    const offset = node.shape.length - input.shape.length;
    for (const [axis, size] of node.shape.entries()) {
      const own = input.shape[axis - offset];
      if (own === undefined || (own === 1 && size !== 1)) this.#count(this.of(node, axis));
      else this.#join(this.of(input, axis - offset), this.of(node, axis));
    }
  }

  #joinIndexed(node: Node, { inputs, output }: IndexMap): void {
    const first = new Map<number, number>();
    const meet = (index: number | null | undefined, axisClass: number): void => {
      if (index === null || index === undefined) return;
      const known = first.get(index);
      if (known === undefined) first.set(index, axisClass);
      else this.#join(known, axisClass);
    };
    for (const [axis, index] of output.entries()) {
      meet(index, this.of(node, axis));
      if (!inputs.some((indices) => indices.includes(index))) this.#count(this.of(node, axis));
    }
    node.inputs.forEach((input, k) => {
      for (const axis of input.shape.keys()) meet(inputs[k]?.[axis], this.of(input, axis));
    });
  }

  #count(axisClass: number): void {
    this.#counted.add(this.#find(axisClass));
  }

  #fix(axisClass: number): void {
    this.#rigid.add(this.#find(axisClass));
  }

  #find(axis: number): number {
    let top = axis;
    while (this.#above[top] !== top) top = this.#above[top] as number;
    for (let at = axis; at !== top; ) {
      const next = this.#above[at] as number;
      this.#above[at] = top;
      at = next;
    }
    return top;
  }

  #join(a: number, b: number): void {
    const [top, other] = [this.#find(a), this.#find(b)];
    if (top === other) return;
    this.#above[other] = top;
    if (this.#rigid.has(other)) this.#rigid.add(top);
    if (this.#counted.has(other)) this.#counted.add(top);
    if (typeof this.#sizes[other] !== "number") this.#sizes[top] = this.#sizes[other] as Size;
  }
}

/** What a graph is rebuilt with. */
export interface Rebuilding {
  /** What stands in place of a node; undefined rebuilds it from its inputs. */
  readonly replace: (node: Node) => Node | undefined;
  /** The size of an axis of a node of the old graph. */
  readonly size: (node: Node, axis: number) => Size;
  /** The operation in place of a node's own; one of fewer operands takes the first ones. */
  readonly operation?: (node: Node) => Operation;
}

/** The same graphs over other leaves and sizes. Replaced nodes are not entered. */
export function rebuilt(roots: readonly Node[], rebuilding: Rebuilding): Node[] {
  const made = new Map<Node, Node>();
  const pending = [...roots].reverse();
  while (pending.length > 0) {
    const node = pending[pending.length - 1] as Node;
    if (made.has(node)) {
      pending.pop();
      continue;
    }
    const replacement = rebuilding.replace(node);
    const missing = replacement === undefined ? node.inputs.filter((input) => !made.has(input)) : [];
    if (missing.length > 0) {
      pending.push(...missing.reverse());
      continue;
    }
    pending.pop();
    const inputs = replacement === undefined ? node.inputs.map((input) => made.get(input) as Node) : []; // none is missing
    made.set(node, replacement ?? again(node, inputs, rebuilding));
  }
  return roots.map((root) => made.get(root) as Node);
}

function again(node: Node, inputs: readonly Node[], { size, operation }: Rebuilding): Node {
  const op = operation?.(node) ?? node.op;
  const operands = op.kind === "pointwise" ? inputs.slice(0, op.arity) : inputs;
  const shape = node.shape.map((_, axis) => size(node, axis));
  const isSame =
    inputs.every((input, k) => input === node.inputs[k]) && sameShape(shape, node.shape) && op === node.op;
  if (isSame) return node;
  const { map } = node.attrs;
  if (map === undefined) return new Node(op, operands, node.attrs, shape);
  const sizes = [...map.sizes];
  map.output.forEach((index, axis) => {
    sizes[index] = shape[axis] as Size;
  });
  node.inputs.forEach((input, k) => {
    for (const axis of input.shape.keys()) {
      const index = map.inputs[k]?.[axis];
      if (index !== null && index !== undefined) sizes[index] = size(input, axis);
    }
  });
  return new Node(op, inputs, { ...node.attrs, map: { ...map, sizes } }, shape);
}
