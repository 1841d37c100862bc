import type { Defined, Node } from "../../node";
import { sigmoid, softplus } from "../activation";
import { add, mul } from "../arithmetic";
import { oneMinusSquare, tanh } from "../elementary";
import { unary } from "../function";

const operation: Defined = {
  kind: "pointwise",
  name: "mish",
  law: "x tanh(ln(1 + e^x))",
  arity: 1,
  partials: [
    ([x]) => {
      const gate = tanh(softplus(x as Node));
      return add(gate, mul(x as Node, mul(oneMinusSquare(gate), sigmoid(x as Node))));
    },
  ],
  lower: ([x]) => mul(x as Node, tanh(softplus(x as Node))),
};

/** x tanh(ln(1 + e^x)): smooth, and below 0 for negative x. Misra 2019 (arXiv 1908.08681). */
export const mish = unary(operation);
