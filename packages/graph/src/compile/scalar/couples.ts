import { fillsLanes } from "./lanes";
import { kernelName, ownKernel, type Tape } from "./tape";

/** Values that the same kernels compute from the same operands. */
interface Group {
  readonly codes: readonly number[];
  /** Where on the tape the values stand, one for each code. */
  readonly places: readonly number[];
  readonly operands: readonly [number, number, number];
}

/** Two groups of the same kernels that do not wait for each other. */
export type Couple = readonly [Group, Group];

/**
 * The long kernels of a tape, two by two, each couple after those it waits for. They stand on the same level, which counts
 * long kernels only, so neither waits for the other.
 */
export function couplesOf(tape: Tape): Couple[] {
  const { length, code, a, b, c } = tape;
  const level = new Int32Array(length);
  const groups = new Map<
    string,
    { level: number; codes: number[]; places: number[]; operands: Group["operands"] }
  >();
  for (let k = 0; k < length; k++) {
    const operation = code[k] as number;
    if (operation === 0) continue;
    const operands = [a[k] as number, b[k] as number, c[k] as number] as const;
    const isLong = ownKernel(tape, operation) === undefined && fillsLanes(kernelName(operation));
    const below = operands.reduce((most, operand) => Math.max(most, level[operand] as number), 0);
    level[k] = below + (isLong ? 1 : 0);
    if (!isLong) continue;
    const key = operands.join();
    const group = groups.get(key) ?? { level: level[k] as number, codes: [], places: [], operands };
    groups.set(key, group);
    group.codes.push(operation);
    group.places.push(k);
  }
  const alone = new Map<string, Group>();
  const couples: (readonly [level: number, couple: Couple])[] = [];
  for (const group of groups.values()) {
    const key = `${group.level} ${group.codes.join()}`;
    const other = alone.get(key);
    if (other === undefined) alone.set(key, group);
    else {
      alone.delete(key);
      couples.push([group.level, [other, group]]);
    }
  }
  return couples.sort(([x], [y]) => x - y).map(([, couple]) => couple);
}
