import type { Derivation } from "@chainrule/derive";
import {
  ChainruleError,
  evaluate,
  type Node,
  nameText,
  partialName,
  raised,
  shapeText,
  type Value,
} from "@chainrule/graph";
import { type Terminal, terminal, terminalLines } from "@chainrule/latex";

/** A summary, not the document: more parameters than this are only counted. */
const MOST_ROWS = 20;

/** A short table for the terminal: the loss, the gradients and the new values. */
export function report(derivation: Derivation): Terminal {
  const { loss, statements, wrt } = derivation;
  const lossName = loss.attrs.name;
  if (lossName === undefined) return terminal``; // derive names the loss
  const last = new Map(statements.map((statement) => [nameText(statement.symbol), statement.expression]));
  const rows = wrt.slice(0, MOST_ROWS).flatMap((node) => {
    if (node.name?.kind !== "symbol") return [];
    const symbol = nameText(partialName(lossName, node.name));
    const name = nameText(node.name);
    return [
      { symbol, gradient: last.get(symbol), name, node, update: last.get(nameText(raised(node.name, "+"))) },
    ];
  });
  const textOf = values([loss, ...rows.flatMap(({ gradient, node, update }) => [gradient, node, update])]);
  if (textOf === undefined)
    return terminalLines(`${nameText(lossName)}: derived without numbers, as not every symbol has a value`);
  const table = rows.map(({ symbol, gradient, name, node, update }) => [
    symbol,
    `= ${textOf(gradient)}`,
    ...(update === undefined || update.shape.length > 0
      ? []
      : [`${name}: ${textOf(node)} -> ${textOf(update)}`]),
  ]);
  const more = wrt.length - MOST_ROWS;
  return terminalLines(
    [
      `${nameText(lossName)} = ${textOf(loss)}`,
      ...aligned(table),
      ...(more > 0 ? [`  and ${more} more`] : []),
    ].join("\n"),
  );
}

/** The values of nodes, in full; undefined where symbols have none. */
function values(nodes: readonly (Node | undefined)[]): ((node: Node | undefined) => string) | undefined {
  const known = nodes.filter((node) => node !== undefined);
  try {
    const found = evaluate(known);
    const texts = new Map(known.map((node, k) => [node, valueText(found[k] as Value)])); // one value a node
    return (node) => (node === undefined ? "" : (texts.get(node) ?? ""));
  } catch (error) {
    // a symbol without a value, or a function that is only a symbol
    if (error instanceof ChainruleError && ["UNBOUND", "NO_INTERPRETATION"].includes(error.code))
      return undefined;
    throw error;
  }
}

/** A number in full; of a tensor, what it is. */
export const valueText = (value: Value): string =>
  typeof value === "number" ? String(value) : `tensor ${shapeText(value.shape)}`;

/** Rows of a table as lines, its columns one below the other. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, k) => {
      widths[k] = Math.max(widths[k] ?? 0, cell.length);
    });
  return rows.map((row) => `  ${row.map((cell, k) => cell.padEnd(widths[k] ?? 0)).join("  ")}`.trimEnd());
}
