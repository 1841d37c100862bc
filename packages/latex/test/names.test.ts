/** Names of all letters and shapes of all kinds: every document is set by KaTeX in strict mode, and what it prints is read back. */
import { derive } from "@chainrule/derive";
import { ChainruleError, dim, type Node, scalar, tensor, topologicalOrder } from "@chainrule/graph";
import katex from "katex";
import { expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { renderDocument } from "../src/index";
import { randomNamedNetwork } from "./random-names";
import { readBack } from "./read-back";

const NETWORKS = sampled(300, 8);

const strict = (latex: string): string =>
  katex.renderToString(latex, { displayMode: true, strict: "error", throwOnError: true, output: "mathml" });

test(`${NETWORKS} networks`, () => {
  const problems: string[] = [];
  let [refused, lines] = [0, 0];
  for (let seed = 0; seed < NETWORKS; seed++) {
    try {
      const { loss, wrt } = randomNamedNetwork(seed);
      const form = seed % 2 === 0 ? "chain" : "delta";
      const derivation = derive(loss, {
        wrt,
        form,
        kronecker: seed % 3 !== 0,
        ...(seed % 5 === 0 && { rate: 0.1 }),
      });
      for (const notation of ["index", "matrix"] as const) {
        const document = renderDocument(derivation, { format: "markdown", notation, layers: "unrolled" });
        for (const [, display, inline] of document.matchAll(/\$\$\n([\s\S]*?)\n\$\$|\$([^$\n]+)\$/g)) {
          const latex = display ?? inline ?? "";
          try {
            strict(latex);
          } catch (error) {
            problems.push(`seed ${seed} ${notation}: ${String(error)}: ${latex.slice(0, 200)}`);
          }
        }
        if (/undefined|=1\}\^\{1\}|\\sum_\{=/.test(document))
          problems.push(
            `seed ${seed} ${notation}: ${document.split("\n").find((line) => /undefined|=1\}\^\{1\}|\\sum_\{=/.test(line))}`,
          );
      }
      // of a tensor with one entry the reader takes derivatives by an entry that the loss is not made of
      const order = topologicalOrder([loss]);
      if (order.some(({ shape }) => shape.length > 0 && shape.every((size) => size === 1))) continue;
      const read = readBack(derivation, "index", seed);
      lines += read.lines;
      problems.push(...read.problems.map((each) => `seed ${seed}: ${each}`));
    } catch (error) {
      if (error instanceof ChainruleError && error.code === "NAME") refused++;
      else problems.push(`seed ${seed}: ${String((error as Error).stack).slice(0, 600)}`);
    }
  }
  expect(problems).toEqual([]);
  expect(lines).toBeGreaterThan(4 * NETWORKS);
  expect(refused).toBeLessThan(NETWORKS / 10);
});

const rendered = (
  loss: Node,
  options: Parameters<typeof derive>[1],
  notation: "index" | "matrix" = "index",
): string => renderDocument(derive(loss, options), { format: "markdown", notation });

test("a letter that was chosen for an index gives way to a quantity with that letter", () => {
  const [x, k] = [tensor("x", [dim("n", { index: "k" })]), scalar("k")];
  const document = rendered(x.square().mul(k).sum().named("E"), { wrt: k });
  expect(document).toContain("\\sum_{i=1}^{n} x_{i}^{2} k");
  expect(document).not.toContain("\\sum_{k=1}");
});

test("a size that looks like a quantity is refused", () => {
  const l = tensor("l", [dim("l")]);
  expect(() => rendered(l.square().sum().named("E"), { wrt: l })).toThrow(/a size and a quantity look alike/);
});

test("beside a size or a layer of e the exponential is spelled out", () => {
  const z = tensor("z", [dim("e")]);
  expect(rendered(z.exp().sum().named("E"), { wrt: z })).toContain("\\exp(z_{i})");
  const e = tensor("e^(1)", [dim("n")]);
  expect(rendered(e.exp().sum().named("E"), { wrt: e })).toContain("\\exp(e_{i}^{(1)})");
});

test("Kronecker's delta is written in brackets where a quantity is called delta", () => {
  const [n, m] = [dim("n"), dim("m")];
  const layer = (weights: string): Node =>
    tensor(weights, [n, m])
      .matmul(tensor("x", [m]))
      .named("z")
      .tanh()
      .named("a");
  const loss = (weights: string): Node =>
    layer(weights)
      .sub(tensor("y", [n]))
      .square()
      .sum()
      .named("E");
  const wrt = (of: Node): Node[] =>
    topologicalOrder([of]).filter(({ attrs, shape }) => attrs.cell && shape.length > 1);
  for (const called of ["δ_ij", "delta"].map(loss)) {
    const document = rendered(called, { wrt: wrt(called) });
    expect(document).toMatch(/\[\w+ = \w+\]/);
    expect(document).toContain("one term of the sum is left");
    expect(document).not.toContain("Kronecker");
  }
  const own = loss("W");
  expect(rendered(own, { wrt: wrt(own) })).toContain("Kronecker");
});

test("an axis of one entry has no letter, no range and no sum", () => {
  const [W, x, y] = [
    tensor("W", { shape: [1, 3] }),
    tensor("x", { shape: [3] }),
    tensor("y", { shape: [1] }),
  ];
  const document = rendered(W.matmul(x).named("z").softmax().named("p").sub(y).square().sum().named("E"), {
    wrt: W,
  });
  expect(document).not.toMatch(/undefined|_\{=1\}|= 1, \\ldots, 1/);
});
