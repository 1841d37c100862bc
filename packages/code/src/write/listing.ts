import {
  ChainruleError,
  type Dim,
  gradient,
  type Name,
  Node,
  Numbering,
  named,
  nameText,
  operations,
  partialName,
  type Shape,
  type Size,
  sameShape,
  shown,
  simplify,
  symbolsOf,
  topologicalOrder,
} from "@chainrule/graph";
import { formulaOf } from "./formula";
import { Identifiers, isIdentifier } from "./identifiers";

/** What an export is about. */
export interface ExportOptions {
  /** The parameters: the symbols that the gradient is taken by. */
  readonly wrt: Node | readonly Node[];
  /** What the function or class is called; "loss" by default. */
  readonly name?: string;
}

/** What a target can write: an operation is lowered until all that is left is here. */
export interface Target {
  /** As errors call it: "toNumpy". */
  readonly name: string;
  /** Whether it writes a node's operation as it is. */
  readonly writes: (node: Node) => boolean;
  /** Operations in terms of others, before graph's own lowering is asked. */
  readonly lower?: Readonly<Record<string, (inputs: readonly Node[]) => Node>>;
}

/** A numbered formula: that of a definition. */
export interface Equation {
  readonly number: number;
  readonly text: string;
}

/** A graph and its gradient as lines in the order in which they are computed. */
export interface Listing {
  readonly name: string;
  /** All symbols: parameters first, then what else the loss is made of, in the order a reader meets them. */
  readonly symbols: readonly Node[];
  readonly parameters: readonly Node[];
  readonly loss: Node;
  readonly gradients: readonly Node[];
  /** Nodes that compute something, inputs first: those of the loss, and what is needed for the rest beside them. */
  readonly forward: readonly Node[];
  readonly backward: readonly Node[];
  /** New values of parameters and of what an optimiser remembers, where a training step was asked for. */
  readonly steps: readonly Node[];
  readonly identifier: (node: Node) => string;
  readonly equation: (node: Node) => Equation | undefined;
  /** How many nodes use a node. */
  readonly uses: (node: Node) => number;
  readonly identifiers: Identifiers;
}

/**
 * Reads a loss and its gradient for a target.
 * @throws ChainruleError NOT_SCALAR, NOT_A_LEAF, OPERAND, NAME, NO_INTERPRETATION
 */
export function listingOf(
  loss: Node,
  { wrt, name = "loss" }: ExportOptions,
  target: Target,
  {
    gradient: isWanted = true,
    steps = [],
  }: { readonly gradient?: boolean; readonly steps?: readonly Node[] } = {},
): Listing {
  if (!(loss instanceof Node)) {
    throw new ChainruleError("OPERAND", "the loss is not a node", { where: target.name, got: shown(loss) });
  }
  if (typeof name !== "string" || !isIdentifier(name)) {
    throw new ChainruleError("OPTION", "this cannot be the name of a function", {
      where: `${target.name}: name`,
      got: shown(name),
      expected: "letters, digits and _, and no word of Python or C",
    });
  }
  const parameters = parametersOf(wrt, target.name);
  const top = loss.attrs.name === undefined ? named(loss, freeName(loss)) : loss;
  const raw = isWanted ? gradient(top, parameters) : [];
  const held = new Set(topologicalOrder([top]));
  const shortened = simplify([...raw, ...steps], { holding: held });
  const gradients = shortened
    .slice(0, raw.length)
    .map((node, k) => underName(node, top, parameters[k] as Node));
  const roots = [top, ...gradients, ...shortened.slice(raw.length)];
  const images = canonical(roots, target);
  const [first, ...others] = images as [Node, ...Node[]];
  const forward = topologicalOrder([first]);
  const known = new Set(forward);
  const backward = topologicalOrder(others).filter((node) => !known.has(node));
  const identifiers = new Identifiers();
  const symbols = [...new Set([...parameters, ...symbolsOf(roots)])];
  const names = new Map<Node, string>();
  let unnamed = 0;
  for (const node of [...symbols, ...forward, ...backward])
    if (node.attrs.name !== undefined && !names.has(node)) names.set(node, identifiers.of(node.attrs.name));
  const uses = new Map<Node, number>();
  for (const node of [...forward, ...backward])
    for (const input of node.inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  const equations = numbered(roots, [...forward, ...backward]);
  return {
    name,
    symbols,
    parameters,
    loss: first,
    gradients: others.slice(0, raw.length),
    steps: others.slice(raw.length),
    forward: forward.filter(isComputed),
    backward: backward.filter(isComputed),
    identifier: (node) => {
      let text = names.get(node);
      if (text === undefined) {
        text = identifiers.fresh(`t${++unnamed}`);
        names.set(node, text);
      }
      return text;
    },
    equation: (node) => equations.get(node),
    uses: (node) => uses.get(node) ?? 0,
    identifiers,
  };
}

/** Whether a node is computed: no symbol, number or size. */
const isComputed = ({ op }: Node): boolean => op.kind !== "leaf";

function parametersOf(wrt: ExportOptions["wrt"], where: string): readonly Node[] {
  const list: readonly unknown[] = Array.isArray(wrt) ? wrt : [wrt];
  const nodes = list.map((node) => {
    if (!(node instanceof Node))
      throw new ChainruleError("OPERAND", "wrt are symbols", { where: `${where}: wrt`, got: shown(node) });
    if (node.attrs.cell !== undefined) return node;
    throw new ChainruleError("NOT_A_LEAF", "code is differentiated by symbols", {
      where: `${where}: wrt`,
      got: node.toString(),
    });
  });
  if (nodes.length > 0) return [...new Set(nodes)];
  throw new ChainruleError("OPERAND", "at least one parameter is needed", { where: `${where}: wrt` });
}

const freeName = (loss: Node): string => {
  const taken = new Set(
    topologicalOrder([loss]).flatMap(({ attrs }) => (attrs.name ? [nameText(attrs.name)] : [])),
  );
  return ["E", "L", "J"].find((text) => !taken.has(text)) ?? "Loss";
};

/** The derivative of the loss by a parameter under its name. */
function underName(node: Node, loss: Node, parameter: Node): Node {
  const name = partialName(loss.attrs.name as Name, parameter.attrs.name as Name); // both have one
  const isNamed = node.op.kind === "naming" && nameText(node.attrs.name as Name) === nameText(name);
  return isNamed ? node : named(node, name);
}

/** Formulas of definitions, numbered in the order in which they are computed; the same for all targets. */
function numbered(roots: readonly Node[], computed: readonly Node[]): Map<Node, Equation> {
  const written = topologicalOrder(roots).filter(({ op }) => op.kind === "naming");
  const texts = new Map(written.map((node) => [nameText(node.attrs.name as Name), formulaOf(node)]));
  const found = new Map<Node, Equation>();
  for (const node of computed) {
    if (node.op.kind !== "naming") continue;
    found.set(node, { number: found.size + 1, text: texts.get(nameText(node.attrs.name as Name)) ?? "" });
  }
  return found;
}

/** The graphs in the target's operations, equal expressions once. @throws ChainruleError NO_INTERPRETATION */
function canonical(roots: readonly Node[], target: Target): Node[] {
  const numbering = new Numbering();
  const byNumber = new Map<number, Node>();
  const images = new Map<Node, Node>();
  const settled = new Set<Node>();
  const visit = (nodes: readonly Node[]): Node[] => {
    for (const node of topologicalOrder(nodes, settled)) {
      if (settled.has(node)) continue;
      const inputs = node.inputs.map((input) => images.get(input) as Node); // inputs come first
      if (node.op.kind === "pointwise") leaveOutRepetition(inputs, node.shape);
      const isSame = inputs.every((input, k) => input === node.inputs[k]);
      const rebuilt = isSame ? node : new Node(node.op, inputs, node.attrs, node.shape);
      const image = settle(rebuilt);
      for (const each of [node, image]) settled.add(each);
      images.set(node, image);
      images.set(image, image);
    }
    return nodes.map((node) => images.get(node) as Node);
  };
  const settle = (node: Node): Node => {
    const number = numbering.of(node);
    const known = byNumber.get(number);
    if (known !== undefined) return known;
    const lower = lowered(node, target);
    const image = lower === undefined ? node : (visit([lower])[0] as Node);
    byNumber.set(number, image);
    return image;
  };
  return visit(roots);
}

/** Operands that are only repeated along axes: pointwise operations repeat them by themselves. */
function leaveOutRepetition(inputs: Node[], shape: Shape): void {
  for (const [k, input] of inputs.entries()) {
    const source = repeated(input);
    if (source === undefined) continue;
    const others = inputs.map((other, j) => (j === k ? source : other));
    const rank = Math.max(...others.map((other) => other.shape.length));
    const isReached = shape.every((size, axis) =>
      others.some((other) => {
        const own = other.shape[axis - shape.length + other.shape.length];
        return own !== undefined && sameShape([own], [size]);
      }),
    );
    if (rank === shape.length && isReached) inputs[k] = source;
  }
}

/** What a node repeats along new axes, or along axes of size 1; undefined for any other node. */
function repeated({ op, attrs: { map }, inputs }: Node): Node | undefined {
  const [indices] = map?.inputs ?? [];
  if (op.name !== "contraction" || map === undefined || indices === undefined || inputs.length !== 1)
    return undefined;
  const { output } = map;
  const isAligned = indices.every(
    (index, k) => index === null || index === output[k - indices.length + output.length],
  );
  return isAligned && output.length === map.sizes.length && new Set(output).size === output.length
    ? inputs[0]
    : undefined;
}

/** What stands for a node that a target does not write; undefined where it does. @throws ChainruleError NO_INTERPRETATION */
function lowered(node: Node, target: Target): Node | undefined {
  const { op, attrs, inputs } = node;
  const known: Readonly<Record<string, Node["op"]>> = operations;
  const isOurs = Object.hasOwn(known, op.name) && !("forward" in op);
  const special = attrs.vanishes ? vanishing(node) : undefined;
  if (special !== undefined) return special;
  const own = isOurs && target.lower !== undefined && Object.hasOwn(target.lower, op.name);
  if (own) return target.lower?.[op.name]?.(inputs);
  if (isOurs && target.writes(node)) return undefined;
  if (isOurs && op.name === "step") return inputs[0]?.ge(0); // a comparison is 1 where it holds
  if (op.kind === "pointwise" && op.lower !== undefined) return op.lower(inputs);
  if (op.kind === "composite") return op.lower(node);
  throw new ChainruleError("NO_INTERPRETATION", "this operation cannot be written", {
    where: target.name,
    got: op.name,
    mend: "Write it in operations of the table, or declare it with a lowering",
  });
}

/** A quotient or product that is 0 where its first operand is: the other operand is not looked at there. */
function vanishing({ op, inputs }: Node): Node {
  const [a, b] = inputs as [Node, Node]; // a quotient or product has two
  const other = a.eq(0).where(1, b);
  return op.name === "div" ? a.div(other) : a.mul(other);
}

/** The symbol and axis that a symbolic size is read from. @throws ChainruleError SIZE */
export function sizeSource(
  dim: Dim,
  symbols: readonly Node[],
  where: string,
): { readonly symbol: Node; readonly axis: number } {
  const text = nameText(dim.name);
  for (const symbol of symbols) {
    const axis = symbol.shape.findIndex((size) => typeof size !== "number" && nameText(size.name) === text);
    if (axis >= 0) return { symbol, axis };
  }
  throw new ChainruleError("SIZE", "no symbol has an axis of this size", { where, got: text });
}

/** The symbolic sizes that computing a node takes, beside those of its operands. */
export function sizesUsed({ op, attrs, shape }: Node): Dim[] {
  const all: readonly Size[] =
    op.name === "size" ? (attrs.dim ? [attrs.dim] : []) : op.name === "contraction" ? (attrs.map?.sizes ?? []) : op.name === "reshape" ? shape : []; // biome-ignore format: one line
  return all.filter((size) => typeof size !== "number");
}
