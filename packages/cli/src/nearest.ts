const SHOWN = 5;

/** The known names that take the fewest edits, nearest first, as a list for a reader. */
export function nearest(text: string, known: readonly string[]): string {
  const distances = new Map(known.map((name) => [name, edits(text, name)]));
  const distance = (name: string): number => distances.get(name) ?? 0;
  const ranked = [...distances.keys()].sort((a, b) => distance(a) - distance(b));
  return ranked.slice(0, SHOWN).join(", ");
}

/** Levenshtein's distance. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
