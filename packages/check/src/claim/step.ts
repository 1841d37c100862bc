import {
  ChainruleError,
  constant,
  gradientOrigin,
  type Node,
  nameText,
  scalar,
  topologicalOrder,
} from "@chainrule/graph";
import { type FormulaReader, type Tree, walk } from "@chainrule/graph/read";
import type { Equation } from "./equation";
import type { Vocabulary } from "./vocabulary";

/** What an equation of a step of gradient descent is compared with. */
interface Step {
  readonly truth: Node;
  readonly reader: FormulaReader;
}

/** Rates that need not be given: whoever writes a step means one of these by it. */
const USUAL_RATES = ["eta", "alpha"];

/**
 * For `\Delta w = ...` the change, for `w \leftarrow ...`, `w^{+} = ...` and `w = ...` the new value that the gradient by w gives,
 * with the rate that the formula names. Undefined for other equations, and where the truth is no gradient by w.
 */
export function stepTruth(
  { left, right, sign }: Equation,
  text: string,
  truth: Node,
  words: Vocabulary,
  readerWith: (more: Readonly<Record<string, Node>>) => FormulaReader,
): Step | undefined {
  const origin = gradientOrigin(truth);
  if (left === undefined || origin === undefined) return undefined;
  const rates = Object.fromEntries(
    USUAL_RATES.flatMap((name) => (words.find(name) === undefined ? [[name, scalar(name)]] : [])),
  );
  const name = origin.by.attrs.name === undefined ? "" : nameText(origin.by.attrs.name).replace(/[_{}]/g, "");
  const old = /^\w+$/.test(name) ? { [`${name}_{old}`]: origin.by } : {};
  const reader = readerWith({ ...rates, ...old });
  const isChange = left.kind === "differential" && left.symbol === "Delta" && left.order === 1;
  const variable = isChange ? left.of : withoutMark(left, sign);
  if (variable === undefined || read(variable, text, reader) !== origin.by) return undefined;
  const below = new Set(topologicalOrder([origin.of, truth]));
  const used = new Set(right.flatMap((tree) => quantitiesIn(tree, text, reader)));
  const symbols = [...used].filter(
    (node) => node.attrs.cell !== undefined && node.shape.length === 0 && !below.has(node),
  );
  const numbers = right.flatMap((tree) =>
    [...walk(tree)].flatMap((part) => (part.kind === "number" ? [constant(part.value)] : [])),
  );
  const [rate] = [...symbols, ...numbers];
  if (rate === undefined) return undefined;
  const step = truth.mul(rate);
  return { truth: isChange ? step.neg() : origin.by.sub(step), reader };
}

/** The variable of a new value: w of `w \leftarrow`, `w :=`, `w^{+} =`, `w_{new} =` and `w =`. */
function withoutMark(left: Tree, sign: Equation["sign"]): Tree | undefined {
  if (left.kind !== "name") return undefined;
  const { sup, ...name } = left.name;
  if (name.sub?.text === "new") {
    const { sub: _new, ...plain } = left.name;
    return { ...left, name: plain };
  }
  const isMarked = sup !== undefined && ["+", "new", "*"].includes(sup.text);
  if (isMarked) return { ...left, name };
  return sign === "←" || sign === ":=" || sign === "=" ? left : undefined;
}

/** The quantity that a name stands for, whatever letters it has below. */
function read(tree: Tree, text: string, reader: FormulaReader): Node | undefined {
  try {
    return reader.read(tree, { text }).node;
  } catch (error) {
    if (error instanceof ChainruleError) return undefined;
    throw error;
  }
}

const quantitiesIn = (tree: Tree, text: string, reader: FormulaReader): Node[] =>
  [...walk(tree)].flatMap((part) => {
    const node = part.kind === "name" ? read(part, text, reader) : undefined;
    return node === undefined ? [] : [node];
  });
