import { bare, type Factor, type NameTree, type Term, type Tree } from "@chainrule/graph/read";
import { type PlainKind, type Reason, reason, type Value } from "../findings/reason";
import { type Indexed, namesIn } from "../names/letters";
import { functionNamed, isFunction, isPowerOfName, keyOf, namedBy, type Plain } from "../names/names";
import type { Axes } from "./axes";

/** The shape of a formula: a scalar, a column (or a row), a matrix. */
export interface Shape {
  readonly axes: readonly number[];
  readonly isRow?: boolean;
  /** Ones of any length: those of a bold 1. */
  readonly isOpen?: boolean;
}

export const SCALAR: Shape = { axes: [] };

/** Why the parts of a formula do not fit. */
export class Misfit {
  readonly because: Reason;
  /** It may mean a product entry by entry. */
  readonly isLoose: boolean;

  constructor(because: Reason | PlainKind, isLoose = false) {
    this.because = reason(because);
    this.isLoose = isLoose;
  }
}

/** A vector stands as a row before a matrix: the document's vectors are rows. */
export class Rows {}

/** What the inference asks about names. */
export interface Names {
  readonly axes: Axes;
  readonly get: (name: Plain) => Shape | undefined;
  /** Takes a shape for a name of which nothing tells it yet; does nothing for one that is defined. */
  readonly take: (name: Plain, shape: Shape) => void;
  /** Whether nothing defines the name, and nothing tells its shape yet. */
  readonly isUndecided: (name: Plain) => boolean;
  /** The quantity as a whole, and the letters of an entry of it: a and k of a_k. */
  readonly split: (name: Plain) => Indexed;
  readonly isKnown: (key: string) => boolean;
  /** Whether the document says the shape of the name, and not only how it is used. */
  readonly isDeclared: (name: Plain) => boolean;
  readonly doubt: (name: Plain) => void;
}

/** Letters of rates and of weights of penalties, and their words in programs. */
const SCALARS =
  /^(?:eta|lambda|alpha|gamma|epsilon|varepsilon|rho|tau|kappa|nu|learning|lr|rate|step|reg|decay|eps|momentum)$/;
const REDUCTIONS = /^(sum|mean|norm|trace|tr|logsumexp|det|max|min)$/i;
const ROWWISE = /^(softmax|logsoftmax)$/i;
const RANDOM_LENGTH = /^(diag|concat|reshape|slice|pad|einsum|transpose)$/i;
/** Functions of several arguments, entry by entry. */
const POINTWISE = /^(max|min|maximum|minimum|pow|where)$/i;
/** Products of two arguments in programs. */
const PRODUCTS = /^(?:dot|matmul)$/;
/** W, and words of a w with the letters of the two layers that it joins: Whh, which counts in lower case. */
const WEIGHTS = /^(?:[WUVM]|w[a-z]{2})$/;
const DATA = /^[XHZYA]$/;
/** One for each sample, where a bias may be one for all. */
const TARGETS = /^[yt]$/;

/** x_{2:3,:}, some of the entries of x. */
const isPart = ({ sub }: Plain): boolean => sub.includes(":");

const isCapital = ({ base }: Plain): boolean =>
  WEIGHTS.test(base) ||
  /^(?:[A-Z]|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega)(hat|bar|tilde)?'*$/.test(base);
const baseOf = (tree: Tree): string => namedBy(tree)?.base ?? "";
const aloneIn = (tree: Tree): NameTree | undefined => {
  const inner = bare(tree);
  return inner.kind === "name" && !isPowerOfName(inner) ? inner : undefined;
};

/** The shapes of formulas, by what is known of their names; what stands beside what tells more of the names. */
export class Inference {
  readonly #names: Names;
  /** How far the letters of one formula run. */
  #runs = new Map<string, number>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** The shape of a whole formula, whose letters are its own. @throws Misfit, Rows */
  formula(tree: Tree): Shape | undefined {
    this.#runs = new Map();
    return this.shape(tree);
  }

  /** The shape of a part of a formula; undefined where nothing tells it (yet). @throws Misfit, Rows */
  shape(tree: Tree): Shape | undefined {
    switch (tree.kind) {
      case "number":
      case "percent":
        return SCALAR;
      case "matrix":
        return this.#written(tree.rows);
      case "name":
        return this.#name(tree);
      case "group":
      case "at":
        return this.shape(tree.body);
      case "sum":
        return this.#together(tree.terms.map(({ tree: term }: Term) => term));
      case "entrywise":
        return this.#together(tree.factors, true);
      case "product":
        return this.#product(tree.factors);
      case "fraction":
        return this.#together([tree.above, tree.below]);
      case "power":
        return this.shape(tree.base);
      case "root":
      case "absolute":
        return this.shape(tree.body);
      case "transpose":
        return this.#factorBefore(tree.base, tree) ?? this.#transposed(tree.base);
      case "norm":
        this.#whole(tree.body);
        return SCALAR;
      case "inner": {
        const [left, right] = tree.factors.map((factor) => this.#whole(factor));
        if (left !== undefined && right !== undefined) this.#like(left, right);
        return SCALAR;
      }
      case "derivative":
        return this.#derivative(tree);
      case "applied":
        return this.#applied(tree);
      case "over": {
        const body = this.shape(tree.body);
        return body?.axes.length === 0 ? SCALAR : undefined;
      }
      case "relation":
        return this.#together(tree.sides);
      default:
        return undefined;
    }
  }

  /** A matrix by its entries; a single column is a vector. */
  #written(rows: readonly (readonly Tree[])[]): Shape {
    const columns = rows[0]?.length ?? 0;
    const sizes = columns === 1 ? [rows.length] : [rows.length, columns];
    return { axes: sizes.map((each) => this.#names.axes.fresh(String(each), String(each))) };
  }

  #name(tree: NameTree): Shape | undefined {
    const name = namedBy(tree);
    if (tree.name.base === "1" && tree.name.upright)
      return { axes: [this.#names.axes.fresh("1")], isOpen: true };
    if (name === undefined || isPart(name)) return undefined;
    if (name.base === "pi" || (name.base === "e" && !this.#names.isKnown("e"))) return SCALAR;
    const { letters, whole } = this.#names.split(name);
    if (letters.length > 0) return this.#entry(whole, letters);
    return this.#names.get(name);
  }

  /** An entry: the quantity has an axis for each letter, as long as the letter runs. */
  #entry(whole: Plain, letters: readonly string[]): Shape {
    const runs = letters.map((letter) => {
      const axis = this.#runs.get(letter) ?? this.#names.axes.fresh(letter);
      this.#runs.set(letter, axis);
      return axis;
    });
    if (this.#names.isUndecided(whole)) this.#names.take(whole, { axes: runs });
    const { axes } = this.#names.get(whole) ?? SCALAR;
    if (axes.length === runs.length)
      for (const [k, axis] of axes.entries()) this.#names.axes.join(axis, runs[k] as number);
    return SCALAR;
  }

  /** The undecided name that a tree is. */
  #undecided(tree: Tree): Plain | undefined {
    const alone = aloneIn(tree);
    const name = alone === undefined ? undefined : namedBy(alone);
    const isOpen =
      name !== undefined &&
      !isPart(name) &&
      this.#names.split(name).letters.length === 0 &&
      this.#names.isUndecided(name);
    return isOpen ? name : undefined;
  }

  #fresh(name: Plain, label: string): number {
    return this.#names.axes.fresh(`${label}(${keyOf(name)})`);
  }

  #vector(name: Plain): Shape {
    const shape = { axes: [this.#fresh(name, "size")] };
    this.#names.take(name, shape);
    return shape;
  }

  #matrix(name: Plain): Shape {
    const shape = { axes: [this.#fresh(name, "rows"), this.#fresh(name, "columns")] };
    this.#names.take(name, shape);
    return shape;
  }

  /** What is under a norm or a transpose is no scalar. */
  #whole(tree: Tree): Shape | undefined {
    const known = this.shape(tree);
    if (known !== undefined) return known;
    const inner = bare(tree);
    const parts = inner.kind === "sum" ? inner.terms.map(({ tree: term }) => term) : [inner];
    const names = parts.map((part) => this.#undecided(part));
    const [first] = names;
    if (first === undefined || names.includes(undefined)) return undefined;
    if (names.some((name) => name !== undefined && isCapital(name))) this.#matrix(first);
    else this.#vector(first);
    return this.shape(tree);
  }

  /** x (W)^T where x is a quantity: what is in the brackets is transposed, and no more. */
  #factorBefore(base: Tree, tree: Tree & { readonly kind: "transpose" }): Shape | undefined {
    const [body, ...others] = base.kind === "applied" ? base.arguments : [];
    if (base.kind !== "applied" || body === undefined || others.length > 0) return undefined;
    if (!this.#isFactor(functionNamed(base))) return undefined;
    return this.#product([
      { sign: "", tree: base.head },
      { sign: "", tree: { ...tree, base: body } },
    ]);
  }

  /** Whether what stands before brackets is a quantity, and no function. */
  #isFactor(called: string | undefined): called is undefined {
    return called === undefined || (this.#names.isKnown(called) && !isFunction(called));
  }

  #transposed(base: Tree): Shape | undefined {
    const shape = this.#whole(base);
    if (shape === undefined || shape.axes.length === 0) return shape;
    if (shape.axes.length === 1) return { ...shape, isRow: !shape.isRow };
    return { ...shape, axes: [...shape.axes].reverse() };
  }

  /** Terms, or factors entry by entry: of one shape but for scalars, and for a bias along an axis. */
  #together(parts: readonly Tree[], isEntrywise = false): Shape | undefined {
    const shapes = parts.map((part) => this.shape(part));
    let total: Shape | undefined;
    for (const shape of shapes) {
      if (shape === undefined || shape.axes.length === 0) continue;
      total = total === undefined ? shape : this.#like(total, shape);
    }
    if (total === undefined) return shapes.includes(undefined) ? undefined : SCALAR;
    for (const [k, part] of parts.entries()) {
      const name = shapes[k] === undefined ? this.#undecided(part) : undefined;
      if (name === undefined) continue;
      if (SCALARS.test(name.base)) this.#names.doubt(name);
      else if (total.axes.length === 2 && !this.#isOne(total) && !isCapital(name) && !isEntrywise)
        this.#bias(name, parts, total);
      else if (isRegression(parts) && this.#isOnlyUndeclared(name, parts)) this.#names.take(name, SCALAR);
      else if (isRegression(parts) && !TARGETS.test(name.base)) this.#names.doubt(name);
      else this.#names.take(name, total.isRow === true ? { axes: total.axes } : total);
    }
    const all = parts.map((part, k) => shapes[k] ?? this.shape(part));
    return all.includes(undefined) ? undefined : total;
  }

  /** b of Xw + b, where the shapes of X and w are declared and its own is not: it is a number. */
  #isOnlyUndeclared(name: Plain, parts: readonly Tree[]): boolean {
    const others = parts.flatMap(namesIn).filter((each) => keyOf(each) !== keyOf(name));
    return /^(?:b|bias)$/.test(name.base) && others.every((each) => this.#names.isDeclared(each));
  }

  #like(a: Shape, b: Shape): Shape {
    const [large, small] = a.axes.length >= b.axes.length ? [a, b] : [b, a];
    const { axes } = this.#names;
    const offset = large.axes.length - small.axes.length;
    if (offset === 0 && large.axes.length === 1 && (a.isRow ?? false) !== (b.isRow ?? false))
      throw new Misfit("row beside a column");
    for (const [k, axis] of small.axes.entries()) {
      const other = large.axes[k + offset] as number;
      if (axes.textOf(axis) === "1" || axes.textOf(other) === "1") continue; // is repeated
      if (!axes.join(axis, other)) throw new Misfit({ kind: "shapes side by side", ...this.#both(a, b) });
    }
    const isStretched = large.axes.map((axis) => axes.textOf(axis) === "1");
    if (offset === 0 && isStretched.includes(true))
      return { axes: large.axes.map((axis, k) => (isStretched[k] ? (small.axes[k] as number) : axis)) };
    return large;
  }

  /** A matrix of one row: a row vector. */
  #isOne({ axes: [rows] }: Shape): boolean {
    return rows !== undefined && this.#names.axes.textOf(rows) === "1";
  }

  /** b of XW + b: along the rows where the data is at the left, a column where it is at the right. */
  #bias(name: Plain, parts: readonly Tree[], total: Shape): void {
    const bases = parts.map(bare).flatMap((part) => {
      if (part.kind === "product") return part.factors.map(({ tree }) => baseOf(tree));
      return part.kind === "applied" && PRODUCTS.test(part.head.name.base) ? part.arguments.map(baseOf) : [];
    });
    const [first = "", last = ""] = [bases[0], bases[bases.length - 1]];
    const [rows, columns] = total.axes as readonly [number, number];
    if (WEIGHTS.test(last) && !WEIGHTS.test(first)) this.#names.take(name, { axes: [columns] });
    else if (WEIGHTS.test(first) && !WEIGHTS.test(last))
      this.#names.take(name, { axes: [rows, this.#names.axes.fresh("1", "1")] });
    else this.#names.doubt(name);
  }

  #product(factors: readonly Factor[]): Shape | undefined {
    const trees = factors.map(({ tree }) => tree);
    const several = trees.filter((tree) => bare(tree).kind !== "number").length > 1;
    let total: Shape | undefined = SCALAR;
    let isUnknown = false;
    for (const [k, { sign, tree }] of factors.entries()) {
      let shape = this.shape(tree);
      if (shape === undefined) {
        const name = sign === "/" ? undefined : this.#undecided(tree);
        if (name !== undefined && several) shape = this.#factor(name, total, trees[k + 1]);
      }
      if (shape === undefined) isUnknown = true;
      if (shape === undefined || isUnknown) continue;
      if (sign === "/" || sign === ".*" || sign === "./") total = total && this.#entrywise(total, shape);
      else total = total && this.#times(total, shape, trees[k - 1], tree, sign === "*");
      isUnknown ||= total === undefined;
    }
    return isUnknown ? undefined : total;
  }

  #entrywise(a: Shape, b: Shape): Shape {
    if (a.axes.length === 0) return b;
    return b.axes.length === 0 ? a : this.#like(a, b);
  }

  /** The shape of a factor of which nothing else tells it: by its letter and its neighbours. */
  #factor(name: Plain, before: Shape | undefined, after: Tree | undefined): Shape | undefined {
    if (isCapital(name)) return this.#matrix(name);
    if (before !== undefined && (before.axes.length === 2 || before.isRow)) {
      if (!SCALARS.test(name.base)) return this.#vector(name);
      this.#names.doubt(name);
      return undefined;
    }
    if (before?.axes.length === 0 && SCALARS.test(name.base)) {
      this.#names.take(name, SCALAR); // a column has no product with what follows
      return SCALAR;
    }
    const next = after === undefined ? undefined : this.shape(after);
    if (next === undefined || next.axes.length === 0 || before?.axes.length !== 0) return undefined;
    if (next.axes.length === 2 && /^[xhayozsuv]$/.test(name.base)) {
      const shape = { axes: [this.#names.axes.fresh("1", "1"), next.axes[0] as number] };
      this.#names.take(name, shape);
      return shape;
    }
    if (!SCALARS.test(name.base)) this.#names.doubt(name);
    return undefined;
  }

  /** `isStar`: with the sign `*`, which may mean a product entry by entry where both have one shape. */
  #times(a: Shape, b: Shape, left: Tree | undefined, right: Tree, isStar: boolean): Shape {
    if (a.axes.length === 0) return b;
    if (b.axes.length === 0) return a;
    const { axes } = this.#names;
    const [aRank, bRank] = [a.axes.length, b.axes.length];
    const isRowBefore = aRank === 1 && a.isRow !== true && bRank === 2;
    if (isRowBefore && left !== undefined && aloneIn(left) !== undefined && !a.isOpen) throw new Rows();
    const inner = aRank === 2 || a.isRow === true ? (a.axes[aRank - 1] as number) : undefined;
    const outer = bRank === 2 || b.isRow !== true ? (b.axes[0] as number) : undefined;
    if (inner === undefined && outer === undefined) return { axes: [...a.axes, ...b.axes] };
    if (inner === undefined && bRank === 2)
      throw new Misfit({ kind: "column before a matrix", ...this.#both(a, b) });
    if (inner === undefined) throw new Misfit("columns side by side", true);
    if (outer === undefined) throw new Misfit(aRank === 1 ? "rows side by side" : "matrix before a row");
    if (!axes.join(inner, outer)) {
      const name = namedBy(right);
      const both = this.#both(a, b);
      const texts = [a, b].map((shape) => shape.axes.map((axis) => axes.textOf(axis)).join());
      const isLoose = isStar && texts[0] === texts[1];
      throw new Misfit(
        name === undefined
          ? { kind: "inner sizes differ", ...both }
          : { kind: "inner sizes differ at", ...both, name: keyOf(name) },
        isLoose,
      );
    }
    const rest = [...a.axes.slice(0, aRank - 1), ...b.axes.slice(1)];
    return { axes: rest, isRow: aRank === 1 && bRank === 2 };
  }

  #derivative({ by, of }: Tree & { readonly kind: "derivative" }): Shape | undefined {
    const [first] = by;
    const [above, below] = [this.shape(of), first === undefined ? undefined : this.shape(first)];
    if (by.length !== 1 || above === undefined || below === undefined) return undefined;
    return { axes: [...above.axes, ...below.axes] };
  }

  #applied(tree: Tree & { readonly kind: "applied" }): Shape | undefined {
    const called = functionNamed(tree);
    if (this.#isFactor(called)) {
      const [body] = tree.arguments;
      if (body === undefined || tree.arguments.length !== 1) return undefined;
      return this.#product([
        { sign: "", tree: tree.head },
        { sign: "", tree: body },
      ]);
    }
    if (REDUCTIONS.test(called) && tree.head.name.sub === undefined && tree.arguments.length === 1) {
      const [of] = tree.arguments as readonly [Tree];
      const shape = this.#whole(of.kind === "power" ? of.base : of);
      const [rows, columns] = shape?.axes ?? [];
      const { axis: told, keepDims = false } = tree.options ?? {};
      const axis = told !== undefined && told < 0 ? told + (shape?.axes.length ?? 0) : told;
      if (axis !== undefined && shape?.axes[axis] !== undefined) {
        const one = this.#names.axes.fresh("1", "1");
        return { axes: shape.axes.flatMap((each, k) => (k === axis ? (keepDims ? [one] : []) : [each])) };
      }
      const isTrace = /^tr(ace)?$/.test(called) && rows !== undefined && columns !== undefined;
      if (isTrace && !this.#names.axes.join(rows, columns)) throw new Misfit("trace of what is not square");
      return SCALAR;
    }
    if (tree.arguments.length > 1 && POINTWISE.test(called)) return this.#together(tree.arguments);
    if (tree.arguments.length === 2 && PRODUCTS.test(called)) return this.#dot(tree.arguments);
    if (RANDOM_LENGTH.test(called) || tree.head.name.sub !== undefined || tree.arguments.length !== 1)
      return /^diag$/i.test(called) ? this.#diagonal(tree.arguments) : undefined;
    const shape = this.shape(tree.arguments[0] as Tree);
    if (ROWWISE.test(called) && shape !== undefined && shape.axes.length === 0) return undefined;
    return shape;
  }

  /** dot(a, b) of array libraries: the inner product of two vectors, else the product of matrices. */
  #dot(trees: readonly Tree[]): Shape | undefined {
    const [a, b] = trees.map((tree) => this.shape(tree));
    if (a === undefined || b === undefined || a.axes.length !== 1 || b.axes.length !== 1)
      return this.#product(trees.map((tree) => ({ sign: "@", tree })));
    this.#like(a, b);
    return SCALAR;
  }

  #diagonal([of]: readonly Tree[]): Shape | undefined {
    const shape = of === undefined ? undefined : this.shape(of);
    const [axis] = shape?.axes ?? [];
    return shape?.axes.length === 1 && axis !== undefined ? { axes: [axis, axis] } : undefined;
  }

  /** A shape in a message: [n, m]. */
  text({ axes, isRow }: Shape): Value {
    const shape = `[${axes.map((axis) => this.#names.axes.textOf(axis)).join(", ")}]`;
    return isRow ? { kind: "shape of a row", shape } : shape;
  }

  #both(left: Shape, right: Shape): { readonly left: Value; readonly right: Value } {
    return { left: this.text(left), right: this.text(right) };
  }
}

/** Xw + b: b may be one number for all samples, or a vector. */
function isRegression(parts: readonly Tree[]): boolean {
  return parts.map(bare).some((part) => {
    const [first, second] = part.kind === "product" ? part.factors : [];
    const [data, weights] = [first, second].map((each) => each && namedBy(each.tree)?.base);
    return data !== undefined && weights !== undefined && DATA.test(data) && /^[a-z]/.test(weights);
  });
}
