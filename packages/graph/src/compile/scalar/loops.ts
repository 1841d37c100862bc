import { type Gather, gathers, pairs } from "../math/plain";
import { FUSED, fused } from "./fuse";
import { levelled } from "./levels";
import { FIRST_OWN, kernelNames, type OwnKernel, type Tape } from "./tape";

/** A program as runs of equal operations in plain JavaScript, which every content security policy allows. */
export interface Loops {
  readonly memory: Float64Array;
  /** Where each value of the tape stands in memory. */
  readonly placeOf: (k: number) => number;
  readonly runs: number;
  /** Computes every value once. */
  readonly execute: () => void;
}

const code = (name: (typeof kernelNames)[number]): number => kernelNames.indexOf(name) + 1;
const table: Gather[] = [() => undefined, ...kernelNames.map((name) => gathers[name])];
pairs.forEach(({ gather }, k) => {
  table[FUSED.firstPair + k] = gather;
});

/** The loops of all codes of a tape. */
function gathersFor(own: readonly OwnKernel[]): readonly Gather[] {
  if (own.length === 0) return table;
  const all = table.slice();
  own.forEach(({ forward }, k) => {
    all[FIRST_OWN + k] = (v, from, to, a, b, c) => {
      for (let at = from; at < to; at++)
        v[at] = forward(
          v[a[at] as number] as number,
          v[b[at] as number] as number,
          v[c[at] as number] as number,
        );
    };
  });
  return all;
}

/** Lays a tape out in runs: the loop of a kernel is called once for all values of a run. */
export function loopsOf(given: Tape, outputs: readonly number[]): Loops {
  const { tape, second } = fused(given, outputs);
  const { place, runs: all, length } = levelled(tape, () => false);
  const runs = withoutSkipped(all);
  const gather = gathersFor(tape.own);
  const memory = new Float64Array(length);
  const [a, b, c] = [new Int32Array(length), new Int32Array(length), new Int32Array(length)];
  for (let k = 0; k < tape.length; k++) {
    const at = place[k] as number;
    if (tape.code[k] === 0) memory[at] = tape.values[k] as number;
    else {
      a[at] = place[tape.a[k] as number] as number;
      b[at] = place[tape.b[k] as number] as number;
      c[at] = place[tape.c[k] as number] as number;
    }
  }
  for (const [first, partner] of second) b[place[first] as number] = place[partner] as number;
  return {
    memory,
    placeOf: (k) => place[k] as number,
    runs: runs.length / 3,
    execute: () => execute(runs, gather, memory, a, b, c),
  };
}

function withoutSkipped(runs: Int32Array): Int32Array {
  const kept = new Int32Array(runs.length);
  let used = 0;
  for (let run = 0; run < runs.length; run += 3) {
    if (runs[run] === FUSED.skipped) continue;
    kept.set(runs.subarray(run, run + 3), used);
    used += 3;
  }
  return kept.slice(0, used);
}

type Execute = (
  runs: Int32Array,
  gather: readonly Gather[],
  v: Float64Array,
  a: Int32Array,
  b: Int32Array,
  c: Int32Array,
) => void;

/**
 * The commonest loops stand here: a call takes longer than a short run of them. The codes are constants of a function, as
 * bundlers make variables of a module's, which engines look up at each comparison.
 */
function executor(): Execute {
  const ADD = code("add");
  const SUB = code("sub");
  const MUL = code("mul");
  const { mulAdd: MUL_ADD, mulSub: MUL_SUB, subMul: SUB_MUL } = FUSED;
  return (runs, gather, v, a, b, c) => {
    for (let run = 0; run < runs.length; run += 3) {
      const operation = runs[run] as number;
      const to = runs[run + 2] as number;
      let k = runs[run + 1] as number;
      if (operation === MUL)
        for (; k < to; k++) v[k] = (v[a[k] as number] as number) * (v[b[k] as number] as number);
      else if (operation === ADD)
        for (; k < to; k++) v[k] = (v[a[k] as number] as number) + (v[b[k] as number] as number);
      else if (operation === SUB)
        for (; k < to; k++) v[k] = (v[a[k] as number] as number) - (v[b[k] as number] as number);
      else if (operation === MUL_ADD)
        for (; k < to; k++)
          v[k] =
            (v[a[k] as number] as number) * (v[b[k] as number] as number) + (v[c[k] as number] as number);
      else if (operation === SUB_MUL)
        for (; k < to; k++)
          v[k] =
            (v[c[k] as number] as number) - (v[a[k] as number] as number) * (v[b[k] as number] as number);
      else if (operation === MUL_SUB)
        for (; k < to; k++)
          v[k] =
            (v[a[k] as number] as number) * (v[b[k] as number] as number) - (v[c[k] as number] as number);
      else (gather[operation] as Gather)(v, k, to, a, b, c);
    }
  };
}

const execute = executor();
