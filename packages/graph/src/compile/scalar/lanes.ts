import { type KernelName, recipes } from "../math/recipes";
import { Recording } from "../wasm/recording";

/** The constants that the table of recipes records before any recipe. */
const CONSTANTS = 5;
/** Kernels of so many recorded values or more are computed two at a time; the others are too short to gain by it. */
const LONG = 8;

const known = new Map<KernelName, boolean>();

/** Whether two values of a kernel are computed in the time of one, as the lanes of f64x2. */
export function fillsLanes(name: KernelName): boolean {
  const found = known.get(name);
  if (found !== undefined) return found;
  const recording = new Recording();
  const operands = [recording.input(0), recording.input(1), recording.input(2)] as const;
  const before = recording.primitive.length;
  recipes(recording)[name](...operands);
  const isLong = recording.primitive.length - before > LONG + CONSTANTS;
  const fills = isLong && !recording.primitive.includes("foreign");
  known.set(name, fills);
  return fills;
}
