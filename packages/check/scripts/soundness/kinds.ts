import { type Node, operations, topologicalOrder } from "@chainrule/graph";
import { arrayKinds } from "./arrays";
import { indexKinds } from "./indices";
import { matrixKinds } from "./matrices";
import { randomFrom, seedOf } from "./random";
import type { Kind, Sample } from "./sample";
import { scalarKinds } from "./scalars";

/** Every kind of pair, in the order of the report. */
export const kinds: readonly Kind[] = [...scalarKinds, ...indexKinds, ...matrixKinds, ...arrayKinds];

const TRIES = 200;

/** The pair at a place of a run: the same for the same seed. */
export function sampleAt(seed: number, place: number): Sample {
  const kind = kinds[place % kinds.length] as Kind;
  const turn = Math.floor(place / kinds.length);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const sample = kind.make(randomFrom(seedOf(seed, place) + attempt), turn);
    if (sample !== undefined) return sample;
  }
  throw new Error(`no pair of the kind ${kind.name} in ${TRIES} attempts`);
}

/** The operations in the graphs of a pair. */
export function operationsIn({ checked }: Sample): string[] {
  const nodes: Node[] = [checked.truth, ...(typeof checked.claim === "string" ? [] : [checked.claim])];
  return [...new Set(topologicalOrder(nodes).map(({ op }) => op.name))];
}

/** Leaves, and names, which are no operations. */
const APART = new Set(["symbol", "constant", "size", "named"]);

/** The operations of the table that are in none of these. */
export const missingFrom = (met: ReadonlySet<string>): string[] =>
  Object.keys(operations).filter((name) => !met.has(name) && !APART.has(name));
