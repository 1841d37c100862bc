import { foreign } from "../math/numbers";
import { ownName } from "./foreign";
import { type ModuleParts, moduleBytes } from "./module";

export const PAGE = 65536;
/** Memories beyond this are not asked for: 32-bit addresses end here. */
const MOST_PAGES = 65535;

/** A module that runs on a memory of its own. */
export interface Instance {
  readonly memory: ArrayBufferLike;
  readonly call: Readonly<Record<string, (...values: readonly number[]) => number>>;
  /** The size of the module. */
  readonly bytes: number;
  /** What another thread makes an instance of its own of, on the same memory if that is shared. */
  readonly source: InstanceSource;
}

/** A compiled module and its memory, as the engine knows them; they can be posted to workers. */
export interface InstanceSource {
  readonly module: object;
  readonly memory: object;
}

/** The part of the engine's WebAssembly that we use; neither Node's types nor the language's declare it. */
interface WasmEngine {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum?: number;
    readonly shared?: boolean;
  }) => { readonly buffer: ArrayBufferLike };
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
  const { pages } = parts;
  if (wasm === undefined || pages > MOST_PAGES) return undefined;
  try {
    const bytes = moduleBytes(parts);
    const shared = parts.isShared === true ? { maximum: pages, shared: true } : {};
    const memory = new wasm.Memory({ initial: pages, ...shared });
    const env = { ...foreign, ...Object.fromEntries(own.map((f, k) => [ownName(k), f])), memory };
    const module = new wasm.Module(bytes);
    const { exports } = new wasm.Instance(module, { env });
    const call = exports as Record<string, (...values: readonly number[]) => number>; // only functions are exported
    return { memory: memory.buffer, call, bytes: bytes.length, source: { module, memory } };
  } catch {
    return undefined;
  }
}
