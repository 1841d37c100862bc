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

/**
 * The first key that an object of a valid JSON text has twice. Character by character: a regular expression overflows its stack on long
 * strings.
 */
function repeatedKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = []; // keys of the objects that are open, undefined for lists
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{") open.push(new Set());
    else if (character === "[") open.push(undefined);
    else if (character === "}" || character === "]") open.pop();
    else if (character === '"') {
      const end = closingQuote(text, at);
      const keys = open.at(-1);
      if (keys !== undefined && isKey(text, end)) {
        const key: string = JSON.parse(text.slice(at, end + 1)); // a string of a valid text
        if (keys.has(key)) return key;
        keys.add(key);
      }
      at = end;
    }
  }
  return undefined;
}

/** Where the string ends that begins at a quote. */
function closingQuote(text: string, start: number): number {
  let end = start + 1;
  while (text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  return end;
}

/** Whether a colon follows a string, after space. */
function isKey(text: string, end: number): boolean {
  let next = end + 1;
  while (text[next] === " " || text[next] === "\n" || text[next] === "\r" || text[next] === "\t") next++;
  return text[next] === ":";
}
