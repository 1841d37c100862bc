import type { BuildOptions } from "esbuild";

/** What everything for pages is bundled with: modules that share their parts, small. */
export const PAGE_OPTIONS = {
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  chunkNames: "parts/[name]-[hash]",
  logLevel: "warning",
} as const satisfies BuildOptions;
