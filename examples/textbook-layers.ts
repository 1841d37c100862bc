/**
 * The four equations of backpropagation as textbooks prove them: a network of L layers alike, with a function f that stays
 * abstract. The derivation finds that the layers repeat one another and proves the equations for a layer l.
 */
import { dim, functionSymbol, mul, type Node, tensor } from "@chainrule/graph";

const depth = 4;
const f = functionSymbol("f");
const size = (layer: number) => dim(`n_${layer}`);

const parameters: Node[] = [];
let a: Node = tensor("x", [size(0)]);
for (let layer = 1; layer <= depth; layer++) {
  const W = tensor(`W^(${layer})`, [size(layer), size(layer - 1)]);
  const b = tensor(`b^(${layer})`, [size(layer)]);
  parameters.push(W, b);
  const z = W.matmul(a).add(b).named(`z^(${layer})`);
  a = f(z).named(`a^(${layer})`);
}
const y = tensor("y", [size(depth)]);

export const title = "The four equations of backpropagation";
export const loss = mul(0.5, y.sub(a).square().sum()).named("E");

export const deriveOptions = { form: "delta" };
export const documentOptions = { notation: "both" };

export const network = { title, loss, parameters };
