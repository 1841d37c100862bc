const SIDES = /\\(left|right)(?![A-Za-z])\s*(\.|\||\\[lr]?vert(?![A-Za-z]))?/g;

/** Where \left. and \right stand that put what is between them before a bar, \left. f' \right|_{x = 1}: brackets that nobody sees. */
export function beforeBars(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  if (!text.includes("\\left")) return found;
  const open: (number | undefined)[] = [];
  for (const { 1: side, 2: sign, index } of text.matchAll(SIDES)) {
    if (side === "left") open.push(sign === "." ? index : undefined);
    else {
      const start = open.pop();
      if (start !== undefined && sign !== undefined && sign !== ".") found.add(start).add(index);
    }
  }
  return found;
}
