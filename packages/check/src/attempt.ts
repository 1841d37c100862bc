import { ChainruleError } from "@chainrule/graph";

/** What is made, or undefined where it is refused. */
export function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof ChainruleError) return undefined;
    throw error;
  }
}
