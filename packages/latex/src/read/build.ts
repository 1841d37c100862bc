import {
  abs,
  add,
  at,
  concat,
  constant,
  div,
  exp,
  functionSymbol,
  gradient,
  jacobian,
  mul,
  Node,
  nearest,
  neg,
  norm,
  operations,
  pow,
  reshape,
  type Size,
  shapeText,
  sizeText,
  sqrt,
  square,
  sub,
  where,
} from "@chainrule/graph";
import {
  type Entries,
  entriesOf,
  freeLetters,
  kroneckerEntries,
  nodeWith,
  productEntries,
  scalarEntries,
  summedOver,
  UnknownSize,
} from "./entries";
import { type Callable, functionCalled, functionNames, primed } from "./functions";
import { type KnownNames, keyOf, type Match, type PlainName, plainLayer, plainWritten } from "./known";
import { Letter } from "./letters";
import { located, refusal, type Span } from "./refusal";
import { sameSizeText } from "./sizes";
import type { Factor, NameTree, RelationSign, Script, Tree, WrittenName } from "./tree";
import { walk } from "./walk";
import { matrixProductOf, ones, openAxes, shapeOf, transposed, type Whole, wholeOf } from "./whole";

/*
 * From syntax to graph. Every part of a formula is either one entry of a tensor for all values of its index letters, or a whole
 * tensor; a scalar is an entry without letters. No recursion: parts are built by generators that run one inside the other.
 */

export type Value = Entries | Whole;

/** What a letter or a part means inside a sum or an aligned block. */
interface Scope {
  readonly outer: Scope | undefined;
  readonly name: string;
  readonly means: Letter | number | Value;
}

interface Request {
  readonly tree: Tree;
  readonly scope: Scope | undefined;
}
type Building = Generator<Request, Value, Value>;

/** The most terms that sums with numbers for limits are written out to. */
const MOST_TERMS = 100_000;

/** Where an exponent of a name went: into the name, or to a power or transposition of it. */
interface Resolved {
  readonly match: Match;
  readonly exponent?: Tree;
  readonly transposed: boolean;
}

export class Builder {
  readonly #text: string;
  readonly #known: KnownNames;
  readonly #free = new Map<string, Letter>();
  /** Where each letter was first bound. */
  readonly #bound = new Map<string, Span>();
  #written = 0;
  #root: Tree | undefined;
  #usesLetters: boolean | undefined;

  constructor(text: string, known: KnownNames, sizes: Readonly<Record<string, Size>>) {
    this.#text = text;
    this.#known = known;
    for (const [text, size] of Object.entries(sizes)) this.#free.set(text, new Letter(text, false, size));
  }

  /** The letters that nothing sums over, in order of appearance. */
  letter(text: string): Letter | undefined {
    return this.#free.get(text);
  }

  build(tree: Tree): Value {
    this.#root = tree;
    const frames: Building[] = [this.#start({ tree, scope: undefined })];
    let answer: Value | undefined;
    for (;;) {
      const top = frames[frames.length - 1] as Building;
      const step = top.next(answer as Value); // the first next of a generator takes nothing
      if (!step.done) {
        frames.push(this.#start(step.value));
        answer = undefined;
        continue;
      }
      frames.pop();
      if (frames.length === 0) return step.value;
      answer = step.value;
    }
  }

  #fail(
    code: Parameters<typeof refusal>[0],
    what: string,
    span: Span,
    details: Parameters<typeof refusal>[4] = {},
  ): Error {
    return refusal(code, what, this.#text, span, details);
  }

  /** Runs what may refuse, with the place of the formula added. */
  #at<T>(span: Span, make: () => T): T {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof UnknownSize)) throw located(error, this.#text, span);
      throw this.#fail("SIZE", "nothing says how far this index runs", span, {
        got: error.letter.text,
        mend: "Give its size by the option sizes, or write the sum with its limits",
      });
    }
  }

  #start({ tree, scope }: Request): Building {
    switch (tree.kind) {
      case "name":
        return this.#name(tree, scope);
      case "applied":
        return this.#applied(tree, scope);
      case "sum":
        return this.#sum(tree, scope);
      case "product":
        return this.#product(tree.factors, scope);
      case "entrywise":
        return this.#entrywise(tree, scope);
      case "over":
        return this.#over(tree, scope);
      case "derivative":
        return this.#derivative(tree, scope);
      default:
        return this.#other(tree, scope);
    }
  }

  *#other(tree: Tree, scope: Scope | undefined): Building {
    switch (tree.kind) {
      case "number":
        return scalarEntries(constant(tree.value));
      case "percent":
        return scalarEntries(div((tree.body as Tree & { kind: "number" }).value, 100)); // the parser puts numbers there
      case "group":
        return yield { tree: tree.body, scope };
      case "fraction": {
        const above = yield { tree: tree.above, scope };
        const below = yield { tree: tree.below, scope };
        return this.pointwise(tree, div, [above, below]);
      }
      case "power": {
        const spread = this.#spread(tree, tree.base, scope);
        if (spread !== undefined) return yield* this.#product(spread, scope);
        const base = yield { tree: tree.base, scope };
        return yield* this.#power(base, tree.exponent, tree, scope);
      }
      case "transpose": {
        const spread = this.#spread(tree, tree.base, scope);
        if (spread !== undefined) return yield* this.#product(spread, scope);
        return this.#transposed(yield { tree: tree.base, scope }, tree);
      }
      case "entry": {
        const base = yield { tree: tree.base, scope };
        return this.#entryOf(base, tree.sub, tree, scope);
      }
      case "root": {
        const body = yield { tree: tree.body, scope };
        if (tree.degree === undefined) return this.pointwise(tree, sqrt, [body]);
        const degree = yield { tree: tree.degree, scope };
        const inverse = this.pointwise(tree, div, [scalarEntries(constant(1)), degree]);
        return this.pointwise(tree, pow, [body, inverse]);
      }
      case "absolute":
        return this.pointwise(tree, abs, [yield { tree: tree.body, scope }]);
      case "norm": {
        const body = yield { tree: tree.body, scope };
        const axes = tree.sub === undefined ? undefined : tree.sub.text.split(",").map(Number);
        const node = this.#whole(body, tree);
        return this.#valueOf(
          this.#at(tree, () => (axes === undefined ? norm(node) : norm(node, { axis: axes }))),
        );
      }
      case "cases":
        return yield* this.#cases(tree, scope);
      case "matrix":
        return yield* this.#matrix(tree, scope);
      case "relation":
        return yield* this.#relation(tree, scope);
      case "parts": {
        let inner = scope;
        for (const { name, value } of tree.definitions) {
          const means: Value = yield { tree: value, scope: inner };
          inner = { outer: inner, name: keyOf(plainWritten(name)), means };
        }
        return yield { tree: tree.body, scope: inner };
      }
      case "differential":
        throw this.#fail(
          tree.symbol === "partial" ? "REFUSED" : "UNKNOWN_SYMBOL",
          tree.symbol === "partial"
            ? "a differential without another below or above it"
            : "a difference is no quantity that was given",
          tree,
          {
            got: this.#text.slice(tree.start, tree.end),
            mend:
              tree.symbol === "partial"
                ? "Write \\frac{\\partial E}{\\partial w}"
                : "Give what it stands for by a name of its own",
          },
        );
      default:
        throw this.#fail("REFUSED", "this has no place in a formula", tree);
    }
  }

  /** x(a + b)^2 where x is a quantity: the power is that of the brackets alone. */
  #spread(tree: Tree & { kind: "power" | "transpose" }, base: Tree, scope: Scope | undefined): Factor[] | undefined {
    if (base.kind !== "applied") return undefined;
    const factors = this.#factorsOf(base, scope);
    if (factors.length < 2) return undefined;
    const last = factors[factors.length - 1] as Tree;
    return [...factors.slice(0, -1), { ...tree, base: last, start: last.start }].map(side);
  }

  // --- letters ---

  #look(name: string, scope: Scope | undefined): Scope["means"] | undefined {
    for (let at = scope; at !== undefined; at = at.outer) if (at.name === name) return at.means;
    return undefined;
  }

  /** The letter of an index, as it stands in this scope; or the number that it stands for. */
  #index(part: string, span: Span, scope: Scope | undefined): Letter | number {
    if (/^\d+$/.test(part)) return Number(part);
    const inner = this.#look(part, scope);
    if (inner instanceof Letter || typeof inner === "number") {
      if (inner instanceof Letter) inner.used = true;
      return inner;
    }
    const bound = this.#bound.get(part);
    if (bound !== undefined && bound.start !== span.start) throw this.#freeAndBound(part, span);
    const known = this.#free.get(part) ?? new Letter(part, false);
    this.#free.set(part, known);
    known.used = true;
    return known;
  }

  #freeAndBound(letter: string, span: Span): Error {
    return this.#fail("REFUSED", "an index is summed over in one place and free in another", span, {
      got: letter,
      mend: "Use another letter for the sum, or put parentheses around what it sums",
    });
  }

  #fits(letter: Letter, size: Size, span: Span): void {
    if (letter.fits(size)) return;
    throw this.#fail("SHAPE", "an index runs over two sizes", span, {
      got: `${letter.text} over ${sizeText(letter.size as Size)} and ${sizeText(size)}`,
    });
  }

  /** A tensor with its indices: letters name axes, numbers (from 1) pick entries. */
  #indexed(node: Node, parts: readonly string[], span: Span, scope: Scope | undefined): Entries {
    const indices = parts.map((part) => this.#index(part, span, scope));
    let picked = node;
    const letters: Letter[] = [];
    for (const [axis, index] of indices.entries()) {
      const size = node.shape[axis] as Size; // as many indices as axes
      if (typeof index === "number") {
        if (index < 1 || (typeof size === "number" && index > size)) {
          throw this.#fail("SHAPE", "no such entry, indices count from 1", span, {
            got: `${index} of ${sizeText(size)}`,
          });
        }
        picked = this.#at(span, () => picked.slice(axis, index - 1, index));
      } else {
        this.#fits(index, size, span);
        letters.push(index);
      }
    }
    if (letters.length === indices.length) return entriesOf(node, letters);
    if (letters.length === 0)
      return scalarEntries(this.#at(span, () => at(node, ...(indices as number[]).map((k) => k - 1))));
    // a picked axis has size 1: it is dropped by a sum over it
    const axes = indices.flatMap((index, axis) => (typeof index === "number" ? [axis] : []));
    return entriesOf(picked.sum({ axis: axes }), letters);
  }

  // --- values ---

  #valueOf(node: Node, row = false): Value {
    return node.shape.length === 0 ? scalarEntries(node) : wholeOf(node, row);
  }

  /** A value as a tensor without letters. */
  #whole(value: Value, span: Span): Node {
    if (value.kind === "whole") {
      if (value.open.includes(true)) throw this.#fail("SIZE", "nothing says how many ones these are", span);
      return value.node;
    }
    const letters = freeLetters(value);
    if (letters.length === 0) return this.#at(span, () => nodeWith(value, []));
    throw this.#fail("REFUSED", "this function takes a whole tensor, not its entries", span, {
      mend: "Leave out the index letters; index the result: \\operatorname{softmax}(z)_{i}",
    });
  }

  /** An operation entry by entry: of entries, over the letters of all of them; of whole tensors, as they broadcast. */
  pointwise(span: Span, call: (...x: readonly never[]) => Node, values: readonly Value[]): Value {
    const apply = call as unknown as (...x: readonly Node[]) => Node;
    const wholes = values.filter((value): value is Whole => value.kind === "whole");
    const entries = values.filter((value): value is Entries => value.kind === "entries");
    if (wholes.length === 0) {
      const lists = entries.map(freeLetters);
      const letters = [...new Set(lists.flat())];
      const operands = entries.map((value, k) =>
        this.#at(span, () => nodeWith(value, lists[k]?.length === 0 ? [] : letters)),
      );
      return entriesOf(
        this.#at(span, () => apply(...operands)),
        letters,
      );
    }
    const lettered = entries.find((value) => freeLetters(value).length > 0);
    if (lettered !== undefined) throw this.#mixed(span);
    const vectors = wholes.filter(({ node }) => node.shape.length === 1);
    if (vectors.length > 1 && new Set(vectors.map(({ row }) => row)).size > 1) {
      throw this.#fail("SHAPE", "a row and a column", span, {
        got: vectors.map(shapeOf).join(" and "),
        mend: "Transpose one of them",
      });
    }
    const operands = values.map((value) =>
      value.kind === "whole" ? value.node : this.#at(span, () => nodeWith(value, [])),
    );
    const node = this.#at(span, () => apply(...operands));
    return { kind: "whole", node, row: vectors[0]?.row ?? false, open: openAxes(wholes, node.shape.length) };
  }

  #mixed(span: Span): Error {
    return this.#fail("REFUSED", "a whole tensor beside entries with index letters", span, {
      mend: "Give all tensors their letters, or none",
    });
  }

  #transposed(value: Value, span: Span): Value {
    if (value.kind === "entries") {
      if (freeLetters(value).length === 0) return value;
      throw this.#fail("REFUSED", "an entry has no transpose", span, { mend: "Exchange its index letters" });
    }
    if (value.node.shape.length <= 2) return transposed(value);
    throw this.#fail("SHAPE", "only vectors and matrices are transposed", span, { got: shapeOf(value) });
  }

  /** Entries of a whole tensor: (W a)_j. */
  #entryOf(value: Value, sub: Script, span: Span, scope: Scope | undefined): Value {
    const parts = sub.parts.filter((part) => part !== ",");
    if (value.kind === "entries" || value.open.includes(true))
      throw this.#fail("SHAPE", "this has no entries", span, { got: `_{${sub.text}}` });
    if (parts.length === value.node.shape.length) return this.#indexed(value.node, parts, span, scope);
    throw this.#fail("SHAPE", "as many indices as axes", sub, {
      got: `_{${sub.text}}`,
      expected: shapeOf(value),
    });
  }

  // --- sums and products ---

  *#sum(tree: Tree & { kind: "sum" }, scope: Scope | undefined): Building {
    let total: Value | undefined;
    for (const { sign, tree: part } of tree.terms) {
      const value: Value = yield { tree: part, scope };
      const isNegative = sign === "-";
      if (total !== undefined) {
        total = this.pointwise({ start: tree.start, end: part.end }, isNegative ? sub : add, [total, value]);
      } else if (!isNegative) total = value;
      else if (part.kind === "number") total = scalarEntries(constant(-part.value));
      else total = this.pointwise(part, neg, [value]);
    }
    return total as Value; // a sum has terms
  }

  *#product(factors: readonly Factor[], scope: Scope | undefined): Building {
    let total: Value | undefined;
    let before: Tree | undefined;
    for (const { sign, tree } of factors) {
      const isOpen = sign === "/" && tree.kind === "applied" && this.#factorsOf(tree, scope).length > 1;
      if (isOpen) {
        throw this.#fail("REFUSED", "a product without a sign after / has two readings", tree, {
          got: `/ ${this.#text.slice(tree.start, tree.end)}`,
          mend: "Use \\frac{..}{..}, parentheses, or \\cdot",
        });
      }
      const value: Value = yield { tree, scope };
      if (total === undefined) total = value;
      else if (sign === "/")
        total = this.pointwise({ start: factors[0]?.tree.start ?? 0, end: tree.end }, div, [total, value]);
      else total = this.#times(total, value, before as Tree, tree);
      before = tree;
    }
    return total as Value; // a product has factors
  }

  /** Two factors: entries align by their letters, scalars multiply anything, tensors are matrices. */
  #times(a: Value, b: Value, left: Span, right: Span): Value {
    const span = { start: left.start, end: right.end };
    if (a.kind === "entries" && b.kind === "entries") return this.#at(span, () => productEntries(a, b));
    if (a.kind === "whole" && b.kind === "whole") {
      if (this.#text.slice(left.end, right.start).includes("*")) {
        throw this.#fail("REFUSED", "* between tensors has two readings", span, {
          mend: "Write \\odot for entry by entry, nothing for the matrix product",
        });
      }
      const product = matrixProductOf(a, b);
      if ("kind" in product) return product.node.shape.length === 0 ? scalarEntries(product.node) : product;
      throw this.#fail("SHAPE", product.what, span, {
        got: `${shapeOf(a)} and ${shapeOf(b)}`,
        ...(product.mend !== undefined && { mend: product.mend }),
      });
    }
    return this.pointwise(span, mul, [a, b]);
  }

  *#entrywise(tree: Tree & { kind: "entrywise" }, scope: Scope | undefined): Building {
    let total: Value | undefined;
    for (const part of tree.factors) {
      const value: Value = yield { tree: part, scope };
      const span = { start: tree.start, end: part.end };
      if (total === undefined) total = value;
      else if (total.kind === "entries" && value.kind === "entries") {
        const [a, b] = [total, value];
        total = this.#at(span, () => productEntries(a, b));
      } else total = this.pointwise(span, mul, [total, value]);
    }
    return total as Value; // a product has factors
  }

  *#power(base: Value, exponent: Tree, span: Span, scope: Scope | undefined): Building {
    if (exponent.kind === "number" && exponent.value === 2) return this.pointwise(span, square, [base]);
    const isInverse =
      base.kind === "whole" &&
      base.node.shape.length === 2 &&
      this.#text.slice(exponent.start, exponent.end) === "-1";
    if (isInverse) {
      throw this.#fail("REFUSED", "the inverse of a matrix or of its entries", span, {
        mend: "Write 1 / W for the entries; there is no inverse",
      });
    }
    return this.pointwise(span, pow, [base, yield { tree: exponent, scope }]);
  }

  // --- sums over a letter ---

  *#over(tree: Tree & { kind: "over" }, scope: Scope | undefined): Building {
    const { body, head, letters, sign } = tree;
    const [text] = letters;
    if (sign === "prod") throw this.#fail("REFUSED", "a product over an index has no operation", head);
    if (text === undefined) {
      throw this.#fail("REFUSED", "a sum needs the letter that it runs over", head, {
        mend: "Write \\sum_{j=1}^{m}",
      });
    }
    if (letters.length > 1) {
      const [first, ...rest] = letters as [string, ...string[]];
      const { from: _from, to: _to, ...plain } = tree;
      const inner: Tree = { ...plain, letters: rest };
      return yield { tree: { ...plain, letters: [first], body: inner }, scope };
    }
    for (let outer = scope; outer !== undefined; outer = outer.outer) {
      if (outer.name === text && outer.means instanceof Letter)
        throw this.#fail("REFUSED", "an index is summed over twice", head, {
          got: text,
          mend: "Use another letter for the inner sum",
        });
    }
    if (this.#free.get(text)?.used) throw this.#freeAndBound(text, head);
    this.#bound.set(text, head);
    const [from, to] = [numberIn(tree.from), numberIn(tree.to)];
    const concrete = from !== undefined && to !== undefined ? { from, to } : undefined;
    if (tree.from !== undefined && from !== 1 && concrete === undefined) {
      throw this.#fail("REFUSED", "a sum runs over a whole axis, or between two numbers", tree.from, {
        expected: "1",
      });
    }
    if (concrete !== undefined && this.#needsNumbers(body, text, concrete, scope))
      return yield* this.#writtenOut(tree, text, concrete, scope);
    const letter = new Letter(text, true);
    if (tree.to !== undefined) this.#limit(letter, tree.to);
    const value: Value = yield { tree: body, scope: { outer: scope, name: text, means: letter } };
    if (value.kind === "whole") throw this.#mixed(tree);
    if (!letter.used) {
      throw this.#fail("REFUSED", "the sum runs over an index that its summand does not have", head, {
        got: text,
        mend: "Write the index in the summand, or leave out the sum",
      });
    }
    if (sign === "sum") return summedOver(value, letter);
    const kept = freeLetters(value).filter((each) => each !== letter);
    const node = this.#at(tree, () => nodeWith(value, [...kept, letter]));
    const axis = kept.length;
    return entriesOf(
      this.#at(tree, () => (sign === "max" ? node.max({ axis }) : node.min({ axis }))),
      kept,
    );
  }

  /** What stands above a sum: a number, or the name of a size. A name that means neither tells nothing. */
  #limit(letter: Letter, to: Tree): void {
    if (to.kind === "number") this.#fits(letter, to.value, to);
    if (to.kind !== "name") return;
    const size = this.#known.sizes.get(keyOf(plainWritten(to.name)));
    if (size !== undefined) this.#fits(letter, size, to);
  }

  /** Whether a sum between numbers is over quantities that are numbered, w_1 to w_3, or over a part of an axis. */
  #needsNumbers(
    body: Tree,
    letter: string,
    limits: { from: number; to: number },
    scope: Scope | undefined,
  ): boolean {
    if (limits.from !== 1) return true;
    for (const part of walk(body)) {
      const name = part.kind === "name" ? this.#substituted(part.name, scope) : undefined;
      if (!name?.sub?.parts.includes(letter)) continue;
      const resolved = this.#resolve(name);
      if (resolved === undefined) {
        const parts = name.sub.parts.map((part) => (part === letter ? String(limits.from) : part));
        const sub = { ...name.sub, parts, text: parts.join("") };
        if (this.#resolve({ ...name, sub }) !== undefined) return true;
        continue;
      }
      const { indices, known } = resolved.match;
      const size = known.node.shape[indices.indexOf(letter)];
      if (size !== undefined && !sameSizeText(size, limits.to) && typeof size === "number")
        return limits.to <= size;
    }
    return this.#look(letter, scope) !== undefined;
  }

  *#writtenOut(
    tree: Tree & { kind: "over" },
    text: string,
    limits: { from: number; to: number },
    scope: Scope | undefined,
  ): Building {
    let total: Value | undefined;
    for (let k = limits.from; k <= limits.to; k++) {
      if (++this.#written > MOST_TERMS) {
        throw this.#fail("TOO_LONG", "too many terms in sums", tree.head, {
          expected: `at most ${MOST_TERMS}`,
        });
      }
      const value: Value = yield { tree: tree.body, scope: { outer: scope, name: text, means: k } };
      const call = tree.sign === "sum" ? add : tree.sign === "max" ? larger : smaller;
      total = total === undefined ? value : this.pointwise(tree, call, [total, value]);
    }
    return total ?? scalarEntries(constant(0));
  }

  // --- names ---

  /**
   * Whether the formula is about entries: it sums over a letter, or has a name with letters that are not part of the name, or
   * names with different letters.
   */
  #isIndexed(): boolean {
    if (this.#usesLetters !== undefined) return this.#usesLetters;
    const own = new Set<string>();
    const tells = (tree: Tree): boolean => {
      if (tree.kind === "over") return true;
      const match = tree.kind === "name" ? this.#resolve(tree.name)?.match : undefined;
      if (match === undefined || match.indices.length === 0) return false;
      if (!match.ambiguous) return true;
      for (const index of match.indices) own.add(index);
      return own.size > 1;
    };
    this.#usesLetters = false;
    for (const tree of this.#root === undefined ? [] : walk(this.#root)) {
      if (!tells(tree)) continue;
      this.#usesLetters = true;
      break;
    }
    return this.#usesLetters;
  }

  /** Which quantity a name is, and what its superscript is then. */
  #resolve(name: WrittenName): Resolved | undefined {
    const plain = plainWritten(name);
    const sub = name.sub ?? (plain.sub === "" ? undefined : { text: plain.sub, parts: [plain.sub] });
    const { sup } = name;
    const find = (layer: string): Match | undefined => this.#known.match(plain.base, sub, layer);
    if (sup === undefined) return found(find(""));
    const layer = plainLayer(sup.text);
    const isNumber = /^[\d.]+$/.test(sup.text);
    const isLayer = sup.text.startsWith("(") && sup.formula?.kind !== "sum" && sup.loose !== true;
    const turned = /^(.*?)(?:top|T)$/.exec(layer)?.[1];
    const power = sup.formula === undefined || isLayer ? undefined : sup.formula;
    const own = found(find(layer));
    const raised = power === undefined ? undefined : found(find(""), power);
    if (isNumber) return raised ?? own;
    if (own !== undefined) return own;
    if (turned !== undefined) {
      const match = find(plainLayer(turned));
      const isScalar = match !== undefined && match.known.node.shape.length === 0;
      if (match !== undefined && !(isScalar && this.#known.has("T"))) return { match, transposed: true };
    }
    return raised;
  }

  *#name(tree: NameTree, scope: Scope | undefined): Building {
    const value = yield* this.#nameOrUndefined(tree, scope);
    if (value !== undefined) return value;
    const pieces = this.#pieces(tree, scope);
    if (pieces === undefined) throw this.#unknown(tree);
    return yield* this.#product(pieces.map(side), scope);
  }

  /** A name with the numbers that written-out sums put for letters. */
  #substituted(name: WrittenName, scope: Scope | undefined): WrittenName {
    const put = (script: Script): Script => {
      const parts = script.parts.map((part) => {
        const means = this.#look(part, scope);
        return typeof means === "number" ? String(means) : part;
      });
      return parts.every((part, k) => part === script.parts[k])
        ? script
        : { ...script, parts, text: parts.join("") };
    };
    const { sub, sup } = name;
    if (scope === undefined || (sub === undefined && sup === undefined)) return name;
    return {
      ...name,
      ...(sub !== undefined && { sub: put(sub) }),
      ...(sup !== undefined && { sup: put(sup) }),
    };
  }

  *#nameOrUndefined(typed: NameTree, scope: Scope | undefined): Generator<Request, Value | undefined, Value> {
    const name = this.#substituted(typed.name, scope);
    const tree = { ...typed, name };
    const { sup, ...plainName } = name;
    const part = this.#look(keyOf(plainWritten(plainName)), scope);
    if (part !== undefined && typeof part !== "number" && !(part instanceof Letter)) {
      return sup?.formula === undefined ? part : yield* this.#power(part, sup.formula, tree, scope);
    }
    const resolved = this.#resolve(name);
    if (resolved !== undefined) {
      const { exponent, match } = resolved;
      const { known } = match;
      const indices = match.ambiguous && !this.#isIndexed() ? [] : match.indices;
      let value: Value;
      if (indices.length > 0) {
        const turned = resolved.transposed ? [...indices].reverse() : indices;
        value = this.#indexed(known.node, turned, tree, scope);
      } else {
        value = this.#valueOf(known.node);
        if (resolved.transposed) value = this.#transposed(value, tree);
      }
      return exponent === undefined ? value : yield* this.#power(value, exponent, tree, scope);
    }
    return yield* this.#constantName(tree, scope);
  }

  /** Names that mean something unless they were given: e, pi, a size, a bold 1, Kronecker's delta. */
  *#constantName(tree: NameTree, scope: Scope | undefined): Generator<Request, Value | undefined, Value> {
    const { base, primes, sub, sup, upright } = tree.name;
    if (primes > 0) return undefined;
    const isAlone = sub === undefined && !this.#known.has(base);
    const power = sup?.formula;
    if (isAlone && base === "e" && (sup === undefined || power !== undefined)) {
      if (power === undefined) return scalarEntries(constant(Math.E));
      return this.pointwise(tree, exp, [yield { tree: power, scope }]);
    }
    if (
      base === "e" &&
      sub === undefined &&
      power !== undefined &&
      this.#known.like("e").every(({ node }) => node.shape.length > 0)
    )
      return this.pointwise(tree, exp, [yield { tree: power, scope }]);
    if (isAlone && base === "pi") {
      const value = scalarEntries(constant(Math.PI));
      return power === undefined ? value : yield* this.#power(value, power, tree, scope);
    }
    if (base === "1" && upright && sub === undefined) return sup === undefined ? ones : transposed(ones);
    const index = this.#look(base, scope);
    if (sub === undefined && typeof index === "number") {
      const value = scalarEntries(constant(index));
      return power === undefined ? value : yield* this.#power(value, power, tree, scope);
    }
    const size = this.#known.sizes.get(keyOf(plainWritten({ ...tree.name, primes: 0 })));
    if (size !== undefined) return scalarEntries(new Node(operations.size, [], { dim: size }, []));
    const bare = this.#known.sizes.get(keyOf({ base, sub: sub?.text ?? "", sup: "" }));
    if (bare !== undefined && power !== undefined)
      return yield* this.#power(
        scalarEntries(new Node(operations.size, [], { dim: bare }, [])),
        power,
        tree,
        scope,
      );
    const [a, b, ...rest] = sub?.parts.filter((part) => part !== ",") ?? [];
    if (base === "delta" && a !== undefined && b !== undefined && rest.length === 0 && sup === undefined)
      return this.#kronecker(a, b, tree, scope);
    return undefined;
  }

  #kronecker(a: string, b: string, span: Span, scope: Scope | undefined): Value | undefined {
    if (!/^[A-Za-z\d]/.test(a) || !/^[A-Za-z\d]/.test(b) || a.replace(/'/g, "").length > 1) return undefined;
    const [i, j] = [this.#index(a, span, scope), this.#index(b, span, scope)];
    if (i instanceof Letter && j instanceof Letter) {
      if (i.joins(j)) return kroneckerEntries(i, j);
      throw this.#fail("SHAPE", "the indices of a Kronecker delta run over two sizes", span, {
        got: `${sizeText(i.size as Size)} and ${sizeText(j.size as Size)}`,
      });
    }
    if (typeof i === "number" && typeof j === "number") return scalarEntries(constant(i === j ? 1 : 0));
    throw this.#fail("REFUSED", "a Kronecker delta of a number and an open index", span);
  }

  /**
   * The same letters as TeX itself reads them, where only that gives known names: w x for wx, h_j f for h_jf. Undefined
   * where it does not.
   */
  #pieces(tree: NameTree, scope: Scope | undefined, isCall = false): NameTree[] | undefined {
    const { base, sub, upright } = tree.name;
    const isGreek = tree.end - tree.start < base.length;
    if (upright || isGreek) return undefined;
    const rest = sub?.loose === true ? splitAfterFirst(tree) : undefined;
    if (rest !== undefined) {
      const tail =
        this.#pieces(rest[1], scope, isCall) ?? (this.#means(rest[1], scope, isCall) ? [rest[1]] : undefined);
      if (tail !== undefined && this.#means(rest[0], scope, false)) return [rest[0], ...tail];
    }
    const letters = base.match(/[A-Za-z]\d*/g) ?? [];
    if (letters.length < 2) return undefined;
    let start = tree.start;
    const pieces = letters.map((text, k): NameTree => {
      const isLast = k === letters.length - 1;
      const piece: NameTree = isLast
        ? { ...tree, name: { ...tree.name, base: text }, start }
        : { kind: "name", name: { base: text, primes: 0 }, start, end: start + text.length };
      start += text.length;
      return piece;
    });
    const isAll = pieces.every((piece, k) => this.#means(piece, scope, isCall && k === pieces.length - 1));
    return isAll ? pieces : undefined;
  }

  /** Whether a name stands for something, a function if it is called. */
  #means({ name }: NameTree, scope: Scope | undefined, isCall: boolean): boolean {
    if (isCall && this.#functionOf(name) !== undefined) return true;
    const isSize = this.#known.sizes.has(keyOf(plainWritten(name)));
    const isE = name.base === "e" && name.sub === undefined;
    return isE || isSize || this.#look(name.base, scope) !== undefined || this.#resolve(name) !== undefined;
  }

  #unknown(tree: NameTree): Error {
    const { name } = tree;
    const got = this.#text.slice(tree.start, tree.end);
    const plain = plainWritten(name);
    const axes = this.#known
      .like(plain.base)
      .filter(({ node, sup }) => node.shape.length > 0 && sup === plain.sup);
    if (axes.length > 0 && plain.sub !== "") {
      return this.#fail("SHAPE", "as many indices as axes", tree, {
        got,
        expected: axes.map(({ node, text }) => `${text} of shape ${shapeText(node.shape)}`).join(" or "),
      });
    }
    if (this.#functionOf(name) !== undefined) {
      return this.#fail("REFUSED", "a function needs its argument in parentheses", tree, {
        got,
        mend: `Write ${got}(x)`,
      });
    }
    const texts = this.#known.texts();
    const typed = `${plain.base}${plain.sub === "" ? "" : `_${plain.sub}`}${plain.sup === "" ? "" : `^${plain.sup}`}`;
    const listed =
      texts.length === 0
        ? "no names were given"
        : `${texts.slice(0, 10).join(", ")}${texts.length > 10 ? ", ..." : ""}`;
    return this.#fail("UNKNOWN_SYMBOL", "no such name", tree, {
      got,
      expected: nearest(typed, texts) ?? listed,
      mend: "Only the names given with the formula exist",
    });
  }

  // --- calls ---

  /** What a name calls: a function of the graph that has no meaning yet, or one of the operations. */
  #functionOf(name: WrittenName): { readonly callable: Callable; readonly order: number } | undefined {
    const plain = plainWritten({ ...name, primes: 0 });
    const abstract = this.#known.functions.get(keyOf(plain));
    if (abstract !== undefined) {
      const call = functionSymbol(abstract) as (x: Node) => Node;
      return { callable: { kind: "pointwise", op: { name: abstract, arity: 1 }, call }, order: name.primes };
    }
    if (name.sup !== undefined) return undefined;
    const callable = functionCalled(name.base);
    return callable === undefined ? undefined : { callable, order: name.primes };
  }

  *#applied(typed: Tree & { kind: "applied" }, scope: Scope | undefined): Building {
    const factors = this.#factorsOf(typed, scope);
    if (factors.length > 1) return yield* this.#product(factors.map(side), scope);
    const [tree] = factors as readonly [Tree];
    if (tree.kind !== "applied") return yield { tree, scope };
    const fn = this.#functionOf(tree.head.name);
    if (fn === undefined) throw this.#unknown(tree.head);
    return yield* this.#call(fn, tree, scope);
  }

  /** What a name before brackets is: a call, by itself or after factors, or a product whose last factor is in the brackets. */
  #factorsOf(typed: Tree & { kind: "applied" }, scope: Scope | undefined): readonly Tree[] {
    const head = { ...typed.head, name: this.#substituted(typed.head.name, scope) };
    const tree = { ...typed, head };
    const { name } = head;
    const fn = this.#functionOf(name);
    const quantity = name.upright && fn !== undefined ? undefined : this.#resolve(name);
    const isTensor =
      quantity !== undefined &&
      quantity.match.indices.length === 0 &&
      quantity.match.known.node.shape.length > 0;
    const isQuantity = quantity !== undefined && !(fn !== undefined && isTensor);
    if (fn !== undefined && !isQuantity) return [tree];
    const part = this.#look(keyOf(plainWritten(name)), scope);
    const isPart = part !== undefined && typeof part === "object" && !(part instanceof Letter);
    if (isQuantity || isPart) return [head, inBrackets(tree)];
    const pieces = this.#pieces(head, scope, true);
    if (pieces !== undefined) {
      const last = pieces[pieces.length - 1] as NameTree;
      const isCall = this.#functionOf(last.name) !== undefined && this.#resolve(last.name) === undefined;
      if (!isCall) return [...pieces, inBrackets(tree)];
      return [...pieces.slice(0, -1), { ...tree, head: last, start: last.start }];
    }
    const numbered = this.#numbered(tree);
    if (numbered !== undefined) return [numbered];
    const isConstant = name.sub === undefined && (name.base === "e" || name.base === "pi");
    const isSize = this.#known.sizes.has(keyOf(plainWritten(name)));
    const isKronecker = name.base === "delta" && name.sub !== undefined;
    if (isConstant || isSize || isKronecker || typeof part === "number") return [head, inBrackets(tree)];
    if (this.#known.like(plainWritten(name).base).length > 0) throw this.#unknown(head);
    throw this.#fail("UNKNOWN_SYMBOL", "no such function or name", head, {
      got: `${this.#text.slice(head.start, head.end)}(`,
      expected:
        nearest(name.base, [
          ...functionNames,
          ...[...this.#known.functions.values()],
          ...this.#known.texts(),
        ]) ?? "for example \\exp, \\sigma or \\max",
    });
  }

  /** OUT(o1): the quantity out_{o1}. */
  #numbered(tree: Tree & { kind: "applied" }): NameTree | undefined {
    const [argument] = tree.arguments;
    const { name } = tree.head;
    if (tree.arguments.length !== 1 || argument?.kind !== "name" || name.sub !== undefined || name.primes > 0)
      return undefined;
    if (argument.name.sub !== undefined || argument.name.sup !== undefined) return undefined;
    const text = argument.name.base;
    const sub: Script = {
      text,
      parts: text.match(/[A-Za-z]|\d+/g) ?? [text],
      start: argument.start,
      end: argument.end,
    };
    for (const base of [name.base, this.#known.inOtherCase(name.base)]) {
      if (base === undefined) continue;
      const whole: WrittenName = { ...name, base, sub };
      const match = this.#resolve(whole);
      if (match !== undefined && match.match.indices.length === 0)
        return { kind: "name", name: whole, start: tree.start, end: tree.end };
    }
    return undefined;
  }

  *#call(
    { callable, order }: { readonly callable: Callable; readonly order: number },
    tree: Tree & { kind: "applied" },
    scope: Scope | undefined,
  ): Building {
    const values: Value[] = [];
    for (const argument of tree.arguments) values.push(yield { tree: argument, scope });
    const { head, parameter } = tree;
    const told =
      head.name.sub === undefined ? "" : unbraced(this.#text.slice(head.name.sub.start, head.name.sub.end));
    if (callable.kind === "pointwise") {
      const isLogarithm = head.name.base === "log" && parameter !== undefined;
      if (parameter !== undefined && !isLogarithm) values.push(yield { tree: parameter, scope });
      else if (values.length === callable.op.arity - 1) {
        const preset = { leakyRelu: 0.01, elu: 1 }[callable.op.name];
        if (preset !== undefined) values.push(scalarEntries(constant(preset)));
      }
      this.#checkCount(tree, values.length, callable.op.arity, callable.op.arity);
      const apply = callable.call;
      if (order > 0 && values.length > 1)
        throw this.#fail("REFUSED", "a prime is for functions of one argument", head);
      const one = (x: Node): Node => primed(order, x, apply);
      const value = this.pointwise(
        tree,
        (order > 0 ? one : apply) as (...x: readonly never[]) => Node,
        values,
      );
      if (!isLogarithm || parameter === undefined) return value;
      const base: Value = yield { tree: parameter, scope };
      return this.pointwise(tree, div, [
        value,
        this.pointwise(tree, apply as (...x: readonly never[]) => Node, [base]),
      ]);
    }
    if (order > 0) throw this.#fail("REFUSED", "this function has no derivative of one argument", head);
    this.#checkCount(tree, values.length, callable.least, callable.most);
    const isExtremum = (head.name.base === "max" || head.name.base === "min") && values.length > 1;
    if (isExtremum)
      return this.pointwise(
        tree,
        ((...x: readonly Node[]) => callable.call(x, "")) as (...x: readonly never[]) => Node,
        values,
      );
    const nodes = values.map((value, k) => this.#whole(value, tree.arguments[k] ?? tree));
    return this.#valueOf(this.#at(tree, () => callable.call(nodes, told)));
  }

  #checkCount(tree: Tree & { kind: "applied" }, count: number, least: number, most: number): void {
    if (count >= least && count <= most) return;
    throw this.#fail("OPERAND", "wrong number of arguments", tree, {
      got: `${count}`,
      expected: least === most ? `${least}` : `${least} to ${most}`,
    });
  }

  // --- choices, comparisons, matrices ---

  *#cases(tree: Tree & { kind: "cases" }, scope: Scope | undefined): Building {
    const last = tree.rows[tree.rows.length - 1];
    const opposite = tree.rows.length === 2 && this.#areOpposite(tree.rows[0]?.condition, last?.condition);
    let value: Value = scalarEntries(constant(Number.NaN));
    for (let k = tree.rows.length - 1; k >= 0; k--) {
      const row = tree.rows[k];
      if (row === undefined) continue;
      const yes: Value = yield { tree: row.value, scope };
      const isElse = k === tree.rows.length - 1 && (row.condition === undefined || opposite);
      if (isElse || row.condition === undefined) {
        if (!isElse) throw this.#fail("SYNTAX", "only the last row of a choice has no condition", row.value);
        value = yes;
        continue;
      }
      const condition: Value = yield { tree: row.condition, scope };
      value = this.pointwise(tree, where, [condition, yes, value]);
    }
    return value;
  }

  /** Whether one condition says the opposite of the other: x > 0 and x \le 0. */
  #areOpposite(a: Tree | undefined, b: Tree | undefined): boolean {
    if (a?.kind !== "relation" || b?.kind !== "relation" || a.signs.length !== 1 || b.signs.length !== 1)
      return false;
    if (OPPOSITE[a.signs[0] as string] !== b.signs[0]) return false;
    const plain = (side: Tree | undefined): string =>
      side === undefined ? "" : this.#text.slice(side.start, side.end).replace(/\s/g, "");
    return a.sides.every((side, k) => plain(side) === plain(b.sides[k]));
  }

  /** 1 where all of it holds, else 0. */
  *#relation(tree: Tree & { kind: "relation" }, scope: Scope | undefined): Building {
    const sides: Value[] = [];
    for (const side of tree.sides) sides.push(yield { tree: side, scope });
    let total: Value | undefined;
    for (const [k, sign] of tree.signs.entries()) {
      const name = COMPARISONS[sign];
      if (name === undefined)
        throw this.#fail("REFUSED", "this relation has no value", tree, {
          got: sign,
          expected: "<, \\le, >, \\ge, = or \\ne",
        });
      const compare = functionCalled(name);
      if (compare?.kind !== "pointwise")
        throw this.#fail("REFUSED", "this relation has no value", tree, { got: sign });
      const value = this.pointwise(tree, compare.call as (...x: readonly never[]) => Node, [
        sides[k] as Value,
        sides[k + 1] as Value,
      ]);
      total = total === undefined ? value : this.pointwise(tree, mul, [total, value]);
    }
    return total as Value; // a relation has a sign
  }

  *#matrix(tree: Tree & { kind: "matrix" }, scope: Scope | undefined): Building {
    const numbers = tree.rows.map((row) => row.map(numberIn));
    const isColumn = tree.rows.every((row) => row.length === 1);
    if (numbers.flat().every((entry) => entry !== undefined)) {
      const rows = numbers as number[][];
      return wholeOf(constant(isColumn ? rows.flat() : rows));
    }
    const rows: Node[] = [];
    for (const row of tree.rows) {
      const entries: Node[] = [];
      for (const entry of row) {
        const value: Value = yield { tree: entry, scope };
        const node = this.#whole(value, entry);
        if (node.shape.length > 0)
          throw this.#fail("SHAPE", "an entry of a matrix is a scalar", entry, {
            got: shapeText(node.shape),
          });
        entries.push(reshape(node, [1]));
      }
      rows.push(isColumn ? (entries[0] as Node) : reshape(concat(entries), [1, entries.length]));
    }
    return wholeOf(concat(rows));
  }

  // --- derivatives ---

  *#derivative(typed: Tree & { kind: "derivative" }, scope: Scope | undefined): Building {
    const put = (each: Tree): Tree =>
      each.kind === "name" ? { ...each, name: this.#substituted(each.name, scope) } : each;
    const tree = { ...typed, of: put(typed.of), by: typed.by.map(put) };
    const isPlain = tree.symbol === "d" ? this.#namesWithLetter("d", tree) : undefined;
    if (isPlain !== undefined) return yield* this.#product(isPlain, scope);
    const given = this.#givenPartial(tree, scope);
    if (given !== undefined) return given;
    const by = tree.by.map((each) => {
      const resolved = each.kind === "name" ? this.#resolve(each.name) : undefined;
      if (each.kind === "name" && resolved !== undefined && resolved.exponent === undefined)
        return { match: resolved.match, tree: each };
      if (each.kind === "name") throw this.#unknown(each);
      throw this.#fail("REFUSED", "a derivative is taken by a named quantity", each, {
        got: this.#text.slice(each.start, each.end),
      });
    });
    let value: Value = yield { tree: tree.of, scope };
    for (const { match, tree: variable } of by)
      value = this.#differentiated(value, match, variable, tree, scope);
    return value;
  }

  /** d E typed where dE is the name of a quantity. */
  #namesWithLetter(letter: string, { of, by }: Tree & { kind: "derivative" }): Factor[] | undefined {
    const restored = [of, ...by].map((each): NameTree | undefined =>
      each.kind === "name"
        ? { ...each, name: { ...each.name, base: `${letter}${each.name.base}` }, start: each.start - 1 }
        : undefined,
    );
    const isKnown = restored.every((each) => each !== undefined && this.#resolve(each.name) !== undefined);
    if (!isKnown) return undefined;
    return restored.map((each, k) => ({ sign: k === 0 ? "" : "/", tree: each as NameTree }));
  }

  /** A derivative that was given by its name. */
  #givenPartial(tree: Tree & { kind: "derivative" }, scope: Scope | undefined): Value | undefined {
    const [by] = tree.by;
    if (tree.by.length !== 1 || tree.of.kind !== "name" || by?.kind !== "name") return undefined;
    const [above, below] = [indicesAfter(tree.of.name), indicesAfter(by.name)];
    for (const a of above) {
      for (const b of below) {
        const node = this.#known.partial(a.name, b.name);
        const indices = [...a.indices, ...b.indices];
        if (node === undefined) continue;
        if (indices.length === 0) {
          const own = [...lettersOf(tree.of.name), ...lettersOf(by.name)];
          const isEntry = own.length === node.shape.length && own.length > 0 && this.#isIndexed();
          return isEntry ? this.#indexed(node, own, tree, scope) : this.#valueOf(node);
        }
        if (indices.length === node.shape.length) return this.#indexed(node, indices, tree, scope);
      }
    }
    return undefined;
  }

  /** The derivative of a value by a quantity, with the letters of both. */
  #differentiated(
    value: Value,
    match: Match,
    variable: Tree,
    span: Span,
    scope: Scope | undefined,
  ): Value {
    const x = match.known.node;
    const indices = match.ambiguous && !this.#isIndexed() ? [] : match.indices;
    if (value.kind === "whole") {
      if (indices.length > 0) throw this.#mixed(span);
      return this.#valueOf(this.#at(span, () => jacobian(this.#whole(value, span), x)));
    }
    const letters = freeLetters(value);
    const y = this.#at(span, () => nodeWith(value, letters));
    const node = this.#at(span, () => (letters.length === 0 ? gradient(y, x) : jacobian(y, x)));
    if (indices.length === 0 && x.shape.length > 0) {
      if (letters.length > 0) throw this.#mixed(span);
      return this.#valueOf(node);
    }
    const own = this.#indexed(x, indices, variable, scope); // checks sizes and finds the letters
    const below = own.factors[0]?.letters ?? [];
    if (below.length === x.shape.length) return entriesOf(node, [...letters, ...below]);
    // numbers below: entries of the derivative
    return this.#indexed(node, [...letters.map(({ text }) => text), ...indices], span, scope);
  }
}

const found = (match: Match | undefined, exponent?: Tree): Resolved | undefined =>
  match === undefined ? undefined : { match, transposed: false, ...(exponent !== undefined && { exponent }) };

const numberIn = (tree: Tree | undefined): number | undefined => {
  if (tree?.kind === "number") return tree.value;
  const [term] = tree?.kind === "sum" ? tree.terms : [];
  return tree?.kind === "sum" && tree.terms.length === 1 && term?.tree.kind === "number"
    ? -term.tree.value
    : undefined;
};

const COMPARISONS: Readonly<Partial<Record<RelationSign, string>>> = {
  "<": "lt",
  ">": "gt",
  "\\le": "le",
  "\\ge": "ge",
  "=": "eq",
  "\\ne": "ne",
};
const OPPOSITE: Readonly<Record<string, string>> = {
  "<": "\\ge",
  "\\ge": "<",
  ">": "\\le",
  "\\le": ">",
  "=": "\\ne",
  "\\ne": "=",
};

const larger = (a: Node, b: Node): Node => a.max(b);
const smaller = (a: Node, b: Node): Node => a.min(b);

const side = (tree: Tree): Factor => ({ sign: "", tree });

/** The brackets of a call that is none, as a factor. */
function inBrackets(tree: Tree & { kind: "applied" }): Tree {
  const [body] = tree.arguments as readonly [Tree]; // the parser reads at least one
  return { kind: "group", bracket: tree.bracket, body, start: tree.head.end, end: tree.end };
}

/** h_jf as h_j and f: the first letter or number of a run below, and what follows it. */
function splitAfterFirst(tree: NameTree): readonly [NameTree, NameTree] | undefined {
  const { sub, ...name } = tree.name;
  const [first, ...rest] = sub?.parts ?? [];
  if (sub === undefined || first === undefined || rest.length === 0 || !/^[A-Za-z]/.test(rest[0] as string))
    return undefined;
  const end = sub.start + first.length;
  const own: Script = { text: first, parts: [first], start: sub.start, end };
  const { base } = name;
  return [
    { kind: "name", name: { base, primes: 0, sub: own }, start: tree.start, end },
    {
      kind: "name",
      name: { base: rest.join(""), primes: name.primes, ...(name.sup !== undefined && { sup: name.sup }) },
      start: end,
      end: tree.end,
    },
  ];
}

/** The ways to read what stands below a name: its own index first, then the letters of axes; all own first. */
function indicesAfter(
  name: WrittenName,
): { readonly name: PlainName; readonly indices: readonly string[] }[] {
  const plain = plainWritten(name);
  const parts = name.sub?.parts ?? (plain.sub === "" ? [] : [plain.sub]);
  return Array.from({ length: parts.length + 1 }, (_, k) => {
    const own = parts.slice(0, parts.length - k);
    if (own[own.length - 1] === ",") own.pop();
    return {
      name: { ...plain, sub: own.join("") },
      indices: parts.slice(parts.length - k).filter((part) => part !== ","),
    };
  });
}

const lettersOf = (name: WrittenName): string[] =>
  (name.sub?.parts ?? []).filter((part) => /^[A-Za-z]'*$/.test(part));

const unbraced = (text: string): string => text.trim().replace(/^\{(.*)\}$/s, "$1");
