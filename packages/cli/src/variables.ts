import { type Node, nameText, topologicalOrder } from "@chainrule/graph";
import { alternatives } from "./usage";
import { UsageError } from "./usage-error";

/** The named quantities of a graph that a list such as `w_5,w_1` names; `w5` is read as `w_5` where that is meant. */
export function variablesNamed(list: string, loss: Node): Node[] {
  const byName = new Map<string, Node>();
  for (const node of topologicalOrder([loss])) {
    const name = node.name;
    if (name?.kind === "symbol") byName.set(nameText(name), node);
  }
  const texts = list.split(",").map((text) => text.trim());
  const found = texts
    .filter((text) => text !== "")
    .map((text) => {
      const node = byName.get(text) ?? byName.get(text.replace(/^([A-Za-z]+)(\d+)$/, "$1_$2"));
      if (node !== undefined) return node;
      throw new UsageError(
        `--wrt: the network has no quantity ${JSON.stringify(text)} (${alternatives(text, [...byName.keys()])})`,
      );
    });
  if (found.length > 0) return [...new Set(found)];
  throw new UsageError("--wrt: expected one name or several with commas, as in --wrt w_5,w_1");
}
