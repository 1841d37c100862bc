import { ChainruleError, type Node } from "@chainrule/graph";
import { judgedFormulas } from "./audit";
import { withMemory } from "./model/memory";

/** The graph that formulas describe. */
export interface FormulaGraph {
  /** Every quantity by its name, in the one form that its spellings share: w5, w_5 and w_{5} are `w_5`. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** The numbers that the formulas give to symbols, for `evaluate`. */
  readonly values: ReadonlyMap<Node, number>;
}

/**
 * Formulas, as text or LaTeX, as a graph: those that define something are its definitions, as an audit reads them, those that give a
 * number are values, and what neither is a symbol.
 * @throws ChainruleError SYNTAX for a formula that cannot be read, with the reason; OPERAND, TOO_LONG
 * @example formulaGraph(["y = w x", "E = (y - t)^2 / 2"]).nodes.get("E")
 */
export function formulaGraph(formulas: readonly string[]): FormulaGraph {
  const { found, judged } = withMemory(() => judgedFormulas(formulas));
  const { model } = judged.judged;
  const unread = found.lines.find(
    ({ finding }) => finding.kind === "unread" || finding.kind === "no equation read",
  );
  const failed = [...model.unread.keys()][0];
  const problem = unread === undefined ? failed : `${unread.text}: ${unread.because}`;
  if (problem !== undefined || found.lines.length === 0)
    throw new ChainruleError("SYNTAX", "a formula could not be read as a definition", {
      where: "formulaGraph",
      got: problem ?? formulas.join("; "),
      expected: "equations such as E = (y - t)^2 / 2",
    });
  const point = [...model.point].flatMap(([node, [value]]) =>
    value === undefined ? [] : [[node, value] as const],
  );
  return {
    nodes: new Map([...model.quantities].map(([name, { node }]) => [name, node])),
    values: new Map(point),
  };
}
