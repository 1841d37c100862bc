import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/main.ts", "src/audit-worker.ts", "src/grade-worker.ts", "src/derive-worker.ts"],
  format: ["esm"],
  target: "node20",
  sourcemap: true,
  // The command starts fast because the packages it calls are bundled, from their sources. `graph` is not:
  // the user's module imports it too, and both must see one Node class.
  noExternal: [/^@chainrule\/(check|code|derive|latex|nn|plot)$/],
  external: ["@resvg/resvg-js", "@chainrule/graph", "@chainrule/graph/mathjs", "katex", "mathjs", "tsx"],
  treeshake: true,
  splitting: true,
  esbuildOptions(options) {
    options.conditions = ["@chainrule/source"];
  },
  silent: true,
});
