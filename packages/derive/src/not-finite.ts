import {
  ChainruleError,
  diagnose,
  evaluate,
  type Finding,
  gradient,
  type Name,
  type Node,
  named,
  partialName,
  symbolsOf,
  type Value,
} from "@chainrule/graph";
import { nameOf } from "./definitions";
import type { Derivation } from "./statement";

/** What is not finite in a derivation, at the values that its symbols have. */
export interface NotFinite {
  /** The first quantity or derivative that is NaN or infinite. */
  readonly symbol: Name;
  /** Where that begins. */
  readonly finding: Finding;
}

/** Findings of these kinds make a value NaN or infinite. */
const CODES: ReadonlySet<Finding["code"]> = new Set(["DOMAIN", "NAN", "NOT_FINITE", "OVERFLOW"]);

/**
 * The first value of a derivation that is not finite: of its statements, or where there are tensors of the loss and its
 * gradients. Undefined if all are, and if not every symbol has a value.
 * @example notFinite(derive(log(w).named("L"), { wrt: w }))?.finding.message // at w = -2: "ln x needs x > 0, got -2"
 */
export function notFinite({ loss, statements, wrt }: Derivation): NotFinite | undefined {
  if (symbolsOf([loss]).some(({ attrs }) => attrs.cell?.value === undefined)) return undefined;
  const isScalar = statements.every(({ expression }) => expression.shape.length === 0);
  const said = isScalar
    ? statements.map(({ expression, symbol }) => ({ node: expression, symbol }))
    : [
        { node: loss, symbol: nameOf(loss) },
        ...gradient(loss, wrt).map((node, k) => ({
          node,
          symbol: partialName(nameOf(loss), nameOf(wrt[k] as Node)),
        })),
      ];
  const values = valuesOf(said.map(({ node }) => node));
  const first = said.find((_, k) => values !== undefined && !allFinite(values[k] as Value));
  if (first === undefined) return undefined;
  const found = diagnose(named(first.node, first.symbol)).find(({ code }) => CODES.has(code));
  const message = "this is not a finite number";
  const finding = found ?? { code: "NAN", node: first.node, where: "", message, order: 0 };
  return { symbol: first.symbol, finding };
}

const allFinite = (value: Value): boolean =>
  typeof value === "number" ? Number.isFinite(value) : value.data.every(Number.isFinite);

/** The values of nodes; undefined where a rate, a size or a function has none. */
function valuesOf(nodes: readonly Node[]): Value[] | undefined {
  try {
    return evaluate(nodes);
  } catch (error) {
    if (error instanceof ChainruleError && error.code === "UNBOUND") return undefined;
    throw error;
  }
}
