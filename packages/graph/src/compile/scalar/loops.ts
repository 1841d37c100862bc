import { type Gather, gathers, pairs } from "../math/plain";
import { feed } from "./feed";
import { FUSED, type FusedTape, fused } from "./fuse";
import { levelled } from "./levels";
import { type Beside, type Cell, cells, runStream } from "./stream";
import { FIRST_OWN, kernelNames, type OwnKernel, startValue, type Tape } from "./tape";

/** A program as runs of equal operations in plain JavaScript, which every content security policy allows. */
export interface Loops {
  readonly memory: Float64Array;
  /** Where each value of the tape stands in memory. Whoever keeps it keeps a list of all places. */
  readonly placeOf: (k: number) => number;
  readonly runs: number;
  /** What it holds: values, operands of calls, and the stream. */
  readonly bytes: number;
  /** Computes every value so many times; what is fed becomes the value of what it is fed to in between. */
  readonly execute: (steps: number) => void;
}

const code = (name: (typeof kernelNames)[number]): number => kernelNames.indexOf(name) + 1;
const table: Gather[] = [() => undefined, ...kernelNames.map((name) => gathers[name])];
pairs.forEach(({ gather }, k) => {
  table[FUSED.firstPair + k] = gather;
});

/** Engines make code faster between calls, not within one: the first calls do few steps. */
const FEW_STEPS = 64;

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

/** From a value of the tape to one that is given. */
type Fed = readonly [from: number, to: number];

/** Lays a tape out in runs: the loop of a kernel is called once for all values of a run. */
export function loopsOf(given: Tape, outputs: readonly number[], feeds: readonly Fed[]): Loops {
  const { tape, place: fusedPlace, second } = fused(given, outputs, true);
  const { place, runs, length } = levelled(tape, () => false);
  const fusedAt = (k: number): number => fusedPlace[k] as number;
  const copied = inPlace(
    tape,
    place,
    outputs.map(fusedAt),
    feeds.map(([value, to]) => [fusedAt(value), fusedAt(to)]),
  );
  const memory = new Float64Array(length);
  const lists = [tape.a, tape.b, tape.c, tape.d, tape.e];
  const operands = lists.map(() => new Int32Array(length));
  for (let k = 0; k < tape.length; k++) {
    const at = place[k] as number;
    if (tape.code[k] === 0) memory[at] = startValue(tape, k);
    else
      operands.forEach((operand, which) => {
        operand[at] = place[lists[which]?.[k] as number] as number;
      });
  }
  const [a, b, more] = operands as [Int32Array, Int32Array, Int32Array];
  const c = given.c === given.b ? b : more; // what is called takes two operands at most
  for (const [first, partner] of second) b[place[first] as number] = place[partner] as number;
  const stream = streamOf(runs, operands);
  const from = Int32Array.from(copied, ([value]) => place[value] as number);
  const to = Int32Array.from(copied, ([, value]) => place[value] as number);
  const beside = { gather: gathersFor(tape.own), a, b, c, from, to };
  return {
    memory,
    placeOf: (k) => place[fusedAt(k)] as number,
    runs: runs.length / 3,
    bytes: [...new Set([memory, a, b, c, stream])].reduce((total, list) => total + list.byteLength, 0),
    execute: executeOf(stream, memory, beside),
  };
}

/** Apart, so that what runs does not hold on to what it was made of. */
function executeOf(stream: Int32Array, memory: Float64Array, beside: Beside): Loops["execute"] {
  return (steps) => {
    let most = FEW_STEPS;
    for (let left = steps; left > 0; left -= most, most *= 2) {
      if (left < steps) feed(memory, beside.from, beside.to);
      runStream(Math.min(left, most), stream, memory, beside);
    }
  };
}

/**
 * Gives what is fed the place of what it is fed to, where nothing reads the old value later: then nothing is to be copied.
 * Returns the other feeds.
 */
function inPlace(
  { length, code, a, b, c, d, e }: FusedTape,
  place: Int32Array,
  outputs: readonly number[],
  feeds: readonly Fed[],
): Fed[] {
  const lastRead = new Int32Array(length);
  for (let k = 0; k < length && feeds.length > 0; k++) {
    const operation = code[k] as number;
    if (operation === 0 || operation === FUSED.skipped) continue;
    for (const list of [a, b, c, d, e]) {
      const operand = list[k] as number;
      lastRead[operand] = Math.max(lastRead[operand] as number, place[k] as number);
    }
  }
  const kept = new Set(outputs);
  const taken = new Set<number>();
  return feeds.filter(([from, to]) => {
    const isComputed = code[from] !== 0 && code[from] !== FUSED.skipped;
    if (!isComputed || kept.has(to) || taken.has(from) || (lastRead[to] as number) > (place[from] as number))
      return true;
    place[to] = place[from] as number;
    taken.add(from); // two that are fed the same begin with different values
    return false;
  });
}

const cellOf: ReadonlyMap<number, Cell> = new Map<number, Cell>([
  [code("add"), cells.add],
  [code("sub"), cells.sub],
  [code("mul"), cells.mul],
  [FUSED.mulAdd, cells.mulAdd],
  [FUSED.mulSub, cells.mulSub],
  [FUSED.mulMul, cells.mulMul],
  [FUSED.mulMulAdd, cells.mulMulAdd],
  [FUSED.dot, cells.dot],
  [FUSED.dotAdd, cells.dotAdd],
  [FUSED.subMul, cells.subMul],
  [FUSED.subMulMul, cells.subMulMul],
  ...pairs.flatMap(({ names }, k) =>
    names[0] === "sigmoid" ? [[FUSED.firstPair + k, cells.sigmoidPair] as const] : [],
  ),
]);

/** So many instructions whose order a processor learns; beyond, each choice costs, and a run is chosen once. */
const LEARNT = 2000;

/** The runs as a stream. What is no cell is a call of its loop. */
function streamOf(runs: Int32Array, operands: readonly Int32Array[]): Int32Array {
  let [instructions, bound] = [0, 0];
  for (let run = 0; run < runs.length; run += 3) {
    const cell = cellOf.get(runs[run] as number);
    const count = (runs[run + 2] as number) - (runs[run + 1] as number);
    instructions += cell === undefined ? 1 : count;
    bound += cell === undefined ? 4 : count * (cell.operands + 2) + 2;
  }
  const isLearnt = instructions <= LEARNT;
  const stream = new Int32Array(bound);
  let used = 0;
  for (let run = 0; run < runs.length; run += 3) {
    const [operation, from, to] = [runs[run] as number, runs[run + 1] as number, runs[run + 2] as number];
    const cell = cellOf.get(operation);
    if (operation === FUSED.skipped) continue;
    if (cell === undefined) {
      stream.set([0, operation, from, to], used);
      used += 4;
      continue;
    }
    const { first, counts } = cell;
    for (let k = from; k < to; ) {
      const left = to - k;
      const fitting = isLearnt ? counts.filter((count) => count <= left).length - 1 : counts.length;
      const end = k + (counts[fitting] ?? left);
      stream[used++] = first + fitting;
      const isMany = fitting === counts.length;
      if (isMany) {
        stream[used++] = left;
        stream[used++] = k;
      }
      for (; k < end; k++) {
        for (let which = 0; which < cell.operands; which++) stream[used++] = operands[which]?.[k] as number;
        if (!isMany) stream[used++] = k;
      }
    }
  }
  return stream.slice(0, used);
}
