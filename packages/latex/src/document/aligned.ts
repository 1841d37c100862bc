import type { Inline } from "../language/language";
import type { Row } from "./model";

/** Space above the first line of a new left side, where rows are lines of one display. */
const GROUP_SKIP = "6pt";

/** A reason as the content of `\text{...}`, formulas set back into mathematics. */
export function reasonLatex(reason: readonly Inline[], escaped: (text: string) => string): string {
  return reason.map((part) => (typeof part === "string" ? `\\text{${escaped(part)}}` : part.math)).join("");
}

/** The cells of a row before and after the relation, one pair a printed line. */
export function alignedCells({
  left,
  relation,
  right,
  boxed,
}: Row): { readonly left: string; readonly right: string }[] {
  return right.map((part, k) => {
    const isWhole = right.length === 1;
    const body = boxed && isWhole ? `\\boxed{${part}}` : part;
    if (k > 0) return { left: "", right: `\\quad ${body}` };
    return { left: left ?? "", right: relation === "" ? body : `${relation} ${body}` };
  });
}

/**
 * Rows as the body of an alignment. `note` is what stands after a row's last line; `lineEnd` ends lines inside a group,
 * `\\\\*` where a page may not break there.
 */
export function alignedBody(
  rows: readonly Row[],
  note: (row: Row) => string,
  lineEnd: "\\\\" | "\\\\*",
): string {
  const lines = rows.flatMap((row, k) => {
    const cells = alignedCells(row);
    return cells.map(({ left, right }, part) => ({
      opensGroup: k > 0 && part === 0 && row.left !== undefined,
      latex: `${left} &${right}${part === cells.length - 1 ? note(row) : ""}`,
    }));
  });
  return lines
    .map(({ latex }, k) => {
      const next = lines[k + 1];
      if (next === undefined) return latex;
      return `${latex} ${next.opensGroup ? `\\\\[${GROUP_SKIP}]` : lineEnd}`;
    })
    .join("\n");
}
