import { evaluate, gradient, type Node, symbolsOf, topologicalOrder, type Value } from "@chainrule/graph";
import { computed } from "../backends";
import { entryOf } from "./entry";
import { entryText, interpreted } from "./interpret";
import { agrees } from "./jet";
import type { Slope } from "./partials";

/** Along what second derivatives are taken: a weight for every entry of every symbol; `undefined` is left out. */
export type Direction = readonly (number | undefined)[];

export interface Fault {
  /** "value", "order 1", "order 2": against forward mode. "backward", or the name of a backend: against the reference. */
  readonly kind: string;
  readonly text: string;
}
export interface Report {
  readonly faults: readonly Fault[];
  /** Derivatives of first and second order that forward mode decided on. */
  readonly judged: number;
  /** Those of which the mathematics does not say what float64 gives. */
  readonly unsaid: number;
}

const entriesOf = (value: Value): readonly number[] =>
  typeof value === "number" ? [value] : [...value.data];
const countOf = ({ shape }: Node): number => shape.reduce<number>((count, size) => count * (size as number), 1); // biome-ignore format: sizes are numbers

/** Products of partial derivatives within 2^-1000 ... 2^1000 in whichever order they are taken. */
const RANGE = 1000;

/** The sum of derivatives with the weights of a direction, as a graph. */
function weighted(slopes: readonly Node[], direction: Direction): Node {
  let start = 0;
  const terms: Node[] = [];
  for (const slope of slopes) {
    const weights = direction.slice(start, start + countOf(slope));
    start += weights.length;
    const taken = weights.flatMap((weight, k) => (weight === undefined ? [] : [k]));
    if (taken.length === 0) continue;
    const flat = slope.shape.length === 0 ? slope : slope.reshape([weights.length]);
    if (slope.shape.length === 0) terms.push(weights[0] === 1 ? slope : slope.mul(weights[0] as number));
    else if (taken.length === weights.length)
      terms.push(flat.mul(weights as number[]).sum()); // none is left out
    else for (const k of taken) terms.push(flat.at(k).mul(weights[k] as number));
  }
  return terms.reduce((total, term) => total.add(term));
}

/**
 * Gradients of a scalar of order 1 and 2 against forward mode, and the reference's against `backward` and every backend, bit
 * for bit.
 */
export function checked(root: Node, symbols: readonly Node[], directions: readonly Direction[]): Report {
  const faults: Fault[] = [];
  const weights = directions.map((direction) =>
    direction.map((weight): Slope => (weight === undefined ? undefined : entryOf(weight))),
  );
  const { jets, wrong } = interpreted(root, symbols, weights);
  for (const { node, text } of wrong) faults.push({ kind: "value", text: `${node.op.name}: ${text}` });
  const jet = jets.data[0];
  if (jet === undefined || jets.data.length !== 1) throw new RangeError("gradients are those of a scalar");
  const firsts = gradient(root, symbols);
  const sums = directions.map((direction) => weighted(firsts, direction));
  const seconds = sums.map((sum) => gradient(sum, symbols));
  let [judged, unsaid] = [0, 0];
  const compare = (
    kind: string,
    expected: readonly Slope[],
    found: readonly number[],
    span: number,
  ): void => {
    expected.forEach((slope, k) => {
      const x = found[k] as number;
      const verdict = agrees(slope, x);
      const isExcused = verdict === false && slope !== undefined && slope.kind !== "nan" && span > RANGE;
      if (verdict === undefined || isExcused) unsaid++;
      else judged++;
      if (verdict === false && !isExcused) {
        faults.push({ kind, text: `by entry ${k}: ${x}, expected ${entryText(slope)}` });
      }
    });
  };
  const values = (nodes: readonly Node[]): readonly number[] => evaluate(nodes).flatMap(entriesOf);
  if (wrong.length === 0) {
    compare("order 1", jet.first, values(firsts), jet.span);
    seconds.forEach((second, r) => {
      compare("order 2", jet.second[r] as readonly Slope[], values(second), jet.secondSpan);
    });
  }
  faults.push(...differences(root, symbols, firsts, sums, seconds));
  return { faults, judged, unsaid };
}

/** Where `backward` or a backend differs from the reference in a bit. */
function differences(
  root: Node,
  symbols: readonly Node[],
  firsts: readonly Node[],
  sums: readonly Node[],
  seconds: readonly (readonly Node[])[],
): Fault[] {
  const faults: Fault[] = [];
  const outputs = [root, ...firsts, ...sums, ...seconds.flat()];
  const expected = evaluate(outputs);
  const found = computed(outputs, symbols, symbols.map((symbol) => symbol.value)); // biome-ignore format: one call
  for (const [way, values] of Object.entries(found)) {
    const text = difference(values, expected);
    if (text !== undefined) faults.push({ kind: way, text });
  }
  root.backward();
  const nodes = topologicalOrder([root]).filter(({ op }) => op.kind !== "leaf"); // constants are shared
  const inside = difference(
    nodes.map((node) => node.grad),
    evaluate(gradient(root, nodes)),
  );
  if (inside !== undefined) faults.push({ kind: "backward, inside", text: inside });
  [root, ...sums].forEach((y, k) => {
    y.backward();
    const slopes = k === 0 ? firsts : (seconds[k - 1] as readonly Node[]);
    const below = new Set(symbolsOf([y])); // others keep what an earlier sweep left
    const met = symbols.flatMap((symbol, place) => (below.has(symbol) ? [place] : []));
    const left = met.map((place) => (symbols[place] as Node).grad);
    const text = difference(left, evaluate(met.map((place) => slopes[place] as Node)));
    if (text !== undefined) faults.push({ kind: `backward, order ${k === 0 ? 1 : 2}`, text });
  });
  return faults;
}

function difference(found: readonly Value[], expected: readonly Value[]): string | undefined {
  for (const [k, value] of expected.entries()) {
    const [a, b] = [entriesOf(found[k] as Value), entriesOf(value)];
    const at = b.findIndex((x, place) => !Object.is(x, a[place]));
    if (at !== -1) return `output ${k}, entry ${at}: ${shown(a[at])}, the reference has ${shown(b[at])}`;
  }
  return undefined;
}
const shown = (x: number | undefined): string => (Object.is(x, -0) ? "-0" : String(x));
