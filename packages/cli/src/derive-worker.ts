import { answer } from "./command";

/* Loaded before it is needed: derives once, as it is told, sends what there is to say and ends. */

// what a module needs to be loaded with is loaded by now too
await Promise.all([import("tsx/cjs/api"), import("tsx/esm/api")]);

process.on("disconnect", () => process.exit(0));
process.once("message", async (args: readonly string[]) => {
  const said = await answer(args);
  process.send?.(said, () => process.exit(0));
});
