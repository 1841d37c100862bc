import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/extension.ts", "src/server.ts", "src/worker.ts"],
  format: ["cjs"],
  outExtension: () => ({ js: ".cjs" }),
  target: "node20",
  // The extension has everything in it: VS Code installs no packages.
  noExternal: [/^(?!vscode$)/],
  external: ["vscode", "mathjs"],
  shims: true, // import.meta.url in CommonJS
  treeshake: true,
  minify: true,
  silent: true,
  esbuildOptions(options) {
    options.conditions = ["@chainrule/source"];
  },
});
