import type { Derivation } from "@chainrule/derive";
import {
  bind,
  evaluate,
  gradient,
  jacobian,
  type Name,
  type Node,
  named,
  nameText,
  sizeText,
  type TensorValue,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";
import type { FormulaReader } from "@chainrule/graph/read";
import { formulaReader } from "@chainrule/latex";
import { seeded } from "../../graph/test/random-graph";
import { documentOf } from "../src/document/content";
import { writingOf } from "../src/document/render";
import type { Notation } from "../src/document/spelling";
import { rowsOf } from "./document-rows";

const nameOf = (node: Node): Name => node.attrs.name as Name; // only named nodes are asked
const bodyOf = (node: Node): Node => (node.op.kind === "naming" ? (node.inputs[0] as Node) : node);

/** What the names of a derivation stand for, found without it. */
function namesIn({ loss, rate, statements, wrt }: Derivation): Node[] {
  const quantities = topologicalOrder([loss, ...wrt]).filter(({ attrs }) => attrs.name !== undefined);
  const byName = new Map(quantities.map((node) => [nameText(nameOf(node)), node]));
  const at = (name: Name): Node => byName.get(nameText(name)) as Node;
  const names = new Map<string, Node>(byName);
  for (const { stands, symbol } of statements) {
    const name = stands ?? symbol;
    const text = nameText(symbol);
    if (names.has(text)) continue;
    if (name.kind === "partial") {
      const isDirect = name.of.kind === "symbol" && name.of.sup.endsWith("direct");
      const isLoss = nameText(name.of) === nameText(nameOf(loss));
      const hasOnes = at(name.by)?.shape.includes(1);
      if (isLoss && stands === undefined && !hasOnes) continue; // the reader differentiates
      const isTotal = statements.some(
        (each) => nameText(each.symbol) === text && (each.role === "chain" || each.role === "closed"),
      );
      if (isTotal && stands === undefined && !isDirect) {
        names.set(text, named(gradient(at(name.of), at(name.by)), symbol));
        continue;
      }
      const local = (): Node =>
        jacobian(bodyOf(isDirect ? loss : at(name.of)), at(name.by), { holding: quantities });
      names.set(text, named(isLoss ? gradient(loss, at(name.by)) : local(), symbol));
      if (stands !== undefined && !isLoss) names.set(nameText(stands), named(local(), stands));
    } else if (name.sup.endsWith("+")) {
      const parameter = at({ ...name, sup: name.sup.slice(0, -1) });
      names.set(text, named(parameter.sub((rate as Node).mul(gradient(loss, parameter))), symbol));
    }
  }
  return [...names.values(), ...(rate === undefined ? [] : [rate])];
}

interface Pair {
  readonly line: string;
  readonly left: Node;
  readonly right: Node;
}

function read(reader: FormulaReader, of: string, right: string): Pair[] {
  return of.split(" := ").map((side) => {
    const left = reader.read(side);
    const { indices, sizes } = left;
    const node = reader.read(
      right,
      indices.length > 0 ? { indices, sizes } : { shape: left.node.shape },
    ).node;
    return { line: `${side} = ${right}`, left: left.node, right: node };
  });
}

/** A quantity as index notation prints it: without its axes of one entry. */
function asPrinted(node: Node): Node {
  const axes = node.shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  return axes.length === 0 ? node : named(node.sum({ axis: axes }), nameOf(node));
}

/** Numbers for every symbol and different ones for every size. */
function numbersFor(loss: Node, seed: number) {
  const random = seeded(seed);
  const order = topologicalOrder([loss]);
  const sizes: Record<string, number> = {};
  for (const size of order.flatMap(({ shape }) => shape))
    if (typeof size !== "number") sizes[sizeText(size)] ??= 2 + Object.keys(sizes).length;
  const values = new Map<Node, Value>();
  for (const node of order) {
    if (node.attrs.cell === undefined) continue;
    const shape = node.shape.map((size) =>
      typeof size === "number" ? size : (sizes[sizeText(size)] as number),
    );
    const count = shape.reduce((product, size) => product * size, 1);
    const data = Float64Array.from({ length: count }, () => 0.1 + 0.8 * random());
    values.set(node, shape.length === 0 ? (data[0] as number) : ({ shape, data } satisfies TensorValue));
  }
  return { sizes, values };
}

const dataOf = (value: Value): ArrayLike<number> => (typeof value === "number" ? [value] : value.data);

/** The largest difference, relative to the largest entry. */
function distance(a: Value, b: Value): number {
  const [left, right] = [Array.from(dataOf(a)), Array.from(dataOf(b))];
  if (left.length !== right.length) return Number.POSITIVE_INFINITY;
  const largest = Math.max(1e-6, ...left.map(Math.abs));
  return Math.max(0, ...left.map((entry, k) => Math.abs(entry - (right[k] as number)))) / largest;
}

/** What is wrong with the lines of a document that is read back, and how many there are. */
export function readBack(
  derivation: Derivation,
  notation: Notation,
  seed: number,
): { readonly lines: number; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const writing = writingOf(derivation, { notation, numbers: false, layers: "unrolled" });
  const names = namesIn(derivation);
  const reader = formulaReader(notation === "index" ? names.map(asPrinted) : names);
  const pairs: Pair[] = [];
  const met = new Set<string>(); // the summary repeats lines
  for (const { of, right } of rowsOf(documentOf(writing, undefined))) {
    const line = `${of} = ${right.join(" ")}`;
    if (met.has(line)) continue;
    met.add(line);
    try {
      pairs.push(...read(reader, of, right.join(" ")));
    } catch (error) {
      problems.push(`${line}: ${String(error)}`);
    }
  }
  const { sizes, values } = numbersFor(derivation.loss, seed);
  const meanings = { f: (x: Node) => x.tanh().add(x.mul(0.3).sin()) };
  const roots = pairs.flatMap(({ left, right }) => [left, right]);
  const results = evaluate(bind(roots, meanings), values, { sizes });
  pairs.forEach(({ line }, k) => {
    const difference = distance(results[2 * k] as Value, results[2 * k + 1] as Value);
    if (!(difference <= 1e-10)) problems.push(`differs by ${difference}: ${line}`);
  });
  return { lines: pairs.length, problems };
}
