import {
  add,
  constant,
  div,
  eq,
  exp,
  type IndexMap,
  log,
  mul,
  type Name,
  Node,
  named,
  nameText,
  neg,
  type Operation,
  type PartialName,
  parseName,
  type Size,
  sqrt,
  square,
  sub,
  type TensorValue,
  where,
} from "@chainrule/graph";
import type { Letters } from "./letters";
import { sourcesOf } from "./moved";
import { entryOfCall, letterNode, over } from "./over";

/** One entry that another needs: of which node, at which letters, with which letters in scope. */
interface Request {
  readonly node: Node;
  readonly letters: readonly string[];
  readonly scope: ReadonlySet<string>;
}
type Writing = Generator<Request, Node, Node>;

export type KroneckerSign = "delta" | "brackets";

export interface IndexNotation {
  readonly letters: Letters;
  /** The number of axes of each named quantity, by the text of its name. */
  readonly ranks: ReadonlyMap<string, number>;
  /** The names of constant tensors, by what is in them. */
  readonly constants: Map<string, Constant>;
  /** The leaves made for printing, one for each name. */
  readonly leaves: Map<string, Node>;
  /** How Kronecker's delta is written: δ_jk, or [j = k] where a quantity is called δ. */
  readonly kronecker: KroneckerSign;
}

/** A constant tensor under the name that its entries are printed with. */
export interface Constant {
  readonly name: Name;
  readonly value: TensorValue;
}

/** C, or C_1, C_2, ... for further constants; a name that no quantity has. */
function constantName(value: TensorValue, { constants, ranks }: IndexNotation): Name {
  const text = `${value.shape.join()}: ${value.data.join()}`;
  const known = constants.get(text);
  if (known !== undefined) return known.name;
  const taken = (name: Name): boolean =>
    ranks.has(nameText(name)) ||
    [...constants.values()].some((each) => nameText(each.name) === nameText(name));
  let name = parseName("C");
  for (let k = 1; taken(name); k++) name = parseName(`C_${k}`);
  constants.set(text, { name, value });
  return name;
}

/**
 * One entry of a tensor, as a graph of scalars that prints in index notation: named tensors with their letters, sums over
 * indices, Kronecker deltas. A definition is written as what it is defined as, those below it by name. Never recursive.
 */
export function entryOf(node: Node, letters: readonly string[], notation: IndexNotation): Node {
  const body = node.op.kind === "naming" ? (node.inputs[0] as Node) : node;
  const frames: Writing[] = [entry({ node: body, letters, scope: new Set(letters) }, notation)];
  let answer: Node = body;
  while (frames.length > 0) {
    const step = (frames[frames.length - 1] as Writing).next(answer);
    if (step.done) {
      answer = step.value;
      frames.pop();
    } else frames.push(entry(step.value, notation));
  }
  return answer;
}

function* entry(request: Request, notation: IndexNotation): Writing {
  const { node, letters } = request;
  const { name, value } = node.attrs;
  if (name !== undefined) return symbol(indexed(name, letters, notation), notation);
  if (value !== undefined)
    return typeof value === "number"
      ? node
      : symbol(indexed(constantName(value, notation), letters, notation), notation);
  switch (node.op.kind) {
    case "leaf":
      return node;
    case "pointwise":
      return yield* pointwise(request);
    case "indexed":
      return node.op.name === "contraction"
        ? yield* contracted(request, notation)
        : yield* extremum(request, notation);
    case "composite":
      return yield* composite(request, notation);
    case "layout":
      return yield* moved(request);
    case "declared":
      return entryOfCall(node, letters);
    case "naming": // it has a name
      return node;
  }
}

const entryOperation: Operation = { kind: "leaf", name: "entry", law: "x_i" };

/** A leaf for printing alone: one for each name, for two nodes of one name would be two quantities. */
function symbol(name: Name, { leaves }: IndexNotation): Node {
  const text = nameText(name);
  const known = leaves.get(text);
  if (known !== undefined) return known;
  const leaf = new Node(entryOperation, [], { name }, []);
  leaves.set(text, leaf);
  return leaf;
}

/**
 * A name with letters. Those of a partial belong to the quantity above first, then to the one below, which repeats letters
 * that it shares.
 */
export function indexed(name: Name, letters: readonly string[], notation: IndexNotation): Name {
  if (letters.length === 0) return name;
  if (name.kind === "symbol") {
    const running = letters.filter((letter) => letter !== ""); // an axis of size 1 needs none
    return running.length === 0 ? name : { ...name, indices: running };
  }
  if (name.of.kind === "partial") {
    // d^2E / dv dw: the axes of v come first, and are those of the outer derivative
    const outer = rankOf(name.by, notation);
    const inner = indexed(name.of, letters.slice(outer), notation);
    return { kind: "partial", of: inner, by: indexed(name.by, letters.slice(0, outer), notation) };
  }
  const split = letters.length - ownRankBelow(name, notation);
  const [above, own] = [letters.slice(0, split), letters.slice(split)];
  const below = name.shared?.map((axis) => (axis === null ? own.shift() : above[axis]) as string) ?? own;
  return {
    kind: "partial",
    of: indexed(name.of, above, notation),
    by: indexed(name.by, below, notation),
  };
}

/** The number of axes that the quantity below a partial has of its own. */
const ownRankBelow = ({ by, shared }: PartialName, notation: IndexNotation): number =>
  shared?.filter((axis) => axis === null).length ?? rankOf(by, notation);

function rankOf(name: Name, notation: IndexNotation): number {
  if (name.kind === "partial") return rankOf(name.of, notation) + ownRankBelow(name, notation);
  return notation.ranks.get(nameText(name)) ?? 0;
}

function* pointwise({ node, letters, scope }: Request): Writing {
  const operands: Node[] = [];
  for (const input of node.inputs) {
    const offset = letters.length - input.shape.length;
    const at = input.shape.map((size, axis) => (size === 1 ? "" : (letters[axis + offset] as string)));
    operands.push(yield { node: input, letters: at, scope });
  }
  const [a, b] = operands as [Node, Node]; // those below have two
  if (node.op.name === "mul") return times(a, b);
  if (node.op.name === "add" && isNegative(b)) return sub(a, b.inputs[0] as Node);
  if (node.op.name === "sub" && isNegative(b)) return add(a, b.inputs[0] as Node);
  return new Node(node.op, operands, node.attrs, []);
}

/** A product without factors 1, and with a sign in place of a factor -1: rules of differentiation leave both behind. */
function times(a: Node, b: Node): Node {
  if (a.attrs.value === 1) return b;
  if (b.attrs.value === 1) return a;
  if (a.attrs.value === -1) return negative(b);
  if (isNegative(a)) return negative(times(a.inputs[0] as Node, b));
  return mul(a, b);
}

const isNegative = (x: Node): boolean => x.op.name === "neg" && x.attrs.name === undefined;

const negative = (x: Node): Node =>
  x.op.name === "neg"
    ? (x.inputs[0] as Node)
    : typeof x.attrs.value === "number"
      ? constant(-x.attrs.value)
      : neg(x);

/** An entry of what was moved from elsewhere: the choice between the places it may come from. */
function* moved({ node, letters, scope }: Request): Writing {
  const sources = sourcesOf(node, letters);
  const entries: Node[] = [];
  for (const { letters: at, node: source } of sources)
    entries.push(source === undefined ? constant(0) : yield { node: source, letters: at, scope });
  return sources.reduceRight<Node | undefined>((rest, { upTo }, k) => {
    const own = entries[k] as Node; // one for each
    return rest === undefined || upTo === undefined ? own : where(upTo, own, rest);
  }, undefined) as Node; // there is at least one
}

/** Letters of a reduction's or contraction's own indices: those of the output, then new ones for what is summed over. */
interface Bound {
  readonly letterOf: readonly string[];
  readonly over: readonly { readonly letter: string; readonly size: Size; readonly index: number }[];
  /** Pairs of output letters that must be equal. */
  readonly deltas: readonly (readonly [string, string])[];
  readonly scope: ReadonlySet<string>;
}

function bind(
  { output, sizes }: IndexMap,
  letters: readonly string[],
  outer: ReadonlySet<string>,
  alphabet: Letters,
): Bound {
  const letterOf: string[] = [];
  const deltas: (readonly [string, string])[] = [];
  output.forEach((index, axis) => {
    const letter = letters[axis] as string;
    const known = letterOf[index];
    if (known === undefined) letterOf[index] = letter;
    else deltas.push([known, letter]);
  });
  const scope = new Set(outer);
  const bound = sizes.flatMap((size, index) => {
    if (letterOf[index] !== undefined) return [];
    const letter = alphabet.take(size, scope);
    letterOf[index] = letter;
    if (size === 1) return [];
    scope.add(letter);
    return [{ letter, size, index }];
  });
  return { letterOf, over: bound, deltas, scope };
}

const lettersAt = (indices: readonly (number | null)[], { letterOf }: Bound): string[] =>
  indices.map((index) => (index === null ? "" : (letterOf[index] as string)));

function* contracted({ node, letters, scope }: Request, notation: IndexNotation): Writing {
  const map = node.attrs.map as IndexMap; // every contraction has one
  const bound = bind(map, letters, scope, notation.letters);
  const factors: Node[] = [];
  for (const [k, input] of node.inputs.entries()) {
    factors.push(yield { node: input, letters: lettersAt(map.inputs[k] ?? [], bound), scope: bound.scope });
  }
  for (const pair of bound.deltas.filter(([a, b]) => a !== "" || b !== ""))
    factors.push(kroneckerOf(pair, notation));
  const used = new Set(map.inputs.flat());
  const repeated = bound.over.filter(({ index }) => !used.has(index)).map(({ size }) => sizeOf(size));
  const body = [...repeated, ...factors].reduce<Node | undefined>(
    (left, right) => (left === undefined ? right : times(left, right)),
    undefined,
  );
  const summed = bound.over.filter(({ index }) => used.has(index));
  const isTaken = body !== undefined && isNegative(body) && summed.length > 0;
  const sum = summed.reduceRight(
    (inner, { letter, size }) => over("sum", letter, size, inner),
    isTaken ? (body.inputs[0] as Node) : (body ?? constant(1)),
  );
  return isTaken ? neg(sum) : sum;
}

function kroneckerOf(pair: readonly [string, string], notation: IndexNotation): Node {
  if (notation.kronecker === "delta") return symbol({ ...parseName("delta"), indices: pair }, notation);
  const [a, b] = pair.map(letterNode) as [Node, Node]; // two letters
  return eq(a, b);
}

const sizeOf = (size: Size): Node =>
  typeof size === "number" ? constant(size) : named(constant(0), size.name);

function* extremum({ node, letters, scope }: Request, notation: IndexNotation): Writing {
  const map = node.attrs.map as IndexMap; // every reduction has one
  const bound = bind(map, letters, scope, notation.letters);
  const body = yield {
    node: node.inputs[0] as Node,
    letters: lettersAt(map.inputs[0] ?? [], bound),
    scope: bound.scope,
  };
  const sign = node.op.name === "maxOver" ? "max" : "min";
  return bound.over.reduceRight((inner, { letter, size }) => over(sign, letter, size, inner), body);
}

/** What is made of sums over an axis is written with them; anything else as what it is made of. */
function* composite(request: Request, notation: IndexNotation): Writing {
  const { node, letters, scope } = request;
  const x = node.inputs[0] as Node;
  const axes = node.attrs.axes ?? [];
  const kept = letters.length === x.shape.length ? letters : withGaps(letters, axes);
  const inner = new Set(scope);
  const bound = axes.map((axis) => {
    const size = x.shape[axis] as Size;
    const letter = notation.letters.take(size, inner);
    inner.add(letter);
    return { axis, letter, size };
  });
  const running = kept.map((letter, axis) => bound.find((each) => each.axis === axis)?.letter ?? letter);
  const total = (body: Node): Node =>
    bound.reduceRight((sum, { letter, size }) => (size === 1 ? sum : over("sum", letter, size, sum)), body);
  switch (node.op.name) {
    case "softmax":
      return div(
        exp(yield { node: x, letters, scope }),
        total(exp(yield { node: x, letters: running, scope: inner })),
      );
    case "logSoftmax":
      return sub(
        yield { node: x, letters, scope },
        log(total(exp(yield { node: x, letters: running, scope: inner }))),
      );
    case "logSumExp":
      return log(total(exp(yield { node: x, letters: running, scope: inner })));
    case "norm":
      return sqrt(total(square(yield { node: x, letters: running, scope: inner })));
    default:
      return yield {
        node: (node.op as Extract<Node["op"], { kind: "composite" }>).lower(node),
        letters,
        scope,
      };
  }
}

/** Letters with a place for each axis that a reduction dropped. */
function withGaps(letters: readonly string[], axes: readonly number[]): string[] {
  const rank = letters.length + axes.length;
  const rest = [...letters];
  return Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? "" : (rest.shift() as string)));
}
