import {
  gradient,
  type Name,
  type Node,
  nameText,
  type OperationName,
  simplify,
  topologicalOrder,
} from "@chainrule/graph";
import { filled, type Inline } from "../language/language";
import { notationOf } from "../notation";
import { isDeclared, uprightName } from "../operators";
import { plainTex, type Tex, tex } from "../safe/tex";
import { nameTex } from "../symbol";
import { declaredSums } from "./known-sums";
import { layerConventions } from "./layer-section";
import type { Meaning } from "./meaning";
import type { Block } from "./model";
import { tensorNotation } from "./tensor-notation";
import { nameInline, ofRole, type Writing } from "./writing";

/** What a reader must know to read the numbers and the choices. */
export function conventions(writing: Writing, meanings: ReadonlyMap<string, Meaning>): Block[] {
  const { derivation, language, numbers } = writing;
  const order = topologicalOrder([derivation.loss]);
  const items: Inline[][] = [
    ...layerConventions(writing),
    ...abstractFunctions(writing),
    ...lossConvention(writing),
    ...biasConvention(writing, meanings),
    ...kinks(writing, order),
    ...brackets(writing, order),
    ...directPartials(writing),
    ...sharedIndices(writing),
    ...declaredSums(writing),
    ...tensorNotation(writing),
  ];
  if (numbers !== undefined)
    items.push(filled(language, "numbersPrinted", { digits: String(numbers.style.digits) }));
  if (derivation.rate !== undefined) items.push(filled(language, "simultaneous"));
  return items.length === 0 ? [] : [{ kind: "list", items }];
}

/** Functions that are only symbols, and stand for any function. */
function abstractFunctions({ derivation, language, layers, print }: Writing): Inline[][] {
  const met = new Map<string, Name>();
  const ofLayers = new Set(layers?.functions.map(({ symbol }) => nameText(symbol)));
  for (const { op } of topologicalOrder(derivation.statements.map(({ expression }) => expression)))
    if (op.kind === "pointwise" && op.symbol !== undefined && !ofLayers.has(nameText(op.symbol.name)))
      met.set(nameText(op.symbol.name), op.symbol.name);
  const symbols = [...met.values()].map((name): Inline => ({ math: nameTex(name, print.symbols) }));
  if (symbols.length === 0) return [];
  return [filled(language, symbols.length === 1 ? "anyFunction" : "anyFunctions", { symbols })];
}

/** Whether squared errors are halved: said only where all of them have the same factor in the loss, 1/2 or 1. */
function lossConvention({ derivation: { loss }, language }: Writing): Inline[][] {
  const squares = topologicalOrder([loss]).filter(
    ({ inputs, op }) =>
      inputs[0]?.op.name === "sub" &&
      (op.name === "square" || (op.name === "pow" && inputs[1]?.attrs.value === 2)),
  );
  if (squares.length === 0) return [];
  const factors = new Set(simplify(gradient(loss, squares)).map(factorOf));
  const [factor] = factors;
  if (factors.size > 1 || (factor !== 0.5 && factor !== 1)) return [];
  return [filled(language, factor === 0.5 ? "halved" : "notHalved")];
}

/** The number that a derivative is everywhere, as a product, a fraction or repeated over a tensor; undefined where it is none. */
function factorOf({ attrs, inputs, op }: Node): number | undefined {
  if (typeof attrs.value === "number") return attrs.value;
  const isRepeated =
    op.name === "contraction" &&
    attrs.map?.sizes.length === attrs.map?.output.length &&
    new Set(attrs.map?.output).size === attrs.map?.output.length;
  if (op.kind !== "naming" && op.name !== "div" && op.name !== "mul" && !isRepeated) return undefined;
  return inputs.reduce<number | undefined>((product, input, k) => {
    const factor = product === undefined ? undefined : factorOf(input);
    if (product === undefined || factor === undefined) return undefined;
    return op.name === "div" && k === 1 ? product / factor : product * factor;
  }, 1);
}

/** That biases are added to weighted sums, and thresholds subtracted from them. */
function biasConvention(writing: Writing, meanings: ReadonlyMap<string, Meaning>): Inline[][] {
  return (["bias", "threshold"] as const).flatMap((kind) => {
    const offsets = ofRole(writing, "given").filter(
      ({ symbol }) => meanings.get(nameText(symbol))?.kind === kind,
    );
    if (offsets.length === 0) return [];
    const symbols = offsets.map(({ symbol }) => nameInline(symbol, writing));
    return [filled(writing.language, kind === "bias" ? "biasAdded" : "thresholdSubtracted", { symbols })];
  });
}

/** How functions with a kink are written where the value at it is stated. */
const kinked: Readonly<Partial<Record<OperationName, Tex>>> = {
  abs: tex`\\left|x\\right|`,
  leakyRelu: tex`\\operatorname{LeakyReLU}_{a}(x)`,
  elu: tex`\\operatorname{ELU}_{a}(x)`,
};

/** The value chosen where a function has no derivative. */
function kinks({ language }: Writing, order: readonly Node[]): Inline[][] {
  const seen = new Set<string>();
  return order.flatMap(({ inputs, op }) => {
    const isSmooth = op.name === "elu" && inputs[1]?.attrs.value === 1;
    if (op.kind !== "pointwise" || op.kink === undefined || isSmooth || seen.has(op.name)) return [];
    seen.add(op.name);
    if (isDeclared(op)) return [];
    const name = op.name as OperationName; // the graph's operations are those of the table
    const notation = notationOf(op);
    if (name === "max" || name === "min")
      return [
        filled(language, "tie", {
          function: { math: notation?.kind === "function" ? notation.latex : tex`` },
        }),
      ];
    const math =
      notation?.kind === "function"
        ? tex`${notation.latex}${op.arity === 1 ? tex`(x)` : tex``}`
        : (kinked[name] ?? tex`${uprightName(name)}(x)`);
    const choice = { math: plainTex(op.kink.choice) };
    const at = notation?.kind === "function" ? plainTex(op.kink.at) : tex`x = 0`;
    return [filled(language, "kink", { function: { math }, at: { math: at }, choice })];
  });
}

/** Iverson's brackets, where a comparison is used as a number. */
function brackets({ language }: Writing, order: readonly Node[]): Inline[][] {
  const isComparison = (node: Node | undefined): boolean =>
    node !== undefined && notationOf(node.op)?.kind === "relation";
  const isUsed = order.some(({ inputs, op, attrs }) =>
    inputs.some(
      (input, k) => isComparison(input) && !(op.name === "where" && k === 0) && attrs.name === undefined,
    ),
  );
  const isNamed = order.some((node) => node.op.kind === "naming" && isComparison(node.inputs[0]));
  return isUsed || isNamed ? [filled(language, "brackets")] : [];
}

/** That partials are written only where they are not zero, by the example of the first. */
function sharedIndices(writing: Writing): Inline[][] {
  const { language, spelling } = writing;
  if (spelling.notation !== "index") return [];
  const first = ofRole(writing, "local").find(({ symbol }) => symbol.kind === "partial" && symbol.shared);
  if (first === undefined) return [];
  const entry = spelling.entry(first.symbol, first.expression.shape);
  return [filled(language, "sharedIndices", { partial: nameInline(entry, writing) })];
}

/** Partials of a definition alone, under a name that no quantity has: where a quantity acts directly and through others. */
function directPartials(writing: Writing): Inline[][] {
  const direct = ofRole(writing, "local", "abbreviation")
    .map(({ stands, symbol }) => stands ?? symbol)
    .find((name) => name.kind === "partial" && name.of.kind === "symbol" && name.of.sup.endsWith("direct"));
  if (direct?.kind !== "partial") return [];
  const places = { partial: nameInline(direct, writing), by: nameInline(direct.by, writing) };
  return [filled(writing.language, "direct", places)];
}
