import { compared, type Real } from "../../numeric/wide";
import type { Member } from "../document/passage";
import type { Finding } from "../findings/finding";
import { isClose, shown } from "../names/digits";
import { type Chain, finding } from "./chain";
import type { Known } from "./known";

const INEQUALITIES: Readonly<Record<string, (order: -1 | 0 | 1) => boolean>> = {
  "<": (order) => order < 0,
  ">": (order) => order > 0,
  "≤": (order) => order <= 0,
  "≥": (order) => order >= 0,
  "≠": (order) => order !== 0,
};

/** Which of two values is the larger; those that are not told apart are the same. */
const orderOf = (a: Real, b: Real): -1 | 0 | 1 => (isClose(a, b) ? 0 : (compared(a, b, 640) ?? 0));

/** Judges an inequality between numbers, or between quantities that have values. */
export function judgedInequality(known: Known, chain: Chain, before: Member, member: Member): Finding {
  const holds = INEQUALITIES[member.sign as string];
  const [a, b] = [known.operand(chain, before.tree, before), known.operand(chain, member.tree, member)];
  if (holds === undefined) return finding(member, "not checked", "no truth value");
  if (a === undefined || b === undefined) return finding(member, "not checked", "sides without values");
  const sides = { left: shown(a), right: shown(b) };
  return holds(orderOf(a, b))
    ? finding(member, "proved", { kind: "both sides", ...sides })
    : finding(member, "wrong", { kind: "sides differ", ...sides });
}
