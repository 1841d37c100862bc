/** The 2-4-1 network of document 004: thresholds subtracted, all parameters 0 at first, 100 epochs. */
import { gradient, scalar, tensor, type Value } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { mlp, type ScalarMlp, squaredError, train } from "../src/index";
import { close, find, names } from "./expect";
import fixtures from "./fixtures/networks.json";

const { inputs, target, rate, history, historyAsWritten, asWritten, states, gradients } = fixtures.threshold;

function overScalars(): ScalarMlp {
  return mlp(inputs, [4, 1], {
    activation: "sigmoid",
    weights: () => 0,
    threshold: "each",
    names: {
      input: (k) => `x_${k}`,
      weight: (layer, to, from) => (layer === 1 ? `v_${from}${to}` : `w_${from}${to}`),
      bias: (layer, to) => (layer === 1 ? `gamma_${to}` : `theta_${to}`),
      net: (layer, to) => (layer === 1 ? `alpha_${to}` : `beta_${to}`),
      output: (layer, to) => (layer === 1 ? `b_${to}` : `yhat_${to}`),
    },
  });
}

const lossOf = ({ outputs }: ScalarMlp) => squaredError(outputs, [target], { difference: "output - target" });

test("names as the document has them", () => {
  const network = overScalars();
  expect(names(network.parameters)).toEqual(
    [
      "v_11",
      "v_21",
      "v_12",
      "v_22",
      "v_13",
      "v_23",
      "v_14",
      "v_24",
      "gamma_1",
      "gamma_2",
      "gamma_3",
      "gamma_4",
    ].concat(["w_11", "w_21", "w_31", "w_41", "theta_1"]),
  );
  expect(names(network.inputs)).toEqual(["x_1", "x_2"]);
  expect(names(network.outputs)).toEqual(["yhat_1"]);
  expect(network.layers[0]?.biases).toEqual([]);
  expect(names(network.layers[0]?.thresholds ?? [])).toEqual(["gamma_1", "gamma_2", "gamma_3", "gamma_4"]);
});

describe("simultaneous training", () => {
  test("the output at every epoch", () => {
    const network = overScalars();
    const loss = lossOf(network);
    const outputs: (Value | undefined)[] = [];
    const onStep = () => {
      outputs.push(network.outputs[0]?.value);
    };
    train(loss, network.parameters, { rate, steps: history.length - 1, onStep });
    expect(outputs).toHaveLength(history.length);
    history.forEach((expected, epoch) => {
      close(outputs[epoch], expected);
    });
  });

  test.each(Object.entries(states))("the parameters after %s updates", (steps, state) => {
    const network = overScalars();
    const loss = lossOf(network);
    if (Number(steps) > 0) train(loss, network.parameters, { rate, steps: Number(steps) });
    const value = (name: string) => find(loss, name).value;
    for (const h of [1, 2, 3, 4]) {
      close(value(`v_1${h}`), state.v1, 1e-13);
      close(value(`v_2${h}`), state.v2, 1e-13);
      close(value(`gamma_${h}`), state.gamma, 1e-13);
      close(value(`w_${h}1`), state.w, 1e-13);
      close(value(`b_${h}`), state.b);
    }
    close(value("theta_1"), state.theta, 1e-13);
    close(value("yhat_1"), state.y);
    close(loss.value, state.E, 1e-12); // (1 - 0.95)^2 magnifies the rounding of the output
  });

  test.each(Object.entries(gradients))("the gradients after %s updates", (steps, expected) => {
    const network = overScalars();
    const loss = lossOf(network);
    if (Number(steps) > 0) train(loss, network.parameters, { rate, steps: Number(steps) });
    const partial = (name: string) => gradient(loss, find(loss, name)).value;
    for (const h of [1, 2, 3, 4]) {
      close(partial(`v_1${h}`), expected["dE/dv11"], 1e-13);
      close(partial(`v_2${h}`), expected["dE/dv21"], 1e-13);
      close(partial(`gamma_${h}`), expected["dE/dgamma1"], 1e-13);
      close(partial(`w_${h}1`), expected["dE/dw1"], 1e-13);
    }
    close(partial("theta_1"), expected["dE/dtheta"], 1e-13);
  });

  test("over tensors the same", () => {
    const x = tensor("x", inputs);
    const network = mlp(x, [4, 1], { activation: "sigmoid", weights: () => 0, threshold: "each" });
    expect(names(network.parameters)).toEqual(["W^(1)", "theta^(1)", "W^(2)", "theta^(2)"]);
    const loss = squaredError(network.output, [target]);
    train(loss, network.parameters, { rate, steps: 99 });
    close((network.output.value as { data: Float64Array }).data[0], history[99] as number);
  });

  test("a threshold is a weight of a constant input -1", () => {
    const extra = mlp(
      [...inputs, scalar("x_3", -1)],
      [
        { units: 4, bias: "none" },
        { units: 1, threshold: "each" },
      ],
      { activation: "sigmoid", weights: () => 0 },
    );
    const loss = squaredError(extra.outputs, [target]);
    train(loss, extra.parameters, { rate, steps: 99 });
    close(extra.outputs[0]?.value, history[99] as number);
  });
});

describe("updates as the document's code writes them: w and theta first", () => {
  test.each(["sgd", "scalars reversed", "tensors"])("the output at every epoch: %s", (kind) => {
    const scalars = overScalars();
    const tensors = mlp(tensor("x", inputs), [4, 1], {
      activation: "sigmoid",
      weights: () => 0,
      threshold: "each",
    });
    const isTensor = kind === "tensors";
    const loss = isTensor ? squaredError(tensors.output, [target]) : lossOf(scalars);
    const { output, parameters } = isTensor ? tensors : scalars;
    const ordered = kind === "scalars reversed" ? [...parameters].reverse() : parameters;
    const outputs: number[] = [];
    const onStep = (): void => {
      const { value } = output;
      outputs.push(typeof value === "number" ? value : (value.data[0] as number));
    };
    train(loss, ordered, { rate, steps: 100, updates: "as written", onStep });
    expect(historyAsWritten).toHaveLength(100);
    historyAsWritten.forEach((expected, epoch) => {
      close(outputs[epoch], expected, 1e-13);
    });
    close(outputs[100], 0.9493603849063209, 1e-13);
    if (isTensor) return;
    for (const h of [1, 2, 3, 4]) {
      close(find(loss, `v_1${h}`).value, asWritten.v1, 1e-12);
      close(find(loss, `v_2${h}`).value, asWritten.v2, 1e-12);
      close(find(loss, `gamma_${h}`).value, asWritten.gamma, 1e-12);
      close(find(loss, `w_${h}1`).value, asWritten.w, 1e-12);
    }
    close(find(loss, "theta_1").value, asWritten.theta, 1e-12);
  });
});
