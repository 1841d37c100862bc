import {
  ChainruleError,
  Node,
  nameText,
  parseName,
  scalar,
  sizeText,
  substituted,
  tensor,
  topologicalOrder,
} from "@chainrule/graph";
import { toMathjs } from "@chainrule/graph/mathjs";
import { printName, toLatex } from "@chainrule/latex";
import { latexForms } from "../../claim/latex";
import { type Syntax, textSyntax } from "../../claim/syntax";
import type { Vocabulary } from "../../claim/vocabulary";
import type { TypedNames } from "./typed";

/** What stands for a name while a formula is written: `Q_{12}`, or `Q_12` in plain text. */
const PLACEHOLDER = /Q_(?:\{(\d+)\}|(\d+))/g;

/** The graph without the names that partial derivatives have, but for those that are written. */
function withoutPartials(root: Node, own: (node: Node) => string | undefined): Node {
  const plain = new Map<Node, Node>();
  for (const node of topologicalOrder([root])) {
    const inputs = node.inputs.map((input) => plain.get(input) as Node); // inputs come first
    const isNamed = node.op.kind === "naming" && node.attrs.name?.kind === "partial";
    const isSame = inputs.every((input, k) => input === node.inputs[k]);
    if (isNamed && own(node) === undefined)
      plain.set(node, inputs[0] as Node); // a naming node has one input
    else
      plain.set(
        node,
        isSame || own(node) !== undefined ? node : new Node(node.op, inputs, node.attrs, node.shape),
      );
  }
  return plain.get(root) as Node;
}

/** Whether a formula is typed as in a program, without any LaTeX. */
const isPlainText = (text: string): boolean => !/[\\{}]/.test(text) && /[*/]/.test(text);

/** The notation of a document: its own names, in LaTeX or in plain text as `typed` is. */
export function documentSyntax(
  words: Vocabulary,
  names: TypedNames,
  typed: string,
  read: (formula: string) => Node,
): Syntax {
  const isPlain = isPlainText(typed);
  const spelled = (node: Node): string => {
    const key = words.written(node);
    return names.textOf(key) ?? (isPlain ? key : printName(parseName(key)));
  };
  const loss = words.loss === undefined ? undefined : words.written(words.loss);
  /** The derivatives of the loss have names; others, which may hold what is defined elsewhere, are written out. */
  const partial = (node: Node): string | undefined => {
    const { name } = node.attrs;
    if (name?.kind !== "partial" || nameText(name.of) !== loss) return undefined;
    const [of, by] = [name.of, name.by].map((each) => {
      const key = nameText(each);
      return names.textOf(key) ?? (isPlain ? key : printName(each));
    });
    return isPlain ? `d${of}/d${by}` : `\\frac{\\partial ${of}}{\\partial ${by}}`;
  };
  const own = (node: Node): string | undefined =>
    partial(node) ?? (words.nodes.includes(node) ? spelled(node) : undefined);
  const spelledOut = (root: Node): string | undefined => {
    const whole = own(root);
    if (whole !== undefined) return whole;
    const texts: string[] = [];
    const [placed] = substituted([withoutPartials(root, own)], (node) => {
      const text = own(node);
      if (text === undefined) return undefined;
      texts.push(text);
      const name = `Q_${texts.length - 1}`;
      return node.shape.length === 0 ? scalar(name) : tensor(name, { shape: node.shape });
    }) as [Node];
    try {
      const formula = isPlain ? toMathjs(placed) : toLatex(placed);
      return formula.replace(
        PLACEHOLDER,
        (found, braced: string | undefined, k: string, at: number, all: string) => {
          const text = texts[Number(braced ?? k)] as string; // one for each placeholder
          const after = all.slice(at + found.length);
          const isOpen = text.includes("/") || (/^\s*\^/.test(after) && /[\^']|\\frac/.test(text));
          const isJoined = /\\[A-Za-z]+$/.test(text) && /^[A-Za-z]/.test(after);
          return isOpen ? `(${text})` : isJoined ? `${text} ` : text;
        },
      );
    } catch (error) {
      if (error instanceof ChainruleError) return undefined; // no formula says it
      throw error;
    }
  };
  const count: Syntax["count"] = (sizes) => sizes.map(sizeText).join(isPlain ? " * " : " ");
  const forms = isPlain ? textSyntax(words, read) : latexForms;
  return { ...forms, spelled, spelledOut, count, read };
}
