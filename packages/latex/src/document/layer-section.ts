import type { Layers, Statement } from "@chainrule/derive";
import { type Name, Node, nameText, type Size, scalar } from "@chainrule/graph";
import { filled, type Inline } from "../language/language";
import { nodeTex } from "../print";
import { replaced, type Tex, tex } from "../safe/tex";
import { nameTex, shapeTex, sizeTex } from "../symbol";
import type { Block, Row } from "./model";
import { type Spelling, spellingOf } from "./spelling";
import { widthOf } from "./width";
import { heading, isOfLoss, nameInline, ofRole, paragraph, type Writing } from "./writing";

/* What a document says of layers that are derived once: for which layers a line holds, how many there are, how they differ. */

/** The layers that a line holds for, where it is general and not all layers are meant, nor one that the line names itself. */
export function layersInline({ layers }: Statement, writing: Writing): Inline[] | undefined {
  if (layers === undefined || writing.layers === undefined) return undefined;
  const { first, last } = writing.layers;
  const isUnbroken = layers.every((layer, k) => layer === first + k);
  if (isUnbroken && layers.length === last - first + 1) return undefined;
  if (layers.length === 1 && layers[0] === last) return undefined;
  return [
    { math: isUnbroken && layers.at(-1) === last - 1 ? tex`l < L` : rangeLatex(layers, writing.layers) },
  ];
}

/** l = 1, ..., L - 1; what is left out of a long range is said instead of listed. */
export function rangeLatex(layers: readonly number[], { first, last }: Layers): Tex {
  const number = (layer: number): Tex =>
    layer === last ? tex`L` : layer === last - 1 && layer > first ? tex`L-1` : tex`${layer}`;
  const list = (layers: readonly number[]): Tex => tex.join(layers.map(number), tex`, `);
  const [low, high] = [layers[0] as number, layers[layers.length - 1] as number];
  if (layers.length === 1) return tex`l = ${number(low)}`;
  const missing = Array.from({ length: high - low + 1 }, (_, k) => low + k).filter(
    (layer) => !layers.includes(layer),
  );
  if (missing.length > 2 && missing.length >= layers.length) return tex`l = ${list(layers)}`;
  const isPair = high - low === 1 && high < last - 1;
  const range = tex`l = ${number(low)}, ${isPair ? tex`` : tex`\\dots, `}${number(high)}`;
  return missing.length === 0 ? range : tex`${range},\\ l \\ne ${list(missing)}`;
}

/** How many layers there are, their sizes, what enters the first one, and their functions. */
export function layerConventions(writing: Writing): Inline[][] {
  const { language, layers, print } = writing;
  if (layers === undefined) return [];
  const { entry, first, functions, last, sizes } = layers;
  const latex = (name: Name): Tex => nameTex(name, print.symbols);
  const items: Inline[][] = [
    filled(language, "layerCount", {
      range: { math: tex`l = ${first}, \\dots, L` },
      last: { math: tex`L = ${last}` },
    }),
  ];
  if (entry !== undefined)
    items.push(
      filled(language, "layerEntry", {
        definition: { math: tex`${latex(entry.symbol)} := ${latex(entry.given)}` },
      }),
    );
  for (const { symbol, values } of sizes) {
    if (values.every((size) => typeof size === "number"))
      items.push(
        filled(language, "layerSizes", { sizes: { math: sizesLatex(latex(symbol), values, first) } }),
      );
  }
  for (const { symbol, definitions } of functions) {
    const groups = new Map<Tex, number[]>();
    for (const [layer, definition] of definitions) {
      const law = nodeTex(ofOneNumber(definition), print);
      groups.set(law, [...(groups.get(law) ?? []), layer]);
    }
    const cases = [...groups].map(
      ([law, members]): Inline => ({
        math: tex`${latex(symbol)}(x) = ${law}\\ (${rangeLatex(members, layers)})`,
      }),
    );
    items.push(filled(language, "layerFunctions", { cases }));
  }
  return items;
}

/** The function that a definition applies to another quantity, applied to x. */
function ofOneNumber(definition: Node): Node {
  const { attrs, inputs, op } = definition.inputs[0] as Node; // a definition has a body
  return new Node(op, [scalar("x"), ...inputs.slice(1)], attrs, []);
}

/** n_0, n_1, ..., n_L = 784, 128, ..., 10 */
function sizesLatex(symbol: Tex, values: readonly Size[], first: number): Tex {
  const at = (layer: Tex): Tex => replaced(symbol, tex`{l}`, tex`{${layer}}`);
  const texts = values.map((size) => sizeTex(size));
  const shown = texts.length <= 8 ? texts : [...texts.slice(0, 4), tex`\\dots`, ...texts.slice(-2)];
  return tex`(${at(tex`${first - 1}`)}, \\dots, ${at(tex`L`)}) = (${tex.join(shown, tex`, `)})`;
}

/** The letters that an equation in both notations may take in a line of a table. */
const WIDEST = 60;

/** The equations that backpropagation through repeated layers comes down to, in index and in matrix notation. */
export function layerEquations(writing: Writing): Block[] {
  const { derivation, language, layers, print } = writing;
  if (layers === undefined) return [];
  const index = spellingOf("index", derivation, print.symbols ?? {}, true);
  const matrix = spellingOf("matrix", derivation, print.symbols ?? {}, true);
  const whole = equationsIn({ ...writing, spelling: index });
  const right = ({ expression }: Statement, spelling: Spelling): Tex[] =>
    spelling.expression(expression, print, true);
  const left = ({ expression, symbol }: Statement, spelling: Spelling): Tex =>
    spelling.name(symbol, expression.shape);
  const own = thisNetwork(whole, writing, matrix);
  const isWide = whole.some((each) => {
    const widths = [index, matrix].map((spelling) =>
      widthOf(`${left(each, spelling)} = ${tex.join(right(each, spelling), tex` `)}`),
    );
    return widths.reduce((sum, width) => sum + width) > WIDEST;
  });
  if (isWide) {
    const rows = (spelling: Spelling): Row[] =>
      whole.map((each) => ({
        left: left(each, spelling),
        relation: tex`=`,
        right: right(each, spelling),
        reason: [
          ...equationName(each, writing),
          ...(each.layers === undefined ? [] : [language.phrases.listComma, ...rangeInline(each, layers)]),
        ],
      }));
    return [
      { kind: "formulas", rows: rows(index) },
      paragraph(filled(language, "inMatrices")),
      { kind: "formulas", rows: rows(matrix) },
      ...variants(whole, writing),
      ...own,
    ];
  }
  const rows = whole.map((each) => [
    equationName(each, writing),
    ...[index, matrix].map((spelling): Inline[] => [
      { math: tex`\\displaystyle ${left(each, spelling)} = ${tex.join(right(each, spelling), tex` `)}` },
    ]),
    rangeInline(each, layers),
  ]);
  const header = (["equation", "inIndices", "inMatrix", "layersHead"] as const).map((phrase) =>
    filled(language, phrase),
  );
  return [{ kind: "table", header, rows }, ...variants(whole, writing), ...own];
}

/** What changes with thresholds in place of biases, biases in place of thresholds, or neither. */
function variants(equations: readonly Statement[], writing: Writing): Block[] {
  const offset = equations.find((each) => offsetKind(each) !== undefined);
  if (offset?.symbol.kind !== "partial") return [];
  const phrase = offsetKind(offset) === "bias" ? "variantThreshold" : "variantBias";
  return [paragraph(filled(writing.language, phrase, { by: nameInline(offset.symbol.by, writing) }))];
}

/** An offset is what has the error itself as gradient, or its sum over samples: a bias; with the other sign, a threshold. */
function offsetKind({ expression, layers }: Statement): "bias" | "threshold" | undefined {
  if (layers === undefined || layers.length < 2) return undefined;
  const isNegative = expression.op.name === "neg";
  const sum = isNegative ? expression.inputs[0] : expression;
  const isSum = sum?.op.name === "contraction" && sum.inputs.length === 1;
  const error = isSum ? sum.inputs[0] : sum;
  if (error?.attrs.name === undefined) return undefined;
  return isNegative ? "threshold" : "bias";
}

/** The equations themselves: of each derivative the last word, the last layer first. */
function equationsIn(writing: Writing): Statement[] {
  const closed = ofRole(writing, "closed").filter((each) => isOfLoss(each, writing));
  const combined = closed.filter((each, k) => isCombination(each, closed[k - 1]));
  const inserted = new Set(combined.flatMap(({ from }) => from));
  const whole = closed.filter((each, k) => {
    const next = closed[k + 1];
    const isPlain = next === undefined || !isCombination(next, each);
    return combined.includes(each) || (isPlain && !inserted.has(each.id));
  });
  const isLast = ({ layers: own }: Statement): number =>
    own?.length === 1 && own[0] === writing.layers?.last ? 0 : 1;
  return whole.sort((a, b) => isLast(a) - isLast(b));
}

/** What the equations come to in this network: in the highest and in the lowest layer that each holds for. */
function thisNetwork(equations: readonly Statement[], writing: Writing, matrix: Spelling): Block[] {
  const { derivation, instances, language, layers, print } = writing;
  if (layers === undefined) return [];
  const own = spellingOf("matrix", { ...derivation, statements: instances }, print.symbols ?? {});
  const rows = equations.flatMap(({ id }): Row[] => {
    const found = instances.filter((instance) => instance.id === id);
    const ends = new Set([found[found.length - 1], found[0]]);
    return [...ends].flatMap((instance) => {
      if (instance === undefined || !matrix.shows(instance)) return [];
      const { expression, symbol } = instance;
      return {
        left: own.name(symbol, expression.shape),
        relation: tex`=`,
        right: own.expression(expression, print),
        reason: [{ math: shapeTex(expression.shape, print.symbols ?? {}) }],
      };
    });
  });
  return [
    heading(2, filled(language, "thisNetwork")),
    paragraph(filled(language, "thisNetworkIntro", { last: { math: tex`L = ${layers.last}` } })),
    { kind: "formulas", rows },
  ];
}

const rangeInline = ({ layers: own }: Statement, layers: Layers): Inline[] =>
  own === undefined ? [] : [{ math: rangeLatex(own, layers) }];

/** A statement that follows one about the same derivative with more put in. */
function isCombination(statement: Statement, before: Statement | undefined): boolean {
  if (before === undefined || statement.because.kind !== "substituted") return false;
  const derivative = ({ stands, symbol }: Statement): string => familyText(stands ?? symbol);
  return statement.role === "closed" && derivative(statement) === derivative(before);
}

/** A general name, whatever its layer. */
export const familyText = (name: Name): string =>
  nameText(name).replace(/(?<![A-Za-z])(L(-1)?|l)(?![A-Za-z])/g, "#");

function equationName({ layers, stands, symbol }: Statement, writing: Writing): Inline[] {
  const name = stands ?? symbol;
  if (name.kind !== "partial") return [];
  const parameters = writing.derivation.wrt.map((node) => nameText(node.attrs.name as Name));
  const by = nameInline(name.by, writing);
  if (parameters.includes(nameText(name.by))) return filled(writing.language, "gradientBy", { by });
  const isLast = layers?.length === 1 && layers[0] === writing.layers?.last;
  return filled(writing.language, isLast ? "outputError" : "passedError", { by });
}
