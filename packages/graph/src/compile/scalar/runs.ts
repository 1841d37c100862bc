import { foreignImports, OWN, ownImports } from "../wasm/foreign";
import { type Instance, instantiate, PAGE } from "../wasm/instance";
import { type Batch, batchOf } from "./batch";
import { fused } from "./fuse";
import { layoutOf } from "./layout";
import { levelled } from "./levels";
import { driver, loopOf, type SideBySide, sideBySide, sideBySideLoop } from "./loop";
import { type Part, type Split, split } from "./split";
import { isConstant, kernelName, startValue, type Tape } from "./tape";

/** A program as runs of equal operations in WebAssembly. */
export interface Runs {
  readonly memory: Float64Array;
  /** Where each value of the tape stands in memory. Whoever keeps it keeps a list of all places. */
  readonly placeOf: (k: number) => number;
  readonly info: RunsInfo;
  /** Computes every value once. */
  readonly execute: () => void;
}

export interface RunsInfo {
  readonly bytes: number;
  readonly runs: number;
  /** Repeated parts that run for themselves: how often, and of how many instructions. */
  readonly batches: readonly (readonly [times: number, instructions: number])[];
}

/** Lays a tape out in runs; undefined where WebAssembly is not allowed or its memory does not reach. */
export function runsOf(whole: Tape, outputs: readonly number[]): Runs | undefined {
  const apart = split(whole, outputs);
  const outer = apart?.outer ?? whole;
  const { tape, place: fusedPlace } = fused(outer, readAfter(apart, outputs), false);
  const used = codesOf(tape);
  const paired = new Set(used.filter((code) => loopOf(tape, code).lanes === 2));
  const shown = apart?.shown && laterOn(apart.shown, fusedPlace);
  const levels = levelled(tape, (code) => paired.has(code), shown);
  const { place: levelPlace, length } = levels;
  const place = fusedPlace; // where each value of the outer tape goes in memory
  for (let k = 0; k < place.length; k++)
    if (place[k] !== -1) place[k] = levelPlace[place[k] as number] as number;
  const direct = used.filter((code) => sideBySide[kernelName(code)] !== undefined);
  const middle = shown === undefined ? 0 : (levelPlace[shown.from] as number);
  const { rows, words, halves, write } = layoutOf(tape, levels, used, direct, middle);
  const [ofStream, ofRows] = [8 * length, 8 * length + 4 * words] as const;
  const batches = (apart?.parts ?? []).map((part) => batchOf(part, outer, (at) => 8 * (place[at] as number)));
  let top = 16 * Math.ceil((ofRows + 4 * rows.length) / 16);
  const regions = batches.map(({ pairs, varying }, k) => {
    const [x, members] = [top, top + 16 * varying.length * pairs];
    const spare = members + 8 * pairs; // for the second of a pair that is not there
    top = 16 * Math.ceil((spare + 8 * (apart?.parts[k]?.shows.length ?? 0)) / 16);
    return { x, rows: members, spare };
  });
  const imports = [...foreignImports, ...ownImports(tape.own.length, OWN)];
  const instance = instantiate(
    {
      imports,
      functions: [
        ...used.map((code) => loopOf(tape, code).body),
        ...direct.map((code) => sideBySideLoop(sideBySide[kernelName(code)] as SideBySide)),
        driver(tape.own.length > 0 ? 2 : 1), // types are numbered as they are met, those of imports first
        ...batches.map(({ body }, k) => ({ ...body, exported: `batch${k}` })),
      ],
      table: [...used, ...direct].map((_, k) => imports.length + k),
      pages: Math.ceil(top / PAGE),
    },
    tape.own.map(({ forward }) => forward),
  );
  if (instance === undefined) return undefined;
  const values = new Float64Array(instance.memory, 0, length);
  for (let k = 0; k < tape.length; k++)
    if (tape.code[k] === 0) values[levelPlace[k] as number] = startValue(tape, k);
  write(new Int32Array(instance.memory, ofStream, words));
  new Int32Array(instance.memory, ofRows, rows.length).set(rows);
  const drive = instance.call.execute as Drive; // the driver exports it
  const [before, after] = halves.map(({ from, to, value, operands }) =>
    driving(drive, ofRows + 4 * from, ofRows + 4 * to, 8 * value, ofStream + 4 * operands),
  ) as [Action, Action];
  const actions = batches.map((batch, k) =>
    prepared(batch, apart?.parts[k] as Part, regions[k] as Region, instance, outer, place, k),
  );
  const outerPlace = apart?.place;
  return {
    memory: values,
    placeOf: (k) => place[outerPlace === undefined ? k : (outerPlace[k] as number)] as number,
    info: {
      bytes: instance.memory.byteLength,
      runs: levels.runs.length / 3,
      batches: (apart?.parts ?? []).map(({ rows: { length: times }, code }) => [times, code.length] as const),
    },
    execute: inTurn([before, ...actions, after]),
  };
}

/** Does something, and holds on to no more than it needs for that. */
type Action = () => void;
type Drive = (row: number, end: number, value: number, operands: number) => void;

const inTurn = (actions: readonly Action[]): Action => {
  return () => {
    for (const action of actions) action();
  };
};

function driving(drive: Drive, row: number, end: number, value: number, operands: number): Action {
  return () => {
    if (row < end) drive(row, end, value, operands);
  };
}

/** The codes of all instructions, ascending. */
function codesOf({ length, code }: Tape): number[] {
  const occurs = new Uint8Array(256);
  for (let k = 0; k < length; k++) occurs[code[k] as number] = 1;
  return [...occurs.keys()].filter((each) => each !== 0 && occurs[each] === 1);
}

/** Values of the outer tape that are read by others than its instructions. */
function readAfter(apart: Split | undefined, outputs: readonly number[]): Iterable<number> {
  if (apart === undefined) return outputs;
  const { parts, place } = apart;
  const reads = parts.flatMap((part) => part.reads.flatMap((list) => [...list]));
  return [...outputs.map((k) => place[k] as number), ...reads];
}

/** Values from one place up to another, none of them taken out, on the fused tape. */
function laterOn({ from, to }: Split["shown"], place: Int32Array): Split["shown"] {
  const first = from === to ? 0 : (place[from] as number);
  return { from: first, to: first + to - from };
}

interface Region {
  readonly x: number;
  readonly rows: number;
  readonly spare: number;
}

/** Writes the constants and the rows of a batch; returns what runs it. */
function prepared(
  { pairs, varying }: Batch,
  { reads, rows }: Part,
  { x, rows: ofRows, spare }: Region,
  instance: Instance,
  outer: Tape,
  place: Int32Array,
  which: number,
): Action {
  const values = new Float64Array(instance.memory);
  const table = new Int32Array(instance.memory, ofRows, 2 * pairs);
  table.fill(spare);
  rows.forEach((row, member) => {
    table[member] = 8 * (place[row] as number);
  });
  const [from, to]: [number[], number[]] = [[], []];
  for (let member = 0; member < 2 * pairs; member++) {
    varying.forEach((read, slot) => {
      const at = (reads[read] as Int32Array)[Math.min(member, rows.length - 1)] as number;
      const goes = x / 8 + 2 * ((member >> 1) * varying.length + slot) + (member & 1);
      if (isConstant(outer, at)) values[goes] = startValue(outer, at);
      else {
        from.push(place[at] as number);
        to.push(goes);
      }
    });
  }
  const [sources, targets] = [Int32Array.from(from), Int32Array.from(to)];
  const run = instance.call[`batch${which}`] as BatchRun; // exported above
  return batchAction(run, values, sources, targets, x, ofRows, pairs);
}

type BatchRun = (x: number, rows: number, pairs: number) => void;

function batchAction(
  run: BatchRun,
  values: Float64Array,
  sources: Int32Array,
  targets: Int32Array,
  x: number,
  rows: number,
  pairs: number,
): Action {
  return () => {
    for (let k = 0; k < sources.length; k++)
      values[targets[k] as number] = values[sources[k] as number] as number;
    run(x, rows, pairs);
  };
}
