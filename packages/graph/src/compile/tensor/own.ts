import { declaredValue } from "../../evaluate/declared";
import { entryCount } from "../../shape";
import type { Own } from "./instruction";

/** What runs an operation that a user declared on the numbers in a memory; addresses count numbers. */
export function ownAction(
  { inputs, op, output, shape }: Own,
  memory: ArrayBufferLike,
  addresses: readonly number[],
): () => void {
  const views = inputs.map(({ buffer, shape: own }) => ({
    shape: own,
    data: new Float64Array(memory, 8 * (addresses[buffer] as number), entryCount(own)),
  }));
  const count = entryCount(shape);
  const room = new Float64Array(memory, 8 * (addresses[output] as number), count);
  if (op.kind === "declared") {
    const values = (): (number | (typeof views)[number])[] =>
      views.map((view) => (view.shape.length === 0 ? (view.data[0] as number) : view));
    return () => {
      const value = declaredValue(op, values(), shape);
      room.set(typeof value === "number" ? [value] : value.data);
    };
  }
  const { forward } = op;
  const [x, y = x, z = y] = views.map(({ data }) => data);
  if (forward === undefined || x === undefined || y === undefined || z === undefined) return () => undefined; // lowering made it
  return () => {
    for (let k = 0; k < count; k++) room[k] = forward(x[k] as number, y[k] as number, z[k] as number);
  };
}
