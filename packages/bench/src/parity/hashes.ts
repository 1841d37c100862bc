import type { Backend } from "@chainrule/graph";
import { pointwiseNames, valuesOf } from "./operations";
import { trainedWeights, trainings } from "./training";

/** What can be computed, by name: operations at their points, and weights after training. */
export const computations: Readonly<Record<string, (backend: Backend) => Float64Array>> = {
  ...Object.fromEntries(pointwiseNames.map((name) => [name, (backend: Backend) => valuesOf(name, backend)])),
  ...Object.fromEntries(
    Object.entries(trainings).map(([name, training]) => [
      name,
      (backend: Backend) => trainedWeights(training(), backend),
    ]),
  ),
};

/** The part of WebCrypto that we use; the workspace is checked without the types of a browser. */
interface Digests {
  readonly subtle: { digest(algorithm: string, data: Uint8Array): Promise<ArrayBuffer> };
}

/** SHA-256 of numbers as little-endian float64, in hexadecimal. NaN is one number, whatever its bits. */
export async function hash(values: Float64Array): Promise<string> {
  const bytes = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((x, k) => {
    if (Number.isNaN(x)) bytes.setUint32(8 * k + 4, 0x7ff80000, true);
    else bytes.setFloat64(8 * k, x, true);
  });
  const { crypto } = globalThis as unknown as { readonly crypto: Digests };
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes.buffer));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
