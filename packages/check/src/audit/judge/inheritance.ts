import { ChainruleError, constant, type Node, nameText, substituted } from "@chainrule/graph";
import type { Reading, Tree } from "@chainrule/graph/read";
import type { Member, Statement } from "../document/passage";
import { BAD } from "../findings/finding";
import { areEqual } from "../model/compare-graphs";
import { isClose, isCut, isRounded } from "../names/digits";
import { isNumeric, type Printed } from "../names/trees";
import { type Chain, usesKey } from "./chain";
import type { Known } from "./known";

/* Claims that are right, given a mistake of an earlier line. */

/** The statement whose wrong formula this one goes on from. */
export function wrongFormulaBehind(
  known: Known,
  chain: Chain,
  member: Member,
  reading: Reading,
): Statement | undefined {
  const { misprints, model } = known;
  const before = chain.last;
  if (before !== undefined && chain.lastFinding !== undefined && BAD.has(chain.lastFinding.verdict)) {
    const other = known.readable(before, reading);
    if (other !== undefined && areEqual(reading.node, other.node)) return chain.statement;
  }
  const behind = mistakeIn(known, chain, member, reading);
  if (behind !== undefined || misprints.size === 0) return behind;
  const source = before ?? chain.statement.members[0];
  for (const tree of [source?.tree, model.quantities.get(chain.subject.key ?? "")?.tree]) {
    if (tree === undefined) continue;
    const used = [...misprints].filter(([key]) => usesKey(tree, key));
    if (used.length === 0) continue;
    const names = { ...model.names(), ...Object.fromEntries(used.map(([key, { node }]) => [key, node])) };
    try {
      const { node } = model
        .readerOver(names)
        .read(tree, { text: member.passage.text, indices: reading.indices, sizes: reading.sizes });
      if (areEqual(reading.node, node)) return used[0]?.[1].root;
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
    }
  }
  return undefined;
}

/** The statement whose wrong number a formula repeats, or whose wrong derivative it has as a factor, where it is right but for that. */
function mistakeIn(known: Known, chain: Chain, { tree }: Member, { node }: Reading): Statement | undefined {
  const { truth } = chain.subject;
  if (truth === undefined) return undefined;
  const isSame = (claim: Node, other: Node): boolean => {
    if (claim === node && other === truth.node) return false; // nothing was put in the place of anything
    const [a, b] = [claim, other].map((each) => known.valueIn(chain, each));
    return (a !== undefined && b !== undefined && isClose(a, b)) || areEqual(claim, other);
  };
  const repeated = known.results.badIn(tree);
  if (repeated?.truth !== undefined) {
    const { printed, root, truth: meant } = repeated;
    const [claim] = substituted([node], ({ attrs: { value } }) =>
      value === printed.value ? meant : value === -printed.value ? meant.neg() : undefined,
    ) as [Node];
    if (isSame(claim, truth.node)) return root;
  }
  for (const [key, misprint] of known.misprints) {
    const [other] = substituted([truth.node], ({ attrs: { name } }) =>
      name?.kind === "partial" && `d${nameText(name.of)}/d${nameText(name.by)}` === key
        ? misprint.node
        : undefined,
    ) as [Node];
    if (isSame(node, other)) return misprint.root;
  }
  return undefined;
}

/** The earlier statement with a wrong number from which this one follows, when every quantity has the value printed for it. */
export function wrongNumberBehind(known: Known, chain: Chain, printed: Printed): Statement | undefined {
  const { model, results } = known;
  const { key } = chain.subject;
  const sources: (readonly [Tree, string])[] = [];
  const last = chain.last ?? undefined;
  if (last !== undefined && !isNumeric(last.tree)) sources.push([last.tree, last.passage.text]);
  const own = key === undefined ? undefined : model.quantities.get(key)?.tree;
  if (own !== undefined) sources.push([own, ""]);
  const first = chain.statement.members.find(({ tree }, k) => k > 0 && !isNumeric(tree));
  if (first !== undefined && first !== last) sources.push([first.tree, first.passage.text]);
  for (const [tree, text] of sources) {
    const used = results.entries().filter(([other]) => other !== key && usesKey(tree, other));
    const bad = used.find(([, result]) => result.bad);
    if (bad === undefined) continue;
    const names = {
      ...model.names(),
      ...Object.fromEntries(used.map(([other, result]) => [other, constant(result.printed.value)])),
    };
    try {
      const value = known.valueIn(chain, model.readerOver(names).read(tree, { text }).node);
      if (value !== undefined && (isRounded(value, printed) || isCut(value, printed))) return bad[1].root;
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
    }
  }
  return undefined;
}
