import { ChainruleError, dim, type Node, type Size, scalar, tensor } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import { fromLatex, parseLatex } from "@chainrule/latex";
import { check } from "../../src/index";

type Names = Readonly<Record<string, Node>>;

/** A text, and the formula that it was made of, which says the names and what is claimed. */
export interface Hostile {
  readonly text: string;
  readonly base: string;
}

/** Functions, and words of LaTeX that are no names. */
const NO_NAME =
  /^(?:frac|[dtc]frac|left|right|big|begin|end|text|mathrm|mathbf|operatorname|sum|prod|partial|nabla|cdot|sqrt|hat|bar|exp|log|ln|sin|cos|tanh|max|min|aligned|cases|quad|odot|times|top|mathsf|if|e)$/i;
const MOST_NAMES = 24;

/** The names of a formula as scalars; as vectors and matrices with numbers or with letters for sizes, by a number from 0 to 2. */
export function namesIn(formula: string, kind: number): Names {
  const words = [...new Set(formula.match(/\p{L}+\d*/gu) ?? [])].filter((word) => !NO_NAME.test(word));
  const [m, n]: readonly [Size, Size] = kind === 1 ? [2, 3] : [dim("m"), dim("n")];
  const names = words.slice(0, MOST_NAMES).flatMap((word, k): (readonly [string, Node])[] => {
    const shape = kind === 0 || k % 4 === 0 ? [] : ([[n], [m], [m, n]][k % 3] as Size[]);
    const node = (): Node => (shape.length === 0 ? scalar(word) : tensor(word, { shape }));
    return attempted(node).map((made) => [word, made] as const);
  });
  return Object.fromEntries(names);
}

/** The value, or nothing where it is refused. */
function attempted<T>(run: () => T): T[] {
  try {
    return [run()];
  } catch (error) {
    if (error instanceof ChainruleError) return [];
    throw error;
  }
}

/** What is claimed: the last side of the formula, if it can be read; else a sum of the names. */
export function truthOf(base: string, names: Names): Node {
  const side = (): Node => {
    const [line] = parseLatex(base).lines;
    const last = line?.right[line.right.length - 1]?.tree ?? line;
    return fromLatex(base.slice(last?.start ?? 0, last?.end ?? base.length), names);
  };
  const [found] = [...attempted(side), ...attempted(() => expression(base, names))];
  const total = (): Node =>
    Object.values(names).reduce((sum, node) => sum.add(node.square().sum()), scalar("w").square());
  return found ?? total();
}

/** What takes a text. */
export const ENTRIES: Readonly<Record<string, (text: string, names: Names, truth: Node) => unknown>> = {
  expression: (text, names) => expression(text, names),
  fromLatex: (text, names) => fromLatex(text, names),
  "check, text": (text, names, truth) => check(text, truth, { symbols: names, syntax: "mathjs" }),
  "check, LaTeX": (text, names, truth) => check(text, truth, { symbols: names, syntax: "latex" }),
};

/** What came of a text at one entry: it was read, or refused with a typed error, or the fault. */
export type Outcome = "read" | "refused" | { readonly fault: string };

/** Lone surrogates and control characters, as a terminal can show them. */
export const shownText = (text: string): string => {
  const all = JSON.stringify(text);
  return all.length > 300 ? `${all.slice(0, 200)}... (${text.length} characters)` : all;
};

export function outcomeAt(entry: string, text: string, names: Names, truth: Node): Outcome {
  try {
    const found = ENTRIES[entry]?.(text, names, truth);
    const because = (found as { readonly because?: string } | undefined)?.because ?? "";
    return because.includes("broke off") ? { fault: because } : "read";
  } catch (error) {
    if (error instanceof ChainruleError && error.message.length > 0) return "refused";
    return {
      fault:
        error instanceof Error
          ? (error.stack ?? error.message).split("\n").slice(0, 4).join(" ")
          : String(error),
    };
  }
}
