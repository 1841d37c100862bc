import { type Repeat, repeatsOf } from "./repeats";
import type { Tape } from "./tape";

/** One repeated part, as what one occurrence computes. */
export interface Part {
  readonly code: Uint8Array;
  /** For each instruction three operands: the position of an instruction of this part, or ~which of `reads`. */
  readonly operands: Int32Array;
  /** What is read from outside: for each occurrence, a place on the outer tape. */
  readonly reads: readonly Int32Array[];
  /** Positions of the instructions that are read outside. */
  readonly shows: readonly number[];
  /** For each occurrence, where on the outer tape what it shows begins. */
  readonly rows: Int32Array;
}

/** A tape whose repeated parts stand apart. */
export interface Split {
  /** Everything else. What the parts show are given values of it, from `shown.from` up to `shown.to`. */
  readonly outer: Tape;
  readonly shown: { readonly from: number; readonly to: number };
  /** Where each value of the whole tape stands on the outer one; -1 if nowhere. */
  readonly place: Int32Array;
  readonly parts: readonly Part[];
}

/** Splits a tape into repeated parts and the rest; undefined if there are none. */
export function split(given: Tape, outputs: readonly number[]): Split | undefined {
  const { tape, repeats } = repeatsOf(given);
  if (repeats.length === 0) return undefined;
  const { length, code } = tape;
  const lists = [tape.a, tape.b, tape.c];
  const inside = new Uint8Array(length);
  for (const { members } of repeats) for (const part of members) for (const k of part) inside[k] = 1;

  // instructions outside that wait for a part come after it; who reads first decides the order of what is shown
  const waits = new Uint8Array(length);
  const reader = new Int32Array(length).fill(-1);
  const outsiders: number[] = [];
  const waiting: number[] = [];
  for (let k = 0; k < length; k++) {
    if (inside[k] === 1) continue;
    if (code[k] !== 0) {
      for (const list of lists) {
        const operand = list[k] as number;
        if (inside[operand] === 1 && reader[operand] === -1) reader[operand] = k;
        if (inside[operand] === 1 || waits[operand] === 1) waits[k] = 1;
      }
    }
    (waits[k] === 1 ? waiting : outsiders).push(k);
  }
  for (const output of outputs) if (inside[output] === 1 && reader[output] === -1) reader[output] = length;

  const place = new Int32Array(length).fill(-1);
  outsiders.forEach((k, at) => {
    place[k] = at;
  });
  let next = outsiders.length;
  const shownOf = repeats.map(({ members }) => {
    const [first] = members as readonly [Int32Array];
    const isShown = (at: number): boolean => members.some((part) => reader[part[at] as number] !== -1);
    const readerOf = (at: number): number => reader[first[at] as number] as number;
    return [...first.keys()].filter(isShown).sort((x, y) => readerOf(x) - readerOf(y));
  });
  const order = repeats
    .flatMap(({ members }, which) =>
      members.map((part, member) => {
        const [slot] = shownOf[which] as readonly number[];
        return { which, member, at: slot === undefined ? 0 : (reader[part[slot] as number] as number) };
      }),
    )
    .sort((x, y) => x.at - y.at);
  const rows = repeats.map(({ members }) => new Int32Array(members.length));
  for (const { which, member } of order) {
    (rows[which] as Int32Array)[member] = next;
    const part = repeats[which]?.members[member] as Int32Array;
    for (const slot of shownOf[which] as readonly number[]) place[part[slot] as number] = next++;
  }
  const shown = { from: outsiders.length, to: next };
  for (const k of waiting) place[k] = next++;

  const parts = repeats.map((repeat, which) =>
    partOf(tape, repeat, place, shownOf[which] as readonly number[], rows[which] as Int32Array),
  );
  return { outer: outerTape(tape, place, inside, next), shown, place, parts };
}

function outerTape(tape: Tape, place: Int32Array, inside: Uint8Array, length: number): Tape {
  const outer = {
    length,
    code: new Uint8Array(length),
    a: new Int32Array(length),
    b: new Int32Array(length),
    c: new Int32Array(length),
    constants: tape.constants,
    own: tape.own,
  };
  for (let k = 0; k < tape.length; k++) {
    const at = place[k] as number;
    if (inside[k] === 1 || at === -1) continue;
    if (tape.code[k] === 0) {
      outer.a[at] = tape.a[k] as number; // the number of a constant
      continue;
    }
    outer.code[at] = tape.code[k] as number;
    outer.a[at] = place[tape.a[k] as number] as number;
    outer.b[at] = place[tape.b[k] as number] as number;
    outer.c[at] = place[tape.c[k] as number] as number;
  }
  return outer;
}

function partOf(
  tape: Tape,
  { members }: Repeat,
  place: Int32Array,
  shows: readonly number[],
  rows: Int32Array,
): Part {
  const [first] = members as readonly [Int32Array];
  const position = new Map<number, number>();
  first.forEach((k, at) => {
    position.set(k, at);
  });
  const reads: Int32Array[] = [];
  const known = new Map<string, number>();
  const operands = new Int32Array(3 * first.length);
  const lists = [tape.a, tape.b, tape.c];
  first.forEach((k, at) => {
    lists.forEach((list, which) => {
      const own = position.get(list[k] as number);
      if (own !== undefined) {
        operands[3 * at + which] = own;
        return;
      }
      const places = Int32Array.from(members, (part) => place[list[part[at] as number] as number] as number);
      const key = places.join();
      const number = known.get(key) ?? reads.push(places) - 1;
      known.set(key, number);
      operands[3 * at + which] = ~number;
    });
  });
  return { code: Uint8Array.from(first, (k) => tape.code[k] as number), operands, reads, shows, rows };
}
