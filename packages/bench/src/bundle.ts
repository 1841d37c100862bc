import { resolve } from "node:path";
import { build } from "esbuild";
import { bench, peers, programs } from "./folders";
import { MICROGRAD } from "./libraries/micrograd";
import { tfjsSource } from "./libraries/tfjs";

/** Bundles the program of the measuring processes: our sources as a user's bundler would take them, peers left outside, and the peers that come in parts. */
export async function bundleChild(): Promise<void> {
  const options = { bundle: true, format: "esm", target: "node20", logLevel: "warning" } as const;
  const engine = process.env[MICROGRAD];
  await Promise.all([
    build({
      ...options,
      entryPoints: { child: resolve(bench, "src/child.ts") },
      outdir: programs,
      outExtension: { ".js": ".mjs" },
      platform: "node",
      conditions: ["@chainrule/source"],
    }),
    build({
      bundle: true,
      stdin: { contents: tfjsSource, resolveDir: peers },
      outfile: `${programs}/tfjs.cjs`,
      platform: "node",
      mainFields: ["module", "main"],
      logLevel: "error",
    }),
    ...(engine === undefined
      ? []
      : [build({ ...options, entryPoints: [engine], outfile: `${programs}/${MICROGRAD}.mjs` })]),
  ]);
}
