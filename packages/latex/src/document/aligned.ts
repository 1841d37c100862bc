import type { Inline } from "../language/language";
import type { Row } from "./model";

/** Space above the first line of a new left side, where rows are lines of one display. */
const GROUP_SKIP = "6pt";

/** A reason inside mathematics: its words in `\text{...}`, its formulas as they are. */
export function reasonLatex(reason: readonly Inline[], escaped: (text: string) => string): string {
  let latex = "";
  let words = "";
  const flush = (): void => {
    if (words !== "") latex += `\\text{${escaped(words)}}`;
    words = "";
  };
  for (const part of reason) {
    if (typeof part === "string") words += part;
    else {
      flush();
      latex += part.math;
    }
  }
  flush();
  return latex;
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

/** A group of more lines than this may break over pages. */
const LONGEST_GROUP = 24;

/**
 * Rows as the body of an alignment. `note` is what stands after a row's last line; `kept` ends lines inside a group,
 * `\\\\*` where a page may not break there.
 */
export function alignedBody(
  rows: readonly Row[],
  note: (row: Row) => string,
  kept: "\\\\" | "\\\\*",
): string {
  const groups: string[][] = [];
  for (const row of rows) {
    if (groups.length === 0 || row.left !== undefined) groups.push([]);
    const cells = alignedCells(row);
    const lines = cells.map(
      ({ left, right }, part) => `${left} &${right}${part === cells.length - 1 ? note(row) : ""}`,
    );
    groups[groups.length - 1]?.push(...lines);
  }
  return groups
    .map((lines) => lines.join(` ${lines.length > LONGEST_GROUP ? "\\\\" : kept}\n`))
    .join(` \\\\[${GROUP_SKIP}]\n`);
}
