import type { Options } from "tsup";

/** What a program is built with that asks threads of its own; the library beside it is built as any other. */
export const server = (entries: readonly string[], program: readonly string[]): Options[] => [
  ...library(entries),
  { entry: [...program], format: ["esm"], target: "node20", sourcemap: true, silent: true },
];

/** What a library package is built with; its entries are the only difference. */
export function library(entry: readonly string[]): Options[] {
  const shared: Options = {
    entry: [...entry],
    target: "node20",
    dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
    silent: true,
    shims: true, // import.meta.url in CommonJS
    // source maps name the sources, which are in the package, and do not have them inside a second time
    esbuildOptions: (options) => {
      options.sourcesContent = false;
    },
  };
  if (entry.length === 1) return [{ ...shared, format: ["esm", "cjs"], splitting: false, sourcemap: true }];
  // Entries share their modules, in ESM and in CJS: one Node class, not two. tsup splits CJS in a second pass
  // whose source maps name the folder they were built in, so CJS has none here.
  return [
    { ...shared, format: ["esm"], splitting: true, sourcemap: true },
    { ...shared, format: ["cjs"], splitting: true, sourcemap: false },
  ];
}
