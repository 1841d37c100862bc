import { foreign } from "../math/numbers";
import { ownName } from "./foreign";
import { type ModuleParts, moduleBytes } from "./module";

export const PAGE = 65536;
/** Memories beyond this are not asked for: 32-bit addresses end here. */
const MOST_PAGES = 65535;

/** A module that runs on a memory of its own. */
export interface Instance {
  readonly memory: ArrayBuffer;
  readonly call: Readonly<Record<string, (...values: readonly number[]) => number>>;
  /** The size of the module. */
  readonly bytes: number;
}

/** The part of the engine's WebAssembly that we use; neither Node's types nor the language's declare it. */
interface WasmEngine {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

/**
 * Compiles a module and gives it its memory, and the functions of `own` that it imports; undefined where WebAssembly, or
 * making it, is not allowed, or is refused.
 */
export function instantiate(
  parts: ModuleParts,
  own: readonly ((...x: readonly number[]) => number | undefined)[] = [],
): Instance | undefined {
  const { WebAssembly: wasm } = globalThis as { readonly WebAssembly?: WasmEngine }; // some pages run without it
  if (wasm === undefined || parts.pages > MOST_PAGES) return undefined;
  try {
    const bytes = moduleBytes(parts);
    const memory = new wasm.Memory({ initial: parts.pages });
    const env = { ...foreign, ...Object.fromEntries(own.map((f, k) => [ownName(k), f])), memory };
    const { exports } = new wasm.Instance(new wasm.Module(bytes), { env });
    const call = exports as Record<string, (...values: readonly number[]) => number>; // only functions are exported
    return { memory: memory.buffer, call, bytes: bytes.length };
  } catch {
    return undefined;
  }
}
