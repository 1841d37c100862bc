/** Forbids a Node process what `script-src 'self'` forbids a page: compiling WebAssembly, and text as code. */
export const STRICT_FLAGS: readonly string[] = [
  "--no-expose-wasm",
  "--disallow-code-generation-from-strings",
];
