/** Free and bound indices of everything that is printed in index notation, by a reader that knows only the print. */
import { type Derivation, derive } from "@chainrule/derive";
import { nameText, topologicalOrder } from "@chainrule/graph";
import katex from "katex";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { type Network, networks, randomNetwork } from "../../derive/test/random-networks";
import { spellingOf } from "../src/document/spelling";
import { faultsOf } from "./indices";

/** Every statement of a derivation in index notation. */
function linesOf(derivation: Derivation): { readonly left: string; readonly right: string }[] {
  const spelling = spellingOf("index", derivation, {});
  return derivation.statements.map(({ expression, symbol }) => ({
    left: spelling.name(symbol, expression.shape),
    right: spelling.expression(expression, {}).join(" "),
  }));
}

function faultsIn({ loss, name, variables }: Network, order: 1 | 2, form: "chain" | "delta"): string[] {
  const wrt = order === 2 ? variables.slice(0, 2) : variables;
  const names = new Set(
    topologicalOrder([loss]).flatMap(({ attrs }) => (attrs.name ? [nameText(attrs.name)] : [])),
  );
  return linesOf(derive(loss, { wrt, form, order })).flatMap(({ left, right }) =>
    faultsOf(left, right, names).map((fault) => `${name}: ${fault}: ${left} = ${right}`),
  );
}

describe("the checker itself finds", () => {
  test.each([
    ["x_{i}", "y_{j}", /j is free on the right alone/],
    ["x_{i}", "\\sum_{i=1}^{n} y_{i}", /i is free and bound/],
    ["x", "\\left(\\sum_{k=1}^{n} a_{k}\\right)\\,b_{k}", /k is free/],
    ["x_{k}", "\\left(\\sum_{k=1}^{n} a_{k}\\right)\\,b_{k}", /k is free and bound/],
    ["x", "\\sum_{k=1}^{n} a", /does not stand/],
    ["x", "\\sum_{k=1}^{n} a + b_{k}", /does not stand|k is free/],
    ["x", "\\sum_{k=1}^{n} a_{k}\\,\\sum_{k=1}^{n} b_{k}", /bound twice/],
  ])("%s = %s", (left, right, fault) => {
    expect(faultsOf(left, right).join("; ")).toMatch(fault);
  });

  test("nothing where all is well", () => {
    expect(faultsOf("z_{j}", "\\sum_{k=1}^{p} w_{jk} a_{k} + b_{j}")).toEqual([]);
    expect(
      faultsOf("\\frac{\\partial E}{\\partial x_{k}}", "\\frac{[x_{k} = r]}{\\sum_{n=1}^{4} [x_{n} = r]}"),
    ).toEqual([]);
    expect(faultsOf("p", "\\left(\\sum_{i=1}^{n} a_{i}\\right)\\,\\sum_{i=1}^{n} a_{i}")).toEqual([]);
  });
});

test.each(networks)("$name", (network) => {
  for (const form of ["chain", "delta"] as const)
    for (const order of [1, 2] as const) expect(faultsIn(network, order, form)).toEqual([]);
});

const NETWORKS = sampled(500, 60);
test(`${NETWORKS} random networks`, () => {
  const faults: string[] = [];
  for (let seed = 1; seed <= NETWORKS; seed++)
    faults.push(
      ...faultsIn(randomNetwork(seed), seed % 50 === 0 ? 2 : 1, seed % 2 === 0 ? "chain" : "delta"),
    );
  expect(faults.slice(0, 5)).toEqual([]);
});

test("no formula over tensors falls back on names of operations, and all of them pass KaTeX", () => {
  const isBare = /einsum|operatorname\{(sum|concat|slice|pad|contraction|maxOver|minOver)\}/;
  for (const { loss, variables } of networks) {
    const derivation = derive(loss, { wrt: variables, order: 1 });
    const matrix = spellingOf("matrix", derivation, {});
    const shown = derivation.statements.filter((statement) => matrix.shows(statement));
    const formulas = [
      ...linesOf(derivation).map(({ right }) => right),
      ...shown.flatMap(({ expression }) => matrix.expression(expression, {}).join(" ")),
    ];
    for (const formula of formulas) {
      katex.renderToString(formula, { strict: "error", throwOnError: true });
      expect(formula).not.toMatch(isBare);
    }
  }
});
