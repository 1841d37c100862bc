import type { FusedTape } from "./fuse";
import type { Levelled } from "./levels";
import { LONGEST_RUN, loopOf, runWord } from "./loop";
import { isCommutative } from "./tape";

/** Shorter runs do not gain by operands that stand side by side. */
const SHORTEST = 4;

/** Rows from one up to another, the first value they compute, and where in the stream its operands stand. */
interface Half {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly operands: number;
}

/** Runs as the loops of WebAssembly read them: a word for each, and a stream of the addresses of all operands. */
interface Layout {
  readonly rows: Int32Array;
  /** The rows before a place, and those from there on. */
  readonly halves: readonly [Half, Half];
  /** How long the stream is. */
  readonly words: number;
  readonly write: (stream: Int32Array) => void;
}

/**
 * Lays runs out. The functions of the table are the loops of `used`, then those of `direct` for operands that stand side by
 * side. `middle` is the place at which the rows are halved.
 */
export function layoutOf(
  tape: FusedTape,
  { runs, place, length }: Levelled,
  used: readonly number[],
  direct: readonly number[],
  middle: number,
): Layout {
  const members = new Int32Array(length).fill(-1); // the instruction of each place
  for (let k = 0; k < tape.length; k++) members[place[k] as number] = k;
  const lists = [tape.a, tape.b, tape.c, tape.d, tape.e];
  const addressAt = (at: number, which: number): number => {
    const k = members[at] as number;
    return k === -1 ? 0 : 8 * (place[lists[which]?.[k] as number] as number);
  };
  /** Whether both operands of a run stand side by side; those of a commutative operation are exchanged where that helps. */
  const areSideBySide = (code: number, from: number, to: number): boolean => {
    const [x, y] = [addressAt(from, 0), addressAt(from, 1)];
    for (let at = from; at < to; at++) {
      const [a, b] = [addressAt(at, 0) - 8 * (at - from), addressAt(at, 1) - 8 * (at - from)];
      if (!(a === x && b === y) && !(isCommutative(code) && a === y && b === x)) return false;
    }
    return true;
  };
  const readsOf = new Map(used.map((code) => [code, loopOf(tape, code).reads]));
  const loopAt = new Map(used.map((code, k) => [code, k]));
  const directAt = new Map(direct.map((code, k) => [code, used.length + k]));

  const count = runs.length / 3;
  const isDirect = new Uint8Array(count);
  const rows = new Int32Array(count + Math.ceil(length / LONGEST_RUN));
  let [row, words] = [0, 0];
  let half: Omit<Half, "to"> | undefined;
  for (let run = 0; run < count; run++) {
    const [code, from, to] = [runs[3 * run], runs[3 * run + 1], runs[3 * run + 2]] as [
      number,
      number,
      number,
    ];
    if (from >= middle) half ??= { from: row, value: from, operands: words };
    const mayBeDirect = directAt.has(code) && to - from >= SHORTEST && to - from <= LONGEST_RUN;
    isDirect[run] = mayBeDirect && areSideBySide(code, from, to) ? 1 : 0;
    const loop = (isDirect[run] === 1 ? directAt : loopAt).get(code) as number;
    for (let left = to - from; left > 0; left -= LONGEST_RUN)
      rows[row++] = runWord(loop, Math.min(left, LONGEST_RUN));
    words += isDirect[run] === 1 ? 2 : (to - from) * (readsOf.get(code) as readonly number[]).length;
  }
  half ??= { from: row, value: length, operands: words };
  return {
    rows: rows.subarray(0, row),
    words,
    halves: [
      { from: 0, to: half.from, value: runs[1] ?? 0, operands: 0 },
      { ...half, to: row },
    ],
    write: (stream) => {
      let next = 0;
      for (let run = 0; run < count; run++) {
        const [code, from, to] = [runs[3 * run], runs[3 * run + 1], runs[3 * run + 2]] as [
          number,
          number,
          number,
        ];
        const end = isDirect[run] === 1 ? from + 1 : to;
        const reads = readsOf.get(code) as readonly number[]; // two, of what can be direct
        for (let at = from; at < end; at++) for (const which of reads) stream[next++] = addressAt(at, which);
      }
    },
  };
}
