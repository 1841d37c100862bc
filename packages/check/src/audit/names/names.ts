import { nameText } from "@chainrule/graph";
import {
  bare,
  isFunctionName,
  mapTree,
  type NameTree,
  type Script,
  type Tree,
  type WrittenName,
  walk,
} from "@chainrule/graph/read";
import { nameTree } from "./trees";

/** A quantity's name in the one form that its spellings share: w5, w_5 and w_{5} are `w_5`. */
export interface Plain {
  readonly base: string;
  readonly sub: string;
  readonly sup: string;
}

const AFTER = /^\(?(\+|new|neu|next|t\+1|k\+1|n\+1|新)\)?$/i;
const BEFORE = /^\(?(old|alt|旧|舊)\)?$/i;
const AFTER_SUFFIX = /[,_]?(new|neu|next|新)$/i;
const BEFORE_SUFFIX = /[,_]?(old|alt|旧|舊)$/i;

/** A quantity after its update is written with a plus above. */
export const UPDATED = "+";
/** The name of \Delta w, the step that an update makes. */
export const STEP = "step";

/** The name in plain form. Words of several letters count in lower case. */
export function plain({ base, primes, sub, sup }: WrittenName): Plain {
  const digits = /^(\p{L}+?)(\d+)$/u.exec(base);
  const isSplit = digits !== null && (sub === undefined || /^[_,]?\p{L}{2,}/u.test(sub.text)); // w5, w5_new, h1_raw
  const letters = isSplit ? (digits[1] as string) : base;
  let index = `${isSplit ? digits[2] : ""}${sub?.text ?? ""}`;
  let above = isPower(base, sup, sub !== undefined || isSplit) ? "" : (sup?.text ?? "");
  if (AFTER.test(above)) above = UPDATED;
  else if (BEFORE.test(above)) above = "";
  if (AFTER_SUFFIX.test(index)) [index, above] = [index.replace(AFTER_SUFFIX, ""), UPDATED];
  else index = index.replace(BEFORE_SUFFIX, "");
  const word =
    /^[A-Z][A-Za-z]+$/.test(letters) && !GREEK_CAPITALS.has(letters) ? letters.toLowerCase() : letters;
  return { base: `${word}${"'".repeat(primes)}`, sub: index, sup: above };
}

/** Whether what stands above is an exponent, and not the mark of a layer, of a sample, or of an update. */
function isPower(base: string, sup: Script | undefined, hasIndex: boolean): boolean {
  if (sup?.formula === undefined || AFTER.test(sup.text) || BEFORE.test(sup.text)) return false;
  if (/^(?:\[\w+(?:[+-]\d+)?\])?\((?:\d+|[A-Za-z](?:[+-]\d+)?)\)$/.test(sup.text)) return false;
  const isLayer =
    /^[A-Za-z](?:[+-]\d)?$/.test(sup.text) && (hasIndex || (base !== "e" && /^[Ll]/.test(sup.text)));
  return !isLayer;
}

const GREEK_CAPITALS: ReadonlySet<string> = new Set(
  "Gamma Delta Theta Lambda Xi Pi Upsilon Phi Psi Omega Sigma".split(" "),
);

export const keyOf = ({ base, sub, sup }: Plain): string => nameText({ kind: "symbol", base, sub, sup });

/** Kronecker's delta of two letters. */
export const isKronecker = ({ base, sub, sup }: Plain): boolean =>
  base === "delta" && sup === "" && /^[a-z],?[a-z]$/.test(sub);

/** Kronecker's delta where one of its indices may be a number: \delta_{2i}. */
export const isKroneckerEntry = ({ base, sub, sup }: Plain): boolean =>
  base === "delta" && sup === "" && /^[a-z\d],?[a-z\d]$/.test(sub) && /[a-z]/.test(sub);

const scriptFor = (text: string, like: Script | undefined, at: NameTree): Script => ({
  start: like?.start ?? at.start,
  end: like?.end ?? at.end,
  text,
  parts: text.match(/[A-Za-z]'*|\d+|./g) ?? [],
});

/** A name tree for a plain name, at the place of another. */
export function plainTree({ base, sub, sup }: Plain, at: NameTree): NameTree {
  const primes = /'*$/.exec(base)?.[0].length ?? 0;
  const { sup: typed } = at.name;
  const keepsPower = isPower(base, typed, sub !== "");
  const name: WrittenName = {
    base: base.slice(0, base.length - primes),
    primes,
    ...(sub !== "" && { sub: scriptFor(sub, at.name.sub, at) }),
    ...(keepsPower && typed !== undefined && { sup: typed }),
    ...(sup !== "" && {
      sup: { ...scriptFor(sup, typed, at), ...(typed?.formula !== undefined && { formula: typed.formula }) },
    }),
    ...(at.name.upright !== undefined && { upright: at.name.upright }),
  };
  return nameTree(name, at);
}

/** What a loss is usually called. To be asked only where formulas do not tell which quantity it is. */
export const isLossName = (base: string): boolean => /^(?:[ECLJ]|loss|cost|ell|mathcalL)$/.test(base);

/** Whether a word is the name of a function: OUT(h1) and E(total) are quantities whose index stands in brackets. */
export const isFunction = (name: string): boolean => isFunctionName(name);

/** Greek letters that are functions where brackets follow: φ(z) is no φ_z. */
const GREEK_FUNCTIONS = /^(?:phi|varphi|psi|Phi|Psi|rho|zeta)$/;

function numbered(tree: Tree & { readonly kind: "applied" }): Plain | undefined {
  const [argument] = tree.arguments;
  const { name } = tree.head;
  if (tree.arguments.length !== 1 || argument?.kind !== "name" || name.sub !== undefined || name.primes > 0)
    return undefined;
  const { base, sub, sup } = argument.name;
  if (sub !== undefined || sup !== undefined || argument.name.primes > 0) return undefined;
  if (isFunction(name.base)) return undefined;
  const isWord = name.base.length > 1 && !GREEK_FUNCTIONS.test(name.base);
  const isIndex = isWord
    ? /^[A-Za-z]\d*$/.test(base) || /^(total|tot)$/.test(base)
    : /^(total|tot)$/.test(base);
  if (!isIndex) return undefined;
  return plain({ base: name.base, primes: 0, sub: { start: 0, end: 0, text: base, parts: [base] } });
}

/**
 * The word that a left side defines as a function: softsign of softsign(x) = x / (|x| + 1), whose right side has x by itself.
 * OUT(h1) = f(NET(h1)) defines none.
 */
export function functionDefined(left: Tree, right: Tree): string | undefined {
  const call = bare(left);
  if (call.kind !== "applied" || numbered(call) === undefined) return undefined;
  const argument = namedBy(call.arguments[0] as Tree); // numbered: it has one
  const indices = new Set<Tree>();
  for (const part of walk(right)) {
    if (part.kind === "applied" && numbered(part) !== undefined) indices.add(part.arguments[0] as Tree);
    const name = part.kind === "name" && !indices.has(part) ? namedBy(part) : undefined;
    if (name !== undefined && argument !== undefined && keyOf(name) === keyOf(argument))
      return call.head.name.base;
  }
  return undefined;
}

/** `(l)T` in its parts: the layer, and whether the whole is transposed. Layers in square brackets are those in round ones. */
function raised(name: WrittenName): { readonly name: WrittenName; readonly isTransposed: boolean } {
  const { sub, sup, ...rest } = name;
  const [, layer = "", mark = ""] =
    /^(\([^()]*\)|\[[^[\]]*\]|)(T|top|intercal|⊤|)$/.exec(sup?.text ?? "") ?? [];
  const isTransposed = mark !== "" && (sub === undefined || sup?.formula === undefined);
  if (sup === undefined || (!isTransposed && !layer.startsWith("["))) return { name, isTransposed: false };
  const text = layer.replace("[", "(").replace("]", ")");
  const own = text === "" ? {} : { sup: { start: sup.start, end: sup.end, text, parts: sup.parts } };
  return { name: { ...rest, ...(sub !== undefined && { sub }), ...own }, isTransposed };
}

/** Letters of functions, and of no quantities, where a number stands below and a bracket follows. */
const NUMBERED_FUNCTIONS = /^(f|F|phi|varphi|psi|sigma)$/;

/** The function that a name before a bracket is, f or f_1; undefined for a factor: w_5(a + b). */
export function functionNamed({ head }: Tree & { readonly kind: "applied" }): string | undefined {
  const { base, primes, sub } = head.name;
  if (sub === undefined) return base;
  const isFunctionOf = /^\d+$/.test(sub.text) && (primes > 0 || NUMBERED_FUNCTIONS.test(base));
  return isFunctionOf ? keyOf({ base, sub: sub.text, sup: "" }) : undefined;
}

/** The formula with every name in its plain form; \Delta w is a name of its own. Calls of `functions` stay calls. */
export function plainNames(tree: Tree, functions: ReadonlySet<string> = new Set()): Tree {
  return mapTree(tree, (typed) => {
    const { isTransposed, name: lower } =
      typed.kind === "name" ? raised(typed.name) : { isTransposed: false, name: undefined };
    if (isTransposed && typed.kind === "name" && lower !== undefined) {
      const { end, start } = typed;
      return { kind: "transpose", base: plainNames({ ...typed, name: lower }, functions), start, end };
    }
    if (typed.kind === "applied" && raised(typed.head.name).isTransposed && typed.arguments.length === 1) {
      const [argument] = typed.arguments as readonly [Tree];
      const { bracket, end, head, start } = typed; // X^T (Z - Y): no call
      const body = plainNames(argument, functions);
      const group: Tree = { kind: "group", bracket, body, start: head.end, end };
      const factors = [plainNames(head, functions), group].map((tree) => ({ sign: "" as const, tree }));
      return { kind: "product", factors, start, end };
    }
    const part = typed.kind === "name" && lower !== undefined ? { ...typed, name: lower } : typed;
    const step = part.kind === "name" ? /^[Δ∆](\p{L}.*)$/u.exec(part.name.base)?.[1] : undefined;
    if (part.kind === "name" && step !== undefined) {
      const { base, ...rest } = plain({ ...part.name, base: step });
      return plainTree({ ...rest, base: `${STEP}${base}` }, part);
    }
    if (part.kind === "name") {
      const formula = part.name.sup?.formula;
      const sup = part.name.sup;
      const inner =
        formula === undefined || sup === undefined
          ? part
          : { ...part, name: { ...part.name, sup: { ...sup, formula: plainNames(formula, functions) } } };
      return plainTree(plain(part.name), inner);
    }
    if (part.kind === "applied") {
      const name = functions.has(part.head.name.base) ? undefined : numbered(part);
      if (name !== undefined) return plainTree(name, { ...part.head, end: part.end });
    }
    if (part.kind === "differential" && part.symbol === "Delta") {
      const of = bare(part.of);
      if (of.kind !== "name") return undefined;
      const { base, sub, sup } = plain(of.name);
      return plainTree({ base: `${STEP}${base}`, sub, sup }, { ...of, start: part.start });
    }
    return undefined;
  });
}

/** Whether a tree is a power of what its name stands for: x^2, but neither W^{(2)} nor w^{+}. */
export function isPowerOfName(tree: Tree): boolean {
  const inner = bare(tree);
  return inner.kind === "name" && isPower(inner.name.base, inner.name.sup, plain(inner.name).sub !== "");
}

/** The key of what a tree names; undefined if it is no name. */
export function keyNamed(tree: Tree | undefined): string | undefined {
  const name = tree && namedBy(tree);
  return name && keyOf(name);
}

/** The plain name of what a tree names, or of what it is a power of; undefined if it is no name. */
export function namedBy(tree: Tree): Plain | undefined {
  const inner = bare(tree);
  return inner.kind === "name" ? plain(inner.name) : undefined;
}
