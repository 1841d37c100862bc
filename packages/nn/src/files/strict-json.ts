import { ChainruleError } from "@chainrule/graph";

/**
 * JSON in which no object has a key twice, which `JSON.parse` would pass over: two readers might then see two files.
 * @throws ChainruleError REFUSED
 */
export function strictJson(text: string, where: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ChainruleError("REFUSED", "not JSON", {
      where,
      got: error instanceof Error ? error.message : String(error),
    });
  }
  const twice = repeatedKey(text);
  if (twice === undefined) return value;
  throw new ChainruleError("REFUSED", "a key stands twice", { where, got: twice });
}

/** The first key that an object of a valid JSON text has twice, as it is written there. */
function repeatedKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = []; // keys of the objects that are open, undefined for lists
  const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/gs;
  for (const [token, colon] of text.matchAll(tokens)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (colon !== undefined) {
      const key: string = JSON.parse(token.slice(0, -colon.length)); // a string of a valid text
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}
