/** The two hand-worked 2-2-2 networks: every value they have, computed elsewhere to 60 digits. */
import { compile, evaluate, gradient, type Node, nameText, topologicalOrder } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { network as plainNetwork } from "../../../examples/mazur";
import { loss as mlpLoss, network as mlpNetwork } from "../../../examples/mazur-mlp";
import { mlp, type ScalarMlp, sgd, squaredError, train } from "../src/index";
import { close, find, names } from "./expect";
import fixtures from "./fixtures/networks.json";

type Worked = typeof fixtures.handWorked | typeof fixtures.second;
const cases: readonly (readonly [string, Worked])[] = [
  ["document 000, H", fixtures.handWorked],
  ["document 002", fixtures.second],
];

/** The loss of document 000, H: 3.5108548122512804e-5 and 3.5101877829788459e-5, as float64. */
const AFTER_9_999 = 3.51085481225128e-5;
const AFTER_10_000 = 3.510187782978846e-5;

interface Built extends ScalarMlp {
  readonly loss: Node<number>;
}

function built({ inputs, weights: w, biases, targets }: Worked, trainBias = false): Built {
  const network = mlp(
    [inputs.i1, inputs.i2],
    [
      { weights: [[w.w1, w.w2], [w.w3, w.w4]], bias: biases.b1 }, // biome-ignore format: a matrix
      { weights: [[w.w5, w.w6], [w.w7, w.w8]], bias: biases.b2 }, // biome-ignore format: a matrix
    ],
    { activation: "sigmoid", trainBias },
  );
  const loss = squaredError(network.outputs, [targets.o1, targets.o2], { names: { total: "E_total" } });
  return { ...network, loss };
}

const valuesOf = (nodes: readonly Node[]) => nodes.map((node) => node.value);

describe.each(cases)("%s", (_, worked) => {
  test("names, in the order of the document", () => {
    const { inputs, parameters, fixed, loss } = built(worked);
    expect(names(inputs)).toEqual(["i_1", "i_2"]);
    expect(names(parameters)).toEqual(["w_1", "w_2", "w_3", "w_4", "w_5", "w_6", "w_7", "w_8"]);
    expect(names(fixed)).toEqual(["b_1", "b_2"]);
    const defined = topologicalOrder([loss]).filter((node) => node.op.kind === "naming");
    expect(names(defined)).toEqual(
      ["net_h1", "out_h1", "net_h2", "out_h2", "net_o1", "out_o1", "E_o1"].concat([
        "net_o2",
        "out_o2",
        "E_o2",
        "E_total",
      ]),
    );
  });

  test("forward values", () => {
    const { loss } = built(worked);
    for (const [name, value] of Object.entries(worked.forward)) close(find(loss, name).value, value);
  });

  test("every gradient", () => {
    const { loss } = built(worked);
    const node = (text: string) => find(loss, text.replace(/^([wbi])(\d)$/, "$1_$2"));
    for (const [text, value] of Object.entries(worked.gradients)) {
      const [of, by] = text.startsWith("delta_")
        ? ["E_total", text.replace("delta", "net")]
        : (/^d(.+)\/d(.+)$/.exec(text) ?? []).slice(1);
      close(gradient(node(of as string), node(by as string)).value, value);
    }
  });

  test("one simultaneous update, and the loss after it", () => {
    const { loss, parameters, outputs } = built(worked);
    const updates = sgd(loss, parameters, { rate: worked.rate });
    expect(names(updates).slice(0, 2)).toEqual(["w_1^+", "w_2^+"]);
    updates.forEach((update, k) => {
      close(update.value, Object.values(worked.updatedWeights)[k] as number);
    });
    train(loss, parameters, { rate: worked.rate, steps: 1 });
    close(loss.value, worked.afterOneUpdate.E_total);
    close(outputs[0]?.value, worked.afterOneUpdate.out_o1);
    close(outputs[1]?.value, worked.afterOneUpdate.out_o2);
  });

  test("the shared biases trained too", () => {
    const { loss, parameters, fixed, outputs } = built(worked, true);
    expect(fixed).toEqual([]);
    expect(names(parameters)).toEqual(
      ["w_1", "w_2", "w_3", "w_4", "b_1", "w_5", "w_6", "w_7", "w_8", "b_2"], // layer by layer
    );
    train(loss, parameters, { rate: worked.rate, steps: 1 });
    const expected = worked.biasesTrained;
    close(find(loss, "b_1").value, expected.b1);
    close(find(loss, "b_2").value, expected.b2);
    close(loss.value, expected.E_total);
    close(outputs[0]?.value, expected.out_o1);
    close(outputs[1]?.value, expected.out_o2);
  });

  test("updates as written: outputs' weights are updated before the hidden gradients use them", () => {
    for (const order of ["as given", "reversed"]) {
      const { loss, parameters } = built(worked);
      const ordered = order === "reversed" ? [...parameters].reverse() : parameters;
      train(loss, ordered, { rate: worked.rate, steps: 1, updates: "as written" });
      for (const [k, w] of parameters.entries()) close(w.value, worked.sequential[`w${k + 1}` as "w1"]);
      close(loss.value, worked.sequential.E_total);
    }
    expect(worked.sequential.E_total).not.toBe(worked.afterOneUpdate.E_total);
  });

  test("long training", () => {
    const { loss, parameters, outputs } = built(worked);
    const program = compile([loss, ...outputs, ...sgd(loss, parameters, { rate: worked.rate })], parameters);
    const start = valuesOf(parameters);
    for (const { updates_done, E_total, out_o1, out_o2 } of worked.training) {
      const [E, o1, o2] = program.run(updates_done + 1, start); // the last run sees all updates but its own
      close(E, E_total, 1e-12);
      close(o1, out_o1, 1e-12);
      close(o2, out_o2, 1e-12);
    }
  });

  test("long training with trained biases", () => {
    const { loss, parameters } = built(worked, true);
    const program = compile([loss, ...sgd(loss, parameters, { rate: worked.rate })], parameters);
    const start = valuesOf(parameters);
    for (const { updates_done, E_total } of worked.trainingBiasesTrained) {
      close(program.run(updates_done + 1, start)[0], E_total, 1e-10); // E is tiny: outputs differ from targets by 1e-5
    }
  });
});

test("document 000, H: the loss after 9,999 and 10,000 updates", () => {
  const { loss, parameters } = built(fixtures.handWorked);
  const result = train(loss, parameters, { rate: 0.5, steps: 10_000, every: 9_999 });
  expect(result.losses.map(({ step }) => step)).toEqual([0, 9_999, 10_000]);
  close(result.losses[1]?.loss, AFTER_9_999, 1e-12);
  close(result.loss, AFTER_10_000, 1e-12);
  close(loss.value, result.loss);
});

test.each([
  ["document 000, H", fixtures.handWorked, 10_000, 3.508478629631353e-5],
  ["document 002", fixtures.second, 5_624, 9.990641241408594e-7],
] as const)("%s: as written, the loss after many updates", (_, worked, steps, expected) => {
  const { loss, parameters } = built(worked);
  close(train(loss, parameters, { rate: worked.rate, steps, updates: "as written" }).loss, expected, 1e-10);
});

test("document 002: E < 1e-6 is first reached at update 5,624", () => {
  const { loss, parameters } = built(fixtures.second);
  let first = -1;
  const onStep = ({ step, loss: E }: { step: number; loss: number }) => {
    if (E < 1e-6) first = step;
    return E >= 1e-6;
  };
  const result = train(loss, parameters, { rate: 0.1, steps: 10_000, onStep });
  expect(first).toBe(5_624);
  expect(result.steps).toBe(5_624);
  close(parameters[4]?.value, -0.6071404451108254, 1e-12);
});

describe("the examples", () => {
  test("plain code and layers build the same graph", () => {
    const text = (root: Node): string[] =>
      topologicalOrder([root]).map((node) => {
        const value = node.attrs.value ?? node.attrs.cell?.value ?? "";
        const inputs = node.inputs.length;
        return `${node.op.name} ${node.name ? nameText(node.name) : ""} ${value} ${inputs}`;
      });
    expect(text(mlpLoss)).toEqual(text(plainNetwork.loss));
    expect(names(mlpNetwork.parameters)).toEqual(names(plainNetwork.parameters));
    expect(names(mlpNetwork.fixed)).toEqual(names(plainNetwork.fixed));
    expect(names(mlpNetwork.targets)).toEqual(names(plainNetwork.targets));
    expect(Object.keys(plainNetwork).every((key) => key in mlpNetwork)).toBe(true);
  });

  test("their loss, and its training", () => {
    close(evaluate(plainNetwork.loss), fixtures.handWorked.forward.E_total);
    const { loss, parameters, rate } = plainNetwork;
    const program = compile([loss, ...sgd(loss, parameters, { rate })], parameters);
    close(program.run(10_000, valuesOf(parameters))[0], AFTER_9_999, 1e-12);
    close(program.run(10_001, valuesOf(parameters))[0], AFTER_10_000, 1e-12);
  });
});
