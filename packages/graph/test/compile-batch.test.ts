import { compile, constant, evaluate, gradient, type Node, scalar, updated } from "@chainrule/graph";
import { expect, test } from "vitest";
import { allowed } from "./backends";
import { seeded } from "./random-graph";

const total = (terms: readonly Node[]): Node => terms.reduce((sum, next) => sum.add(next));

interface Problem {
  readonly parameters: readonly Node[];
  readonly outputs: readonly Node[];
}

/** A network of scalars over many samples: a loss that is a sum of the same graph, again and again. */
function problem(samples: number, fewValues: boolean): Problem {
  const random = seeded(samples);
  const width = 14;
  const weight = (name: string): Node => scalar(name, random() - 0.5);
  const first = Array.from({ length: width }, (_, j) => [0, 1, 2].map((i) => weight(`w_${j}${i}`)));
  const second = Array.from({ length: width }, (_, j) => weight(`v_${j}`));
  const parameters = [...first.flat(), ...second];
  const errors = Array.from({ length: samples }, () => {
    // of few values, what is computed from one of them and a weight is computed once for all samples that have it
    const x = constant(fewValues ? 2 + Math.floor(3 * random()) : 4 * random() - 2);
    const y = constant(4 * random() - 2);
    const hidden = first.map(([a, b, c]) =>
      (a as Node)
        .mul(x)
        .add((b as Node).mul(y))
        .add(c as Node)
        .tanh(),
    );
    const output = total(hidden.map((h, j) => h.mul(second[j] as Node)));
    const label = random() < 0.5 ? 1 : -1; // two graphs, one with a sign
    return output.mul(-label).add(1).relu().mul(output.sigmoid());
  });
  const loss = total(errors)
    .mul(1 / samples)
    .add(total(parameters.map((p) => p.square())).mul(1e-3));
  const updates = gradient(loss, parameters).map((g, k) =>
    updated(parameters[k] as Node, (parameters[k] as Node).sub(g.mul(0.3))),
  );
  return { parameters, outputs: [loss, ...updates, errors[3] as Node] };
}

test.each([
  [60, false],
  [61, false],
  [60, true],
  [143, true],
])("%i samples (of few values: %s), two at a time: the reference's bits", (samples, fewValues) => {
  const { parameters: given, outputs } = problem(samples, fewValues);
  const program = compile(outputs, given, { backend: "wasm" });
  const start = given.map((symbol) => symbol.value);
  expect(program(start)).toEqual(evaluate(outputs));
  if (allowed.wasm) expect(program.explain()).toMatch(/a part of \d+ operations \d+ times/);
  // other values, and steps that feed on each other
  const other = start.map((x, k) => (x as number) + 0.1 * (k % 3));
  const bound = new Map(given.map((symbol, k) => [symbol, other[k]]));
  let expected = evaluate(outputs, bound);
  expect(program(other)).toEqual(expected);
  given.forEach((symbol, k) => {
    bound.set(symbol, expected[k + 1] as number);
  });
  expected = evaluate(outputs, bound);
  expect(program.run(2, other)).toEqual(expected);
  expect(compile(outputs, given, { backend: "interpreter" }).run(2, other)).toEqual(expected);
});

test("what is computed from all samples and needed by each of them again is not taken apart", () => {
  const random = seeded(1);
  const w = Array.from({ length: 20 }, (_, j) => scalar(`w_${j}`, random()));
  const outs = Array.from({ length: 60 }, () => total(w.map((each) => each.mul(random()).sin())).exp());
  const sum = total(outs);
  const entropy = total(outs.map((o) => o.div(sum).mul(o.div(sum).log())));
  const outputs = [entropy, ...gradient(entropy, w)];
  const program = compile(outputs, w, { backend: "wasm" });
  expect(program(w.map((each) => each.value))).toEqual(evaluate(outputs));
  if (allowed.wasm) expect(program.explain()).toContain("runs of equal operations");
});
