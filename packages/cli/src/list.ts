import { evaluate, nameText, symbolsOf, topologicalOrder } from "@chainrule/graph";
import { type Terminal, terminalLines } from "@chainrule/latex";
import type { Network } from "./load";
import { aligned, valueText } from "./report";

/** Of a number in the list. */
const DIGITS = 6;

/** The quantities of a network that `--wrt` may name, each with what it is; those that are differentiated by default are marked. */
export function listed({ hasParameters, loss, parameters }: Network): Terminal {
  const marked = new Set(parameters);
  const named = topologicalOrder([loss]).filter(({ name }) => name?.kind === "symbol");
  const valued = named.filter((node) =>
    symbolsOf([node]).every(({ attrs }) => attrs.cell?.value !== undefined),
  );
  const values = evaluate(valued);
  const textOf = new Map(valued.map((node, k) => [node, values[k]]));
  const rows = named.map((node) => {
    const value = textOf.get(node);
    return [
      marked.has(node) ? "*" : "",
      node.name === undefined ? "" : nameText(node.name),
      node === loss ? "loss" : node.op.kind === "naming" ? "definition" : "symbol",
      value === undefined
        ? ""
        : `= ${valueText(typeof value === "number" ? Number(value.toPrecision(DIGITS)) : value)}`,
    ];
  });
  const said = hasParameters
    ? "the parameters that FILE exports"
    : "all symbols, as FILE exports no parameters";
  return terminalLines([...aligned(rows), "", `* where --wrt says nothing else: ${said}`].join("\n"));
}
