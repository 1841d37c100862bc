import { ChainruleError, compile, gradient, Node, partialName, symbolsOf } from "@chainrule/graph";
import { described, type Markup } from "@chainrule/graph/written";
import { checkedNumber } from "../options";
import { type PictureOptions, readOptions } from "../picture-options";
import type { Scene, TextPart } from "../scene/scene";
import { sceneToSvg } from "../scene/svg";
import { wordsOf } from "../scene/typeset";
import { chart, type Line } from "./curves";
import type { Pair } from "./line";

export interface PlotFunctionOptions extends PictureOptions {
  /** The variable; may be left out where there is one symbol only, or one without a value. */
  readonly of?: Node;
  /** From where to where it runs; from −5 to 5 if left out. */
  readonly from?: number;
  readonly to?: number;
  /** How many derivatives are drawn with it, 1 if left out. */
  readonly derivatives?: number;
  /** The ends of the other axis; around all values if left out. */
  readonly range?: readonly [number, number];
}

const KEYS = { of: true, from: true, to: true, derivatives: true, range: true } as const;
const SAMPLES = 600;

/**
 * A function of one variable with its derivatives, SVG. Other symbols keep their values.
 * @throws ChainruleError OPERAND for what is no scalar node, OPTION (which variable?), UNBOUND
 * @example plotFunction(scalar("x").sigmoid().named("y"), { from: -6, to: 6 })
 */
export function plotFunction(functions: Node | readonly Node[], options?: PlotFunctionOptions): Markup {
  const { theme } = readOptions(options, KEYS, "plotFunction");
  return sceneToSvg(functionScene(functions, options), { theme });
}

/** The same as a scene, for other printers. */
export function functionScene(given: Node | readonly Node[], options?: PlotFunctionOptions): Scene {
  const read = readOptions(options, KEYS, "plotFunction");
  const functions = checkedFunctions(given);
  const variable = variableOf(functions, read.of);
  const from = checkedNumber("from", read.from ?? -5, [-1e300, 1e300], "plotFunction");
  const to = checkedNumber("to", read.to ?? 5, [-1e300, 1e300], "plotFunction");
  if (!(from < to))
    throw new ChainruleError("OPTION", "from is less than to", {
      where: "plotFunction",
      got: `${from} to ${to}`,
    });
  const count = checkedNumber("derivatives", read.derivatives ?? 1, [0, 8], "plotFunction");
  const families = functions.map((node) => withDerivatives(node, variable, count));
  const nodes = families.flat();
  const program = compile(nodes, [variable]);
  const places = Array.from({ length: SAMPLES + 1 }, (_, k) => from + ((to - from) * k) / SAMPLES);
  const rows = places.map((x) => program([x]) as number[]); // scalars all
  const lines = nodes.map((_, k): Line => {
    const pairs = places.map((x, i): Pair => [x, rows[i]?.[k] ?? Number.NaN]);
    const parts = nameOf(functions, variable, k, count);
    return { name: wordsOf(parts), parts, pairs, isCut: jumps(pairs) };
  });
  const name: TextPart = variable.attrs.name ?? "x";
  return chart(lines, {
    x: [name],
    domainX: [from, to],
    ...(read.range !== undefined && { domainY: read.range }),
    heading: read.title,
    title:
      read.title ??
      read.phrases.functionOf(functions.map((node) => wordsOf(ownName(node))).join(", "), wordsOf([name])),
    description: lines.map((line) => line.name).join(", "),
  });
}

/** A function with its derivatives, one after another. */
function withDerivatives(node: Node, variable: Node, count: number): Node[] {
  const family = [node];
  for (let k = 0; k < count; k++) family.push(gradient(family[k] as Node, variable));
  return family;
}

const ownName = (node: Node): readonly TextPart[] => [node.attrs.name ?? String(node)];

/** What a curve is called: f, df/dx, d²f/dx². */
function nameOf(functions: readonly Node[], variable: Node, k: number, count: number): readonly TextPart[] {
  const node = functions[Math.floor(k / (count + 1))] as Node; // a family for each
  const order = k % (count + 1);
  const [of, by] = [node.attrs.name, variable.attrs.name];
  if (order === 0) return ownName(node);
  if (of === undefined || by === undefined) return [`${wordsOf(ownName(node))}${"′".repeat(order)}`];
  if (order === 1) return [partialName(of, by)];
  return ["∂", raisedDigit(order), of, "/∂", by, raisedDigit(order)];
}

const raisedDigit = (order: number): string => "⁰¹²³⁴⁵⁶⁷⁸"[order] ?? "";

/** Where a function jumps: its neighbours differ by much more than where it is steepest elsewhere nearby. */
function jumps(pairs: readonly Pair[]): (before: Pair, after: Pair) => boolean {
  const steps = pairs.slice(1).map(([, y], k) => Math.abs(y - (pairs[k]?.[1] ?? y)));
  const place = new Map(pairs.map((pair, k) => [pair, k]));
  return (_, after) => {
    const k = place.get(after) ?? 0;
    const own = steps[k - 1] ?? 0;
    const near = Math.max(steps[k - 2] ?? 0, steps[k] ?? 0);
    return own > 1e-9 && own > 20 * near;
  };
}

function checkedFunctions(given: unknown): readonly Node[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length > 0 && list.every((each): each is Node => each instanceof Node && each.shape.length === 0))
    return list;
  throw new ChainruleError("OPERAND", "a function is given by a scalar node, or several", {
    where: "plotFunction",
    got: given instanceof Node ? "a tensor" : described(given),
  });
}

/** @throws ChainruleError OPTION where there are several */
function variableOf(functions: readonly Node[], given: unknown): Node {
  const symbols = symbolsOf(functions);
  if (given instanceof Node && symbols.includes(given)) return given;
  const free = symbols.filter((symbol) => symbol.attrs.cell?.value === undefined);
  const [only] = free.length > 0 ? free : symbols;
  if (
    given === undefined &&
    only !== undefined &&
    (free.length === 1 || (free.length === 0 && symbols.length === 1))
  )
    return only;
  throw new ChainruleError("OPTION", "of which variable?", {
    where: "plotFunction: of",
    got: given === undefined ? `${symbols.length} symbols` : "a node that the function does not depend on",
    expected: symbols.map(String).join(", "),
  });
}
