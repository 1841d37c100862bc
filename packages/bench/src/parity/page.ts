/** What this engine computes, by the interpreter and as WebAssembly where that may be compiled; it logs one line of JSON. */
import { say } from "../browser/say";
import { computations, hash } from "./hashes";

/** What an engine says about what it computed. */
export interface EngineSaid {
  readonly hashes: Readonly<Record<string, string>>;
  /** The numbers themselves, as text; "NaN" and infinities have no place in JSON. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

say(async (): Promise<EngineSaid> => {
  const hashes: Record<string, string> = {};
  const values: Record<string, readonly string[]> = {};
  for (const [name, compute] of Object.entries(computations)) {
    const found = compute("interpreter");
    const [interpreted, other] = [await hash(found), await hash(compute("wasm"))];
    if (interpreted !== other) throw new Error(`${name}: the interpreter and WebAssembly differ`);
    hashes[name] = interpreted;
    values[name] = Array.from(found, (x) => (Object.is(x, -0) ? "-0" : String(x)));
  }
  return { hashes, values };
});
