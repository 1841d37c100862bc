/** The numbers that a blog post prints for the 2-2-2 network, against values computed elsewhere with 60 digits. */
import { gradient, type Node, nameText, topologicalOrder } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { loss } from "../../../examples/mazur";
import { check } from "../src/index";

const named = new Map(
  topologicalOrder([loss]).flatMap((node) =>
    node.attrs.name === undefined ? [] : [[nameText(node.attrs.name), node] as const],
  ),
);
const quantity = (name: string): Node => named.get(name) as Node;
const partial = (of: string, by: string): Node =>
  gradient(quantity(of), quantity(by), { holding: [quantity(by)] });
const total = (by: string): Node => gradient(loss, quantity(by));
const updated = (name: string): Node => quantity(name).sub(total(name).mul(0.5));

// quantity, as printed, and its value to 17 digits
const printed: readonly (readonly [Node, string, number])[] = [
  [quantity("net_h1"), "0.3825", 0.3775],
  [quantity("net_h1"), "0.3775", 0.3775],
  [quantity("out_h1"), "0.6", 0.5932699921071872],
  [quantity("out_h2"), "0.596884378", 0.596884378259767],
  [quantity("out_o1"), "0.75", 0.7513650695523157],
  [quantity("out_o2"), "0.773", 0.7729284653214626],
  [loss, "0.3", 0.29837110876000267],
  [total("out_o1"), "0.74", 0.7413650695523157],
  [partial("out_o1", "net_o1"), "0.186", 0.18681560180895948],
  [partial("net_o1", "w_5"), "0.6", 0.5932699921071872],
  [total("w_5"), "0.082", 0.08216704056423078],
  [updated("w_5"), "0.359", 0.35891647971788465],
  [partial("out_o1", "net_o1"), "0.18", 0.18681560180895948],
  [partial("net_o1", "out_h1"), "0.4", 0.4],
  [partial("E_o1", "out_h1"), "0.0554", 0.055399424651422786],
  [partial("E_o2", "out_h1"), "-0.02", -0.019049118258278108],
  [total("out_h1"), "0.0354", 0.036350306393144675],
  [partial("out_h1", "net_h1"), "0.24", 0.24130070857232522],
  [partial("net_h1", "w_1"), "0.05", 0.05],
  [total("w_1"), "0.0004248", 0.00043856773447434674],
  [updated("w_2"), "0.19956143", 0.19956143226552564],
];

/** Whether a printed decimal is the value, the value rounded, or neither; from the digits alone. */
function expected(text: string, value: number): string {
  const half = 0.5 * 10 ** -(text.split(".")[1] ?? "").length;
  if (Number(text) === value) return "proved";
  return Math.abs(Number(text) - value) <= half ? "rounding only" : "wrong";
}

describe("printed numbers", () => {
  test.each(printed)("%#: %s is what it is", (truth, text, value) => {
    const found = check(text, truth);
    expect(found.value).toBeCloseTo(value, 15);
    expect(found.verdict).toBe(expected(text, value));
  });

  test("all three verdicts occur", () => {
    const verdicts = new Set(printed.map(([, text, value]) => expected(text, value)));
    expect([...verdicts].sort()).toEqual(["proved", "rounding only", "wrong"]);
  });
});

test("the formulas of the derivation", () => {
  const rows: readonly (readonly [Node, string])[] = [
    [total("out_o1"), "1/2 * 2 * (target_o1 - out_o1) * (-1) + 0"],
    [partial("out_o1", "net_o1"), "out_o1 * (1 - out_o1)"],
    [partial("E_o1", "out_h1"), "-(target_o1 - out_o1) * out_o1 * (1 - out_o1) * w5"],
    [
      total("out_h1"),
      "(out_o1 - target_o1) * out_o1 * (1 - out_o1) * w5 + (out_o2 - target_o2) * out_o2 * (1 - out_o2) * w7",
    ],
  ];
  for (const [truth, claim] of rows) expect(check(claim, truth).verdict, claim).toBe("proved");
});
