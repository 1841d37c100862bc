import {
  fused,
  type Name,
  type Node,
  neg,
  never,
  type PartialName,
  partialName,
  type Shape,
  type Size,
  sameShape,
} from "@chainrule/graph";
import type { Reason } from "../statement";
import type { Writer } from "../writer";
import { addends, hasDelta, localJacobian } from "./entries";

/** The partial of one definition by one quantity in its body, where it is not zero: an index that both share stands once. */
export interface SharedLocal {
  readonly name: Name;
  /** Of the shape of the definition, followed by the axes of the quantity that share no index with it. */
  readonly expression: Node;
  /** The expression under its name. */
  readonly node: Node;
  readonly because: Reason;
  /** For each axis of the quantity, the axis of the definition that it shares its index with. */
  readonly shared: readonly (number | null)[];
  /** Whether the chain rule sums here: an index of the definition is none of the quantity. */
  readonly isSummed: boolean;
  /** Whether deltas are left in single addends, as in the Jacobian of softmax. */
  readonly isMixed: boolean;
}

/** Partials with shared indices, each derived once. */
export class SharedLocals {
  readonly #writer: Writer;
  readonly #known = new Map<Node, Map<Node, SharedLocal>>();

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  of(definition: Node, input: Node): SharedLocal {
    let row = this.#known.get(definition);
    if (row === undefined) {
      row = new Map();
      this.#known.set(definition, row);
    }
    const known = row.get(input) ?? this.#derived(definition, input);
    row.set(input, known);
    return known;
  }

  /** States a partial, once. */
  write(definition: Node, input: Node): number {
    const { name, expression, because } = this.of(definition, input);
    const known = this.#writer.settled(name);
    if (known !== undefined) return known;
    const from = [this.#writer.settled(definition.attrs.name as Name)]; // definitions are named
    return this.#writer.write({ symbol: name, expression, role: "local", because, from });
  }

  #derived(definition: Node, input: Node): SharedLocal {
    const jacobian = localJacobian(this.#writer, definition, input);
    const rank = definition.shape.length;
    const whole: Shape = [...definition.shape, ...input.shape];
    const parts = addends(jacobian.simplified).map(({ term, negative }) => ({ ...scaled(term), negative }));
    const outputs = parts.map(({ core }) => outputOf(core, whole));
    const shared = sharedAxes(outputs, rank, input.shape.length);
    const collapsed = parts.map(({ core, numbers, negative }) => {
      const one = numbers.reduce((node, number) => number.mul(node), withoutShared(core, shared, whole));
      return { one, negative };
    });
    const sum = collapsed.reduce<Node | undefined>((left, { one, negative }) => {
      if (left === undefined) return negative ? neg(one) : one;
      return negative ? left.sub(one) : left.add(one);
    }, undefined) as Node; // a partial has at least one addend
    const isPlain = shared.every((axis) => axis === null);
    const expression = isPlain ? jacobian.simplified : this.#writer.simplified(sum);
    const name = isPlain ? jacobian.name : withShared(jacobian.name as PartialName, shared);
    return {
      name,
      expression,
      node: isPlain ? jacobian.node : this.#writer.named(expression, name),
      because: jacobian.because,
      shared,
      isSummed: new Set(shared.filter((axis) => axis !== null)).size < rank,
      isMixed: addends(expression).some(({ term }) => hasDelta(scaled(term).core)),
    };
  }
}

const withShared = ({ of, by }: PartialName, shared: PartialName["shared"]): Name =>
  partialName(of, by, shared);

/** A term as numbers times what is left of it. */
function scaled(term: Node): { readonly core: Node; readonly numbers: readonly Node[] } {
  const numbers: Node[] = [];
  let core = term;
  while (core.attrs.name === undefined && core.op.name === "mul") {
    const [a, b] = core.inputs as [Node, Node];
    if (typeof a.attrs.value !== "number") break;
    numbers.unshift(a);
    core = b;
  }
  return { core, numbers };
}

/**
 * The indices of the axes of a Jacobian in one of its terms, as far as a contraction tells. Else each axis has its own: where
 * the term is the same along an axis (it lacks the axis, as the 1/n of δ_ij - 1/n does, or is stretched along it), no other
 * axis runs with that one.
 */
function outputOf({ attrs, shape }: Node, whole: Shape): readonly number[] {
  const missing = whole.length - shape.length;
  return whole.map((size, axis) => {
    const own = axis - missing;
    const isThere = own >= 0 && sameShape([shape[own] as Size], [size]);
    return (isThere ? attrs.map?.output[own] : undefined) ?? -1 - axis;
  });
}

/** Which axes of the quantity run with an axis of the definition in every addend; no axis is shared twice. */
function sharedAxes(
  outputs: readonly (readonly number[])[],
  rank: number,
  inputRank: number,
): (number | null)[] {
  const taken = new Set<number>();
  return Array.from({ length: inputRank }, (_, axis) => {
    for (let above = 0; above < rank; above++) {
      if (taken.has(above) || !outputs.every((output) => output[above] === output[rank + axis])) continue;
      taken.add(above);
      return above;
    }
    return null;
  });
}

/** A Jacobian's term at those entries alone where the shared axes have the index of the definition's. */
function withoutShared(core: Node, shared: readonly (number | null)[], whole: Shape): Node {
  const { map } = core.attrs;
  if (map === undefined) return core; // only contractions have an index twice
  const rank = whole.length - shared.length;
  const missing = whole.length - core.shape.length;
  const isKept = (axis: number): boolean => axis < rank || shared[axis - rank] === null;
  return fused(
    core.inputs,
    { ...map, output: map.output.filter((_, axis) => isKept(axis + missing)) },
    { open: never },
  );
}
