import type { Statement } from "@chainrule/derive";
import {
  type Name,
  type Node,
  nameText,
  type OperationName,
  operations,
  partialName,
  scalar,
  topologicalOrder,
} from "@chainrule/graph";
import { filled, type Inline, type Language } from "../language/language";
import { notations } from "../notation";
import { networkPicture } from "../picture/layout";
import type { Picture } from "../picture/picture";
import { toLatex } from "../print";
import { agreement } from "./check";
import { type Meaning, meaningsOf } from "./meaning";
import type { Block, Document, Row, Table } from "./model";
import { bySymbol, nameLatex, rowsFor, type Writing } from "./rows";

/** Orders the statements of a derivation into the sections of a document. */
export function documentOf(writing: Writing, title: string | undefined): Document {
  const { derivation, language } = writing;
  const loss: Inline = { math: nameLatex(nameOf(derivation.loss), writing) };
  const picture = networkPicture(derivation.loss);
  const variables = derivation.wrt.map((node) => ({ math: nameLatex(nameOf(node), writing) }));
  return {
    title: title === undefined ? filled(language, "defaultTitle", { loss }) : [title],
    language: language.code,
    blocks: [
      { kind: "paragraph", text: filled(language, "abstract", { loss, variables }) },
      ...notationSection(writing, picture),
      heading(language, "network"),
      { kind: "picture", picture, caption: caption(language, picture, loss) },
      ...forwardSection(writing),
      ...backwardSection(writing),
      ...updateSection(writing),
      ...summarySection(writing),
    ],
  };
}

const nameOf = (node: Node): Name => node.attrs.name as Name; // derivations are over named quantities

const heading = (
  language: Language,
  phrase: "notation" | "network" | "forward" | "loss" | "backward" | "update" | "summary",
): Block => ({
  kind: "heading",
  level: 1,
  text: filled(language, phrase),
});

function caption(language: Language, picture: Picture, loss: Inline): Inline[] {
  const text = filled(language, "pictureOf", { loss });
  return picture.elided ? [...text, " ", ...filled(language, "pictureElided")] : text;
}

const ofRole = ({ derivation }: Writing, ...roles: readonly Statement["role"][]): Statement[] =>
  derivation.statements.filter((statement) => roles.includes(statement.role));

function notationSection(writing: Writing, picture: Picture): Block[] {
  const { derivation, language, numbers } = writing;
  const symbols = new Set(ofRole(writing, "loss").map((statement) => statement.symbol));
  const terms = topologicalOrder([derivation.loss]).filter(
    (node) => node.attrs.name !== undefined && symbols.has(node.attrs.name),
  );
  const meanings = meaningsOf(picture, derivation.loss, terms);
  const row = (statement: Statement): (readonly Inline[])[] => {
    const meaning = meanings.get(nameText(statement.symbol));
    const isKnown = meaning !== undefined && meaning.kind !== "definedQuantity";
    return [
      [{ math: nameLatex(statement.symbol, writing) }],
      isKnown ? meaningText(meaning, writing) : ownMeaning(statement, writing, meaning),
    ];
  };
  const given = inReadingOrder(ofRole(writing, "given"), meanings).map((statement) => {
    const value = numbers?.print(statement.expression).latex;
    return value === undefined ? row(statement) : [...row(statement), [{ math: value }]];
  });
  if (derivation.rate?.attrs.name !== undefined) {
    const cells: (readonly Inline[])[] = [
      [{ math: nameLatex(derivation.rate.attrs.name, writing) }],
      filled(language, "rate"),
    ];
    if (numbers !== undefined) cells.push([{ math: numbers.print(derivation.rate).latex }]);
    given.push(cells);
  }
  const header = [filled(language, "symbol"), filled(language, "meaning")];
  return [
    heading(language, "notation"),
    {
      kind: "table",
      header: numbers === undefined ? header : [...header, filled(language, "value")],
      rows: given,
    },
    { kind: "table", header, rows: ofRole(writing, "definition", "loss").map(row) },
    ...functionsUsed(writing),
    ...conventions(writing, meanings),
  ];
}

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
  if (role === "loss") return filled(language, "errorTerm");
  const unit: Inline =
    symbol.kind === "symbol" && symbol.sub !== ""
      ? { math: nameLatex({ ...symbol, base: symbol.sub, sub: "" }, writing) }
      : "";
  const isActivation =
    expression.inputs.length === 1 && notations[expression.op.name as OperationName]?.kind === "function";
  if (unit === "" || symbol.kind !== "symbol") return filled(language, "definedQuantity");
  if (symbol.base === "net") return filled(language, "netInput", { unit });
  return isActivation ? filled(language, "output", { unit }) : filled(language, "definedQuantity");
}

function meaningText(meaning: Meaning, writing: Writing): Inline[] {
  const { language } = writing;
  const math = (name: Name): Inline => ({ math: nameLatex(name, writing) });
  switch (meaning.kind) {
    case "weight":
      return filled(language, "weight", { from: math(meaning.from), to: math(meaning.to) });
    case "bias":
    case "target":
      return meaning.units.length === 0
        ? filled(language, "given")
        : filled(language, meaning.kind, { units: meaning.units.map(math) });
    case "netInput":
    case "output":
      return filled(language, meaning.kind, { unit: math(meaning.unit) });
    default:
      return filled(language, meaning.kind);
  }
}

/** The functions that occur, what they are, and their derivatives. */
function functionsUsed({ derivation, language }: Writing): Block[] {
  const used = new Set(topologicalOrder([derivation.loss]).map((node) => node.op.name as OperationName));
  const x = scalar("x");
  const rows = [...used].flatMap((name) => {
    const op = operations[name];
    if (op?.kind !== "pointwise" || op.arity !== 1 || notations[name].kind !== "function") return [];
    const y = x[name as "sigmoid"](); // a unary operation's method has its name
    const [partial] = op.partials;
    if (partial === undefined || partial === "flat") return [];
    const lowered = op.lower?.([x]);
    const left = toLatex(y);
    const law = lowered === undefined ? left : `${left} = ${toLatex(lowered)}`;
    const derivative = `${left.replace("(x)", "'(x)")} = ${toLatex(partial([x], y))}`;
    return [[[{ math: `\\displaystyle ${law}` }], [{ math: `\\displaystyle ${derivative}` }]]];
  });
  if (rows.length === 0) return [];
  const table: Table = {
    kind: "table",
    header: [filled(language, "function"), filled(language, "derivative")],
    rows,
  };
  return [{ kind: "paragraph", text: filled(language, "functionsUsed") }, table];
}

/** What a reader must know to read the numbers and the choices. */
function conventions(writing: Writing, meanings: ReadonlyMap<string, Meaning>): Block[] {
  const { derivation, language, numbers } = writing;
  const items: Inline[][] = [...lossConvention(writing), ...biasConvention(writing, meanings)];
  if (numbers !== undefined)
    items.push(filled(language, "numbersPrinted", { digits: String(numbers.style.digits) }));
  if (derivation.rate !== undefined) items.push(filled(language, "simultaneous"));
  const seen = new Set<string>();
  for (const { op } of topologicalOrder([derivation.loss])) {
    if (op.kind !== "pointwise" || op.kink === undefined || seen.has(op.name)) continue;
    seen.add(op.name);
    const notation = notations[op.name as OperationName];
    const shown: Inline = notation.kind === "function" ? { math: notation.latex } : op.name;
    items.push(
      filled(language, "kink", {
        function: shown,
        at: { math: op.kink.at },
        choice: { math: op.kink.choice },
      }),
    );
  }
  return items.length === 0 ? [] : [{ kind: "list", items }];
}

/** Whether squared errors are halved. */
function lossConvention(writing: Writing): Inline[][] {
  const bodies = ofRole(writing, "loss").flatMap((statement) => topologicalOrder([statement.expression]));
  const squares = bodies.filter((node) => node.op.name === "square" && node.inputs[0]?.op.name === "sub");
  if (squares.length === 0) return [];
  const isHalved = squares.every((square) =>
    bodies.some(
      (node) => node.op.name === "mul" && node.inputs.includes(square) && node.inputs[0]?.attrs.value === 0.5,
    ),
  );
  return [filled(writing.language, isHalved ? "halved" : "notHalved")];
}

/** Whether what a unit adds to its weighted sum is a bias, or what it subtracts a threshold. */
function biasConvention(writing: Writing, meanings: ReadonlyMap<string, Meaning>): Inline[][] {
  const biases = ofRole(writing, "given").filter(
    (statement) => meanings.get(nameText(statement.symbol))?.kind === "bias",
  );
  if (biases.length === 0) return [];
  const subtracted = new Set(
    topologicalOrder([writing.derivation.loss]).flatMap((node) =>
      node.op.name === "sub" ? [node.inputs[1]?.attrs.name] : [],
    ),
  );
  const isThreshold = biases.every((statement) => subtracted.has(statement.symbol));
  const symbols = biases.map((statement) => ({ math: nameLatex(statement.symbol, writing) }));
  return [filled(writing.language, isThreshold ? "thresholdSubtracted" : "biasAdded", { symbols })];
}

function forwardSection(writing: Writing): Block[] {
  const rowsOf = (role: "definition" | "loss"): Row[] =>
    ofRole(writing, role).flatMap((statement) => rowsFor([statement], writing));
  const definitions = rowsOf("definition");
  const forward: Block[] =
    definitions.length === 0
      ? []
      : [heading(writing.language, "forward"), { kind: "formulas", rows: definitions }];
  return [...forward, heading(writing.language, "loss"), { kind: "formulas", rows: rowsOf("loss") }];
}

function backwardSection(writing: Writing): Block[] {
  const { derivation, language } = writing;
  const statements = ofRole(writing, "chain", "local", "abbreviation", "closed");
  const intro = {
    chain: "backwardIntro",
    delta: "backwardIntroDelta",
    factors: "backwardIntroFactors",
  } as const;
  const start: Block[] = [
    heading(language, "backward"),
    { kind: "paragraph", text: filled(language, intro[derivation.form]) },
  ];
  if (derivation.form === "factors") return [...start, ...factorBlocks(statements, writing)];
  for (const block of blocksOf(statements, nameOf(derivation.loss))) {
    const title = block[block.length - 1] as Statement;
    const by = (title.stands ?? title.symbol) as Extract<Name, { kind: "partial" }>; // blocks end with a derivative
    start.push(
      { kind: "heading", level: 2, text: blockTitle(title, by, writing) },
      { kind: "formulas", rows: blockRows(block, writing) },
    );
  }
  return start;
}

function blockTitle(title: Statement, by: Extract<Name, { kind: "partial" }>, writing: Writing): Inline[] {
  const derivative: Inline = { math: nameLatex(by, writing).replace("\\frac", "\\tfrac") };
  if (title.stands === undefined)
    return filled(writing.language, "derivativeBy", { by: { math: nameLatex(by.by, writing) }, derivative });
  return filled(writing.language, "abbreviation", { symbol: { math: nameLatex(title.symbol, writing) } });
}

/** Cuts the statements where a derivative of the loss is finished. */
function blocksOf(statements: readonly Statement[], loss: Name): Statement[][] {
  const blocks: Statement[][] = [];
  let current: Statement[] = [];
  const isOfLoss = ({ stands, symbol }: Statement): boolean => {
    const name = stands ?? symbol;
    return name.kind === "partial" && nameText(name.of) === nameText(loss);
  };
  for (const statement of statements) {
    current.push(statement);
    if (statement.role === "closed" && isOfLoss(statement)) {
      blocks.push(current);
      current = [];
    }
  }
  if (current.length > 0) blocks.push(current);
  return blocks;
}

function blockRows(block: readonly Statement[], writing: Writing): Row[] {
  const plans = new Map<string, Statement>();
  for (const statement of block) {
    if (statement.role === "chain" || statement.role === "abbreviation")
      plans.set(nameText(statement.symbol), statement);
  }
  return bySymbol(block).flatMap((group) =>
    rowsFor(group, writing, plans.get(nameText((group[0] as Statement).symbol))),
  );
}

function factorBlocks(statements: readonly Statement[], writing: Writing): Block[] {
  const { language } = writing;
  const isFactor = (statement: Statement): boolean => statement.stands !== undefined;
  const factors = statements.filter(isFactor);
  const total = new Set(factors.map((statement) => nameText(statement.symbol))).size;
  const repeated = factors.filter((statement) => statement.because.kind === "same").length;
  const unboxed = (rows: readonly Row[]): Row[] => rows.map((row) => ({ ...row, boxed: false }));
  return [
    { kind: "heading", level: 2, text: filled(language, "factors") },
    {
      kind: "paragraph",
      text: filled(language, "factorsShared", { total: String(total), distinct: String(total - repeated) }),
    },
    { kind: "formulas", rows: unboxed(blockRows(factors, writing)) },
    { kind: "heading", level: 2, text: filled(language, "gradients") },
    {
      kind: "formulas",
      rows: blockRows(
        statements.filter((statement) => !isFactor(statement)),
        writing,
      ),
    },
  ];
}

function updateSection(writing: Writing): Block[] {
  const updates = ofRole(writing, "update");
  const { rate } = writing.derivation;
  if (updates.length === 0 || rate === undefined) return [];
  const name: Inline = {
    math: rate.attrs.name === undefined ? toLatex(rate) : nameLatex(rate.attrs.name, writing),
  };
  return [
    heading(writing.language, "update"),
    { kind: "paragraph", text: filled(writing.language, "updateIntro", { rate: name }) },
    { kind: "formulas", rows: updates.flatMap((statement) => rowsFor([statement], writing)) },
  ];
}

function summarySection(writing: Writing): Block[] {
  const { derivation, language, numbers } = writing;
  const last = new Map(derivation.statements.map((statement) => [nameText(statement.symbol), statement]));
  const gradients = derivation.wrt.map(
    (node) => last.get(nameText(partialName(nameOf(derivation.loss), nameOf(node)))) as Statement,
  );
  const blocks: Block[] = [
    heading(language, "summary"),
    { kind: "paragraph", text: filled(language, "equations") },
    { kind: "formulas", rows: equationRows(gradients, writing) },
  ];
  if (numbers === undefined) return blocks;
  blocks.push(
    { kind: "paragraph", text: filled(language, "values") },
    valuesTable(writing),
    gradientTable(gradients, writing),
  );
  const after = agreement(derivation, numbers);
  if (after.lossAfter !== undefined) {
    const before: Inline = { math: numbers.print(derivation.loss).latex };
    blocks.push({
      kind: "paragraph",
      text: filled(language, "lossBeforeAfter", { before, after: { math: after.lossAfter } }),
    });
  }
  blocks.push({ kind: "heading", level: 2, text: filled(language, "check") });
  blocks.push({ kind: "paragraph", text: filled(language, "checkLine", { digits: String(after.digits) }) });
  return blocks;
}

/** Every finished derivative of the loss, abbreviations among them, in symbols only and in the order of the derivation. */
function equationRows(gradients: readonly Statement[], writing: Writing): Row[] {
  const { derivation } = writing;
  const symbolic: Writing = { ...writing, numbers: undefined, tags: new Map() };
  const isOfLoss = ({ stands, symbol }: Statement): boolean => {
    const name = stands ?? symbol;
    return name.kind === "partial" && nameText(name.of) === nameText(nameOf(derivation.loss));
  };
  const finished = derivation.form === "factors" ? [] : ofRole(writing, "closed").filter(isOfLoss);
  return [...new Set([...finished, ...gradients])]
    .flatMap((statement) => rowsFor([statement], symbolic))
    .map(({ reason: _, ...row }) => row);
}

function valuesTable(writing: Writing): Table {
  const { language, numbers } = writing;
  const rows = ofRole(writing, "definition", "loss").map((statement) => [
    [{ math: nameLatex(statement.symbol, writing) }],
    [{ math: numbers?.print(statement.expression).latex ?? "" }],
  ]);
  return { kind: "table", header: [filled(language, "quantity"), filled(language, "value")], rows };
}

function gradientTable(gradients: readonly Statement[], writing: Writing): Table {
  const { derivation, language, numbers } = writing;
  const updates = new Map(
    ofRole(writing, "update").map((statement) => [
      nameText(statement.symbol).replace(/\^\+$|\+$/, ""),
      statement,
    ]),
  );
  const print = (node: Node | undefined): Inline[] =>
    node === undefined || numbers === undefined ? [] : [{ math: numbers.print(node).latex }];
  const hasUpdates = updates.size > 0;
  const rows = derivation.wrt.map((node, k) => {
    const cells: Inline[][] = [
      [{ math: nameLatex(nameOf(node), writing) }],
      print(node),
      print(gradients[k]?.expression),
    ];
    if (hasUpdates) cells.push(print(updates.get(nameText(nameOf(node)))?.expression));
    return cells;
  });
  const header = [
    filled(language, "parameter"),
    filled(language, "old"),
    filled(language, "gradient"),
    ...(hasUpdates ? [filled(language, "new")] : []),
  ];
  return { kind: "table", header, rows };
}
