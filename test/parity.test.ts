/** Every example of the repository that is a network, on every backend: the bits of the reference. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  bind,
  entryCount,
  evaluate,
  gradient,
  type Meanings,
  type Node,
  nameText,
  symbolsOf,
  updated,
  type Value,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { computed } from "../packages/graph/test/backends";
import { seeded } from "../packages/graph/test/random-graph";

interface Example {
  readonly loss: Node;
  readonly parameters?: readonly Node[];
}

const folder = fileURLToPath(new URL("../examples/", import.meta.url));
/** Others export a derivation, or nothing: `npm run examples` runs those. */
const isNetwork = (file: string): boolean =>
  /^export const network\b/m.test(readFileSync(`${folder}${file}`, "utf8"));
const examples = readdirSync(folder).flatMap((file) =>
  file.endsWith(".ts") && isNetwork(file) ? file.slice(0, -3) : [],
);

/** Values for symbols that have none: different sizes for different dims, numbers between 0 and 1 from a seed. */
function valuesFor(symbols: readonly Node[]): unknown[] {
  const random = seeded(1);
  const sizes = new Map<string, number>();
  return symbols.map((symbol) => {
    if (symbol.attrs.cell?.value !== undefined) return symbol.value;
    const shape = symbol.shape.map((size) => {
      if (typeof size === "number") return size;
      const name = nameText(size.name);
      const known = sizes.get(name) ?? 3 + sizes.size;
      sizes.set(name, known);
      return known;
    });
    if (shape.length === 0) return random();
    return { shape, data: Float64Array.from({ length: entryCount(shape) }, random) };
  });
}

/** The functions that examples leave open. */
const meanings: Meanings = {
  f: (x) => x.tanh(),
  f_1: (x) => x.softplus(),
  f_2: (x) => x.sigmoid(),
};

/** Plain data, in which every bit but those of NaN counts. */
const plain = (value: Value): unknown =>
  typeof value === "number" ? value : { shape: [...value.shape], data: [...value.data] };

describe("examples", () => {
  test("are found", () => expect(examples).toContain("mazur"));

  test.each(examples)("%s: loss, gradients and a step, by every backend", async (name) => {
    const { network } = (await import(`../examples/${name}.ts`)) as { readonly network: Example }; // checked by `npm run examples`
    const { loss, parameters } = network;
    const meant = bind(loss, meanings);
    const trained = parameters ?? symbolsOf([meant]);
    const steps = gradient(meant, trained).map((g, k) => {
      const parameter = trained[k] as Node;
      return updated(parameter, parameter.sub(g.mul(0.1)));
    });
    const outputs = [meant, ...gradient(meant, trained), ...steps];
    const symbols = symbolsOf(outputs);
    const values = valuesFor(symbols);
    const expected = evaluate(outputs, new Map(symbols.map((symbol, k) => [symbol, values[k]])));
    for (const [way, found] of Object.entries(computed(outputs, symbols, values)))
      expect(found.map(plain), way).toEqual(expected.map(plain));
  });
});
