import {
  constant,
  div,
  Node,
  neg,
  type OperationName,
  scalar,
  topologicalOrder,
  where,
} from "@chainrule/graph";
import { filled, type Inline } from "../language/language";
import { notationOf } from "../notation";
import { isDeclared, operatorName } from "../operators";
import { nodeTex } from "../print";
import { replaced, tex } from "../safe/tex";
import { primed } from "../symbol";
import type { Block } from "./model";
import { paragraph, type Writing } from "./writing";

/** What functions are that the graph does not lower to others, as a reader would define them. */
const definitions: Readonly<Partial<Record<OperationName, (x: Node) => Node>>> = {
  relu: (x) => where(x.gt(0), x, 0),
  step: (x) => where(x.ge(0), 1, 0),
  sign: (x) => where(x.gt(0), 1, where(x.lt(0), -1, 0)),
  tanh: (x) => div(x.exp().sub(neg(x).exp()), x.exp().add(neg(x).exp())),
  sinh: (x) => div(x.exp().sub(neg(x).exp()), 2),
  cosh: (x) => div(x.exp().add(neg(x).exp()), 2),
};

/** The functions that occur, what they are, and their derivatives; those with a parameter at a letter for it. */
export function functionsUsed({ derivation, language, layers, print }: Writing): Block[] {
  const x = scalar("x");
  const parameter = scalar("a");
  const roots = derivation.statements.map((statement) => statement.expression);
  const ofLayers = (layers?.functions ?? []).flatMap(({ definitions: bodies }) =>
    [...bodies.values()].flatMap(({ inputs }) => inputs),
  );
  const nodes = [...topologicalOrder(roots), ...ofLayers];
  const used = new Set(nodes.map(({ op }) => op));
  const rows = [...used].flatMap((op): (readonly Inline[])[][] => {
    if (op.kind !== "pointwise" || isDeclared(op)) return [];
    const name = op.name as OperationName; // it is of the table
    const hasParameter = name === "leakyRelu" || name === "elu";
    if (!hasParameter && (op.arity > 1 || notationOf(op)?.kind !== "function")) return [];
    const inputs = hasParameter ? [x, parameter] : [x];
    const y = new Node(op, inputs, {}, []);
    const [partial] = op.partials;
    const body = definitions[name]?.(x) ?? op.lower?.(inputs);
    const left = nodeTex(y, print);
    const law = body === undefined ? left : tex`${left} = ${nodeTex(body, print)}`;
    const slope = partial === undefined || partial === "flat" ? constant(0) : partial(inputs, y);
    const derivative = tex`${replaced(left, tex`(x)`, tex`'(x)`)} = ${nodeTex(slope, print)}`;
    return [[[{ math: tex`\\displaystyle ${law}` }], [{ math: tex`\\displaystyle ${derivative}` }]]];
  });
  rows.push(...declaredRows(nodes, x, print));
  if (rows.length === 0) return [];
  return [
    paragraph(filled(language, "functionsUsed")),
    { kind: "table", header: [filled(language, "function"), filled(language, "derivative")], rows },
  ];
}

/** Functions of one operand that the author declared. */
function declaredRows(nodes: readonly Node[], x: Node, print: Writing["print"]): (readonly Inline[])[][] {
  const ops = new Set(nodes.map(({ op }) => op));
  return [...ops].flatMap((op) => {
    if (!isDeclared(op) || op.kind !== "pointwise" || op.arity !== 1) return [];
    const y = new Node(op, [x], {}, []);
    const [partial] = op.partials;
    const slope = partial === undefined || partial === "flat" ? constant(0) : partial([x], y);
    const left = nodeTex(y, print);
    const law = op.lower === undefined ? left : tex`${left} = ${nodeTex(op.lower([x]), print)}`;
    const name = operatorName(op, print.operators);
    const derivative = tex`${primed(name, 1)}(x) = ${nodeTex(slope, print)}`;
    return [[[{ math: tex`\\displaystyle ${law}` }], [{ math: tex`\\displaystyle ${derivative}` }]]];
  });
}
