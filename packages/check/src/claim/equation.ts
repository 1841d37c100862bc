import { ChainruleError } from "@chainrule/graph";
import type { Line, RelationSign, Tree } from "@chainrule/graph/read";

/** An equation: what it is about, and what that is said to be, once or several times. */
export interface Equation {
  readonly left?: Tree;
  /** The relation after the left side. */
  readonly sign?: RelationSign;
  readonly right: readonly Tree[];
}

const EQUALITIES: ReadonlySet<RelationSign> = new Set(["=", ":=", "≈", "←", "≡"]);

/**
 * The equation that lines make, a chain over several lines included.
 * @throws ChainruleError SYNTAX where there is no formula, REFUSED where there are several or they say something else
 */
export function equationIn(text: string, lines: readonly Line[]): Equation {
  const [first, ...rest] = lines;
  if (first === undefined) throw refused("SYNTAX", "the claim is empty", text);
  const isChain = rest.every(({ left }) => left === undefined);
  if (!isChain)
    throw refused("REFUSED", "several equations are several claims", text, "Check them one by one");
  const sides = lines.flatMap(({ right }) => right);
  const other = sides.find(({ sign }) => !EQUALITIES.has(sign));
  if (other !== undefined)
    throw refused(
      "REFUSED",
      "a claim is a formula or an equation",
      text,
      "Give one of its sides",
      other.sign,
    );
  const { left } = first;
  const [next] = sides;
  if (left === undefined || next === undefined) {
    const [only] = [left, ...sides.map(({ tree }) => tree)].filter((tree) => tree !== undefined);
    if (only === undefined) throw refused("SYNTAX", "the claim is empty", text);
    return { right: [only] };
  }
  return { left, sign: next.sign, right: sides.map(({ tree }) => tree) };
}

const refused = (
  code: "SYNTAX" | "REFUSED",
  what: string,
  text: string,
  mend?: string,
  got = text,
): ChainruleError =>
  new ChainruleError(code, what, { where: "check", got, ...(mend !== undefined && { mend }) });
