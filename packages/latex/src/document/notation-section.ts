import type { Statement } from "@chainrule/derive";
import { type Name, nameText, topologicalOrder } from "@chainrule/graph";
import type { Picture } from "@chainrule/plot";
import { filled, type Inline } from "../language/language";
import { notationOf } from "../notation";
import { isDeclared } from "../operators";
import { type Tex, tex } from "../safe/tex";
import { shapeTex } from "../symbol";
import { conventions } from "./conventions";
import { functionsUsed } from "./functions-used";
import { familyText } from "./layer-section";
import { type Meaning, meaningsOf, withParameters } from "./meaning";
import type { Block } from "./model";
import { rangesLatex } from "./spelling";
import { tensorMeanings } from "./tensor-meaning";
import { nameInline, nameOf, ofRole, section, trainedIn, type Writing } from "./writing";

/** What every symbol means, what the functions are, and what is agreed on. */
export function notationSection(writing: Writing, picture: Picture): Block[] {
  const { derivation, language, numbers } = writing;
  const symbols = new Set(ofRole(writing, "loss").map((statement) => statement.symbol));
  const terms = topologicalOrder([derivation.loss]).filter(
    (node) => node.attrs.name !== undefined && symbols.has(node.attrs.name),
  );
  const isTensor = derivation.statements.some(({ expression }) => expression.shape.length > 0);
  // the picture knows inputs from weights by how scalars are multiplied; of tensors their definitions tell
  const read = isTensor
    ? tensorMeanings(derivation, writing.spelling, writing.layers)
    : meaningsOf(picture, derivation.loss, terms);
  const meanings = withParameters(read, trainedIn(derivation), derivation.wrt);
  for (const { role, stands, symbol } of derivation.statements)
    if (role === "definition" && stands?.kind === "partial")
      meanings.set(nameText(symbol), { kind: "derivativeOf", of: stands.of, by: stands.by });
  const symbolCell = ({ expression, symbol }: Statement): Inline[] => [
    nameInline(writing.spelling.entry(symbol, expression.shape), writing),
  ];
  const row = (statement: Statement): (readonly Inline[])[] => {
    const described = writing.describe.get(nameText(statement.symbol));
    const meaning = meanings.get(nameText(statement.symbol));
    const isKnown = meaning !== undefined && meaning.kind !== "definedQuantity";
    const cells = [
      symbolCell(statement),
      described !== undefined
        ? [described]
        : isKnown
          ? meaningText(meaning, writing)
          : ownMeaning(statement, writing, meaning),
    ];
    return isTensor ? [...cells, sizesCell(statement, writing)] : cells;
  };
  const given = inReadingOrder(ofRole(writing, "given"), meanings).map((statement) => {
    const value = numbers?.print(statement.expression).latex;
    return value === undefined ? row(statement) : [...row(statement), [{ math: value }]];
  });
  if (derivation.rate?.attrs.name !== undefined) {
    const words = writing.describe.get(nameText(derivation.rate.attrs.name));
    const meaning = words === undefined ? filled(language, "rate") : [words];
    const cells = [[nameInline(derivation.rate.attrs.name, writing)], meaning];
    if (isTensor) cells.push([]);
    given.push(numbers === undefined ? cells : [...cells, [{ math: numbers.print(derivation.rate).latex }]]);
  }
  const own = abbreviationsIn(writing).map((statement): (readonly Inline[])[] => {
    const derivative = derivativeInline(statement, writing);
    const words = writing.describe.get(nameText(statement.symbol));
    const meaning = words === undefined ? filled(language, "abbreviationFor", { derivative }) : [words];
    const cells = [symbolCell(statement), meaning];
    return isTensor ? [...cells, sizesCell(statement, writing)] : cells;
  });
  const plain = [filled(language, "symbol"), filled(language, "meaning")];
  const header = isTensor
    ? [...plain, filled(language, writing.spelling.notation === "index" ? "indices" : "shape")]
    : plain;
  const withValue = numbers === undefined ? header : [...header, filled(language, "value")];
  return [
    section(language, "notation"),
    { kind: "table", header: withValue, rows: given },
    { kind: "table", header, rows: [...ofRole(writing, "definition", "loss").map(row), ...own] },
    ...functionsUsed(writing),
    ...conventions(writing, meanings),
  ];
}

/** The sizes of a tensor, in index notation what its letters run over; nothing for a scalar. */
function sizesCell({ expression: { shape }, symbol }: Statement, { print, spelling }: Writing): Inline[] {
  if (shape.length === 0 || (spelling.notation === "index" && shape.every((size) => size === 1))) return [];
  const entry = spelling.entry(symbol, shape);
  const letters = entry.kind === "symbol" ? entry.indices : undefined;
  const symbols = print.symbols ?? {};
  return [{ math: letters === undefined ? shapeTex(shape, symbols) : rangesLatex(letters, shape, symbols) }];
}

/** The statements that introduce names for derivatives; of a general layer and of the last one it is one name. */
function abbreviationsIn({ derivation, layers }: Writing): Statement[] {
  const met = new Set<string>();
  return derivation.statements.filter((statement) => {
    if (statement.stands === undefined || statement.role !== "closed") return false;
    const name = layers === undefined ? nameText(statement.symbol) : familyText(statement.symbol);
    if (met.has(name)) return false;
    met.add(name);
    return true;
  });
}

function derivativeInline({ expression, negative, stands, symbol }: Statement, writing: Writing): Inline {
  const name = stands ?? symbol;
  const entry = writing.spelling.entry(name, expression.shape);
  const { math, text } = nameInline(entry, writing) as { math: Tex; text: string };
  const sign = negative ? tex`-` : tex``;
  return { math: tex`\\displaystyle ${sign}${math}`, text: `${sign}${text}` };
}

const READING_ORDER: readonly Meaning["kind"][] = [
  "input",
  "weight",
  "bias",
  "threshold",
  "trained",
  "variable",
  "given",
  "target",
  "targetOf",
];

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
    expression.inputs.length === 1 &&
    (isDeclared(expression.op) || notationOf(expression.op)?.kind === "function");
  if (symbol.base === "net") return filled(language, "netInput", { unit });
  return isActivation ? filled(language, "output", { unit }) : filled(language, "definedQuantity");
}

function meaningText(meaning: Meaning, writing: Writing): Inline[] {
  const { language } = writing;
  const inline = (name: Name): Inline => nameInline(name, writing);
  switch (meaning.kind) {
    case "weight":
      return filled(language, "weight", { from: inline(meaning.from), to: inline(meaning.to) });
    case "derivativeOf":
      return filled(language, "derivativeOf", { of: inline(meaning.of), by: inline(meaning.by) });
    case "activation":
      return filled(language, "activation", { of: inline(meaning.of) });
    case "bias":
    case "threshold":
    case "target":
    case "targetOf":
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
