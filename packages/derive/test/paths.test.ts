/** Derivations over tensors along paths, without Kronecker deltas, with names and updates as an author wants them. */
import { derive, verify } from "@chainrule/derive";
import { type Node, nameText, topologicalOrder } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { randomLayers } from "./random-layers";

const namedIn = (loss: Node): Node[] => topologicalOrder([loss]).filter((node) => node.op.kind === "naming");

/** Whether an index stands twice among those of a term that has no name. */
const hasDelta = (expression: Node): boolean =>
  topologicalOrder([expression], new Set(topologicalOrder([expression]).filter(({ name }) => name))).some(
    ({ attrs: { map, name } }) =>
      name === undefined && map !== undefined && new Set(map.output).size < map.output.length,
  );

const NETWORKS = sampled(300, 60);

describe.each(["chain", "delta"] as const)("form %s, kronecker: false", (form) => {
  test(`every statement of ${NETWORKS} random networks holds`, () => {
    let statements = 0;
    for (let seed = 1; seed <= NETWORKS; seed++) {
      const { loss, variables } = randomLayers(seed);
      const { compared, worst } = verify(derive(loss, { wrt: variables, form, kronecker: false }));
      expect(compared).toBeGreaterThanOrEqual(variables.length);
      expect(worst).toBeLessThan(1e-12);
      statements += compared;
    }
    expect(statements).toBeGreaterThan(13 * NETWORKS);
  });

  test("and with the author's names for derivatives, of either sign", () => {
    let negatives = 0;
    for (let seed = 1; seed <= NETWORKS; seed++) {
      const { loss, variables } = randomLayers(seed);
      const nets = namedIn(loss).filter((node) => nameText(node.name ?? fail()).startsWith("z"));
      const abbreviations = nets.map((of, k) => ({ of, as: `g_${k}`, negative: (seed + k) % 2 === 0 }));
      const derivation = derive(loss, { wrt: variables, form, kronecker: false, abbreviations });
      expect(verify(derivation).worst).toBeLessThan(1e-12);
      const symbols = new Set(derivation.statements.map(({ symbol }) => nameText(symbol)));
      for (const { as, negative } of abbreviations) {
        expect(symbols).toContain(as);
        if (negative) negatives++;
      }
    }
    expect(negatives).toBeGreaterThan(0.6 * NETWORKS);
  });

  test("deltas are left only where single terms have them", () => {
    for (let seed = 1; seed <= NETWORKS; seed++) {
      const { loss, variables } = randomLayers(seed);
      const { statements } = derive(loss, { wrt: variables, form, kronecker: false });
      for (const { expression, role, symbol } of statements) {
        if (role !== "local" || nameText(symbol).startsWith("dp/")) continue; // p is a softmax
        expect(hasDelta(expression), `seed ${seed}: ${nameText(symbol)}`).toBe(false);
      }
    }
  });
});

const fail = (): never => {
  throw new Error("no name");
};
