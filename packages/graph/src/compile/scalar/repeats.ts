import { isCommutative, isConstant, type Tape } from "./tape";

/** One part of a tape that occurs several times, such as what is computed for each sample. */
export interface Repeat {
  /** For each occurrence, its instructions: those at the same position compute the same from values at the same positions. */
  readonly members: readonly Int32Array[];
}

/** Fewer occurrences are not worth code of their own. */
const FEWEST = 8;
/** Tapes beyond this are not searched, and longer parts not taken: the search and the code would take too long. */
const LONGEST_TAPE = 2 ** 18;
const LONGEST_PART = 4000;
const OUTSIDE = -1;

export interface Repeats {
  /** The same tape, the operands of commutative instructions in an order that is the same in all occurrences. */
  readonly tape: Tape;
  readonly repeats: readonly Repeat[];
}

/**
 * Finds equal parts of a tape. Instructions are of one class if they compute the same from operands of equal classes, all
 * constants counting as equal; what is in large classes and connected is one occurrence. Nothing is found if an occurrence
 * needs what is computed from another (such as a mean over all).
 */
export function repeatsOf(given: Tape): Repeats {
  const { length, code } = given;
  if (length > LONGEST_TAPE) return { tape: given, repeats: [] };
  const classes = classesOf(given);
  const tape = ordered(given, classes);
  const sizes = new Int32Array(length + 1);
  for (let k = 0; k < length; k++) sizes[classes[k] as number] = (sizes[classes[k] as number] as number) + 1;
  const isRepeated = (k: number): boolean =>
    code[k] !== 0 && (sizes[classes[k] as number] as number) >= FEWEST;
  const parts = connected(tape, isRepeated);
  const groups = new Map<string, Int32Array[]>();
  const position = new Int32Array(length).fill(OUTSIDE);
  for (const part of parts) {
    if (part.length > LONGEST_PART) continue;
    part.forEach((k, at) => {
      position[k] = at;
    });
    const positionOf = (list: Int32Array, k: number): number => position[list[k] as number] as number;
    const text = Array.from(part, (k) =>
      [code[k], positionOf(tape.a, k), positionOf(tape.b, k), positionOf(tape.c, k)].join(),
    ).join(" ");
    const known = groups.get(text);
    if (known === undefined) groups.set(text, [part]);
    else known.push(part);
  }
  const found = [...groups.values()].filter((members) => members.length >= FEWEST);
  return { tape, repeats: dependsOnItself(tape, found) ? [] : found.map((members) => ({ members })) };
}

/** A class for each value: symbols are alone in theirs. */
function classesOf(tape: Tape): Int32Array {
  const { length, code, a, b, c } = tape;
  const classes = new Int32Array(length);
  const known = new Map<number, number>();
  const numbered = (first: number, second: number): number => {
    const key = first * 2 ** 26 + second;
    let found = known.get(key);
    if (found === undefined) {
      found = known.size + 1;
      known.set(key, found);
    }
    return found;
  };
  const names = new Map<number, number>();
  for (let k = 0; k < length; k++) {
    const operation = code[k] as number;
    if (operation === 0) {
      classes[k] = isConstant(tape, k) ? 0 : nameOf(names, -1 - k);
      continue;
    }
    let [x, y] = [classes[a[k] as number] as number, classes[b[k] as number] as number];
    if (isCommutative(operation) && x > y) [x, y] = [y, x];
    const z = isCommutative(operation) ? 0 : (classes[c[k] as number] as number);
    classes[k] = nameOf(names, numbered(numbered(x, y), z * 256 + operation));
  }
  return classes;
}

function nameOf(names: Map<number, number>, key: number): number {
  let found = names.get(key);
  if (found === undefined) {
    found = names.size + 1;
    names.set(key, found);
  }
  return found;
}

/** The tape with the operands of commutative instructions in the order of their classes. */
function ordered(tape: Tape, classes: Int32Array): Tape {
  const [a, b, c] = [tape.a.slice(), tape.b.slice(), tape.c.slice()];
  for (let k = 0; k < tape.length; k++) {
    if (!isCommutative(tape.code[k] as number)) continue;
    const [x, y] = [a[k] as number, b[k] as number];
    if ((classes[x] as number) > (classes[y] as number)) [a[k], b[k]] = [y, x];
    c[k] = b[k] as number;
  }
  return { ...tape, a, b, c };
}

/** Instructions that are connected through each other, each list in the order of the tape. */
function connected({ length, code, a, b, c }: Tape, isIn: (k: number) => boolean): Int32Array[] {
  const parent = Int32Array.from({ length }, (_, k) => k);
  const rootOf = (k: number): number => {
    let at = k;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  for (let k = 0; k < length; k++) {
    if (code[k] === 0 || !isIn(k)) continue;
    for (const list of [a, b, c]) {
      const operand = list[k] as number;
      if (isIn(operand)) parent[rootOf(operand)] = rootOf(k);
    }
  }
  const lists = new Map<number, number[]>();
  for (let k = 0; k < length; k++) {
    if (!isIn(k)) continue;
    const root = rootOf(k);
    const list = lists.get(root);
    if (list === undefined) lists.set(root, [k]);
    else list.push(k);
  }
  return [...lists.values()].map((list) => Int32Array.from(list));
}

/** Whether an occurrence reads a value that is computed, outside, from an occurrence. */
function dependsOnItself(
  { length, code, a, b, c }: Tape,
  groups: readonly (readonly Int32Array[])[],
): boolean {
  const inside = new Uint8Array(length);
  for (const part of groups.flat()) for (const k of part) inside[k] = 1;
  const after = new Uint8Array(length);
  for (let k = 0; k < length; k++) {
    if (code[k] === 0) continue;
    for (const list of [a, b, c]) {
      const operand = list[k] as number;
      if (inside[k] === 1 ? after[operand] === 1 : inside[operand] === 1 || after[operand] === 1) {
        if (inside[k] === 1) return true;
        after[k] = 1;
      }
    }
  }
  return false;
}
