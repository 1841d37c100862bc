/** The part of WebAssembly that is asked for; the workspace is checked without the types of a browser. */
interface Compiler {
  readonly Module: new (bytes: Uint8Array) => unknown;
}

/** Whether something works here, as a content security policy decides. */
export function isAllowed(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

/** Whether the page may compile WebAssembly. */
export const mayCompile = (): boolean =>
  isAllowed(() => {
    const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly: Compiler };
    return new wasm.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  });
