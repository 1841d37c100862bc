import type { Statement } from "@chainrule/derive";
import { type Node, nameText, partialName } from "@chainrule/graph";
import { filled, type Inline } from "../language/language";
import { tex } from "../safe/tex";
import { type Agreement, agreement } from "./check";
import { layerEquations } from "./layer-section";
import type { Block, Row, Table } from "./model";
import type { Numbers } from "./numbers";
import { rowsFor } from "./rows";
import { wholeRows } from "./whole";
import { heading, isOfLoss, nameInline, nameOf, ofRole, paragraph, section, type Writing } from "./writing";

/** The finished derivatives in symbols, then all values, and how far they agree with an independent measurement. */
export function summarySection(writing: Writing): Block[] {
  const { derivation, language, numbers } = writing;
  const gradients = gradientsOf(writing);
  // in standard detail the backward pass has the equations already
  const isStated = writing.detail === "standard" && writing.layers === undefined && numbers !== undefined;
  const equations: Block[] = [
    section(language, "summary"),
    ...(isStated ? [] : equationBlocks(gradients, writing)),
  ];
  if (numbers === undefined) return [...equations, ...checkedSymbols(writing)];
  const measured = agreement(derivation, numbers);
  const { lossAfter } = measured;
  const change: Block[] =
    lossAfter === undefined
      ? []
      : [
          paragraph(
            filled(language, "lossBeforeAfter", {
              before: math(derivation.loss, numbers),
              after: { math: lossAfter },
            }),
          ),
        ];
  return [
    ...equations,
    ...(writing.detail === "every-step"
      ? [paragraph(filled(language, "values")), valuesTable(writing, numbers)]
      : []), // the forward pass has them
    paragraph(filled(language, "gradientValues")),
    gradientTable(gradients, writing, numbers),
    ...change,
    heading(2, filled(language, "check")),
    ...confirmation(measured, writing).map(paragraph),
  ];
}

function equationBlocks(gradients: readonly Statement[], writing: Writing): Block[] {
  const title = paragraph(filled(writing.language, "equations"));
  if (writing.layers !== undefined) return [title, ...layerEquations(writing)];
  const rows = equationRows([...gradients, ...ofRole(writing, "second")], writing);
  return [title, { kind: "formulas", rows }];
}

/** How far the gradients agree with central differences, and which of them these could not confirm. */
function confirmation({ confirmed, digits, some, unconfirmed }: Agreement, writing: Writing): Inline[][] {
  const { language } = writing;
  if (unconfirmed.length === 0)
    return [
      some === undefined
        ? filled(language, "checkLine", { digits: String(digits) })
        : filled(language, "checkLineSome", { digits: String(digits), count: String(some) }),
    ];
  const symbols = unconfirmed.map((node) => nameInline(nameOf(node), writing));
  const others = { count: String(confirmed), digits: String(digits) };
  const none = filled(language, "checkLineNone", { symbols });
  return confirmed === 0 ? [none] : [none, filled(language, "checkLineOthers", others)];
}

/** The last statement about each derivative that was asked for. */
export function gradientsOf({ derivation }: Writing): Statement[] {
  const last = new Map(derivation.statements.map((statement) => [nameText(statement.symbol), statement]));
  return derivation.wrt.map(
    (node) => last.get(nameText(partialName(nameOf(derivation.loss), nameOf(node)))) as Statement, // derive settles every variable
  );
}

/** How a derivation without numbers was checked. */
function checkedSymbols({ language, notFinite, verification }: Writing): Block[] {
  const { compared, unchecked, worst } = verification;
  // a bound, as the last digits differ from one version of Node to the next
  const bound = worst === 0 ? -12 : Math.max(-12, Math.ceil(Math.log10(worst)));
  const worstText: Inline = { math: tex`10^{${bound}}` };
  return [
    heading(2, filled(language, "check")),
    ...(notFinite === undefined ? [] : [paragraph(notFinite)]),
    ...(compared === 0
      ? []
      : [paragraph(filled(language, "verified", { count: String(compared), worst: worstText }))]),
    ...(unchecked === 0 ? [] : [paragraph(filled(language, "unchecked", { count: String(unchecked) }))]),
  ];
}

const math = (node: Node, numbers: Numbers): Inline => ({ math: numbers.print(node).latex });

/** Every finished derivative of the loss, abbreviations among them, in symbols only and in the order of the derivation. */
function equationRows(gradients: readonly Statement[], writing: Writing): Row[] {
  const symbolic: Writing = { ...writing, numbers: undefined, tags: new Map() };
  const isShown = writing.derivation.form !== "factors";
  const finished = isShown ? ofRole(writing, "closed").filter((each) => isOfLoss(each, writing)) : [];
  const last = new Map(
    [...finished, ...gradients].map((statement) => [nameText(statement.symbol), statement]),
  );
  const areWhole = writing.wholeFormulas && writing.spelling.notation === "scalar";
  return [...last.values()]
    .flatMap((statement) => [
      ...rowsFor([statement], symbolic),
      ...(areWhole ? wholeRows(statement, last, symbolic) : []),
    ])
    .map(({ reason: _, ...row }) => row);
}

/** The quantities of the forward pass, with numbers. */
export function valuesTable(writing: Writing, numbers: Numbers): Table {
  const { language } = writing;
  const rows = ofRole(writing, "definition", "loss").map(({ expression, symbol }) => [
    [nameInline(symbol, writing)],
    [math(expression, numbers)],
  ]);
  return { kind: "table", header: [filled(language, "quantity"), filled(language, "value")], rows };
}

/** Each variable with its value, its gradient and, if it is updated, its new value. */
export function gradientTable(gradients: readonly Statement[], writing: Writing, numbers: Numbers): Table {
  const { derivation, language } = writing;
  const updates = new Map(
    ofRole(writing, "update").map(({ expression, symbol }) => [
      nameText(symbol.kind === "symbol" ? { ...symbol, sup: symbol.sup.replace(/\+$/, "") } : symbol),
      expression,
    ]),
  );
  const rows = derivation.wrt.map((node, k) => {
    const name = nameOf(node);
    const next = updates.get(nameText(name));
    const cells: Inline[][] = [
      [nameInline(name, writing)],
      [math(node, numbers)],
      [math((gradients[k] as Statement).expression, numbers)], // one for each variable
    ];
    return updates.size === 0 ? cells : [...cells, next === undefined ? [] : [math(next, numbers)]];
  });
  const header = (["parameter", "old", "gradient", "new"] as const).map((phrase) => filled(language, phrase));
  return { kind: "table", header: updates.size === 0 ? header.slice(0, -1) : header, rows };
}
