/* Formulas between mathematical brackets, wherever a document has them. */

/** A formula with its brackets, and what stands in them; environments are read with their names. */
export interface Bracketed {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

const OPENINGS =
  /\$\$|\$|\\\[|\\\(|\\begin\{(equation|align|aligned|gather|eqnarray|multline|displaymath|math|split|alignat)(\*?)\}/g;
const CLOSINGS: Readonly<Record<string, string>> = { $$: "$$", "\\[": "\\]", "\\(": "\\)" };

/** The formulas of a text, in order. A bracket that is never closed is none. Takes linear time. */
export function bracketed(text: string): Bracketed[] {
  const found: Bracketed[] = [];
  const search = new Search(text);
  OPENINGS.lastIndex = 0;
  for (let opening = OPENINGS.exec(text); opening !== null; opening = OPENINGS.exec(text)) {
    const [sign, name, star] = opening;
    const { index } = opening;
    if (text[index - 1] === "\\") continue; // \$ is a dollar
    const inside = index + sign.length;
    const closing = name === undefined ? CLOSINGS[sign] : `\\end{${name}${star}}`;
    const closed = closing === undefined ? search.dollar(inside) : search.next(closing, inside);
    if (closed === undefined) continue;
    const end = closed + (closing ?? sign).length;
    found.push(
      name === undefined
        ? { start: index, end, from: inside, to: closed }
        : { start: index, end, from: index, to: end },
    );
    OPENINGS.lastIndex = end;
  }
  return found;
}

/** Looks for signs from places that only grow, and never twice through the same part of the text. */
class Search {
  readonly #text: string;
  readonly #found = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  /** The next place of a sign; undefined where there is none. */
  next(sign: string, from: number): number | undefined {
    const known = this.#found.get(sign) ?? -1;
    const at = known >= from ? known : this.#text.indexOf(sign, from);
    const place = at === -1 ? Number.POSITIVE_INFINITY : at;
    this.#found.set(sign, place);
    return place === Number.POSITIVE_INFINITY ? undefined : place;
  }

  /**
   * The dollar that closes a formula which begins here; undefined for a dollar that is money: as in Pandoc, no space stands inside the
   * dollars, and no digit after the second. Spaces are allowed where both have one. No formula between them goes over a blank line.
   */
  dollar(from: number): number | undefined {
    let at = this.next("$", from);
    while (at !== undefined && this.#text[at - 1] === "\\") at = this.next("$", at + 1);
    const paragraph = this.next("\n\n", from) ?? this.#text.length;
    if (at === undefined || paragraph < at) return undefined;
    const [opens, closes] = [this.#text[from], this.#text[at - 1]].map((c) => /\s/.test(c ?? ""));
    return opens === closes && !/\d/.test(this.#text[at + 1] ?? "") ? at : undefined;
  }
}
