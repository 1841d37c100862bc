import type { Statement } from "@chainrule/derive";
import { type Name, nameText, type OperationName, type Shape, topologicalOrder } from "@chainrule/graph";
import { filled, type Inline } from "../language/language";
import { notations } from "../notation";
import type { Picture } from "../picture/picture";
import { conventions } from "./conventions";
import { functionsUsed } from "./functions-used";
import { type Meaning, meaningsOf } from "./meaning";
import type { Block } from "./model";
import { shapeLatex } from "./spelling";
import { nameInline, nameOf, ofRole, section, type Writing } from "./writing";

/** What every symbol means, what the functions are, and what is agreed on. */
export function notationSection(writing: Writing, picture: Picture): Block[] {
  const { derivation, language, numbers } = writing;
  const symbols = new Set(ofRole(writing, "loss").map((statement) => statement.symbol));
  const terms = topologicalOrder([derivation.loss]).filter(
    (node) => node.attrs.name !== undefined && symbols.has(node.attrs.name),
  );
  const isTensor = derivation.statements.some(({ expression }) => expression.shape.length > 0);
  // the picture knows inputs from weights by how scalars are multiplied; of tensors it is the shape that tells
  const meanings = isTensor ? new Map<string, Meaning>() : meaningsOf(picture, derivation.loss, terms);
  const row = (statement: Statement): (readonly Inline[])[] => {
    const meaning = meanings.get(nameText(statement.symbol));
    const isKnown = meaning !== undefined && meaning.kind !== "definedQuantity";
    const cells = [
      [nameInline(statement.symbol, writing)],
      isKnown ? meaningText(meaning, writing) : ownMeaning(statement, writing, meaning),
    ];
    return isTensor ? [...cells, shapeCell(statement.expression.shape, writing)] : cells;
  };
  const given = inReadingOrder(ofRole(writing, "given"), meanings).map((statement) => {
    const value = numbers?.print(statement.expression).latex;
    return value === undefined ? row(statement) : [...row(statement), [{ math: value }]];
  });
  if (derivation.rate?.attrs.name !== undefined) {
    const cells = [[nameInline(derivation.rate.attrs.name, writing)], filled(language, "rate")];
    if (isTensor) cells.push([]);
    given.push(numbers === undefined ? cells : [...cells, [{ math: numbers.print(derivation.rate).latex }]]);
  }
  const plain = [filled(language, "symbol"), filled(language, "meaning")];
  const header = isTensor ? [...plain, filled(language, "shape")] : plain;
  const withValue = numbers === undefined ? header : [...header, filled(language, "value")];
  return [
    section(language, "notation"),
    { kind: "table", header: withValue, rows: given },
    { kind: "table", header, rows: ofRole(writing, "definition", "loss").map(row) },
    ...functionsUsed(writing),
    ...conventions(writing, meanings),
  ];
}

/** The sizes of a tensor; nothing for a scalar. */
const shapeCell = (shape: Shape, { print }: Writing): Inline[] =>
  shape.length === 0 ? [] : [{ math: shapeLatex(shape, print.symbols ?? {}) }];

const READING_ORDER: readonly Meaning["kind"][] = ["input", "weight", "bias", "given", "target"];

/** Inputs, weights, biases, other symbols, targets; each kind by the numbers in its names. */
function inReadingOrder(given: readonly Statement[], meanings: ReadonlyMap<string, Meaning>): Statement[] {
  const collator = new Intl.Collator("en", { numeric: true });
  const rank = (statement: Statement): number =>
    READING_ORDER.indexOf(meanings.get(nameText(statement.symbol))?.kind ?? "given");
  return [...given].sort(
    (a, b) => rank(a) - rank(b) || collator.compare(nameText(a.symbol), nameText(b.symbol)),
  );
}

/** What a definition is when the picture does not say: the net input or the output of a unit, or just a definition. */
function ownMeaning(
  { role, expression, symbol }: Statement,
  writing: Writing,
  known: Meaning | undefined,
): Inline[] {
  const { language } = writing;
  if (role === "given") return filled(language, known === undefined ? "given" : "input");
  if (role === "loss") {
    const isTotal = nameText(symbol) === nameText(nameOf(writing.derivation.loss));
    return filled(language, isTotal ? "totalLoss" : "errorTerm");
  }
  const hasUnit = symbol.kind === "symbol" && /\p{L}/u.test(symbol.sub); // h_1 is unit 1 of h, but net_h1 is h1's
  if (!hasUnit) return filled(language, "definedQuantity");
  const unit = nameInline({ ...symbol, base: symbol.sub, sub: "" }, writing);
  const isActivation =
    expression.inputs.length === 1 && notations[expression.op.name as OperationName]?.kind === "function";
  if (symbol.base === "net") return filled(language, "netInput", { unit });
  return isActivation ? filled(language, "output", { unit }) : filled(language, "definedQuantity");
}

function meaningText(meaning: Meaning, writing: Writing): Inline[] {
  const { language } = writing;
  const inline = (name: Name): Inline => nameInline(name, writing);
  switch (meaning.kind) {
    case "weight":
      return filled(language, "weight", { from: inline(meaning.from), to: inline(meaning.to) });
    case "bias":
    case "target":
      return meaning.units.length === 0
        ? filled(language, "given")
        : filled(language, meaning.kind, { units: meaning.units.map(inline) });
    case "netInput":
    case "output":
      return filled(language, meaning.kind, { unit: inline(meaning.unit) });
    default:
      return filled(language, meaning.kind);
  }
}
