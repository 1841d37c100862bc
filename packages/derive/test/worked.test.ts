import { type Derivation, derive, type Form, type Statement } from "@chainrule/derive";
import { type Node, nameText, topologicalOrder } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { loss, network, parameters, rate } from "../../../examples/mazur";
import { text } from "./text";

const everything = [...parameters, ...network.fixed, ...network.inputs];
const lines = ({ statements }: Derivation): [string, string, number][] =>
  statements.map(({ symbol, expression }) => [
    nameText(symbol),
    text(expression),
    expression.value as number,
  ]);

function expectRows(derivation: Derivation, rows: readonly (readonly [string, string, number])[]): void {
  const found = lines(derivation);
  for (const [symbol, formula, value] of rows) {
    const row = found.find((line) => line[0] === symbol && line[1] === formula);
    expect(row?.slice(0, 2), `${symbol} = ${formula}`).toEqual([symbol, formula]);
    expect(Math.abs((row as [string, string, number])[2] / value - 1), `${symbol} = ${value}`).toBeLessThan(
      1e-14,
    );
  }
}

const derived = (form: Form, wrt: readonly Node[] = everything): Derivation =>
  derive(loss, { wrt, form, rate });

/** The values of the worked example, computed with 60 digits. */
const gradients: readonly (readonly [string, number])[] = [
  ["w_1", 0.00043856773447434674],
  ["w_2", 0.0008771354689486935],
  ["w_3", 0.0004977127352608601],
  ["w_4", 0.0009954254705217202],
  ["w_5", 0.08216704056423078],
  ["w_6", 0.08266762784753326],
  ["w_7", -0.02260254047747506],
  ["w_8", -0.022740242215978212],
  ["b_1", 0.018725609394704135],
  ["b_2", 0.10040032511200075],
  ["i_1", 0.0038042668797273406],
  ["i_2", 0.004740547349462547],
];
const updated: readonly (readonly [string, number])[] = [
  ["w_1^+", 0.14978071613276284],
  ["w_2^+", 0.19956143226552564],
  ["w_3^+", 0.24975114363236958],
  ["w_4^+", 0.29950228726473915],
  ["w_5^+", 0.3589164797178846],
  ["w_6^+", 0.4086661860762334],
  ["w_7^+", 0.5113012702387375],
  ["w_8^+", 0.5613701211079891],
];

const forward: readonly (readonly [string, string, number])[] = [
  ["net_h1", "w_1 * i_1 + w_2 * i_2 + b_1", 0.3775],
  ["net_h2", "w_3 * i_1 + w_4 * i_2 + b_1", 0.3925],
  ["out_h1", "sigmoid(net_h1)", 0.5932699921071872],
  ["out_h2", "sigmoid(net_h2)", 0.596884378259767],
  ["net_o1", "w_5 * out_h1 + w_6 * out_h2 + b_2", 1.1059059670597702],
  ["net_o2", "w_7 * out_h1 + w_8 * out_h2 + b_2", 1.2249214040964655],
  ["out_o1", "sigmoid(net_o1)", 0.7513650695523157],
  ["out_o2", "sigmoid(net_o2)", 0.7729284653214626],
  ["E_o1", "0.5 * square(target_o1 - out_o1)", 0.27481108317615494],
  ["E_o2", "0.5 * square(target_o2 - out_o2)", 0.023560025583847736],
  ["E_total", "E_o1 + E_o2", 0.29837110876000267],
];

describe.each(["chain", "delta", "factors"] as const)("the 2-2-2 network, form %s", (form) => {
  const derivation = derived(form);
  const final = (symbol: string): Statement =>
    derivation.statements.filter((statement) => nameText(statement.symbol) === symbol).at(-1) as Statement;

  test("the forward pass", () => expectRows(derivation, forward));

  test("every gradient and every updated weight", () => {
    for (const [by, value] of gradients) {
      const found = final(`dE_total/d${by}`).expression.value as number;
      expect(Math.abs(found / value - 1), by).toBeLessThan(1e-14);
    }
    for (const [symbol, value] of updated) {
      const statement = final(symbol);
      expect(statement.role).toBe("update");
      expect(Math.abs((statement.expression.value as number) / value - 1), symbol).toBeLessThan(1e-14);
    }
  });

  test("by quantities inside the network too", () => {
    const inside = topologicalOrder([loss]).filter(({ op }) => op.kind === "naming");
    const { statements } = derive(loss, { wrt: inside, form });
    const value = (symbol: string): number =>
      statements.filter((statement) => nameText(statement.symbol) === symbol).at(-1)?.expression
        .value as number;
    expect(value("dE_total/dE_total")).toBe(1);
    expect(value("dE_total/dE_o2")).toBe(1);
    expect(value("dE_total/dout_o2")).toBeCloseTo(-0.2170715346785374, 15);
    expect(value("dE_total/dnet_o1")).toBeCloseTo(0.13849856162855698, 15);
    expect(value("dE_total/dout_h2")).toBeCloseTo(0.04137032264874472, 15);
    expect(value("dE_total/dnet_h1")).toBeCloseTo(0.008771354689486935, 15);
  });

  test("biases that are not trained are derived and not updated", () => {
    const { statements } = derive(loss, { wrt: everything, form, rate, trained: parameters });
    const updates = statements.filter(({ role }) => role === "update").map(({ symbol }) => nameText(symbol));
    expect(updates).toEqual(updated.map(([symbol]) => symbol));
  });
});

test("form chain has every line of the derivation by hand", () => {
  const error = "-(target_o1 - out_o1)";
  const error2 = "-(target_o2 - out_o2)";
  expectRows(derived("chain", parameters), [
    ["dE_total/dw_5", "dE_total/dout_o1 * dout_o1/dnet_o1 * dnet_o1/dw_5", 0.08216704056423078],
    ["dE_total/dout_o1", "0.5 * (2 * (target_o1 - out_o1)) * -1 + 0", 0.7413650695523157],
    ["dE_total/dout_o1", error, 0.7413650695523157],
    ["dE_total/dout_o2", error2, -0.2170715346785374],
    ["dout_o1/dnet_o1", "out_o1 * (1 - out_o1)", 0.18681560180895948],
    ["dout_o2/dnet_o2", "out_o2 * (1 - out_o2)", 0.1755100528172712],
    ["dnet_o1/dw_5", "out_h1", 0.5932699921071872],
    ["dE_total/dw_1", "dE_total/dout_h1 * dout_h1/dnet_h1 * dnet_h1/dw_1", 0.00043856773447434674],
    ["dE_total/dout_h1", "dE_o1/dout_h1 + dE_o2/dout_h1", 0.036350306393144675],
    ["dE_total/dout_h2", "dE_o1/dout_h2 + dE_o2/dout_h2", 0.04137032264874472],
    ["dE_o1/dout_h1", "dE_o1/dout_o1 * dout_o1/dnet_o1 * dnet_o1/dout_h1", 0.055399424651422786],
    ["dE_o2/dout_h1", "dE_o2/dout_o2 * dout_o2/dnet_o2 * dnet_o2/dout_h1", -0.019049118258278108],
    ["dE_o1/dout_h2", "dE_o1/dout_o1 * dout_o1/dnet_o1 * dnet_o1/dout_h2", 0.062324352732850634],
    ["dE_o2/dout_h2", "dE_o2/dout_o2 * dout_o2/dnet_o2 * dnet_o2/dout_h2", -0.02095403008410592],
    ["dE_o1/dout_o1", "dE_total/dout_o1", 0.7413650695523157],
    ["dnet_o1/dout_h1", "w_5", 0.4],
    ["dnet_o2/dout_h1", "w_7", 0.5],
    ["dout_h1/dnet_h1", "out_h1 * (1 - out_h1)", 0.24130070857232522],
    ["dout_h2/dnet_h2", "out_h2 * (1 - out_h2)", 0.2406134172492184],
    ["dnet_h1/dw_1", "i_1", 0.05],
    [
      "dE_total/dw_5",
      `${error.replace(")", ")")} * out_o1 * (1 - out_o1) * out_h1`.replace("-(", "-((").concat(")"),
      0.08216704056423078,
    ],
    ["dE_total/dw_1", "dE_total/dout_h1 * (out_h1 * (1 - out_h1)) * i_1", 0.00043856773447434674],
    ["w_5^+", "w_5 - eta * dE_total/dw_5", 0.3589164797178846],
  ]);
});

test("form factors is the scheme R_1 to R_20", () => {
  const { statements } = derived("factors", parameters);
  const factors = statements.filter(({ stands }) => stands !== undefined);
  const scheme: readonly (readonly [derivative: string, formula: string, value: number])[] = [
    ["dE_total/dout_o1", "-(target_o1 - out_o1)", 0.7413650695523157],
    ["dE_total/dout_o2", "-(target_o2 - out_o2)", -0.2170715346785374],
    ["dout_o1/dnet_o1", "out_o1 * (1 - out_o1)", 0.18681560180895948],
    ["dout_o2/dnet_o2", "out_o2 * (1 - out_o2)", 0.1755100528172712],
    ["dnet_o1/dw_5", "out_h1", 0.5932699921071872],
    ["dnet_o1/dw_6", "out_h2", 0.596884378259767],
    ["dnet_o2/dw_7", "R_5", 0.5932699921071872],
    ["dnet_o2/dw_8", "R_6", 0.596884378259767],
    ["dnet_o1/dout_h1", "w_5", 0.4],
    ["dnet_o2/dout_h1", "w_7", 0.5],
    ["dnet_o1/dout_h2", "w_6", 0.45],
    ["dnet_o2/dout_h2", "w_8", 0.55],
    ["dE_total/dout_h1", "R_1 * R_3 * R_9 + R_2 * R_4 * R_10", 0.036350306393144675],
    ["dE_total/dout_h2", "R_1 * R_3 * R_11 + R_2 * R_4 * R_12", 0.04137032264874472],
    ["dout_h1/dnet_h1", "out_h1 * (1 - out_h1)", 0.24130070857232522],
    ["dout_h2/dnet_h2", "out_h2 * (1 - out_h2)", 0.2406134172492184],
    ["dnet_h1/dw_1", "i_1", 0.05],
    ["dnet_h1/dw_2", "i_2", 0.1],
    ["dnet_h2/dw_3", "R_17", 0.05],
    ["dnet_h2/dw_4", "R_18", 0.1],
  ];
  const last = new Map(factors.map((statement) => [nameText(statement.symbol), statement]));
  expect([...last.keys()]).toEqual(scheme.map((_, k) => `R_${k + 1}`));
  scheme.forEach(([derivative, formula, value], k) => {
    const { stands, expression } = last.get(`R_${k + 1}`) as Statement;
    expect([stands && nameText(stands), text(expression)]).toEqual([derivative, formula]);
    expect(Math.abs((expression.value as number) / value - 1)).toBeLessThan(1e-14);
  });
  const repeated = factors.filter(({ because }) => because.kind === "same");
  expect(repeated.map(({ symbol, expression }) => [nameText(symbol), text(expression)])).toEqual([
    ["R_7", "R_5"],
    ["R_8", "R_6"],
    ["R_19", "R_17"],
    ["R_20", "R_18"],
  ]);
  expect(last.size - repeated.length).toBe(16);
  const products = statements.filter(({ role, stands }) => role === "closed" && stands === undefined);
  expect(products.map(({ symbol, expression }) => [nameText(symbol), text(expression)])).toEqual([
    ["dE_total/dw_1", "R_13 * R_15 * R_17"],
    ["dE_total/dw_2", "R_13 * R_15 * R_18"],
    ["dE_total/dw_3", "R_14 * R_16 * R_19"],
    ["dE_total/dw_4", "R_14 * R_16 * R_20"],
    ["dE_total/dw_5", "R_1 * R_3 * R_5"],
    ["dE_total/dw_6", "R_1 * R_3 * R_6"],
    ["dE_total/dw_7", "R_2 * R_4 * R_7"],
    ["dE_total/dw_8", "R_2 * R_4 * R_8"],
  ]);
});

test("form delta names the derivative by each net input", () => {
  const derivation = derived("delta", [...parameters, ...network.fixed]);
  expectRows(derivation, [
    ["delta_o1", "dE_total/dout_o1 * dout_o1/dnet_o1", 0.13849856162855698],
    ["delta_o1", "-((target_o1 - out_o1) * out_o1 * (1 - out_o1))", 0.13849856162855698],
    ["delta_o2", "-((target_o2 - out_o2) * out_o2 * (1 - out_o2))", -0.038098236516556215],
    ["delta_h1", "(delta_o1 * w_5 + delta_o2 * w_7) * (out_h1 * (1 - out_h1))", 0.008771354689486935],
    ["delta_h2", "(delta_o1 * w_6 + delta_o2 * w_8) * (out_h2 * (1 - out_h2))", 0.009954254705217202],
    ["dE_total/dw_5", "delta_o1 * out_h1", 0.08216704056423078],
    ["dE_total/dw_1", "delta_h1 * i_1", 0.00043856773447434674],
    ["dE_total/db_1", "delta_h1 + delta_h2", 0.018725609394704135],
    ["dE_total/db_2", "delta_o1 + delta_o2", 0.10040032511200075],
  ]);
  const deltas = derivation.statements.filter(({ role }) => role === "abbreviation");
  expect(deltas.map(({ symbol }) => nameText(symbol))).toEqual([
    "delta_o1",
    "delta_o2",
    "delta_h1",
    "delta_h2",
  ]);
});
