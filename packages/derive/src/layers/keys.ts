import { operationKey as identityOf, type Node } from "@chainrule/graph";
import type { Statement } from "../statement";
import { type Labelling, relativeText } from "./labels";

/** What tells a quantity from those of the same name in other layers. */
export type Oddity = (node: Node) => string;

/**
 * A statement as text in which layers are counted from `base`: two statements that are the same up to a shift of the layer
 * have the same text.
 */
export function statementKey(
  statement: Statement,
  base: number,
  labelling: Labelling,
  oddity: Oddity = () => "",
): string[] {
  const { because, expression, role, stands, symbol } = statement;
  const names = [symbol, ...(stands === undefined ? [] : [stands])];
  return [
    role,
    because.kind,
    ...names.map((name) => relativeText(name, base, labelling)),
    ...expressionKey(expression, base, labelling, oddity),
  ];
}

function expressionKey(root: Node, base: number, labelling: Labelling, oddity: Oddity): string[] {
  const texts: string[] = [];
  const numbers = new Map<Node, number>();
  const pending = [root];
  while (pending.length > 0) {
    const node = pending[pending.length - 1] as Node;
    if (numbers.has(node)) {
      pending.pop();
      continue;
    }
    const { name } = node.attrs;
    const missing = name === undefined ? node.inputs.filter((input) => !numbers.has(input)) : [];
    if (missing.length > 0) {
      pending.push(...missing.reverse());
      continue;
    }
    pending.pop();
    numbers.set(node, texts.length);
    if (name !== undefined) texts.push(`${relativeText(name, base, labelling)}${oddity(node)}`);
    else
      texts.push(
        `${operationKey(node, base, labelling)}(${node.inputs.map((input) => numbers.get(input)).join()})`,
      );
  }
  return texts;
}

function operationKey({ attrs, op, shape }: Node, base: number, labelling: Labelling): string {
  const { dim, map, value } = attrs;
  const rest = [attrs.axis, attrs.axes, attrs.start, attrs.stop, op.kind === "layout" ? shape : undefined];
  const own = map === undefined ? rest : [map.inputs, map.output];
  const constant =
    value === undefined
      ? ""
      : typeof value === "number"
        ? `${Object.is(value, -0) ? "-0" : value}`
        : JSON.stringify([value.shape, [...value.data]]);
  const size = dim === undefined ? "" : relativeText(dim.name, base, labelling);
  const operation = functionText(op, base, labelling) ?? identityOf(op);
  return `${operation}${JSON.stringify(own)}${constant}${size}`;
}

function functionText(op: Node["op"], base: number, labelling: Labelling): string | undefined {
  if (op.kind !== "pointwise" || op.symbol === undefined) return undefined;
  return `${relativeText(op.symbol.name, base, labelling)}${"'".repeat(op.symbol.order)}`;
}
