import { type Chain, finding } from "./chain";
import { shown } from "./digits";
import type { Member } from "./document";
import type { Finding } from "./finding";
import type { Known } from "./known";

const INEQUALITIES: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "\\le": (a, b) => a <= b,
  "\\ge": (a, b) => a >= b,
  "\\ne": (a, b) => a !== b,
};

/** Judges an inequality between numbers, or between quantities that have values. */
export function judgedInequality(known: Known, chain: Chain, before: Member, member: Member): Finding {
  const holds = INEQUALITIES[member.sign as string];
  const [a, b] = [known.operand(chain, before.tree, before), known.operand(chain, member.tree, member)];
  if (holds === undefined) return finding(member, "not checked", "this relation has no truth value");
  if (a === undefined || b === undefined)
    return finding(member, "not checked", "a condition: not both sides have a value");
  if (holds(a, b)) return finding(member, "proved", `${shown(a)} and ${shown(b)}`);
  return finding(member, "wrong", `the left side is ${shown(a)}, the right side ${shown(b)}`);
}
