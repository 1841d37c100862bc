import { type Node, nameText, topologicalOrder } from "@chainrule/graph";
import { UsageError } from "./usage";

/** The named quantities of a graph that a list such as `w_5,w_1` names; `w5` is read as `w_5` where that is meant. */
export function variablesNamed(list: string, loss: Node): Node[] {
  const byName = new Map<string, Node>();
  for (const node of topologicalOrder([loss])) {
    const name = node.name;
    if (name?.kind === "symbol") byName.set(nameText(name), node);
  }
  return list
    .split(",")
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) => {
      const found = byName.get(text) ?? byName.get(text.replace(/^([A-Za-z]+)(\d+)$/, "$1_$2"));
      if (found !== undefined) return found;
      throw new UsageError(
        `--wrt: the network has no quantity ${JSON.stringify(text)} (nearest: ${nearest(text, [...byName.keys()]).join(", ")})`,
      );
    });
}

/** The known names that take the fewest edits. */
function nearest(text: string, known: readonly string[]): string[] {
  return [...known].sort((a, b) => edits(text, a) - edits(text, b)).slice(0, 5);
}

/** Levenshtein's distance. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
