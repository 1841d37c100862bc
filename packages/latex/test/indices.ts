/*
 * Which letters of a formula in index notation are free and which are bound, read off the print alone: subscripts, and sums,
 * maxima and minima with what stands under them. It knows nothing of how formulas are made.
 */

/** What is wrong with the letters of `left = right`, in words; nothing if all is well. `names` are those of quantities. */
export function faultsOf(left: string, right: string, names: ReadonlySet<string> = new Set()): string[] {
  const faults: string[] = [];
  const known = lettersOf(left, faults, names);
  const found = lettersOf(right, faults, names);
  for (const letter of found.free)
    if (!known.free.has(letter)) faults.push(`${letter} is free on the right alone`);
  for (const letter of found.bound)
    if (known.free.has(letter) || found.free.has(letter)) faults.push(`${letter} is free and bound`);
  return faults;
}

interface Letters {
  readonly free: ReadonlySet<string>;
  readonly bound: ReadonlySet<string>;
}

function lettersOf(latex: string, faults: string[], names: ReadonlySet<string>): Letters {
  const reader = new Reader(latex, faults, names);
  const free = reader.sum([]);
  if (!reader.isDone) faults.push(`unread: ${reader.rest}`);
  return { free, bound: reader.bound };
}

const TOKEN =
  /\\begin\{cases\}|\\end\{cases\}|\\(?:left|right)\s*(?:\\\||.)|\\\\|\\[A-Za-z]+|\\.|[A-Za-z]'*|\d+|\S/g;
const OPENING: Readonly<Record<string, string>> = {
  "(": ")",
  "[": "]",
  "{": "}",
  "\\left(": "\\right)",
  "\\left[": "\\right]",
  "\\left|": "\\right|",
  "\\left\\|": "\\right\\|",
  "\\begin{cases}": "\\end{cases}",
};
/** What ends a product, and with it the reach of a sum. */
const BETWEEN = new Set(["+", "-", "&", "\\\\", ",", "=", "<", ">", "\\le", "\\ge", "\\ne"]);
const CLOSING = new Set(Object.values(OPENING));

class Reader {
  readonly bound = new Set<string>();
  readonly #tokens: readonly string[];
  readonly #faults: string[];
  readonly #names: ReadonlySet<string>;
  #at = 0;

  constructor(latex: string, faults: string[], names: ReadonlySet<string>) {
    this.#names = names;
    this.#tokens = latex.match(TOKEN) ?? [];
    this.#faults = faults;
  }

  get isDone(): boolean {
    return this.#at === this.#tokens.length;
  }

  get rest(): string {
    return this.#tokens.slice(this.#at).join(" ");
  }

  /** The free letters up to the end of a group, with the letters of the sums around it. */
  sum(scope: readonly string[]): Set<string> {
    const free = new Set<string>();
    while (!this.isDone && !CLOSING.has(this.#peek())) {
      if (BETWEEN.has(this.#peek())) this.#at++;
      else for (const letter of this.#product(scope)) free.add(letter);
    }
    return free;
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? "";
  }

  #product(scope: readonly string[]): Set<string> {
    const free = new Set<string>();
    const add = (letters: Iterable<string>): void => {
      for (const letter of letters) free.add(letter);
    };
    while (!this.isDone && !CLOSING.has(this.#peek()) && !BETWEEN.has(this.#peek())) {
      const token = this.#peek();
      this.#at++;
      const isBinder =
        token === "\\sum" || ((token === "\\max" || token === "\\min") && this.#peek() === "_");
      if (isBinder) {
        add(this.#overIndex(token, scope));
        return free;
      }
      const closing = OPENING[token];
      if (token === "_") add(this.#subscript());
      else if (token === "[" && this.#tokens[this.#at + 1] === "=") {
        const [a = "", , b = ""] = this.#tokens.slice(this.#at, this.#at + 3); // [j = k]
        add([a, b]);
        this.#at += 4;
      } else if (closing !== undefined) {
        add(this.sum(scope));
        if (this.#peek() !== closing) this.#faults.push(`${token} closed by ${this.#peek()}`);
        this.#at++;
      }
    }
    return free;
  }

  #overIndex(sign: string, scope: readonly string[]): Set<string> {
    this.#at++; // _
    const [letter = ""] = this.#group();
    if (this.#peek() === "^") {
      this.#at++;
      this.#group();
    }
    if (scope.includes(letter)) this.#faults.push(`${letter} is bound twice`);
    const free = this.#product([...scope, letter]);
    if (!free.has(letter))
      this.#faults.push(`${sign} over ${letter}, which does not stand in what is under it`);
    free.delete(letter);
    this.bound.add(letter);
    return free;
  }

  /** The letters in a subscript, without the name of a quantity before them: delta_{z,ij}. */
  #subscript(): string[] {
    const [first = "", comma, ...others] = this.#group();
    const isOwn = comma === "," && this.#names.has(first);
    const tokens = comma === undefined ? [first] : isOwn ? others : [first, comma, ...others];
    return tokens.filter((token) => /^[A-Za-z]'*$/.test(token));
  }

  /** The tokens of a group in braces. */
  #group(): string[] {
    const found: string[] = [];
    let depth = 0;
    do {
      const token = this.#peek();
      this.#at++;
      if (token === "{") depth++;
      else if (token === "}") depth--;
      else found.push(token);
    } while (depth > 0 && !this.isDone);
    return found;
  }
}
