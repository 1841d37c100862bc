import { type Node, sameShape } from "@chainrule/graph";
import { nodeOf } from "../read/numbers";
import { type Placed, problemText } from "../read/problem";
import type { Value } from "../read/value";
import { DRAWS, type Draws } from "./draws";

/** A point at which a gradient differs. */
export interface Counterexample {
  readonly at: Readonly<Record<string, number | readonly number[]>>;
  /** Which entry differs, counted from 0. */
  readonly entry: readonly number[];
  readonly claim: number;
  readonly truth: number;
}

/** What numbers say of a claim. */
export type Compared =
  | { readonly kind: "equal" }
  | {
      readonly kind: "different";
      readonly counterexample: Counterexample;
      /** The claim over the truth, where that is the same everywhere. */
      readonly ratio?: number;
    }
  | { readonly kind: "shape"; readonly own: readonly number[]; readonly expected: readonly number[] }
  /** Shapes do not fit within it. */
  | { readonly kind: "misfit"; readonly why: string; readonly at: Placed["at"] }
  | { readonly kind: "unknown"; readonly why: string; readonly at: Placed["at"] }
  | { readonly kind: "nowhere defined" };

const TOLERANCE = 1e-7;

/** Whether a claim is the truth at all points where that has a value. */
export function agrees(value: Value, truth: Node, draws: Draws): boolean {
  if (value.kind === "unknown") return false;
  const claim = nodeOf(value);
  if (!sameShape(claim.shape, truth.shape)) return compared(value, truth, draws).kind === "equal";
  let points = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const right = draws.of(draw, truth);
    if (right.some((each) => !Number.isFinite(each))) continue;
    points++;
    const [left] = draws.at(draw, [claim]) as [Float64Array]; // one for one
    if (differing(left, right) !== -1) return false;
  }
  return points > 0;
}

/** The first entry that differs by more than rounding; -1 where none does. */
function differing(left: Float64Array, right: Float64Array): number {
  const scale = right.reduce((largest, each) => Math.max(largest, Math.abs(each)), 1e-12);
  return right.findIndex((each, k) => !(Math.abs((left[k] as number) - each) <= TOLERANCE * scale));
}

/** Compares a claim with the truth at points. */
export function compared(value: Value, truth: Node, draws: Draws): Compared {
  if (value.kind === "unknown") {
    const { at, problem } = value;
    const why = problemText(problem);
    return problem.kind === "misfit" ? { kind: "misfit", why, at } : { kind: "unknown", why, at };
  }
  const claim = nodeOf(value);
  const [own, expected] = [claim.shape as readonly number[], truth.shape as readonly number[]]; // the reader makes no symbolic sizes
  const isSame = own.length === expected.length && own.every((size, k) => size === expected[k]);
  if (!isSame && own.length > 0) return { kind: "shape", own, expected };
  const ratios: number[] = [];
  let worst: Extract<Compared, { kind: "different" }> | undefined;
  let points = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const right = draws.of(draw, truth);
    if (right.some((each) => !Number.isFinite(each))) continue;
    points++;
    const [left] = draws.at(draw, [claim]) as [Float64Array]; // one for one
    const claimed = own.length === 0 ? right.map(() => left[0] as number) : left; // a number for all entries
    const bad = differing(claimed, right);
    right.forEach((each, k) => {
      if (Math.abs(each) > 1e-9) ratios.push((claimed[k] as number) / each);
    });
    if (bad === -1 || worst !== undefined) continue;
    worst = {
      kind: "different",
      counterexample: {
        at: draws.point(draw, [claim, truth]),
        entry: placeIn(bad, expected),
        claim: claimed[bad] as number,
        truth: right[bad] as number,
      },
    };
  }
  if (points === 0) return { kind: "nowhere defined" };
  if (worst === undefined) {
    if (!isSame) return isOfOne(expected) ? { kind: "equal" } : { kind: "shape", own, expected };
    return { kind: "equal" };
  }
  const [ratio] = ratios;
  const isRatio =
    ratio !== undefined &&
    ratios.length > 1 &&
    ratios.every((each) => Math.abs(each - ratio) <= 1e-6 * Math.abs(ratio));
  return isRatio ? { ...worst, ratio } : worst;
}

/** A number stands for a tensor that is the same everywhere only where that has one entry. */
const isOfOne = (shape: readonly number[]): boolean => shape.every((size) => size === 1);

function placeIn(entry: number, shape: readonly number[]): number[] {
  let rest = entry;
  return [...shape]
    .reverse()
    .map((size) => {
      const place = rest % size;
      rest = Math.floor(rest / size);
      return place;
    })
    .reverse();
}
