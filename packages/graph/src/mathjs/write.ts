import { ChainruleError } from "../errors";
import type { Node } from "../node";
import { lift, nodeLabel } from "../ops/leaf";
import { topologicalOrder } from "../order";
import { mathjsName } from "./identifier";
import { LONGEST_FORMULA } from "./limits";
import { BINDS } from "./notation";
import { type Part, type Spelling, spelling } from "./spelling";

/** A node's spelling, how tightly it binds and how long its text is. */
interface Written extends Spelling {
  readonly tightness: number;
  readonly length: number;
}

/**
 * The formula of a graph in the syntax of mathjs; `expression` reads it back to the same values. Definitions are written
 * out, and what stands in several places is written in each. Symbols go by `mathjsName`. An operation that mathjs lacks is
 * written as a call of its own name.
 * @throws ChainruleError TOO_LONG (found before anything is written), NAME (two symbols of one name), NO_INTERPRETATION
 * (some reductions and contractions of tensors), NUMBER (arrays that are not finite)
 * @example toMathjs(w.mul(i).add(b).sigmoid()) // "sigmoid(w * i + b)"
 */
export function toMathjs(node: Node): string {
  const root = lift(node, "toMathjs", 0);
  const order = topologicalOrder([root]);
  checkNames(order);
  const written = new Map<Node, Written>();
  for (const each of order) written.set(each, measured(each, written));
  const text: string[] = [];
  const rest: (string | Part)[] = [{ node: root, least: 0 }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next === "string") {
      text.push(next);
      continue;
    }
    const { parts, tightness } = written.get(next.node) as Written;
    const grouped = tightness < next.least ? ["(", ...parts, ")"] : parts;
    for (let k = grouped.length - 1; k >= 0; k--) rest.push(grouped[k] as string | Part);
  }
  return text.join("");
}

/** The length of every text from the lengths of its parts: linear in the graph, however long the formula. */
function measured(node: Node, written: ReadonlyMap<Node, Written>): Written {
  const { binds, parts } = spelling(node);
  let length = 0;
  let tightness: number = BINDS.atom;
  for (const part of parts) {
    if (typeof part === "string") length += part.length;
    else {
      const inner = written.get(part.node) as Written; // inputs come first
      length += inner.length + (inner.tightness < part.least ? 2 : 0);
      tightness = inner.tightness;
    }
  }
  if (length > LONGEST_FORMULA) {
    throw new ChainruleError("TOO_LONG", "the formula would be too long", {
      where: nodeLabel(node),
      got: `${length} characters`,
      expected: `at most ${LONGEST_FORMULA}`,
      mend: "Write its definitions one by one",
    });
  }
  return { binds, parts, length, tightness: binds === "as its part" ? tightness : binds };
}

function checkNames(order: readonly Node[]): void {
  const symbols = new Map<string, Node>();
  for (const node of order) {
    if (node.attrs.cell === undefined) continue;
    const name = mathjsName(node);
    if (symbols.has(name)) {
      throw new ChainruleError("NAME", "two symbols have the same name in the formula", {
        where: "toMathjs",
        got: name,
        mend: "Rename one of them",
      });
    }
    symbols.set(name, node);
  }
}
