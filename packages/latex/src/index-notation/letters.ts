import { type Node, type Size, sizeText, topologicalOrder } from "@chainrule/graph";

/** The order in which letters are taken when no size asks for one; l, o and e are left out: hard to read, or taken. */
const ALPHABET = [..."ijkmnpqrstuvabcdfgh"];

/** Which letter runs over which size. */
export class Letters {
  readonly #first: ReadonlyMap<string, string>;
  readonly #names: ReadonlySet<string>;

  /** Reads the letters that the author chose with `dim(..., { index })`, and the names (of quantities, functions, sizes) that others must avoid. */
  constructor(roots: readonly Node[]) {
    const first = new Map<string, string>();
    const names = new Set<string>();
    const sizes: Size[] = [];
    for (const node of topologicalOrder(roots)) {
      if (node.name?.kind === "symbol") names.add(node.name.base);
      if (node.op.kind === "pointwise" && node.op.symbol !== undefined) names.add(node.op.symbol.name.base);
      sizes.push(...node.shape);
    }
    for (const size of sizes) {
      if (typeof size !== "number" && size.index !== undefined) first.set(sizeText(size), size.index);
      if (typeof size !== "number") names.add(size.name.base);
    }
    for (const size of sizes) {
      const text = sizeText(size);
      if (first.has(text) || size === 1) continue;
      const chosen = new Set(first.values());
      const free = ALPHABET.find((letter) => !chosen.has(letter) && !names.has(letter));
      if (free !== undefined) first.set(text, free);
    }
    this.#first = first;
    this.#names = names;
  }

  /** The letter of a size, or the next ones of the alphabet that belong to no other size, whichever is not in scope yet. */
  take(size: Size, scope: ReadonlySet<string>): string {
    if (size === 1) return ""; // an axis of one entry needs no letter
    const first =
      (typeof size === "number" ? undefined : size.index) ?? this.#first.get(sizeText(size)) ?? "i";
    if (!scope.has(first)) return first;
    const others = new Set(this.#first.values());
    const at = ALPHABET.indexOf(first);
    const following = [...ALPHABET.slice(at + 1), ...ALPHABET.slice(0, Math.max(0, at))];
    const free = following.find(
      (letter) => !scope.has(letter) && !others.has(letter) && !this.#names.has(letter),
    );
    if (free !== undefined) return free;
    let primed = `${first}'`;
    while (scope.has(primed)) primed += "'";
    return primed;
  }

  /** Letters for all axes of a shape. */
  takeAll(shape: readonly Size[], scope: ReadonlySet<string> = new Set()): string[] {
    const letters: string[] = [];
    for (const size of shape) letters.push(this.take(size, new Set([...scope, ...letters])));
    return letters;
  }
}
