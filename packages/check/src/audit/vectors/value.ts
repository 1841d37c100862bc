import { ChainruleError } from "@chainrule/graph";
import { bare, type Factor, type NameTree, type Span, type Tree, walk } from "@chainrule/graph/read";
import { functionNamed, isFunction, isPowerOfName, namedBy, plainTree } from "../names/names";
import type { RunningLetters } from "./axes";
import type { Functions } from "./functions";
import { type NumberingLetters, squaresIn } from "./names";
import { type Rank, type Ranks, REDUCING } from "./ranks";

/** A formula of vectors, entry by entry. */
export interface Value {
  readonly rank: Rank;
  /** A vector that was transposed. */
  readonly isRow: boolean;
  readonly axes: readonly string[];
  /** The formula of the entry with these letters, one for each axis. */
  readonly entry: (letters: readonly string[]) => Tree;
}

/** What stands for one sample where others are numbered. */
export const ANY = "any";

const refusal = (what: string): ChainruleError => new ChainruleError("REFUSED", what, { where: "audit" });

/** Formulas of vectors and matrices, some of them numbered, as formulas of their entries. */
export class Entries {
  readonly #letters: NumberingLetters;
  readonly #ranks: Ranks;
  readonly #functions: Functions;
  readonly #numbered: ReadonlySet<string>;
  readonly running: RunningLetters;

  constructor(
    letters: NumberingLetters,
    ranks: Ranks,
    functions: Functions,
    numbered: ReadonlySet<string>,
    running: RunningLetters,
  ) {
    this.#letters = letters;
    this.#ranks = ranks;
    this.#functions = functions;
    this.#numbered = numbered;
    this.running = running;
  }

  /** @throws ChainruleError REFUSED where a part has no one meaning entry by entry. */
  value(tree: Tree): Value {
    switch (tree.kind) {
      case "name":
        return this.#ofVectors(exponentOf(tree)) ? this.#raised(tree) : this.#name(tree);
      case "group": {
        const body = this.value(tree.body);
        return { ...body, entry: (letters) => ({ ...tree, body: body.entry(letters) }) };
      }
      case "root":
      case "absolute": {
        const body = this.value(tree.body);
        return { ...body, entry: (letters) => ({ ...tree, body: body.entry(letters) }) };
      }
      case "sum": {
        const terms = this.#alike(tree.terms.map((term) => term.tree));
        return {
          ...terms.like,
          entry: (letters) => ({
            ...tree,
            terms: tree.terms.map(({ sign }, k) => ({ sign, tree: terms.entry(k, letters) })),
          }),
        };
      }
      case "entrywise": {
        const factors = this.#alike(tree.factors);
        return {
          ...factors.like,
          entry: (letters) =>
            product(
              tree.factors.map((_, k) => factors.entry(k, letters)),
              tree,
            ),
        };
      }
      case "product":
        return this.#product(tree);
      case "fraction": {
        const [above, below] = [this.value(tree.above), this.#scalar(tree.below)];
        return { ...above, entry: (letters) => ({ ...tree, above: above.entry(letters), below }) };
      }
      case "power": {
        const base = this.value(tree.base);
        if (base.rank === 2) throw refusal("a power of a matrix");
        const exponent = this.#scalar(tree.exponent);
        return { ...base, entry: (letters) => ({ ...tree, base: base.entry(letters), exponent }) };
      }
      case "transpose": {
        const factors = this.#factorsOf(tree.base); // x (x)^T
        if (factors !== undefined)
          return this.#times(this.value(factors[0]), this.value({ ...tree, base: factors[1] }), tree);
        const base = this.value(tree.base);
        if (base.rank === 2)
          return {
            ...base,
            axes: [...base.axes].reverse(),
            entry: (letters) => base.entry([...letters].reverse()),
          };
        return { ...base, isRow: base.rank === 1 && !base.isRow };
      }
      case "norm":
        return this.#norm(tree);
      case "over": {
        const body = this.value(tree.body);
        return { ...body, entry: (letters) => ({ ...tree, body: body.entry(letters) }) };
      }
      case "inner":
        return this.#times(this.#asRow(tree.factors[0]), this.value(tree.factors[1]), tree);
      case "derivative":
        return this.#derivative(tree);
      case "applied":
        return this.#applied(tree);
      default:
        return scalar(this.#plain(tree));
    }
  }

  #scalar(tree: Tree): Tree {
    const { entry, rank } = this.value(tree);
    if (rank > 0) throw refusal("a vector in the place of a scalar");
    return entry([]);
  }

  /** What holds no vector stays as it is typed. */
  #plain(tree: Tree): Tree {
    if (this.#ofVectors(tree)) throw refusal("notation of vectors");
    return tree;
  }

  #ofVectors(tree: Tree | undefined): boolean {
    const parts = tree === undefined ? [] : [...walk(tree)];
    return parts.some((part) => {
      const name = part.kind === "name" ? namedBy(part) : undefined;
      return name !== undefined && this.#ranks.of(name) > 0;
    });
  }

  /** e^{-θ^T x}: what stands above is a formula too. */
  #raised(part: NameTree): Value {
    const { sup, ...name } = part.name;
    const exponent = this.#scalar(exponentOf(part) as Tree); // it has one
    const [base, { end, start }] = [this.#name({ ...part, name, end: sup?.start ?? part.end }), part];
    return {
      ...base,
      entry: (letters) => ({ kind: "power", base: base.entry(letters), exponent, start, end }),
    };
  }

  #asRow(tree: Tree): Value {
    const value = this.value(tree);
    return { ...value, isRow: value.rank === 1 };
  }

  #name(part: NameTree): Value {
    const name = namedBy(part);
    if (name === undefined) return scalar(part);
    const { entries, key, samples } = this.#letters.split(name);
    const rank = this.#ranks.of(name);
    const isWhole = rank > 0 && entries.length === 0;
    if (rank > 0 && !isWhole && entries.length !== rank) throw refusal("an entry of an entry");
    if (isWhole && rank === 2 && isPowerOfName(part)) throw refusal("a power of a matrix");
    const [base = "", sub = "", sup = ""] = key.split("|");
    const isAny = samples.length === 0 && this.#numbered.has(key);
    if (rank === 0 && samples.length === 0 && !isAny) return scalar(part);
    if (!/^\w*$/.test(sub) || (sub !== "" && sup !== "")) throw refusal("a mark of this kind");
    const mark = sub === "" ? sup : `at${sub}`;
    const above = isAny ? `${mark}${ANY}` : mark;
    const axes = Array.from({ length: isWhole ? rank : 0 }, (_, k) => `${key}#${k}`);
    return {
      rank: isWhole ? rank : 0,
      isRow: false,
      axes,
      entry: (letters) =>
        plainTree({ base, sub: [...samples, ...entries, ...letters].join(","), sup: above }, part),
    };
  }

  /** Terms or factors of one rank, or scalars beside a vector entry by entry. */
  #alike(trees: readonly Tree[]): {
    readonly like: Omit<Value, "entry">;
    readonly entry: (k: number, letters: readonly string[]) => Tree;
  } {
    const values = trees.map((tree) => this.value(tree));
    const [like = values[0]] = values.filter(({ rank }) => rank > 0);
    if (like === undefined) throw refusal("nothing");
    for (const { axes, isRow, rank } of values) {
      if (rank === 0) continue;
      if (rank !== like.rank || isRow !== like.isRow) throw refusal("shapes that do not fit");
      for (const [k, axis] of axes.entries()) this.running.join(axis, like.axes[k] as string); // of one rank
    }
    const entry = (k: number, letters: readonly string[]): Tree => {
      const value = values[k] as Value; // one for each tree
      return value.entry(value.rank === 0 ? [] : letters);
    };
    return { like: { rank: like.rank, isRow: like.isRow, axes: like.axes }, entry };
  }

  #product(tree: Tree & { readonly kind: "product" }): Value {
    let total: Value | undefined;
    for (const { sign, tree: factor } of tree.factors) {
      const value = this.value(factor);
      if (total === undefined) total = value;
      else if (sign === "/" || sign === "./" || sign === ".*") {
        if (value.rank > 0) throw refusal("a quotient or product of programs");
        total = joined(total, sign, value, tree);
      } else total = this.#times(total, value, tree);
    }
    if (total === undefined) throw refusal("nothing");
    return total;
  }

  #times(a: Value, b: Value, at: Span): Value {
    if (a.rank === 0 || b.rank === 0) return joined(a, "*", b, at);
    const inner = a.rank === 2 ? a.axes[1] : a.isRow ? a.axes[0] : undefined;
    const outer = b.rank === 2 || !b.isRow ? b.axes[0] : undefined;
    const [before, after] = [a.axes.slice(0, a.rank - 1), b.axes.slice(1)];
    if (inner === undefined && outer === undefined) {
      const entry = ([i, j]: readonly string[]): Tree =>
        product([a.entry([i as string]), b.entry([j as string])], at); // one letter for each axis
      return { rank: 2, isRow: false, axes: [...a.axes, ...b.axes], entry };
    }
    if (inner === undefined || outer === undefined) throw refusal("shapes that do not fit");
    this.running.join(inner, outer);
    return {
      rank: (before.length + after.length) as Rank,
      isRow: a.rank === 1 && b.rank === 2,
      axes: [...before, ...after],
      entry: (letters) =>
        this.#summed([inner], at, ([letter]) =>
          product(
            [
              a.entry([...letters.slice(0, before.length), letter as string]),
              b.entry([letter as string, ...letters.slice(before.length)]),
            ],
            at,
          ),
        ),
    };
  }

  #summed(axes: readonly string[], { end, start }: Span, body: (letters: readonly string[]) => Tree): Tree {
    const made = this.running.with(axes, (letters) =>
      letters.reduceRight<Tree>(
        (inner, letter) => ({
          kind: "over",
          sign: "sum",
          letters: [letter],
          body: inner,
          head: { start, end: start },
          start,
          end,
        }),
        body(letters),
      ),
    );
    if (made === undefined) throw refusal("more axes than there are letters");
    return { kind: "group", bracket: "(", body: made, start, end };
  }

  #norm(tree: Tree & { readonly kind: "norm" }): Value {
    const body = this.value(tree.body);
    const p = tree.sub?.text ?? "2";
    if (body.rank === 0) return scalar(this.#plain(tree));
    if (!(p === "1" ? body.rank === 1 : p === (body.rank === 2 ? "F" : "2"))) throw refusal("this norm");
    const { end, start } = tree;
    if (p === "1")
      return scalarOf(() =>
        this.#summed(body.axes, tree, (letters) => ({
          kind: "absolute",
          body: body.entry(letters),
          start,
          end,
        })),
      );
    const squares = (): Tree => this.#squares(body, tree);
    return scalarOf(() => ({ kind: "root", body: squares(), start, end }));
  }

  #squares(body: Value, at: Span): Tree {
    const { end, start } = at;
    return this.#summed(body.axes, at, (letters) => ({
      kind: "power",
      base: { kind: "group", bracket: "(", body: body.entry(letters), start, end },
      exponent: { kind: "number", text: "2", value: 2, start, end },
      start,
      end,
    }));
  }

  #derivative(tree: Tree & { readonly kind: "derivative" }): Value {
    const of = this.value(tree.of);
    const by = tree.by.map((each) => this.value(each));
    const isOfScalar = of.rank === 0;
    const ofBy = by.flatMap((each) => each.axes);
    const isPlain = by.length > 0 && (isOfScalar || ofBy.length === 0) && ofBy.length <= 2;
    if (!isPlain) throw refusal("a derivative with two layouts");
    const axes = isOfScalar ? ofBy : of.axes;
    return {
      rank: axes.length as Rank, // of a scalar, or of a vector or matrix by scalars
      isRow: false,
      axes,
      entry: (letters) => {
        const left = [...letters];
        const lettersFor = (value: Value): string[] => left.splice(0, value.rank);
        return { ...tree, of: of.entry(lettersFor(of)), by: by.map((each) => each.entry(lettersFor(each))) };
      },
    };
  }

  /** A name before brackets that is no function: two factors. */
  #factorsOf(tree: Tree): readonly [Tree, Tree] | undefined {
    if (tree.kind !== "applied" || tree.arguments.length !== 1 || this.#functions.has(tree)) return undefined;
    const [of] = tree.arguments as readonly [Tree];
    const [called, head] = [functionNamed(tree), namedBy(tree.head)];
    const isFactor =
      called === undefined || (head !== undefined && this.#ranks.of(head) > 0 && !isFunction(called));
    if (!isFactor || squaresIn(tree) !== undefined) return undefined;
    return [tree.head, { kind: "group", bracket: "(", body: of, start: of.start, end: of.end }];
  }

  #applied(tree: Tree & { readonly kind: "applied" }): Value {
    const inlined = this.#functions.inlined(tree, (formula) => this.value(formula));
    if (inlined !== undefined) return inlined;
    const squares = squaresIn(tree);
    if (squares !== undefined) {
      const body = this.value(squares);
      return body.rank === 0 ? scalar(this.#plain(tree)) : scalarOf(() => this.#squares(body, tree));
    }
    const factors = this.#factorsOf(tree);
    if (factors !== undefined) return this.#times(this.value(factors[0]), this.value(factors[1]), tree);
    const called = functionNamed(tree);
    const values = this.#alike(tree.arguments);
    if (values.like.rank > 0 && called !== undefined && REDUCING.test(called) && tree.arguments.length === 1)
      throw refusal("a function of a whole vector");
    return {
      ...values.like,
      entry: (letters) => ({ ...tree, arguments: tree.arguments.map((_, k) => values.entry(k, letters)) }),
    };
  }
}

const exponentOf = (part: NameTree): Tree | undefined =>
  isPowerOfName(part) ? part.name.sup?.formula : undefined;

const scalar = (tree: Tree): Value => ({ rank: 0, isRow: false, axes: [], entry: () => tree });
const scalarOf = (make: () => Tree): Value => ({ rank: 0, isRow: false, axes: [], entry: make });

function product(trees: readonly Tree[], { end, start }: Span, sign: Factor["sign"] = "*"): Tree {
  const factors = trees.map((tree, k): Factor => ({ sign: k === 0 ? "" : sign, tree: grouped(tree) }));
  return { kind: "product", factors, start, end };
}

const grouped = (tree: Tree): Tree =>
  bare(tree) === tree && (tree.kind === "sum" || tree.kind === "over")
    ? { kind: "group", bracket: "(", body: tree, start: tree.start, end: tree.end }
    : tree;

/** A product or quotient of which at most one part is no scalar. */
function joined(a: Value, sign: Factor["sign"], b: Value, at: Span): Value {
  const whole = a.rank > 0 ? a : b;
  return {
    ...whole,
    entry: (letters) =>
      product([a.entry(a.rank > 0 ? letters : []), b.entry(b.rank > 0 ? letters : [])], at, sign),
  };
}
