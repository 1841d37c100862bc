import type { Definition } from "./definition";
import { type Letters, namesIn } from "./letters";
import { keyOf } from "./names";

/** Definitions with what they use before them. One that uses itself in the end is left out: its name stays a symbol. */
export function inOrder(definitions: ReadonlyMap<string, Definition>, letters: Letters): Definition[] {
  const order: Definition[] = [];
  const state = new Map<string, "open" | "done">();
  for (const start of definitions.keys()) {
    const stack = [start];
    while (stack.length > 0) {
      const key = stack[stack.length - 1] as string;
      const definition = definitions.get(key);
      if (definition === undefined || state.get(key) === "done") {
        stack.pop();
        continue;
      }
      const needed = [...new Set(namesIn(definition.tree).map((name) => keyOf(letters.split(name).whole)))];
      const missing = needed.filter(
        (each) => definitions.has(each) && state.get(each) === undefined && each !== key,
      );
      if (state.get(key) === "open" || missing.length === 0) {
        stack.pop();
        if (state.get(key) === "done") continue;
        state.set(key, "done");
        order.push(definition);
      } else {
        state.set(key, "open");
        stack.push(...missing);
      }
    }
  }
  return order;
}
