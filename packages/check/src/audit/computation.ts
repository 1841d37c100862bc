import { type Chain, finding } from "./chain";
import {
  type Computed,
  contains,
  isClose,
  isCut,
  isExactly,
  isRounded,
  overlap,
  shown,
  shownLike,
} from "./digits";
import type { Member } from "./document/passage";
import type { Finding } from "./finding";
import type { Known } from "./known";
import { aligned, isNumeric, type Printed, printedIn } from "./trees";

/** Judges a formula of numbers: each against what stands in its place in the member before, and what all come to. @throws ChainruleError */
export function judgedComputation(known: Known, chain: Chain, member: Member): Finding {
  const own = known.computed(member);
  const before = chain.last ?? chain.statement.members[0];
  const matched = before === undefined ? undefined : operands(known, chain, before, member);
  chain.computed = own;
  if (matched?.bad !== undefined) return matched.bad;
  const truth = known.truth(chain);
  if (own.value === undefined) return finding(member, "not checked", "it has no value");
  if (truth === undefined) {
    if (matched?.complete)
      return finding(member, "rounding only", "each number is that of the member before it");
    return (
      stepFromBefore(chain, member, own) ??
      finding(member, "not checked", "nothing tells what this should be")
    );
  }
  if (isClose(own.value, truth)) return finding(member, "proved", "the exact value");
  if (matched?.complete && !chain.isBad)
    return finding(member, "rounding only", "each number is that of the member before it, rounded");
  if (contains(own.interval, truth)) return finding(member, "rounding only", "its numbers are rounded ones");
  if (overlap(own.interval, known.spread(chain)))
    return finding(member, "rounding only", "within what the rounded data allow");
  const literal = known.results.badIn(member.tree);
  if (literal !== undefined)
    return {
      ...finding(member, "inherits", "right, given a number of an earlier line"),
      from: literal.root.start,
    };
  if (chain.isBad)
    return { ...finding(member, "inherits", "it goes on from a wrong member"), from: chain.root.start };
  const because = `it is ${shown(own.value)}, the value is ${shown(truth)}`;
  return { ...finding(member, "wrong", because), expected: shown(truth) };
}

/** Compares each number with what stands in its place in the member before. */
function operands(
  known: Known,
  chain: Chain,
  before: Member,
  member: Member,
): { readonly bad?: Finding; readonly complete: boolean } | undefined {
  const pairs = aligned(before.tree, member.tree);
  if (pairs === undefined) return undefined;
  let complete = true;
  for (const { by, of } of pairs) {
    const printed = printedIn(by) as Printed; // aligned parts of the second formula are numbers
    const inner = { ...member, tree: by };
    const name = known.model.named(of);
    if (name?.kind === "free" && name.node.shape.length === 0) chain.bindings.set(name.node, [printed.value]);
    const value = known.operand(chain, of, before);
    if (value === undefined) {
      complete = false;
      continue;
    }
    const isData = name?.kind === "given";
    if (isExactly(value, printed) || (!isData && isRounded(value, printed))) continue;
    const what = before.passage.text.slice(of.start, of.end).trim();
    const place = { ...finding(inner, "wrong", ""), expected: shownLike(value, printed) };
    const earlier = known.results.badNumber(printed) ?? known.results.badOf(of, printed);
    if (earlier !== undefined)
      return {
        bad: {
          ...place,
          verdict: "inherits",
          because: `${what} is ${shown(value)}; this number is that of an earlier line`,
          from: earlier.root.start,
        },
        complete,
      };
    if (chain.isBad && printedIn(of) === undefined && isNumeric(of)) continue;
    if (isCut(value, printed))
      return {
        bad: { ...place, verdict: "cut instead of rounded", because: `${what} is ${shown(value)}` },
        complete,
      };
    return { bad: { ...place, because: `${what} is ${shown(value)}, not ${printed.value}` }, complete };
  }
  return { complete };
}

/** Without a truth: what is computed has to be what the member before it comes to. */
function stepFromBefore(chain: Chain, member: Member, own: Computed): Finding | undefined {
  const before = chain.computedBefore;
  if (before?.value === undefined || own.value === undefined) return undefined;
  if (isClose(before.value, own.value)) return finding(member, "proved", "equal to the member before it");
  if (overlap(before.interval, own.interval))
    return finding(member, "rounding only", "equal to the member before it, as rounded numbers");
  return {
    ...finding(
      member,
      "wrong",
      `the member before it is ${shown(before.value)}, this one ${shown(own.value)}`,
    ),
    expected: shown(before.value),
  };
}
