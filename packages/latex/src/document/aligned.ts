import type { Writer, Written } from "@chainrule/graph/written";
import type { Inline } from "../language/language";
import { type Tex, tex } from "../safe/tex";
import type { Row } from "./model";

/** A reason inside mathematics: its words as text, its formulas as they are. */
export function reasonTex(reason: readonly Inline[]): Tex {
  const parts: Tex[] = [];
  let words = "";
  const flush = (): void => {
    if (words !== "") parts.push(tex.escape(words));
    words = "";
  };
  for (const part of reason) {
    if (typeof part === "string") words += part;
    else {
      flush();
      parts.push(part.math);
    }
  }
  flush();
  return tex.join(parts);
}

/** The cells of a row before and after the relation, one pair a printed line. */
export function alignedCells({
  left,
  relation,
  right,
  boxed,
}: Row): { readonly left: Tex; readonly right: Tex }[] {
  return right.map((part, k) => {
    const isWhole = right.length === 1;
    const body = boxed && isWhole ? tex`\\boxed{${part}}` : part;
    if (k > 0) return { left: tex``, right: tex`\\quad ${body}` };
    return { left: left ?? tex``, right: relation === "" ? body : tex`${relation} ${body}` };
  });
}

/** A group of more lines than this may break over pages. */
const LONGEST_GROUP = 24;

/** The language that an alignment is written in, and how a formula stands in it. */
export interface Display<L extends string> {
  readonly write: Writer<L>;
  readonly formula: (formula: Tex) => Written<L>;
}

/**
 * Rows as the body of an alignment. `note` is what stands after a row's last line; a page does not break inside a group that is
 * `kept`. There is space above the first line of a new left side.
 */
export function alignedBody<L extends string>(
  rows: readonly Row[],
  { formula, write }: Display<L>,
  note: (row: Row) => Written<L>,
  kept: boolean,
): Written<L> {
  const groups: Written<L>[][] = [];
  for (const row of rows) {
    if (groups.length === 0 || row.left !== undefined) groups.push([]);
    const cells = alignedCells(row);
    const lines = cells.map(
      ({ left, right }, part) =>
        write`${formula(left)} &${formula(right)}${part === cells.length - 1 ? note(row) : write``}`,
    );
    groups[groups.length - 1]?.push(...lines);
  }
  return write.join(
    groups.map((lines) =>
      write.join(lines, kept && lines.length <= LONGEST_GROUP ? write` \\\\*\n` : write` \\\\\n`),
    ),
    write` \\\\[6pt]\n`,
  );
}
