import type { Name } from "@chainrule/graph";
import { greekName } from "@chainrule/graph/read";

/* Names of quantities as identifiers that are legal in every language written here, so that all files say the same. */

/** Words of Python and C, and names that the written files use themselves. */
const RESERVED: ReadonlySet<string> = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if import in is
  lambda nonlocal not or pass raise return try while with yield abs all any float int len list max min print range self sum tuple
  auto case char const default do double enum extern goto inline long register restrict short signed sizeof static struct switch
  typedef union unsigned void volatile main NULL INFINITY NAN
  acos asin atan ceil cos cosh erf erfc exp expm1 fabs floor fma fmax fmin gamma j0 j1 jn lgamma log log1p pow sin sinh sqrt tan
  tanh y0 y1 yn M_PI
  np numpy torch jax jnp math ctx saved upstream work backward forward gradient`.split(/\s+/),
);

/** One identifier for each name, no two alike. */
export class Identifiers {
  readonly #taken = new Set<string>();

  /** The identifier of a quantity; where another has it, with a number behind. */
  of(name: Name): string {
    return this.fresh(identifier(name));
  }

  /** The text itself, or with the first number behind that makes it new. */
  fresh(text: string): string {
    let found = text;
    for (let k = 2; this.#taken.has(found); k++) found = `${text}_${k}`;
    this.#taken.add(found);
    return found;
  }
}

/** The words of a name, legal where a letter begins them and no language has them already. */
function identifier(name: Name): string {
  const text = spelled(name);
  const legal = /^[A-Za-z_]/.test(text) ? text : `v${text}`;
  return RESERVED.has(legal) || legal.startsWith("__") ? `${legal}_` : legal;
}

/** `net_h1` is itself, `W^(1)` is `W1`, `w_5^+` is `w_5_next`, `dE/dw_5` is `dE_dw_5`, `δ` is `delta`. */
function spelled(name: Name): string {
  if (name.kind === "partial") return `d${spelled(name.of)}_d${spelled(name.by)}`;
  const { base, sub, sup, indices } = name;
  const layer = /^\(?(\d+)\)?(\+*)$/.exec(sup);
  const above = layer ? `${layer[1]}${layer[2] === "" ? "" : "_next"}` : sup === "" ? "" : `_${sup}`;
  const below = [sub, ...(indices ?? [])].filter((part) => part !== "").map((part) => `_${part}`);
  return plain(`${base}${above}${below.join("")}`);
}

/** Letters, digits and underscores of ASCII; other letters by their Greek names or their numbers. */
const plain = (text: string): string =>
  [...text]
    .map((c) => {
      if (/[A-Za-z0-9_]/.test(c)) return c;
      if (c === "'") return "_prime";
      if (c === "+") return "next";
      const greek = greekName(c);
      if (greek !== undefined) return greek;
      return /\p{L}/u.test(c) ? `u${(c.codePointAt(0) ?? 0).toString(16)}` : "_";
    })
    .join("")
    .replace(/__+/g, "_");

/** The name of a file's function or class as its author gave it. */
export const isIdentifier = (text: string): boolean =>
  /^[A-Za-z][A-Za-z0-9_]*$/.test(text) && !RESERVED.has(text);
