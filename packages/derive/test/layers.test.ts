/** Repeated layers are derived once: the general statements hold in every layer, and their number does not grow with depth. */
import { derive, type GeneralDerivation, generalised, verify } from "@chainrule/derive";
import {
  dim,
  functionSymbol,
  mul,
  type Name,
  type Node,
  nameText,
  type Size,
  tensor,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { seeded } from "../../graph/test/random-graph";

interface Network {
  readonly loss: Node;
  readonly parameters: readonly Node[];
}

interface Kind {
  readonly depth: number;
  /** The size of layer l; of layer 0: of the input. */
  readonly width: (layer: number) => Size;
  readonly batch?: Size;
  readonly offset?: (layer: number) => "bias" | "threshold" | "none";
  readonly activation?: (layer: number, z: Node) => Node;
  /** Whether each layer's input is added to its output. */
  readonly skips?: boolean;
  /** How the quantities of a layer are called. */
  readonly name?: (base: string, layer: number) => string;
}

function network(kind: Kind): Network {
  const { depth, width, batch, skips = false } = kind;
  const {
    activation = (_, z) => z.tanh(),
    offset = () => "bias",
    name = (base, layer) => `${base}^(${layer})`,
  } = kind;
  const parameters: Node[] = [];
  const input = tensor("x", { shape: batch === undefined ? [width(0)] : [batch, width(0)] });
  let a: Node = input;
  for (let layer = 1; layer <= depth; layer++) {
    const W = tensor(name("W", layer), { shape: [width(layer), width(layer - 1)] });
    parameters.push(W);
    let z: Node = batch === undefined ? W.matmul(a) : a.matmul(W.transpose());
    const kindOfOffset = offset(layer);
    if (kindOfOffset !== "none") {
      const b = tensor(name(kindOfOffset === "bias" ? "b" : "theta", layer), { shape: [width(layer)] });
      parameters.push(b);
      z = kindOfOffset === "bias" ? z.add(b) : z.sub(b);
    }
    z = z.named(name("z", layer));
    const f = activation(layer, z);
    a = (skips ? f.add(a) : f).named(name("a", layer));
  }
  const y = tensor("y", { shape: a.shape });
  return { loss: mul(0.5, y.sub(a).square().sum()).named("E"), parameters };
}

function general({ loss, parameters }: Network, form: "chain" | "delta" = "delta"): GeneralDerivation {
  const found = generalised(derive(loss, { wrt: parameters, form }));
  if (found === undefined) throw new Error("no layers found");
  return found;
}

/** What is said in closed form, as texts: symbol, layers. */
const closed = ({ statements }: GeneralDerivation): string[] =>
  statements
    .filter(({ role }) => role === "closed")
    .map(({ layers, symbol }) => `${nameText(symbol)} ${layers?.join(",") ?? "-"}`);

const holds = (derivation: GeneralDerivation): number => {
  const { compared, worst } = verify({ ...derivation, statements: derivation.instances });
  expect(worst).toBeLessThan(1e-12);
  return compared;
};

describe("the four equations", () => {
  test("of a network of four layers", () => {
    const derivation = general(network({ depth: 4, width: (layer) => layer + 2 }));
    expect(closed(derivation)).toEqual([
      "dE/da^(l) 1,2,3",
      "delta^(l) 1,2,3,4",
      "delta^(l) 1,2,3",
      "delta^(L) 4",
      "dE/dW^(l) 1,2,3,4",
      "dE/db^(l) 1,2,3,4",
    ]);
    expect(derivation.wrt.map((node) => nameText(node.name as Name))).toEqual(["W^(l)", "b^(l)"]);
    expect(nameText(derivation.layers.entry?.symbol as Name)).toBe("a^(0)");
    expect(holds(derivation)).toBeGreaterThan(15);
  });

  test("have sizes of their own, n_l, that are no numbers of the network", () => {
    const { layers, statements } = general(network({ depth: 3, width: () => 16 }));
    const W = statements.find(({ symbol }) => nameText(symbol) === "W^(l)");
    expect(
      W?.expression.shape.map((size) => (typeof size === "number" ? size : nameText(size.name))),
    ).toEqual(["n_l", "n_l-1"]);
    expect(layers.sizes.map(({ values }) => values)).toEqual([[16, 16, 16, 16]]);
  });

  test.each([
    ["in names W_1, W_2", (base: string, layer: number) => `${base}_${layer}`, "delta_l"],
    ["in names W1, W2", (base: string, layer: number) => `${base}${layer}`, "delta_l"],
    ["in names W^1, W^2", (base: string, layer: number) => `${base}^${layer}`, "delta^l"],
  ])("%s", (_, name, delta) => {
    const derivation = general(network({ depth: 3, width: (layer) => layer + 2, name }));
    expect(closed(derivation).some((text) => text.startsWith(`${delta} 1,2`))).toBe(true);
    holds(derivation);
  });

  test("are not found where names do not carry the layer", () => {
    const letters = ["u", "v", "w"];
    const { loss, parameters } = network({
      depth: 3,
      width: (layer) => layer + 2,
      name: (base, layer) => `${base}_${letters[layer - 1]}`,
    });
    expect(generalised(derive(loss, { wrt: parameters }))).toBeUndefined();
  });
});

describe("layers that differ", () => {
  test("in their functions have one symbol for them, bound to each layer's own", () => {
    const functions = [
      (z: Node) => z.tanh(),
      (z: Node) => z.sigmoid(),
      (z: Node) => z.leakyRelu(0.1),
      (z: Node) => z.sin(),
    ];
    const derivation = general(
      network({
        depth: 4,
        width: (layer) => layer + 2,
        activation: (layer, z) => (functions[layer - 1] as (z: Node) => Node)(z),
      }),
    );
    expect(closed(derivation)).toContain("delta^(l) 1,2,3");
    expect(derivation.layers.functions.map(({ definitions }) => definitions.size)).toEqual([4]);
    holds(derivation);
  });

  test("in functions that are abstract themselves do not take these for the layers' own", () => {
    const [f1, f2] = [functionSymbol("f_1"), functionSymbol("f_2")];
    const derivation = general(
      network({
        depth: 4,
        width: (layer) => layer + 2,
        activation: (layer, z) => (layer % 2 === 0 ? f1(z) : f2(z)),
      }),
    );
    expect(derivation.layers.functions.map(({ symbol }) => nameText(symbol))).toEqual(["g_l"]);
    holds(derivation);
  });

  test("by the last function only say so for the last layer", () => {
    const derivation = general(
      network({
        depth: 4,
        width: (layer) => layer + 2,
        activation: (layer, z) => (layer === 4 ? z.sigmoid() : z.tanh()),
      }),
    );
    expect(derivation.layers.functions).toEqual([]);
    const definitions = derivation.statements.filter(({ role }) => role === "definition");
    expect(
      definitions.map(({ layers, symbol }) => `${nameText(symbol)} ${layers?.join(",") ?? "-"}`),
    ).toEqual(["z^(l) 1,2,3,4", "a^(l) 1,2,3", "a^(L) 4"]);
    holds(derivation);
  });

  test("by a missing bias keep everything else in common", () => {
    const derivation = general(
      network({ depth: 5, width: (layer) => layer + 2, offset: (layer) => (layer === 2 ? "none" : "bias") }),
    );
    expect(closed(derivation)).toContain("dE/db^(l) 1,3,4,5");
    expect(closed(derivation)).toContain("dE/dW^(l) 1,2,3,4,5");
    holds(derivation);
  });

  test("have thresholds with the opposite sign", () => {
    const derivation = general(network({ depth: 3, width: (layer) => layer + 2, offset: () => "threshold" }));
    const theta = derivation.statements.filter(({ symbol }) => nameText(symbol) === "dE/dtheta^(l)").at(-1);
    expect(theta?.expression.op.name).toBe("neg");
    holds(derivation);
  });

  test("with skip connections pass the error on by two paths", () => {
    const derivation = general(network({ depth: 5, width: () => 4, skips: true }));
    expect(closed(derivation)).toContain("dE/da^(l) 1,2,3,4");
    expect(derivation.layers.sizes).toEqual([]);
    holds(derivation);
  });
});

test("weights that all steps share have one gradient, the sum over the steps", () => {
  const [W, U] = [tensor("W", { shape: [4, 4] }), tensor("U", { shape: [4, 3] })];
  let h: Node = tensor("h_0", { shape: [4] });
  for (let t = 1; t <= 3; t++) {
    const z = W.matmul(h)
      .add(U.matmul(tensor(`x_${t}`, { shape: [3] })))
      .named(`z_${t}`);
    h = z.tanh().named(`h_${t}`);
  }
  const loss = mul(
    0.5,
    tensor("y", { shape: [4] })
      .sub(h)
      .square()
      .sum(),
  ).named("E");
  const derivation = general({ loss, parameters: [W, U] });
  expect(closed(derivation)).toContain("dE/dW -");
  expect(closed(derivation)).toContain("delta_l 1,2");
  holds(derivation);
});

test("the number of statements does not grow with depth", () => {
  const counts = [4, 8, 16].map(
    (depth) => general(network({ depth, width: (layer) => dim(`n_${layer}`) })).statements.length,
  );
  expect(new Set(counts).size).toBe(1);
});

const NETWORKS = sampled(200, 40);
test(`general statements of ${NETWORKS} random networks hold in their layers`, () => {
  let compared = 0;
  for (let seed = 1; seed <= NETWORKS; seed++) {
    const random = seeded(seed);
    const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
    const same = pick<(z: Node) => Node>(
      (z) => z.tanh(),
      (z) => z.sigmoid(),
      (z) => z.softplus(),
    );
    const skips = random() < 0.2;
    const [odd, depth] = [random() < 0.3 ? 2 : 0, 2 + Math.floor(random() * 5)];
    const offset = pick("bias", "threshold", "none");
    const mixed = random() < 0.2;
    const { loss, parameters } = network({
      depth,
      width: pick(
        (layer: number): Size => (skips ? 5 : layer + 2),
        (layer): Size => (skips ? dim("n") : dim(`n_${layer}`)),
      ),
      ...(random() < 0.4 ? { batch: 7 } : {}),
      offset: (layer) => (layer === odd ? "none" : offset),
      activation: (layer, z) => (mixed ? ([z.sin(), z.tanh(), z.sigmoid()][layer % 3] as Node) : same(z)),
      skips,
    });
    const derivation = generalised(derive(loss, { wrt: parameters, form: pick("chain", "delta") }));
    if (derivation === undefined)
      expect(depth).toBe(2); // two layers that differ repeat nothing
    else compared += holds(derivation);
  }
  expect(compared).toBeGreaterThan(15 * NETWORKS);
});
