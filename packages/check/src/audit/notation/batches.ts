import { mapTree, type NameTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { namesIn } from "../names/letters";
import { keyOf, namedBy, type Plain, plainTree } from "../names/names";
import { nameTree } from "../names/trees";
import { mapStatements } from "../statements/statements";

/*
 * The columns of a batch: a document that has A^{[2]} for all samples and means by a^{[2](i)} that of one. A sum over the samples is one
 * over all entries of the whole.
 */

/** The mark above a column: that of its layer, if any, and the letter of the sample. */
const COLUMN = /^((?:\(\w+\)|\[\w+\])?)\(([a-z])\)$/;

/** Sums over samples by what stands for all of them, where the document has that: \sum_i (y^{(i)} - a^{[2](i)})^2 as those of Y - A^{[2]}. */
export function withBatches(statements: readonly Statement[]): Statement[] {
  const trees = statements.flatMap(({ members }) => members.map(({ tree }) => tree));
  const known = new Map(trees.flatMap(namesIn).map((name) => [keyOf(name), name]));
  const sums = trees.flatMap((tree) => [...walk(tree)].filter((part) => part.kind === "over"));
  if (sums.length === 0) return [...statements];
  const change = (part: Tree): Tree | undefined => {
    const [letter, ...others] = part.kind === "over" && part.sign === "sum" ? part.letters : [];
    if (part.kind !== "over" || letter === undefined || others.length > 0) return undefined;
    const columns = namesIn(part.body).filter(({ sup }) => COLUMN.exec(sup)?.[2] === letter);
    const wholes = new Map(columns.map((name) => [keyOf(name), wholeOf(name, known)]));
    if (wholes.size === 0 || [...wholes.values()].includes(undefined)) return undefined;
    const { end, start } = part;
    const head = nameTree({ base: "sum", primes: 0, upright: true }, { start, end: part.head.end });
    return { kind: "applied", head, bracket: "(", arguments: [inWholes(part.body, wholes)], start, end };
  };
  return mapStatements(statements, change);
}

/** What has a column of this name: A^{[2]} for a^{[2](i)}, Y for y^{(i)}. */
function wholeOf({ base, sub, sup }: Plain, known: ReadonlyMap<string, Plain>): Plain | undefined {
  const [, layer = ""] = COLUMN.exec(sup) ?? [];
  const above = layer.replace("[", "(").replace("]", ")");
  return base === base.toUpperCase()
    ? undefined
    : known.get(keyOf({ base: base.toUpperCase(), sub, sup: above }));
}

/** The formula of one sample for all: products of what differs from sample to sample go entry by entry. */
function inWholes(tree: Tree, wholes: ReadonlyMap<string, Plain | undefined>): Tree {
  const change = (part: Tree): Tree | undefined => {
    const name = part.kind === "name" ? namedBy(part) : undefined;
    const whole = name && wholes.get(keyOf(name));
    if (whole !== undefined) return plainTree(whole, withoutMark(part as NameTree)); // it has a name
    if (part.kind !== "product") return undefined;
    const factors = part.factors.map(({ sign, tree: factor }, k) => ({
      sign: k === 0 || sign === "/" ? sign : (".*" as const),
      tree: mapTree(factor, change),
    }));
    return { ...part, factors };
  };
  return mapTree(tree, change);
}

const withoutMark = (part: NameTree): NameTree => {
  const { sup: _mark, ...name } = part.name;
  return { ...part, name };
};
