/** The page's program: W1, W3 and W5 of ours and by hand, and the parity hashes; it logs one line of JSON. */
import { ready, round } from "../measure";
import type { Measured } from "../rounds";
import { relativeError } from "../statistics";
import type { Case, Numbers, Prepared } from "../workload";
import { blocked } from "../workloads/matmul";
import { localVariables } from "../workloads/w1/by-hand";
import { chainrule as w1 } from "../workloads/w1/chainrule";
import { losses } from "../workloads/w1/problem";
import { tape } from "../workloads/w3/by-hand";
import { chainrule as w3 } from "../workloads/w3/chainrule";
import { results } from "../workloads/w3/problem";
import { byHand } from "../workloads/w5/by-hand";
import { chainrule as w5 } from "../workloads/w5/chainrule";
import { expected } from "../workloads/w5/problem";
import { isAllowed, mayCompile } from "./allowed";
import { parityHashes } from "./parity";
import { say } from "./say";

/** What the page says when it is done. */
export interface PageSaid {
  readonly wasm: boolean;
  readonly eval: boolean;
  readonly cases: readonly { readonly title: string; readonly measured: readonly Measured[] }[];
  readonly hashes: Readonly<Record<string, string>>;
}

// The workspace is checked without the types of a browser, so that no package leans on them.
const page = globalThis as unknown as {
  readonly location: { readonly search: string };
};

type Prepare = (size: Case) => Prepared;

const clock = (): number => performance.now();

/** Chainrule and loops by hand, A B A B ...; the first round's values are checked, and all the others. */
async function measure(
  size: Case,
  right: Numbers,
  implementations: readonly (readonly [name: string, prepare: Prepare])[],
  rounds: number,
): Promise<Measured[]> {
  const entries = [];
  for (const [name, prepare] of implementations) {
    const { prepared, said } = await ready(() => prepare(size), 500, clock);
    const figures = { "prepare ms": said.prepareMs, "first run ms": said.firstMs };
    entries.push({
      name,
      prepared,
      figures,
      seconds: [] as number[],
      error: relativeError(said.values, right),
    });
  }
  for (let k = 0; k < rounds; k++) {
    for (const entry of entries) {
      const { seconds, values } = await round(entry.prepared, 100, clock);
      entry.seconds.push(seconds);
      entry.error = Math.max(entry.error, relativeError(values, right));
    }
  }
  return entries.map(({ name, figures, seconds, error }) => ({ name, figures, seconds, error }));
}

async function main(): Promise<PageSaid> {
  const rounds = Number(new URLSearchParams(page.location.search).get("rounds") ?? 3);
  const cases: { title: string; measured: Measured[] }[] = [];
  const add = async (
    title: string,
    size: Case,
    right: Numbers,
    ours: Prepare,
    other: Prepare,
  ): Promise<void> => {
    const both = [["chainrule", ours], ["by hand", other]] as const; // biome-ignore format: two rows
    cases.push({ title, measured: await measure(size, right, both, rounds) });
  };
  await add("W1, 2-2-2", { label: "", size: 2 }, [losses[10_000] as number], w1, localVariables);
  for (const size of [1e3, 1e4])
    await add(`W3, N = ${size}`, { label: "", size }, results[size] ?? [], w3, tape);
  for (const size of [64, 256])
    await add(`W5, n = ${size}`, { label: "", size }, expected({ label: "", size }), w5(1), byHand(blocked));
  return {
    wasm: mayCompile(),
    eval: isAllowed(() => new Function("return 1")()),
    cases,
    hashes: parityHashes(),
  };
}

say(main);
