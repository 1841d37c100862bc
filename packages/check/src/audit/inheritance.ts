import { ChainruleError, constant } from "@chainrule/graph";
import type { Reading, Tree } from "@chainrule/graph/read";
import { type Chain, usesKey } from "./chain";
import { areEqual } from "./compare-graphs";
import { isCut, isRounded } from "./digits";
import type { Member, Statement } from "./document/passage";
import { BAD } from "./finding";
import type { Known } from "./known";
import { isNumeric, type Printed } from "./trees";

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
  if (misprints.size === 0) return undefined;
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
