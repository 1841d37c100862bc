import type { Member } from "../document/passage";
import type { Finding } from "../findings/finding";
import {
  type Computed,
  contains,
  isClose,
  isCut,
  isExactly,
  isRounded,
  meets,
  overlap,
  shown,
  shownLike,
} from "../names/digits";
import { aligned, isNumeric, type Printed, printedIn } from "../names/trees";
import { type Chain, finding } from "./chain";
import type { Known } from "./known";

/** Judges a formula of numbers: each against what stands in its place in the member before, and what all come to. @throws ChainruleError */
export function judgedComputation(known: Known, chain: Chain, member: Member): Finding {
  const own = known.computed(member);
  const before = chain.last ?? chain.statement.members[0];
  const matched = before === undefined ? undefined : operands(known, chain, before, member);
  chain.computed = own;
  if (matched?.bad !== undefined) return matched.bad;
  const truth = known.truth(chain);
  if (own.value === undefined) return finding(member, "not checked", "no value");
  if (truth === undefined) {
    if (matched?.complete) return finding(member, "rounding only", "numbers put in");
    return stepFromBefore(chain, member, own) ?? finding(member, "not checked", "nothing tells");
  }
  if (isClose(own.value, truth)) return finding(member, "proved", "exact value");
  if (matched?.complete && !chain.isBad) return finding(member, "rounding only", "rounded numbers put in");
  if (contains(own.interval, truth)) return finding(member, "rounding only", "rounded numbers");
  if (overlap(own.interval, known.spread(chain))) return finding(member, "rounding only", "within the data");
  const literal = known.results.badIn(member.tree);
  if (literal !== undefined)
    return {
      ...finding(member, "inherits", "right after a wrong number"),
      from: literal.root.start,
    };
  if (chain.isBad) return { ...finding(member, "inherits", "after a wrong member"), from: chain.root.start };
  const value = shown(truth);
  return {
    ...finding(member, "wrong", { kind: "comes to another value", own: shown(own.value), value }),
    expected: value,
  };
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
    if (!isData && meets(known.operandSpread(chain, of, before), printed)) continue;
    const named = { name: before.passage.text.slice(of.start, of.end).trim(), value: shown(value) };
    const place = {
      ...finding(inner, "wrong", {
        kind: "another value of",
        ...named,
        printed: String(printed.value),
      }),
      expected: shownLike(value, printed),
    };
    const earlier = known.results.badNumber(printed) ?? known.results.badOf(of, printed);
    if (earlier !== undefined)
      return {
        bad: {
          ...place,
          verdict: "inherits",
          because: { kind: "value of an earlier line", ...named },
          from: earlier.root.start,
        },
        complete,
      };
    if (chain.isBad && printedIn(of) === undefined && isNumeric(of)) continue;
    if (isCut(value, printed))
      return {
        bad: { ...place, verdict: "cut instead of rounded", because: { kind: "value of", ...named } },
        complete,
      };
    return { bad: place, complete };
  }
  return { complete };
}

/** Without a truth: what is computed has to be what the member before it comes to. */
function stepFromBefore(chain: Chain, member: Member, own: Computed): Finding | undefined {
  const before = chain.computedBefore;
  if (before?.value === undefined || own.value === undefined) return undefined;
  if (isClose(before.value, own.value)) return finding(member, "proved", "equal to the member before");
  if (overlap(before.interval, own.interval))
    return finding(member, "rounding only", "equal to the member before as rounded");
  return {
    ...finding(member, "wrong", {
      kind: "differs from the member before",
      before: shown(before.value),
      own: shown(own.value),
    }),
    expected: shown(before.value),
  };
}
