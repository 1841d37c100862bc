import type { Derivation } from "@chainrule/derive";
import { compile, gradient, mul, type Node, nameText, raised, updated, type Value } from "@chainrule/graph";
import { filled, type Inline } from "../language/language";
import type { Block, Table } from "./model";
import { type Numbers, numbersOf } from "./numbers";
import { gradientsOf, gradientTable, valuesTable } from "./summary-section";
import { trainingCurve } from "./training-curve";
import { heading, nameInline, ofRole, paragraph, section, type Writing } from "./writing";

/**
 * Gradient descent after the first update: the second one in full, with the numbers of the new parameters, then the loss and the terms
 * it is the sum of after 10, 100, ... updates, and their curve. Nothing without numbers, without a rate, or where fewer than two are asked for.
 */
export function trainingSection(writing: Writing, updates: number): Block[] {
  const { derivation, language, numbers } = writing;
  if (numbers === undefined || updates < 2) return [];
  const steps = descent(derivation);
  if (steps === undefined) return [];
  const second = numbersAt(writing, numbers, steps(1));
  return [
    section(language, "training"),
    heading(2, filled(language, "secondUpdate")),
    paragraph(filled(language, "secondUpdateIntro")),
    valuesTable(writing, second),
    paragraph(filled(language, "gradientValues")),
    gradientTable(gradientsOf(writing), writing, second),
    heading(2, filled(language, "moreUpdates")),
    lossTable(writing, numbers, steps, updates),
    ...trainingCurve(writing, steps, updates),
  ];
}

type Values = ReadonlyMap<Node, Value>;

/**
 * The values of the trained parameters after a number of updates; undefined if the derivation updates none. Asked for more updates than
 * before, it goes on from there.
 */
function descent({ loss, rate, statements, wrt }: Derivation): ((updates: number) => Values) | undefined {
  const stated = new Set(
    statements.flatMap(({ role, symbol }) => (role === "update" ? [nameText(symbol)] : [])),
  );
  const trained = wrt.filter(({ name }) => {
    if (name?.kind !== "symbol") return false;
    return (
      stated.has(nameText(raised(name, "+"))) || stated.has(nameText({ ...name, base: `Δ${name.base}` }))
    );
  });
  if (rate === undefined || trained.length === 0) return undefined;
  const gradients = gradient(loss, trained);
  const next = trained.map((w, k) => updated(w, w.sub(mul(rate, gradients[k] as Node)))); // one gradient for each
  const program = compile(next, trained);
  const start = trained.map((node) => node.value);
  let [done, values]: [number, readonly Value[]] = [0, start];
  return (updates) => {
    if (updates < done) [done, values] = [0, start];
    if (updates > done) values = program.run(updates - done, values);
    done = updates;
    return new Map(trained.map((node, k) => [node, values[k] as Value])); // one value for each
  };
}

const numbersAt = ({ derivation }: Writing, { style }: Numbers, values: Values): Numbers =>
  // all symbols have values, as the numbers of the start exist
  numbersOf(derivation.statements, style, [derivation.loss, ...derivation.wrt], values) as Numbers;

/** The loss and its terms after 0, 1, 2, 10, 100, ... updates. */
function lossTable(
  writing: Writing,
  numbers: Numbers,
  steps: (updates: number) => Values,
  updates: number,
): Table {
  const quantities = ofRole(writing, "loss");
  const powers = Array.from({ length: Math.ceil(Math.log10(updates)) }, (_, k) => 10 ** (k + 1));
  const counts = [...new Set([0, 1, 2, ...powers.filter((count) => count < updates), updates])];
  return {
    kind: "table",
    header: [
      filled(writing.language, "updateCount"),
      ...quantities.map(({ symbol }) => [nameInline(symbol, writing)]),
    ],
    rows: counts.map((count) => {
      const then = numbersAt(writing, numbers, steps(count));
      const cells = quantities.map(({ expression }): Inline[] => [{ math: then.print(expression).latex }]);
      return [[String(count)], ...cells];
    }),
  };
}
