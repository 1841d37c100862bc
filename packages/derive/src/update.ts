import {
  ChainruleError,
  type Name,
  type Node,
  nameText,
  partialName,
  raised,
  type SymbolName,
  topologicalOrder,
} from "@chainrule/graph";
import { nameOf } from "./definitions";
import type { Statement, UpdateStyle } from "./statement";
import type { Writer } from "./writer";

const STYLES: readonly UpdateStyle[] = ["new", "arrow", "change"];

/** @throws ChainruleError OPTION for an unknown style */
export function checkedStyle(style: UpdateStyle): UpdateStyle {
  if (STYLES.includes(style)) return style;
  throw new ChainruleError("OPTION", "no such style of updates", {
    where: "derive: updates",
    got: String(style),
    expected: STYLES.join(", "),
  });
}

/** What an update defines: the new value, or the change. */
export const updated = (name: SymbolName, style: UpdateStyle): SymbolName =>
  style === "change" ? { ...name, base: `Δ${name.base}` } : raised(name, "+");

/** States the update of a parameter: by its derivative and, where asked, with what that comes to. */
export function writeUpdate(
  writer: Writer,
  parameter: Node,
  gradient: Node,
  { putsIn, rate, style }: { readonly rate: Node; readonly style: UpdateStyle; readonly putsIn: boolean },
): void {
  const name = nameOf(parameter) as SymbolName; // derive saw that it is a symbol's
  const symbol = updated(name, style);
  const moved = (by: Node): Node => (style === "change" ? rate.mul(by).neg() : parameter.sub(rate.mul(by)));
  const from = [writer.settled(name), writer.settled(gradient.attrs.name as Name)];
  const first = writer.write({
    symbol,
    expression: moved(gradient),
    role: "update",
    because: { kind: "gradient descent" },
    from,
  });
  if (!putsIn) return;
  const partial = nameText(partialName(nameOf(writer.definitions.loss), name));
  const known = writer.statements.filter((statement) => nameText(statement.symbol) === partial);
  const closed = known.filter((statement) => statement.role === "closed" && !mentionsPartial(statement));
  for (const { expression, id } of closed.length > 0 ? closed : known.slice(-1)) {
    writer.write({
      symbol,
      expression: writer.simplified(moved(expression)),
      role: "update",
      because: { kind: "substituted" },
      from: [first, id],
    });
  }
}

/** Whether a partial stands in an expression by its name. */
function mentionsPartial({ expression }: Statement): boolean {
  const named = topologicalOrder([expression]).filter(({ attrs }) => attrs.name !== undefined);
  const met = topologicalOrder([expression], new Set(named));
  return met.some(({ attrs }) => attrs.name?.kind === "partial");
}
