import { add, mul, type Node, scalar } from "@chainrule/graph";

/** The expressions of the README of github.com/karpathy/micrograd, which prints their value and gradients. */
export function microgradReadme(): { readonly g: Node; readonly a: Node; readonly b: Node } {
  const [a, b] = [scalar("a", -4), scalar("b", 2)];
  const c = a.add(b).named("c");
  const d = a.mul(b).add(b.pow(3)).named("d");
  const c2 = c.add(c.add(1)).named("c'");
  const c3 = c2.add(add(1, c2).sub(a)).named("c''");
  const d2 = d.add(d.mul(2).add(b.add(a).relu())).named("d'");
  const d3 = d2.add(mul(3, d2).add(b.sub(a).relu())).named("d''");
  const f = c3.sub(d3).named("e").square().named("f");
  const g = f
    .div(2)
    .add(mul(10, f.pow(-1)))
    .named("g");
  return { g, a, b };
}

/** A network of single operations, without names of what it computes. */
export function largeNetwork(): Node {
  let row: Node<number>[] = Array.from({ length: 12 }, (_, k) => scalar(`x_${k}`, Math.sin(k)));
  for (let layer = 0; layer < 3; layer++) {
    row = Array.from({ length: 10 }, (_, j) =>
      row
        .reduce(
          (sum, x, k) => sum.add(scalar(`w_{${layer}${j}${k}}`, Math.cos(layer + j + k)).mul(x)),
          scalar(`b_${layer}${j}`, 0.1),
        )
        .tanh(),
    );
  }
  return row.reduce((sum, x) => sum.add(x));
}
