import { type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import type { Declared } from "../names/declared";
import { namesIn } from "../names/letters";
import { namedBy, type Plain } from "../names/names";

/** A name with its parts set apart: which quantity, of which sample, which entry. */
export interface Parts {
  /** The quantity: x of x_{ij}, W_h of W_h. */
  readonly key: string;
  /** The letters that number samples: i of x_i and of x^{(i)}. */
  readonly samples: readonly string[];
  /** The letters of an entry: j of x_{ij}. */
  readonly entries: readonly string[];
}

/** The letters that number samples and entries in a document. */
export class NumberingLetters {
  readonly #samples: ReadonlySet<string>;
  readonly #entries: ReadonlySet<string>;

  constructor(samples: ReadonlySet<string>, entries: ReadonlySet<string>) {
    this.#samples = samples;
    this.#entries = entries;
  }

  split({ base, sub, sup }: Plain): Parts {
    const raised = /^\(([a-z])\)$/.exec(sup)?.[1];
    const isRaised = raised !== undefined && this.#samples.has(raised);
    const below = lettersOf(sub) ?? [];
    const isIndex =
      below.length > 0 && below.every((each) => this.#samples.has(each) || this.#entries.has(each));
    const all = [...(isRaised ? [raised] : []), ...(isIndex ? below : [])];
    return {
      key: [base, isIndex ? "" : sub, isRaised ? "" : sup].join("|"),
      samples: all.filter((letter) => this.#samples.has(letter)),
      entries: all.filter((letter) => !this.#samples.has(letter)),
    };
  }
}

const lettersOf = (sub: string): string[] | undefined =>
  /^[a-z](?:,?[a-z]){0,2}$/.test(sub) ? (sub.match(/[a-z]/g) ?? undefined) : undefined;

const MARK = /^\(([a-z])\)$/;

/**
 * The letters that number vectors as wholes, x_i and x^{(i)}: those that a sum runs over and that stand on what is transposed, under a
 * norm, or marked above; without such, those of entries, where a document defines some vectors as wholes, z = x + q, and others by their
 * entries, y_i = z_i / r. Undefined where there are neither, or where a step is counted, h_{t-1}.
 */
export function numberingLetters(
  statements: readonly Statement[],
  declared: readonly Declared[],
): NumberingLetters | undefined {
  const trees = statements.flatMap(({ members }) => members.map(({ tree }) => tree));
  const parts = trees.flatMap((tree) => [...walk(tree)]);
  const bound = new Set(parts.flatMap((part) => (part.kind === "over" ? part.letters : [])));
  const names = trees.flatMap(namesIn);
  const wholes = parts.flatMap(wholesIn).flatMap((tree) => namedBy(tree) ?? []);
  const marked = names.flatMap(({ sup }) => MARK.exec(sup)?.[1] ?? []);
  const isOfVectors = wholes.some(({ sub, sup }) => sub === "" && (sup === "" || MARK.test(sup)));
  const samples = new Set(
    [
      ...wholes.flatMap(({ sub }) => (/^[a-z]$/.test(sub) ? [sub] : [])),
      ...(isOfVectors ? marked : []),
    ].filter((letter) => bound.has(letter)),
  );
  const isMixed =
    samples.size === 0 && isInBothWays(statements, names, [...wholes, ...declaredWholes(declared)]);
  if (samples.size === 0 && !isMixed) return undefined;
  const isStep = names.some(({ sub, sup }) => samples.has(/([a-z])[+-]\d/.exec(`${sub} ${sup}`)?.[1] ?? ""));
  const isNumbered = names.some(({ sup }) => /^\(\d+\)$/.test(sup));
  if (isStep || isNumbered) return undefined;
  const quantities = new Set(names.flatMap(({ base, sub }) => (sub === "" ? [base] : [])));
  const users = new Map<string, Set<string>>();
  for (const { base, sub } of names)
    for (const letter of lettersOf(sub) ?? []) users.set(letter, (users.get(letter) ?? new Set()).add(base));
  const entries = [...users].flatMap(([letter, bases]) =>
    !samples.has(letter) && !quantities.has(letter) && (bound.has(letter) || bases.size > 1) ? [letter] : [],
  );
  return new NumberingLetters(samples, new Set(entries));
}

/** Whether a document says something of vectors as wholes, and defines something by entries of these. */
function isInBothWays(
  statements: readonly Statement[],
  names: readonly Plain[],
  wholes: readonly Plain[],
): boolean {
  const known = new Set(wholes.flatMap(({ base, sub, sup }) => (sub === "" && sup === "" ? [base] : [])));
  const isCounted = names.some(({ sub, sup }) => /\d/.test(sub) || /[a-z][+-]\d/.test(`${sub} ${sup}`)); // steps, layers, units
  if (isCounted) return false;
  const isWhole = names.some(({ base, sub }) => sub === "" && known.has(base));
  const isDefined = statements.some(({ members: [left, right] }) => {
    if (left === undefined || right === undefined) return false;
    const name = namedBy(left.tree);
    const isEntry = name !== undefined && lettersOf(name.sub) !== undefined;
    return isEntry && namesIn(right.tree).some(({ sub }) => sub === name.sub);
  });
  return isWhole && isDefined;
}

/** What no scalar stands for: what is transposed, or under a norm, and what follows a row. */
function wholesIn(part: Tree): readonly Tree[] {
  if (part.kind === "transpose") return [part.base];
  if (part.kind === "norm") return termsOf(part.body);
  if (part.kind === "product")
    return part.factors.flatMap(({ tree }, k) =>
      part.factors[k - 1]?.tree.kind === "transpose" ? [tree] : [],
    );
  const squares = squaresIn(part);
  return squares === undefined ? [] : termsOf(squares);
}

export const termsOf = (tree: Tree): Tree[] => {
  const inner = tree.kind === "group" ? tree.body : tree;
  return inner.kind === "sum" ? inner.terms.map((term) => term.tree) : [inner];
};

/** What is squared and summed in a squared norm, as it is read; undefined for anything else. */
export function squaresIn(part: Tree): Tree | undefined {
  if (part.kind !== "applied" || part.head.name.upright !== true || part.head.name.base !== "sum")
    return undefined;
  const [power, ...others] = part.arguments;
  return power?.kind === "power" && others.length === 0 ? power.base : undefined;
}

/** What is declared with its shape; what is declared with letters is spoken of by its entries. */
const declaredWholes = (declared: readonly Declared[]): Plain[] =>
  declared.flatMap(({ letters, name }) => (letters === undefined ? [name] : []));
