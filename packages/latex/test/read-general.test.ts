/** General statements, about a layer l, are read back as printed and have the values of their graphs, at sizes that all differ. */
import { derive, generalised } from "@chainrule/derive";
import { bind, evaluate, type Node, nameText, quantitiesIn, sizeText, type Value } from "@chainrule/graph";
import { formulaReader } from "@chainrule/latex";
import { expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { randomLayers } from "../../derive/test/random-layers";
import { seeded } from "../../graph/test/random-graph";
import { writingOf } from "../src/document/render";

const entries = (value: Value): number[] => (typeof value === "number" ? [value] : [...value.data]);

const NETWORKS = sampled(60, 15);

test.each(["index", "matrix"] as const)("%s notation", (notation) => {
  let lines = 0;
  for (let seed = 1; seed <= NETWORKS; seed++) {
    const { loss, variables } = randomLayers(seed);
    const derivation = derive(loss, { wrt: variables, form: seed % 2 === 0 ? "chain" : "delta" });
    const general = generalised(derivation);
    if (general === undefined) continue;
    const { print, spelling } = writingOf(derivation, { notation });
    const leaves = new Set(general.statements.flatMap(({ expression }) => quantitiesIn(expression)));
    const { sizes, values } = numbersFor([...leaves], seed);
    const roots = general.statements.map(({ expression }) => expression);
    const called = new Map<string, (x: Node) => Node>(
      functionsIn(roots).map((name, k) => [name, (x: Node) => x.tanh().add(x.mul(0.3 + 0.1 * k).sin())]),
    );
    const reader = formulaReader(leaves, { functions: [...called.keys()] });
    for (const statement of general.statements) {
      const { expression, role } = statement;
      if (role === "given" || !spelling.shows(statement)) continue;
      const text = spelling.expression(expression, print).join(" ");
      expect(text).not.toMatch(/\\partial E_/); // the loss has no entries
      // the letters of an entry, as the left side has them
      const letters = spelling.name({ kind: "symbol", base: "Q", sub: "", sup: "" }, expression.shape);
      const indices = [...(/_\{(.*)\}$/.exec(letters)?.[1] ?? "")];
      const { node } = reader.read(
        text,
        notation === "index" ? { indices, sizes: sizesOf(expression, indices) } : { shape: expression.shape },
      );
      const bound = bind([node, expression], Object.fromEntries(called));
      const [read, stated] = evaluate(bound, values, { sizes });
      const [a, b] = [entries(read as Value), entries(stated as Value)];
      expect(a.length, text).toBe(b.length);
      a.forEach((entry, k) => {
        expect(Math.abs(entry - (b[k] as number)), `${text} in network ${seed}`).toBeLessThan(1e-10);
      });
      lines++;
    }
  }
  expect(lines).toBeGreaterThan(6 * NETWORKS);
});

const sizesOf = ({ shape }: Node, indices: readonly string[]) =>
  Object.fromEntries(
    indices.flatMap((letter, axis) => (shape[axis] === undefined ? [] : [[letter, shape[axis]]])),
  );

function functionsIn(roots: readonly Node[]): string[] {
  const names = new Set<string>();
  const pending = [...roots];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.op.kind === "pointwise" && node.op.symbol !== undefined)
      names.add(nameText(node.op.symbol.name));
    pending.push(...node.inputs);
  }
  return [...names];
}

function numbersFor(leaves: readonly Node[], seed: number) {
  const random = seeded(seed);
  const sizes: Record<string, number> = {};
  for (const size of leaves.flatMap(({ shape }) => shape)) {
    if (typeof size !== "number") sizes[sizeText(size)] ??= 2 + Object.keys(sizes).length;
  }
  const values = new Map<Node, Value>();
  for (const leaf of leaves) {
    if (leaf.attrs.cell === undefined) continue;
    const shape = leaf.shape.map((size) =>
      typeof size === "number" ? size : (sizes[sizeText(size)] as number),
    );
    const count = shape.reduce((product, size) => product * size, 1);
    const data = Float64Array.from({ length: count }, () => 0.1 + 0.8 * random());
    values.set(leaf, shape.length === 0 ? (data[0] as number) : { shape, data });
  }
  return { sizes, values };
}
