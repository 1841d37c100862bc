const SHOWN = 3;
const LONGEST_COMPARED = 64;
const MOST_COMPARED = 2000;

/** The candidates most like a text, best first, as a list for a reader; undefined if none is like it. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  const typed = plain(text);
  const ranked = candidates
    .slice(0, MOST_COMPARED)
    .map((name) => ({ name, distance: editDistance(typed, plain(name)) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.min(typed.length, plain(name).length) / 2))
    .sort((a, b) => a.distance - b.distance)
    .map(({ name }) => name);
  const best = ranked.slice(0, SHOWN);
  if (best.length < 2) return best[0];
  return `${best.slice(0, -1).join(", ")} or ${best.at(-1)}`;
}

/** Case and underscores are what is mistyped most: w1 is nearest to w_1. */
function plain(name: string): string {
  return name.slice(0, LONGEST_COMPARED).toLowerCase().replaceAll("_", "");
}

/** The number of single-character changes that make one text the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] as number) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] as number) + 1, (next[j] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
