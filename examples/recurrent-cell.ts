/**
 * A recurrent cell over three time steps, h_t = tanh(W h_(t-1) + U x_t + b): the weights are used three times, and the gradient by
 * them is the sum over these uses.
 */
import { dim, mul, type Node, tensor } from "@chainrule/graph";

const units = dim("m", { index: "j" });
const inputs = dim("d", { index: "i" });

const W = tensor("W", [units, units]);
const U = tensor("U", [units, inputs]);
const b = tensor("b", [units]);
const y = tensor("y", [units]);

function cell(before: Node, time: number): Node {
  const x = tensor(`x_${time}`, [inputs]);
  const a = W.matmul(before).add(U.matmul(x)).add(b).named(`a_${time}`);
  return a.tanh().named(`h_${time}`);
}

const h = [1, 2, 3].reduce<Node>(cell, tensor("h_0", [units]));

export const title = "Backpropagation through time: a recurrent cell, three steps";
export const loss = mul(0.5, h.sub(y).square().sum()).named("E");
export const parameters = [W, U, b];
export const network = { title, loss, parameters };
