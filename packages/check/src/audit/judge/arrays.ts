import { bare, type Tree } from "@chainrule/graph/read";
import type { Real } from "../../numeric/wide";
import type { Member } from "../document/passage";
import type { Finding } from "../findings/finding";
import { contains, isClose, isExactly, isRounded, isWithinUnits, shown, shownLike } from "../names/digits";
import { printedIn } from "../names/trees";
import { type Chain, finding } from "./chain";
import type { Known } from "./known";

/** Whether the entry of a vector or a matrix is its value, a rounding of it, or off by what was rounded before. */
type Match = "exact" | "rounded" | "near" | "wrong";

/**
 * Judges a vector or a matrix of numbers by the values of its entries; undefined where the member is none, or has no values, or
 * another shape.
 */
export function judgedArray(known: Known, chain: Chain, member: Member): Finding | undefined {
  const { truth } = chain.subject;
  const rows = rowsOf(member.tree);
  if (rows === undefined || truth === undefined) return undefined;
  const values = known.model.values(truth.node, chain.bindings);
  const entries = rows.flat();
  const sizes = truth.node.shape.filter((size) => size !== 1);
  const own = [rows.length, rows[0]?.length ?? 0].filter((size) => size !== 1);
  if (values === undefined || sizes.join() !== own.join()) return undefined;
  const matches: Match[] = [];
  for (const [k, entry] of entries.entries()) {
    const value = values[k];
    if (value === undefined) return undefined;
    const match = matchOf(known, member, entry, value);
    if (match === "wrong") return wrongEntry(member, rows, k, value);
    matches.push(match);
  }
  if (matches.includes("near")) return finding(member, "not checked", "rounded on the way");
  return matches.includes("rounded")
    ? finding(member, "rounding only", "rounded numbers")
    : finding(member, "proved", "exact value");
}

function rowsOf(tree: Tree): readonly (readonly Tree[])[] | undefined {
  const inner = bare(tree);
  if (inner.kind === "matrix") return inner.rows;
  const rows = inner.kind === "transpose" ? rowsOf(inner.base) : undefined;
  return rows?.[0]?.map((_, column) => rows.map((row) => row[column] as Tree));
}

/** @throws ChainruleError for an entry that cannot be read */
function matchOf(known: Known, member: Member, entry: Tree, value: Real): Match {
  const printed = printedIn(entry);
  if (printed !== undefined) {
    if (isExactly(value, printed)) return "exact";
    if (isRounded(value, printed)) return "rounded";
    return printed.places !== undefined && isWithinUnits(value, printed) ? "near" : "wrong";
  }
  const own = known.computed({ ...member, tree: entry });
  if (own.value !== undefined && isClose(own.value, value)) return "exact";
  return contains(own.interval, value) ? "rounded" : "wrong";
}

function wrongEntry(member: Member, rows: readonly (readonly Tree[])[], k: number, value: Real): Finding {
  const columns = rows[0]?.length ?? 1;
  const [row, column] = [Math.floor(k / columns) + 1, (k % columns) + 1];
  const isVector = columns === 1 || rows.length === 1;
  const entry = rows.flat()[k] as Tree;
  const printed = printedIn(entry);
  const because =
    printed === undefined
      ? ({ kind: "value", value: shown(value) } as const)
      : ({ kind: "another value", value: shown(value), printed: String(printed.value) } as const);
  return {
    ...finding(member, "wrong", {
      kind: "for an entry",
      entry: isVector ? `(${k + 1})` : `(${row}, ${column})`,
      because,
    }),
    expected: shownLike(value, printed),
  };
}
