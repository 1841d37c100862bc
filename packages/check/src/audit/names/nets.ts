import { bare, mapTree, type Tree, walk } from "@chainrule/graph/read";
import type { Definition } from "./definition";
import { type Plain, plainTree } from "./names";
import { nameTree } from "./trees";

/* Net inputs: what stands in the activation's brackets. */

/** The letters that net inputs have. */
export const NETS: ReadonlySet<string> = new Set(["net", "z", "s", "in", "u", "v", "input"]);

/** out = f(A) as out = f(net) and net = A; 1/(1+e^{-(A)}) likewise. */
export function splitNet(tree: Tree, name: Plain): { readonly net: Tree; readonly outer: Tree } | undefined {
  const isCall = tree.kind === "applied" && tree.arguments.length === 1;
  const net = isCall ? (tree.arguments[0] as Tree) : exponentIn(tree);
  if (net === undefined || bare(net).kind === "name") return undefined;
  const outer = mapTree(tree, (part) =>
    part === net ? plainTree(name, nameTree({ base: "x", primes: 0 }, net)) : undefined,
  );
  return { net, outer };
}

/**
 * Where out = f(A) and net = B stand apart and A is B, out is f(net): so that derivatives by net are those of the graph.
 * `isSame` compares two formulas. The definitions that change; none where nothing does.
 */
export function joinedNets(
  definitions: ReadonlyMap<string, Definition>,
  isSame: (a: Tree, b: Tree) => boolean,
): Definition[] {
  const symbolic = [...definitions.values()].filter(({ isNumeric }) => !isNumeric);
  return symbolic.flatMap((of) => {
    const nets = symbolic.filter(
      ({ name }) =>
        NETS.has(name.base) &&
        name.base !== of.name.base &&
        name.sub === of.name.sub &&
        name.sup === of.name.sup,
    );
    for (const { name, letters, tree } of nets) {
      const typed = letters.length === 0 ? name : { ...name, sub: letters.join("") };
      const split = splitNet(bare(of.tree), typed);
      const fits =
        letters.join() === of.letters.join() && bare(of.tree).kind === "applied" && split !== undefined;
      if (fits && isSame(split.net, tree)) return [{ ...of, tree: split.outer }];
    }
    return [];
  });
}

/** The A of 1/(1 + e^{-(A)}). */
function exponentIn(tree: Tree): Tree | undefined {
  for (const part of walk(tree)) {
    const power = part.kind === "name" && part.name.base === "e" ? part.name.sup?.formula : undefined;
    const sum = power === undefined ? undefined : bare(power);
    const [term] = sum?.kind === "sum" && sum.terms.length === 1 ? sum.terms : [];
    if (term?.sign === "-" && term.tree.kind === "group") return term.tree.body;
  }
  return undefined;
}
