/**
 * Documents are read back, line by line, in every notation. What a line states is known without the derivation: derivatives of
 * the loss by `gradient`, local partials by `jacobian` with everything else held.
 */
import { derive } from "@chainrule/derive";
import { dim, functionSymbol, mul, type Node, tensor } from "@chainrule/graph";
import { expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { randomLayers } from "../../derive/test/random-layers";
import { examples } from "./networks";
import { readBack } from "./read-back";

test.each([
  [sampled(120, 10), "index"],
  [sampled(120, 10), "matrix"],
] as const)(
  "%d random networks in %s notation",
  (networks, notation) => {
    const problems: string[] = [];
    let lines = 0;
    for (let seed = 1; seed <= networks; seed++) {
      const { loss, variables } = randomLayers(seed);
      const form = seed % 2 === 0 ? "chain" : "delta";
      const found = readBack(derive(loss, { wrt: variables, form, rate: 0.1 }), notation, seed);
      problems.push(...found.problems.map((problem) => `seed ${seed}: ${problem}`));
      lines += found.lines;
    }
    expect(problems.slice(0, 10)).toEqual([]);
    expect(lines).toBeGreaterThan(10 * networks);
  },
  240_000,
);

/** Networks as people name them: without layers in the names, with numbers for sizes, in batches, with thresholds. */
const networks: Readonly<Record<string, () => { readonly loss: Node; readonly wrt: readonly Node[] }>> = {
  "numbered layers of relu and softmax, sizes known": () => {
    const [x, t] = [tensor("x", { shape: [3] }), tensor("t", { shape: [2] })];
    const [W1, W2] = [tensor("W_1", { shape: [4, 3] }), tensor("W_2", { shape: [2, 4] })];
    const h = W1.matmul(x).named("z_1").relu().named("h_1");
    const p = W2.matmul(h).named("z_2").softmax().named("p");
    return { loss: mul(t, p.log()).sum().neg().named("L"), wrt: [W1, W2] };
  },
  "a batch, names without layers": () => {
    const [n, d, m] = [dim("n"), dim("d"), dim("m")];
    const [X, W, b, Y] = [tensor("X", [n, d]), tensor("W", [d, m]), tensor("b", [m]), tensor("Y", [n, m])];
    const P = X.matmul(W).add(b).named("Z").sigmoid().named("P");
    return { loss: mul(0.5, P.sub(Y).square().sum()).div(3).named("E"), wrt: [W, b] };
  },
  "thresholds, two functions, a skip": () => {
    const [d, q, l] = [dim("d", { index: "i" }), dim("q", { index: "h" }), dim("l", { index: "j" })];
    const [x, v, gamma] = [tensor("x", [d]), tensor("v", [d, q]), tensor("gamma", [q])];
    const [w, theta, y] = [tensor("w", [q, l]), tensor("theta", [l]), tensor("y", [l])];
    const b = functionSymbol("f")(x.matmul(v).named("alpha").sub(gamma)).named("b");
    const out = b.matmul(w).named("beta").sub(theta).tanh().named("yhat");
    return { loss: mul(0.5, out.sub(y).square().sum()).named("E"), wrt: [w, theta, v, gamma] };
  },
  "a recurrent step and weight decay": () => {
    const [m, p] = [dim("m"), dim("p")];
    const [U, V, x, y] = [tensor("U", [m, p]), tensor("V", [m, m]), tensor("x", [p]), tensor("y", [m])];
    const h1 = U.matmul(x).tanh().named("h_1");
    const h2 = V.matmul(h1).add(h1).named("z_2").softplus().named("h_2");
    const E = mul(0.5, h2.sub(y).square().sum()).add(mul(0.1, V.square().sum()));
    return { loss: E.named("E"), wrt: [U, V] };
  },
};

test.each(Object.keys(networks))("%s", (name) => {
  for (const notation of ["index", "matrix"] as const) {
    for (const form of ["chain", "delta"] as const) {
      const { loss, wrt } = (networks[name] as (typeof networks)[string])(); // the names are the keys
      const { lines, problems } = readBack(derive(loss, { wrt, form, rate: 0.1 }), notation, 1);
      expect(problems).toEqual([]);
      expect(lines).toBeGreaterThan(5);
    }
  }
});

test.each(examples.map(({ name, loss, wrt }) => [name, loss, wrt] as const))(
  "scalars: %s",
  (_, loss, wrt) => {
    for (const form of ["chain", "delta"] as const) {
      const { problems } = readBack(derive(loss, { wrt, form, rate: 0.1 }), "scalar", 1);
      expect(problems).toEqual([]);
    }
  },
);
