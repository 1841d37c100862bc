import { shown } from "../../errors";
import {
  ChainruleError,
  type Dim,
  type Name,
  Node,
  nameText,
  type Operation,
  parseName,
  type SymbolName,
  topologicalOrder,
} from "../../index";
import { greekName, onTheLine, spelledOut } from "../characters";
import type { Script, WrittenName } from "../tree";

/** Names with what they stand for, by text (`{ w5, "net_h1": net }`), or nodes that have names. */
export type Names = Readonly<Record<string, Node>> | Iterable<Node>;

/** A name in the one form that all spellings of it have: Greek letters by name, digits after a letter as its index. */
export interface PlainName {
  /** With its primes. */
  readonly base: string;
  readonly sub: string;
  /** Without the parentheses of a layer. */
  readonly sup: string;
}

/** A quantity that formulas may name. */
export interface Known extends PlainName {
  readonly node: Node;
  /** What a message calls it. */
  readonly text: string;
  /** Letters that its own name ends in, one for each axis: w_{jk}. */
  readonly letters: readonly string[] | undefined;
}

/** What a written name stands for. */
export interface Match {
  readonly known: Known;
  /** What stands below beside the name's own index: letters and numbers, one for each axis, or none. */
  readonly indices: readonly string[];
  /** The indices are also the name's own index: z_h is the vector of that name, or its entry h. */
  readonly ambiguous?: boolean;
}

const PARTIAL_TEXT = /^d(?<of>[^/]+)\/d(?<by>[^/]+)$/;

export interface KnownOptions {
  /** Letters that a name was given with belong to it, and are no indices: δ_y is a vector beside δ_a, not its entry y. */
  readonly isWhole?: boolean;
  /** Nothing but the names given exists: neither the own names of the nodes nor the functions and sizes in their graphs. */
  readonly isOnly?: boolean;
  /** Functions by name, of as many operands as they have parameters; derivatives go by f'. */
  readonly calls?: Readonly<Record<string, (...x: Node[]) => Node>>;
  /** Asked last, for names that are spelled otherwise than the given ones. @throws ChainruleError NAME */
  readonly find?: (typed: string) => Node | undefined;
}

/** Everything that a formula may name: what was given, and the functions and sizes in the graphs of it. */
export class KnownNames {
  readonly #byBase = new Map<string, Known[]>();
  readonly #byName = new Map<string, Known>();
  readonly #lowerCase = new Map<string, string>();
  readonly #partials = new Map<string, Node>();
  /** The most axes of a derivative that was given by its name; -1 if none was. */
  partialAxes = -1;
  /** The names of functions without a meaning, by their plain names. */
  readonly functions = new Map<string, string>();
  /** Functions that users declared, by name. */
  readonly operations = new Map<string, Extract<Operation, { readonly kind: "pointwise" }>>();
  readonly sizes = new Map<string, Dim>();
  /** Functions that were given with what they build, by name with primes. */
  readonly calls: ReadonlyMap<string, (...x: Node[]) => Node>;

  /** Letters below a given name are never its indices. */
  readonly isWhole: boolean;
  readonly #find: KnownOptions["find"];

  /**
   * `isWhole`: letters below a given name are never its indices. `isOnly`: nothing but the names given exists, neither the own
   * names of the nodes nor what is in their graphs.
   */
  constructor(
    names: Names,
    functions: readonly Node[],
    { calls = {}, find, isOnly = false, isWhole = false }: KnownOptions = {},
  ) {
    this.isWhole = isWhole;
    this.#find = find;
    this.calls = new Map(Object.entries(calls));
    const given = entriesOf(names, isOnly);
    for (const [name, node] of given) this.#add(name, node);
    if (isOnly) return;
    const nodes = given.map(([, node]) => node);
    for (const node of topologicalOrder([...nodes, ...functions])) {
      const { op, shape } = node;
      const symbol = op.kind === "pointwise" ? op.symbol : undefined;
      if (symbol !== undefined) this.functions.set(keyOf(plainName(symbol.name)), nameText(symbol.name));
      if (op.kind === "pointwise" && op.forward !== undefined)
        for (const name of [parseName(op.name), { ...parseName("x"), base: op.name }])
          this.operations.set(keyOf(plainName(name)), op);
      for (const size of shape)
        if (typeof size !== "number") this.sizes.set(keyOf(plainName(size.name)), size);
      if (node.attrs.dim !== undefined) this.sizes.set(keyOf(plainName(node.attrs.dim.name)), node.attrs.dim);
    }
  }

  #add(name: Name, node: Node): void {
    if (name.kind === "partial") {
      const { by, of } = name;
      if (of.kind !== "symbol" || by.kind !== "symbol") return;
      const key = partialKey(plainName(of), plainName(by));
      if (!this.#partials.has(key)) this.#partials.set(key, node);
      this.partialAxes = Math.max(this.partialAxes, node.shape.length);
      return;
    }
    const plain = plainName(name);
    const parts = plain.sub.match(/[A-Za-z]'*|\d+|./gu) ?? [];
    const rank = node.shape.length;
    const isLettered =
      !this.isWhole && rank > 0 && parts.length === rank && parts.every((part) => /^[A-Za-z]'*$/.test(part));
    const known: Known = { ...plain, node, text: nameText(name), letters: isLettered ? parts : undefined };
    const key = keyOf(plain);
    if (this.#byName.has(key)) return; // what was given first counts: the caller's own names
    this.#byName.set(key, known);
    const list = this.#byBase.get(plain.base);
    if (list === undefined) this.#byBase.set(plain.base, [known]);
    else list.push(known);
    this.#lowerCase.set(plain.base.toLowerCase(), plain.base);
  }

  /** The names themselves, for messages. */
  texts(): string[] {
    return [...this.#byBase.values()].flat().map(({ text }) => text);
  }

  /** The derivative that was given by its name. */
  partial(of: PlainName, by: PlainName): Node | undefined {
    return this.#partials.get(partialKey(of, by));
  }

  has(base: string): boolean {
    return this.#byBase.has(base);
  }

  /** The base as it is known, if its letters were typed in another case: OUT for out. */
  inOtherCase(base: string): string | undefined {
    return this.#lowerCase.get(base.toLowerCase());
  }

  /**
   * The quantity with this base and superscript whose own index is what stands below, or begins it with the letters of its
   * axes after it. The longest own index counts.
   */
  match(base: string, sub: Pick<Script, "text" | "parts"> | undefined, sup: string): Match | undefined {
    const text = sub?.text ?? "";
    const parts = sub?.parts ?? [];
    const exact = this.#byName.get(keyOf({ base, sub: plainText(text), sup }));
    if (exact?.letters !== undefined) return { known: exact, indices: exact.letters, ambiguous: true };
    if (exact !== undefined) return { known: exact, indices: [] };
    const candidates = (this.#byBase.get(base) ?? []).filter((known) => known.sup === sup);
    const matches = candidates.flatMap((known): (Match & { readonly length: number })[] => {
      const rest = digitByDigit(afterOwn(known, parts), known.node.shape.length);
      if (rest !== undefined && rest.length === known.node.shape.length && rest.length > 0)
        return [{ known, indices: rest, length: known.sub.length }];
      const all = separated(parts);
      return known.letters !== undefined && all.length === known.node.shape.length
        ? [{ known, indices: all, length: 0 }]
        : [];
    });
    matches.sort((a, b) => b.length - a.length);
    const [longest] = matches;
    return longest ?? this.#spelledOtherwise({ base, sub: text, sup });
  }

  /** Only a name without a superscript: what stands above may be an exponent, and x^n is no spelling of x_n. */
  #spelledOtherwise(name: PlainName): Match | undefined {
    const isProduct = name.base.length > 1 && [...name.base].every((letter) => this.has(letter)); // w x, beside a w_x
    if (name.sup !== "" || isProduct) return undefined;
    const typed = `${name.base}${name.sub === "" ? "" : `_${name.sub}`}`;
    const node = this.#find?.(typed);
    const own = node?.attrs.name?.kind === "symbol" ? plainName(node.attrs.name) : undefined;
    // x_i is not xi, the letter; targeto1 is target_o1
    const isOther = !/^\d*$/.test(name.sub) && own?.base.toLowerCase() !== name.base.toLowerCase();
    return node === undefined || isOther
      ? undefined
      : { known: { ...name, node, text: typed, letters: undefined }, indices: [] };
  }

  /** Quantities of this base and superscript, for a message about their axes. */
  like(base: string): readonly Known[] {
    return this.#byBase.get(base) ?? [];
  }
}

function entriesOf(names: Names, isOnly: boolean): (readonly [Name, Node])[] {
  if (typeof names !== "object" || names === null) throw notNames();
  if (Symbol.iterator in names) {
    return [...(names as Iterable<unknown>)].map((node) => {
      if (!(node instanceof Node)) throw notNames();
      if (node.attrs.name !== undefined) return [node.attrs.name, node] as const;
      throw new ChainruleError("NAME", "a node without a name cannot be written in a formula", {
        where: `names: ${node.op.name}`,
        mend: 'Give it a name with .named("...")',
      });
    });
  }
  const aliases = Object.entries(names).map(([text, node]: [string, unknown]) => {
    if (!(node instanceof Node)) {
      throw new ChainruleError("OPERAND", "a name stands for a node", {
        where: `names: ${text}`,
        got: `${text}: ${shown(node)}`,
        mend: "Wrap numbers with constant(...)",
      });
    }
    return [nameOfText(text), node] as const;
  });
  if (isOnly) return aliases;
  const own = aliases.flatMap(([, node]) =>
    node.attrs.name === undefined ? [] : [[node.attrs.name, node] as const],
  );
  return [...aliases, ...own];
}

const notNames = (): ChainruleError =>
  new ChainruleError("OPERAND", "names are an object of nodes, or a list of nodes that have names", {
    where: "names",
    expected: "for example { w, x, b }",
  });

function nameOfText(text: string): Name {
  if (text.includes("$")) return { kind: "symbol", base: text, sub: "", sup: "" }; // a name of mathjs
  const parts = PARTIAL_TEXT.exec(text)?.groups;
  if (parts?.of === undefined || parts.by === undefined) return parseName(text);
  return { kind: "partial", of: parseName(parts.of), by: parseName(parts.by) };
}

/** The form of a name that all of its spellings share. */
export function plainName({ base, sub, sup }: SymbolName): PlainName {
  const primes = /'*$/.exec(base)?.[0] ?? "";
  const stem = base.slice(0, base.length - primes.length);
  const digits = sub === "" ? /^(\p{L}+)(\d+)$/u.exec(onTheLine(stem)) : null;
  const letters = digits?.[1] ?? stem;
  return {
    base: `${spelledOut(letters)}${primes}`,
    sub: plainText(digits?.[2] ?? sub),
    sup: plainLayer(sup),
  };
}

/** Without spaces and braces, Greek letters by name. */
const plainText = (text: string): string =>
  onTheLine(text)
    .replace(/[\s{}]/g, "")
    .replaceAll("_", ",")
    .replace(/\P{ASCII}/gu, (letter) => greekName(letter) ?? letter);

/** A layer without its parentheses: `(2)` and `2` are the same one, and so are `(2)+` and `2+`. */
export const plainLayer = (text: string): string => plainText(text).replace(/^\(([^()]*)\)(\+?)$/, "$1$2");

export const keyOf = ({ base, sub, sup }: PlainName): string => `${base}_${sub}^${sup}`;

const partialKey = (of: PlainName, by: PlainName): string => `${keyOf(of)}/${keyOf(by)}`;

/** A written name in plain form, whatever it stands for. */
export function plainWritten({ base, primes, sub, sup }: WrittenName): PlainName {
  const digits = sub === undefined ? /^(\p{L}+)(\d+)$/u.exec(base) : null;
  return {
    base: `${digits?.[1] ?? base}${"'".repeat(primes)}`,
    sub: digits?.[2] ?? plainText(sub?.text ?? ""),
    sup: plainLayer(sup?.text ?? ""),
  };
}

/** What is left of the parts of an index after the name's own; undefined where they do not begin with it. */
function afterOwn(known: Known, parts: readonly string[]): string[] | undefined {
  let own = "";
  let at = 0;
  while (own.length < known.sub.length && at < parts.length) own += plainText(parts[at++] as string);
  if (own !== known.sub) return undefined;
  const rest = parts.slice(at);
  // z_{h,i} is entry i of z_h; z_{hi} is not, if h could be an index itself
  if (/[A-Za-z]$/.test(own) && rest[0] !== ",") return undefined;
  return separated(rest[0] === "," && own !== "" ? rest.slice(1) : rest);
}

/** Indices without the commas between them. */
const separated = (parts: readonly string[]): string[] => parts.filter((part) => part !== ",");

/** w_{12} of a matrix is its entry 1, 2: a number without commas is read digit by digit where there are as many axes. */
function digitByDigit(parts: readonly string[] | undefined, rank: number): readonly string[] | undefined {
  const [only] = parts ?? [];
  const isRun = parts?.length === 1 && only !== undefined && /^\d+$/.test(only) && only.length === rank;
  return isRun ? [...only] : parts;
}
