import type { Calls } from "./calls";
import { TOOLS, type ToolName } from "./tools";

/** What the server asks the thread: a call of a tool. */
export type Question = {
  readonly [name in ToolName]: { readonly tool: name; readonly call: Calls[name] };
}[ToolName];

/** What the tool makes of it. @throws ChainruleError */
export function answer({ call, tool }: Question): unknown {
  const run = TOOLS[tool] as (call: unknown) => unknown; // `Question` pairs them
  return run(call);
}
