import { bare, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import type { Declared } from "../names/declared";
import { functionNamed, isFunction, isLossName, namedBy, type Plain } from "../names/names";
import { type NumberingLetters, squaresIn, termsOf } from "./names";

/** How many axes a formula has, of one sample: 0 for a scalar, 1 for a vector, 2 for a matrix. */
export type Rank = 0 | 1 | 2;

const MOST_PASSES = 12;
const CAPITAL = /^(?:[A-Z]|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega)(?:hat|bar|tilde)?'*$/;

/** The ranks of a document's quantities: of what is transposed, what follows a row or a matrix, what stands beside a vector. */
export class Ranks {
  readonly #known = new Map<string, Rank>();
  readonly #letters: NumberingLetters;

  constructor(statements: readonly Statement[], declared: readonly Declared[], letters: NumberingLetters) {
    this.#letters = letters;
    for (const { name, sizes } of declared) this.#known.set(letters.split(name).key, sizes.length as Rank);
    for (let pass = 0, before = -1; pass < MOST_PASSES && before !== this.#known.size; pass++) {
      before = this.#known.size;
      for (const { members } of statements) {
        for (const { tree } of members) for (const part of walk(tree)) this.#learnIn(part);
        this.#together(members.map(({ tree }) => tree));
      }
    }
  }

  /** The rank of a quantity by its name; a name of which nothing tells it is a scalar. */
  of(name: Plain): Rank {
    return this.#known.get(this.#letters.split(name).key) ?? 0;
  }

  /** The name alone that a tree is, as a whole and not as an entry, if its rank is not known. */
  #open(tree: Tree): Plain | undefined {
    const name = namedBy(tree);
    if (name === undefined) return undefined;
    const { entries, key } = this.#letters.split(name);
    return entries.length === 0 && !this.#known.has(key) ? name : undefined;
  }

  #take(name: Plain, rank: Rank): void {
    this.#known.set(this.#letters.split(name).key, rank);
  }

  #learnIn(part: Tree): void {
    switch (part.kind) {
      case "transpose":
        for (const each of termsOf(part.base)) this.#whole(each);
        return;
      case "norm":
        for (const each of termsOf(part.body)) this.#whole(each);
        return;
      case "applied": {
        const squares = squaresIn(part);
        if (squares !== undefined) for (const each of termsOf(squares)) this.#whole(each);
        return;
      }
      case "sum":
        this.#together(part.terms.map(({ tree }) => tree));
        return;
      case "entrywise":
        this.#together(part.factors);
        return;
      case "product":
        for (const [k, { sign, tree }] of part.factors.entries()) {
          const before = part.factors[k - 1];
          if (sign !== "/" && before !== undefined) this.#beside(before.tree, tree);
        }
        return;
      default:
    }
  }

  /** What cannot be a scalar. */
  #whole(tree: Tree): void {
    const name = this.#open(tree);
    if (name !== undefined) this.#take(name, CAPITAL.test(name.base) ? 2 : 1);
  }

  /** A row, or a matrix, with what follows it: a vector. A capital letter before a vector is a matrix. */
  #beside(left: Tree, right: Tree): void {
    const own = bare(left);
    const isRow = own.kind === "transpose" && this.rank(own.base) === 1;
    const isMatrix = this.rank(left) === 2;
    const [first, second] = [this.#open(left), this.#open(right)];
    if ((isRow || isMatrix) && second !== undefined) this.#take(second, CAPITAL.test(second.base) ? 2 : 1);
    const isCapital = first !== undefined && CAPITAL.test(first.base) && !isLossName(first.base);
    if (isCapital && this.rank(right) === 1 && bare(right).kind !== "transpose") this.#take(first, 2);
  }

  /** Terms, factors entry by entry, sides of an equation: of one rank. */
  #together(trees: readonly Tree[]): void {
    const known = trees.flatMap((tree) => this.rank(tree) ?? []);
    const [rank] = known;
    if (rank === undefined || rank === 0 || known.some((each) => each !== rank)) return;
    for (const tree of trees) this.#expect(tree, rank);
  }

  /** What the rank of a formula tells of the names in it. */
  #expect(tree: Tree, rank: Rank): void {
    const inner = bare(tree);
    const name = this.#open(inner);
    if (name !== undefined) this.#take(name, rank);
    else if (inner.kind === "sum") for (const term of inner.terms) this.#expect(term.tree, rank);
    else if (inner.kind === "product" && inner.factors.length === 2 && rank === 1) {
      const [first, second] = inner.factors.map((factor) => this.#open(factor.tree));
      const isLayer = first !== undefined && CAPITAL.test(first.base) && !isLossName(first.base);
      if (!isLayer || second === undefined || CAPITAL.test(second.base)) return;
      this.#take(first, 2);
      this.#take(second, 1);
    }
  }

  /** The rank of a formula; undefined where nothing tells it yet. */
  rank(tree: Tree): Rank | undefined {
    switch (tree.kind) {
      case "number":
        return 0;
      case "name": {
        const name = namedBy(tree);
        if (name === undefined) return undefined;
        const { entries, key } = this.#letters.split(name);
        return entries.length > 0 ? 0 : this.#known.get(key);
      }
      case "group":
      case "root":
      case "absolute":
        return this.rank(tree.body);
      case "power":
      case "transpose":
        return this.rank(tree.base);
      case "norm":
        return 0;
      case "fraction":
        return this.rank(tree.above);
      case "over":
        return this.rank(tree.body);
      case "sum":
        return this.#common(tree.terms.map((term) => term.tree));
      case "entrywise":
        return this.#common(tree.factors);
      case "product":
        return this.#product(tree.factors.filter(({ sign }) => sign !== "/").map((factor) => factor.tree));
      case "derivative": {
        const [by] = tree.by;
        return tree.by.length === 1 && by !== undefined ? this.rank(by) : undefined;
      }
      case "applied": {
        if (squaresIn(tree) !== undefined) return 0;
        const called = functionNamed(tree);
        const [of] = tree.arguments;
        const isPointwise = called !== undefined && isFunction(called) && !REDUCING.test(called);
        return isPointwise && of !== undefined && tree.arguments.length === 1 ? this.rank(of) : undefined;
      }
      default:
        return undefined;
    }
  }

  #common(trees: readonly Tree[]): Rank | undefined {
    return trees.map((tree) => this.rank(tree)).find((rank) => rank !== undefined && rank > 0);
  }

  #product(trees: readonly Tree[]): Rank | undefined {
    let total: { rank: Rank; isRow: boolean } = { rank: 0, isRow: false };
    for (const tree of trees) {
      const rank = this.rank(tree);
      if (rank === undefined) return undefined;
      if (rank === 0) continue;
      const isRow = rank === 1 && bare(tree).kind === "transpose";
      if (total.rank === 0) total = { rank, isRow };
      else if (total.rank === 1 && total.isRow) total = { rank: rank === 2 ? 1 : 0, isRow: rank === 2 };
      else if (total.rank === 1) total = { rank: 2, isRow: false };
      else total = { rank, isRow: false };
    }
    return total.rank;
  }
}

export const REDUCING =
  /^(?:sum|mean|norm|trace|tr|logsumexp|det|max|min|softmax|logsoftmax|diag|rowsum|colsum)$/i;
