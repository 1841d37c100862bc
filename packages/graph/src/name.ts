import { ChainruleError, shown } from "./errors";

/** A symbol's name as data: `net_h1` is base `net`, sub `h1`; `W^(2)` is base `W`, sup `(2)`. */
export interface SymbolName {
  readonly kind: "symbol";
  readonly base: string;
  readonly sub: string;
  readonly sup: string;
  /** The letters of index notation, for one entry of a tensor: w_{jk}. */
  readonly indices?: readonly string[];
}

/** The name of a partial derivative, `∂of/∂by`. Either side may itself be a partial. */
export interface PartialName {
  readonly kind: "partial";
  readonly of: Name;
  readonly by: Name;
  /**
   * Over tensors, where the partial is meant only where it is not zero: for each axis of `by` the axis of `of` that it has its
   * index from, or null for an index of its own. ∂z_j/∂w_jk shares [0, null].
   */
  readonly shared?: readonly (number | null)[];
}

export type Name = SymbolName | PartialName;

const LONGEST = 200;
/** Quotes, separators, control and invisible or direction-changing characters never belong to a name. */
const REFUSED = /[\s;:,"`<>?!=|@[\]\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u;
const PARTS =
  /^(?<base>[_']*[^_^(){}']+'*)(?:_(?<sub>\{[^{}]*\}|[^^{}()]*[^^{}()_][^^{}()]*))?(?:\^(?<sup>\{[^{}]*\}|\([^(){}]*\)|[^_^{}()]+))?$/u;
/** Inside `_{...}` and `^{...}` a comma separates indices. */
const GROUPED_COMMA = /(?<=[_^]\{[^{}]*),(?=[^{}]*\})/gu;

/**
 * Reads a name from text: a base, then optionally `_sub`, then optionally `^sup`; braces or parentheses group.
 * Names such as `constructor` or `__proto__` are ordinary.
 * @throws ChainruleError NAME when the text is empty, too long, or has a character no name may have.
 * @example parseName("delta_j^(l)") // { kind: "symbol", base: "delta", sub: "j", sup: "(l)" }
 */
export function parseName(text: string): SymbolName {
  let name = parsed.get(text);
  if (name === undefined) {
    name = parts(text);
    if (parsed.size === MOST_REMEMBERED) parsed.clear();
    parsed.set(text, name);
  }
  return name;
}

/** Names that were read: whoever builds a graph in each step writes the same again. */
const parsed = new Map<string, SymbolName>();
const MOST_REMEMBERED = 10_000;

function parts(text: string): SymbolName {
  if (typeof text !== "string" || text === "") {
    throw new ChainruleError("NAME", "a name is a text of at least one character", { got: shown(text) });
  }
  if (text.length > LONGEST) {
    throw new ChainruleError("NAME", `a name has at most ${LONGEST} characters`, { got: `${text.length}` });
  }
  const bad = REFUSED.exec(text.replace(GROUPED_COMMA, ""));
  if (bad) {
    throw new ChainruleError("NAME", "a name may not contain this character", {
      where: shown(text),
      got: `U+${(bad[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
      expected: "letters, digits, and _sub or ^sup, as in net_h1 or W^(2)",
    });
  }
  const parts = PARTS.exec(text)?.groups;
  if (parts) {
    return {
      kind: "symbol",
      base: parts.base ?? text,
      sub: ungrouped(parts.sub),
      sup: ungrouped(parts.sup),
    };
  }
  if (/[()]/u.test(text)) {
    throw new ChainruleError("NAME", "parentheses in a name only group a superscript", {
      where: shown(text),
      expected: "for example W^(2)",
    });
  }
  return { kind: "symbol", base: text, sub: "", sup: "" };
}

function ungrouped(part: string | undefined): string {
  if (part === undefined) return "";
  return part.startsWith("{") ? part.slice(1, -1) : part;
}

/** The name of the partial derivative of `of` with respect to `by`; with `shared`, of the entries with those indices alone. */
export function partialName(of: Name, by: Name, shared?: PartialName["shared"]): PartialName {
  return shared === undefined ? { kind: "partial", of, by } : { kind: "partial", of, by, shared };
}

/**
 * The text that `parseName` reads back; a partial reads `dE/dw_5`, a second one `d(dE/dw_5)/dw_1`, one with shared indices
 * `dz/dw[0,*]`.
 */
export function nameText(name: Name): string {
  if (name.kind === "partial") {
    const of = name.of.kind === "partial" ? `(${nameText(name.of)})` : nameText(name.of);
    const by = name.by.kind === "partial" ? `(${nameText(name.by)})` : nameText(name.by);
    const shared = name.shared === undefined ? "" : `[${name.shared.map((axis) => axis ?? "*").join(",")}]`;
    return `d${of}/d${by}${shared}`;
  }
  const sub = name.sub === "" ? "" : `_${/[\^(){},]/u.test(name.sub) ? `{${name.sub}}` : name.sub}`;
  const sup =
    name.sup === "" ? "" : `^${/^\([^(){}]*\)$|^[^_^{}(),]+$/u.test(name.sup) ? name.sup : `{${name.sup}}`}`;
  const indices = name.indices === undefined ? "" : `[${name.indices.join(",")}]`;
  return `${name.base}${sub}${sup}${indices}`;
}

/** Whether two names are the same data. */
export function sameName(a: Name, b: Name): boolean {
  if (a.kind === "symbol") {
    if (b.kind !== "symbol" || a.indices?.join(" ") !== b.indices?.join(" ")) return false;
    return a.base === b.base && a.sub === b.sub && a.sup === b.sup;
  }
  if (b.kind !== "partial" || a.shared?.join(" ") !== b.shared?.join(" ")) return false;
  return sameName(a.of, b.of) && sameName(a.by, b.by);
}

/**
 * The name that a caller hands over, as text or as data.
 * @throws ChainruleError NAME for data whose text is not a name
 */
export function checkName(given: string | Name): Name {
  if (typeof given !== "object" || given === null) return parseName(given);
  if (given.kind === "partial") return partialName(checkName(given.of), checkName(given.by), given.shared);
  const { indices, ...whole } = given;
  const parsed = parseName(nameText(whole));
  for (const letter of indices ?? []) parseName(letter);
  if (sameName(parsed, whole)) return indices === undefined ? parsed : { ...parsed, indices: [...indices] };
  throw new ChainruleError("NAME", "these parts do not make a name", { got: shown(nameText(given)) });
}

/** The same symbol with something put above it: `raised(w_5, "+")` is `w_5^{+}`. */
export function raised(name: SymbolName, sup: string): SymbolName {
  return { ...name, sup: name.sup === "" ? sup : `${name.sup}${sup}` };
}
