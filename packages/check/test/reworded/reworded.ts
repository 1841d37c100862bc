/** Random formulas that we print, in other words: what they are read as, and what `check` says of them. */
import type { Node } from "@chainrule/graph";
import { expression, toMathjs } from "@chainrule/graph/mathjs";
import { parseText, type Tree } from "@chainrule/graph/read";
import { fromLatex, parseLatex, toLatex } from "@chainrule/latex";
import { randomGraph } from "../../../graph/test/random-graph";
import { check } from "../../src/index";
import { Random } from "../../src/prove/random";
import { latexDress, textDress } from "./dress";
import { namesFor } from "./names";
import { Rewording } from "./write";

const MOST_NAMES = 60;
const TOLERANCE = 1e-9;

type Form = "LaTeX" | "text";

/** A formula in other words, and what it is. */
export interface Reworded {
  readonly form: Form;
  readonly truth: Node<number>;
  readonly symbols: readonly Node<number>[];
  readonly printed: string;
  readonly text: string;
}

const only = (tree: Tree | undefined, printed: string): Tree => {
  if (tree === undefined) throw new Error(`no formula: ${printed}`);
  return tree;
};

/** The formula at a place of the campaign of a seed. */
export function rewordedAt(seed: number, place: number): Reworded {
  const random = new Random(seed * 1_000_003 + place);
  const names = namesFor(random, MOST_NAMES);
  const form: Form = place % 2 === 0 ? "LaTeX" : "text";
  const { root, symbols } = randomGraph(place + seed * 7919, {
    depth: 4,
    size: 8,
    called: (k) => names[k % MOST_NAMES] as string,
  });
  const printed = form === "LaTeX" ? String(toLatex(root)) : toMathjs(root);
  const tree = only(form === "LaTeX" ? parseLatex(printed).lines[0]?.left : parseText(printed).left, printed);
  const dress = form === "LaTeX" ? latexDress : textDress;
  return { form, truth: root, symbols, printed, text: new Rewording(printed, dress, random).whole(tree) };
}

/** What is wrong with how a formula is read; undefined if it has its value. */
export function misread({ form, symbols, text, truth }: Reworded): string | undefined {
  try {
    const node =
      form === "LaTeX"
        ? fromLatex(text, symbols)
        : expression(text, Object.fromEntries(symbols.map((each) => [nameOf(each), each])));
    const [value, expected] = [node.value as number, truth.value];
    const isClose =
      Object.is(value, expected) || Math.abs(value - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
    return isClose ? undefined : `read as ${value}, not ${expected}`;
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  }
}

/** A name as text has it. */
const nameOf = (node: Node): string => toMathjs(node);

/** What `check` says of a formula that is right, where it is not right. */
export function accused({ form, symbols, text, truth }: Reworded): string | undefined {
  const names = Object.fromEntries(symbols.map((each) => [nameOf(each), each]));
  const { because, verdict } = check(text, truth, {
    symbols: names,
    syntax: form === "LaTeX" ? "latex" : "mathjs",
  });
  return verdict === "wrong" ? because : undefined;
}
