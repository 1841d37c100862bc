import type { Derivation } from "@chainrule/derive";
import { ChainruleError, evaluate, type Node, nameText, partialName, raised } from "@chainrule/graph";

/** A short table for the terminal: the loss, the gradients and the new values. */
export function report(derivation: Derivation): string {
  const { loss, statements, wrt } = derivation;
  const last = new Map(statements.map((statement) => [nameText(statement.symbol), statement.expression]));
  const rows = wrt.flatMap((node) => {
    if (loss.name === undefined || node.name?.kind !== "symbol") return [];
    const symbol = partialName(loss.name, node.name);
    const update = last.get(nameText(raised(node.name, "+")));
    return [
      [
        nameText(symbol),
        valueText(last.get(nameText(symbol))),
        nameText(node.name),
        valueText(node),
        valueText(update),
      ],
    ];
  });
  const hasUpdates = rows.some((row) => row[4] !== "");
  const table = rows.map(([symbol, gradient, name, old, next]) => [
    symbol,
    `= ${gradient}`,
    ...(hasUpdates && next !== "" ? [`${name}: ${old} -> ${next}`] : []),
  ]);
  const title = loss.name === undefined ? "loss" : nameText(loss.name);
  return [`${title} = ${valueText(loss)}`, ...aligned(table)].join("\n");
}

/** A value in full; nothing where symbols have no values. */
function valueText(node: Node | undefined): string {
  if (node === undefined) return "";
  try {
    const value = evaluate(node);
    return typeof value === "number" ? String(value) : `[${value.shape.join(",")}]`;
  } catch (error) {
    if (error instanceof ChainruleError && error.code === "UNBOUND") return "(no values)";
    throw error;
  }
}

function aligned(rows: readonly (readonly (string | undefined)[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, k) => {
      widths[k] = Math.max(widths[k] ?? 0, cell?.length ?? 0);
    });
  return rows.map((row) =>
    `  ${row.map((cell, k) => (cell ?? "").padEnd(widths[k] ?? 0)).join("  ")}`.trimEnd(),
  );
}
