/** One implementation in a process of its own: `child.mjs <workload> <case> <implementation> <warm ms>`; see `serve.ts`. */
import { createInterface } from "node:readline";
import { serve } from "./serve";

const say = (message: unknown): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};
// Standard output belongs to the protocol; peers print there.
console.log = console.info = console.warn = console.error;

serve(process.argv.slice(2), createInterface({ input: process.stdin }), say)
  .then(() => process.exit(0)) // peers keep threads and timers
  .catch((error: unknown) => {
    say({ failed: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  });
