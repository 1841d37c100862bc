import {
  apply,
  functionSymbol,
  type Node,
  nearest,
  type Size,
  shapeText,
  topologicalOrder,
} from "../../index";
import type { Factor, NameTree, Script, Tree, WrittenName } from "../tree";
import { walk } from "../walk";
import { type Callable, functionCalled, functionNames } from "./functions";
import { type KnownNames, keyOf, type Match, plainLayer, plainWritten } from "./known";
import { Letter } from "./letters";
import type { Place } from "./place";
import { lookUp, type Scope } from "./scope";

/** Which quantity a name is, and where its superscript went: into the name, to a power, or to a transposition. */
export interface Resolved {
  readonly match: Match;
  readonly exponent?: Tree;
  readonly transposed: boolean;
}

/** What the names of one formula stand for. */
export class NamesInFormula {
  readonly #place: Place;
  readonly #known: KnownNames;
  readonly #root: Tree;
  #usesLetters: boolean | undefined;

  constructor(place: Place, known: KnownNames, root: Tree) {
    this.#place = place;
    this.#known = known;
    this.#root = root;
  }

  /**
   * What the letter of a sum between numbers stands for: the number of a quantity, w_1 to w_3, or a number itself, or entries along
   * an axis of some size.
   */
  useOfLetter(
    body: Tree,
    letter: string,
    first: number,
    scope: Scope | undefined,
  ): { readonly isNumbered: boolean; readonly size: Size | undefined } {
    let [isNumbered, isValue, size]: [boolean, boolean, Size | undefined] = [false, false, undefined];
    const compared = new Set([...walk(body)].flatMap(comparedLetters));
    for (const part of walk(body)) {
      if (compared.has(part)) continue;
      const name = part.kind === "name" ? this.substituted(part.name, scope) : undefined;
      const isLetter = name?.base === letter && name.sub === undefined;
      if (name === undefined || !(isLetter || name.sub?.parts.includes(letter))) continue;
      const resolved = this.resolve(name);
      if (isLetter || name.sub === undefined) isValue ||= resolved === undefined;
      else if (resolved === undefined) {
        const parts = name.sub.parts.map((each) => (each === letter ? String(first) : each));
        isNumbered ||=
          this.resolve({ ...name, sub: { ...name.sub, parts, text: parts.join("") } }) !== undefined;
      } else {
        const { indices, known } = resolved.match;
        size ??= known.node.shape[indices.indexOf(letter)];
      }
    }
    // beside an axis that the letter runs along, δ_{mi} is Kronecker's, whatever δ_1 is
    isNumbered = isValue || (isNumbered && size === undefined);
    return { isNumbered, size };
  }

  /** The index letters in a part of the formula that nothing in it or around it sums over. */
  openLetters(body: Tree, scope: Scope | undefined): string[] {
    const parts = [...walk(body)];
    const bound = new Set(parts.flatMap((part) => (part.kind === "over" ? part.letters : [])));
    const found = parts.flatMap((part) => {
      const match =
        part.kind === "name" ? this.resolve(this.substituted(part.name, scope))?.match : undefined;
      return match === undefined || match.ambiguous ? [] : match.indices;
    });
    return [...new Set(found)].filter(
      (letter) => /^\p{L}/u.test(letter) && !bound.has(letter) && lookUp(letter, scope) === undefined,
    );
  }

  /**
   * Whether the formula is about entries: it sums over a letter, or has a name with letters that are not part of the name, or
   * names with different letters.
   */
  isIndexed(): boolean {
    if (this.#usesLetters !== undefined) return this.#usesLetters;
    const own = new Set<string>();
    const tells = (tree: Tree): boolean => {
      if (tree.kind === "over") return true;
      const match = tree.kind === "name" ? this.resolve(tree.name)?.match : undefined;
      if (match === undefined || match.indices.length === 0) return false;
      if (!match.ambiguous) return true;
      for (const index of match.indices) own.add(index);
      return own.size > 1;
    };
    this.#usesLetters = false;
    for (const tree of walk(this.#root)) {
      if (!tells(tree)) continue;
      this.#usesLetters = true;
      break;
    }
    return this.#usesLetters;
  }

  /** Which quantity a name is, and what its superscript is then. */
  resolve(name: WrittenName): Resolved | undefined {
    const plain = plainWritten(name);
    const sub = name.sub ?? (plain.sub === "" ? undefined : { text: plain.sub, parts: [plain.sub] });
    const { sup } = name;
    const find = (layer: string): Match | undefined => this.#known.match(plain.base, sub, layer);
    if (sup === undefined) return found(find(""));
    const layer = plainLayer(sup.text);
    const isNumber = /^[\d.]+$/.test(sup.text);
    const isLayer = sup.text.startsWith("(") && sup.loose !== true && isLayerLike(sup.formula);
    const turned = /^(.*?)[⊤T]$/.exec(layer)?.[1];
    const power = sup.formula === undefined || isLayer ? undefined : sup.formula;
    const own = found(find(layer));
    const raised = power === undefined ? undefined : found(find(""), power);
    if (isNumber) return raised ?? own;
    if (own !== undefined) return own;
    const sample = sup.text.startsWith("(") ? this.#sample(plain.base, layer, name.sub) : undefined;
    if (sample !== undefined) return found(sample);
    if (turned !== undefined) {
      const match = find(plainLayer(turned));
      const isScalar = match !== undefined && match.known.node.shape.length === 0;
      const isPower = isScalar && this.#known.has("T");
      if (match !== undefined && !isPower) return { match, transposed: true };
      if (sup.text === "T" && isPower)
        return found(match, { ...sup, kind: "name", name: { base: "T", primes: 0 } });
    }
    return raised;
  }

  /** x^{(i)}_j: entry i, j of what is called x, where there is no layer of that name. */
  #sample(base: string, letter: string, sub: Script | undefined): Match | undefined {
    if (!/^(?:\p{L}'*|\d+)$/u.test(letter)) return undefined;
    const parts = sub === undefined ? [letter] : [letter, ",", ...sub.parts];
    const match = this.#known.match(base, { text: parts.join(""), parts }, "");
    return match?.indices.length === parts.filter((part) => part !== ",").length ? match : undefined;
  }

  /** A name with the numbers that written-out sums put for letters. */
  substituted(name: WrittenName, scope: Scope | undefined): WrittenName {
    const put = (script: Script): Script => {
      const parts = script.parts.map((part) => {
        const means = lookUp(part, scope);
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

  /**
   * The same letters as TeX itself reads them, where only that gives known names: w x for wx, h_j f for h_jf. Undefined
   * where it does not.
   */
  pieces(tree: NameTree, scope: Scope | undefined, isCall = false): NameTree[] | undefined {
    const { base, sub, upright } = tree.name;
    const isGreek = tree.end - tree.start < base.length;
    if (upright || isGreek || this.#place.isCode) return undefined;
    const rest = sub?.loose === true ? splitAfterFirst(tree) : undefined;
    if (rest !== undefined) {
      const tail =
        this.pieces(rest[1], scope, isCall) ?? (this.#means(rest[1], scope, isCall) ? [rest[1]] : undefined);
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
    if (isCall && this.functionOf(name) !== undefined) return true;
    const isSize = this.#known.sizes.has(keyOf(plainWritten(name)));
    const isE = name.base === "e" && name.sub === undefined;
    return isE || isSize || lookUp(name.base, scope) !== undefined || this.resolve(name) !== undefined;
  }

  unknown(tree: NameTree): Error {
    const { name } = tree;
    const got = this.#place.text.slice(tree.start, tree.end);
    const plain = plainWritten(name);
    const axes = this.#known
      .like(plain.base)
      .filter(({ node, sup }) => node.shape.length > 0 && sup === plain.sup);
    if (axes.length > 0 && plain.sub !== "") {
      return this.#place.fail("SHAPE", "as many indices as axes", tree, {
        got,
        expected: axes.map(({ node, text }) => `${text} of shape ${shapeText(node.shape)}`).join(" or "),
      });
    }
    if (this.functionOf(name) !== undefined) {
      return this.#place.fail("REFUSED", "a function needs its argument in parentheses", tree, {
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
    return this.#place.fail("UNKNOWN_SYMBOL", "no such name", tree, {
      got,
      expected: nearest(typed, texts) ?? listed,
      mend: "Only the names given with the formula exist",
    });
  }

  /** What a name calls: a function of the graph that has no meaning yet, or one of the operations. */
  functionOf(name: WrittenName): { readonly callable: Callable; readonly order: number } | undefined {
    const plain = plainWritten({ ...name, primes: 0 });
    const abstract = this.#known.functions.get(keyOf(plain));
    if (abstract !== undefined) {
      const call = functionSymbol(abstract) as (x: Node) => Node;
      return { callable: { kind: "pointwise", op: { name: abstract, arity: 1 }, call }, order: name.primes };
    }
    if (name.sup !== undefined) return undefined;
    const given = this.#known.calls.get(functionText(name));
    if (given !== undefined) {
      const op = { name: functionText(name), arity: Math.max(1, given.length) };
      return { callable: { kind: "pointwise", op, call: given }, order: 0 };
    }
    const declared = this.#known.operations.get(keyOf(plain));
    if (declared !== undefined) {
      const call = (...x: readonly Node[]): Node => apply(declared, x);
      return { callable: { kind: "pointwise", op: declared, call }, order: name.primes };
    }
    const callable = functionCalled(name.base);
    return callable === undefined ? undefined : { callable, order: name.primes };
  }

  /** What a name before brackets is: a call, by itself or after factors, or a product whose last factor is in the brackets. */
  factorsOf(typed: Tree & { kind: "applied" }, scope: Scope | undefined): readonly Tree[] {
    const head = { ...typed.head, name: this.substituted(typed.head.name, scope) };
    const tree = { ...typed, head };
    const { name } = head;
    const fn = this.functionOf(name);
    const quantity = name.upright && fn !== undefined ? undefined : this.resolve(name);
    const isTensor =
      quantity !== undefined &&
      quantity.match.indices.length === 0 &&
      quantity.match.known.node.shape.length > 0;
    if (quantity !== undefined && fn === undefined && this.#isOf(quantity.match.known.node, tree.arguments))
      return [head];
    const turned = quantity === undefined && fn === undefined ? this.transposedName(head) : undefined;
    if (turned !== undefined) return [turned, this.#inBrackets(tree)]; // W'(a - y)
    const isCall = tree.arguments.length > 1; // no product has commas in its brackets
    const isQuantity = quantity !== undefined && !(fn !== undefined && (isTensor || isCall));
    if (fn !== undefined && !isQuantity) return [tree];
    const part = lookUp(keyOf(plainWritten(name)), scope);
    const isPart = part !== undefined && typeof part === "object" && !(part instanceof Letter);
    if (isQuantity || isPart) return [head, this.#inBrackets(tree)];
    const pieces = this.pieces(head, scope, true);
    if (pieces !== undefined) {
      const last = pieces[pieces.length - 1] as NameTree;
      const isFunction = this.functionOf(last.name) !== undefined && this.resolve(last.name) === undefined;
      if (!isFunction) return [...pieces, this.#inBrackets(tree)];
      return [...pieces.slice(0, -1), { ...tree, head: last, start: last.start }];
    }
    const numbered = this.#numbered(tree);
    if (numbered !== undefined) return [numbered];
    const isConstant = name.sub === undefined && (name.base === "e" || name.base === "pi");
    const isSize = this.#known.sizes.has(keyOf(plainWritten(name)));
    const isKronecker = name.base === "delta" && name.sub !== undefined;
    const isOnes = name.base === "1" && name.upright === true;
    const [condition] = tree.arguments;
    if (isOnes && name.sub === undefined && condition?.kind === "relation") return [this.#inBrackets(tree)]; // 1 where it holds
    const isNumber = name.sub === undefined && typeof lookUp(name.base, scope) === "number"; // i (x + 1) in a sum over i
    if (isConstant || isSize || isKronecker || isOnes || isNumber) return [head, this.#inBrackets(tree)];
    if (this.#known.like(plainWritten(name).base).length > 0) throw this.unknown(head);
    throw this.#place.fail("UNKNOWN_SYMBOL", "no such function or name", head, {
      got: `${this.#place.text.slice(head.start, head.end)}(`,
      expected:
        nearest(name.base, [
          ...functionNames,
          ...[...this.#known.functions.values()],
          ...this.#known.texts(),
        ]) ?? `for example ${this.#place.examples.functions}`,
    });
  }

  /** The brackets of a call that is none, as a factor. @throws ChainruleError SYNTAX where commas stand in them */
  #inBrackets({ arguments: list, bracket, end, head }: Tree & { kind: "applied" }): Tree {
    const [body] = list as readonly [Tree]; // the parser reads at least one
    if (list.length === 1) return { kind: "group", bracket, body, start: head.end, end };
    const name = this.#place.text.slice(head.start, head.end);
    throw this.#place.fail(
      "SYNTAX",
      "a comma only separates the arguments of a function",
      { start: head.start, end },
      {
        got: this.#place.text.slice(head.start, end),
        mend: `${name} is no function: write a product with one factor in the brackets`,
      },
    );
  }

  /** W', where only W is known: transposed, in what is typed as a program. */
  transposedName(tree: NameTree): Tree | undefined {
    const { name } = tree;
    if (!this.#place.isCode || name.primes !== 1 || this.resolve(name) !== undefined) return undefined;
    const base: NameTree = { ...tree, name: { ...name, primes: 0 }, end: tree.end - 1 };
    return this.resolve(base.name) && { kind: "transpose", base, start: tree.start, end: tree.end };
  }

  /** Letters in a row that only TeX's reading makes a product: what stands after a sign of division could be the first alone. */
  isRun(tree: Tree, scope: Scope | undefined): boolean {
    return tree.kind === "name" && !this.#means(tree, scope, false) && this.pieces(tree, scope) !== undefined;
  }

  /**
   * L(w, b): a number with the symbols that it depends on in brackets. A vector before a vector is a product. `check` tries the product
   * too where this makes a formula wrong.
   */
  #isOf(node: Node, list: readonly Tree[]): boolean {
    if (node.inputs.length === 0 || node.shape.length > 0) return false;
    const arguments_ = list.map((each) => (each.kind === "name" ? this.resolve(each.name) : undefined));
    if (arguments_.some((each) => each === undefined || each.exponent !== undefined || each.transposed))
      return false;
    const below = new Set(topologicalOrder([node]).filter(({ inputs }) => inputs.length === 0));
    return arguments_.every(
      (each) => each !== undefined && each.match.known.node !== node && below.has(each.match.known.node),
    );
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
      const match = this.resolve(whole);
      if (match !== undefined && match.match.indices.length === 0)
        return { kind: "name", name: whole, start: tree.start, end: tree.end };
    }
    return undefined;
  }

  /** d E typed where dE is the name of a quantity. */
  namesWithLetter(letter: string, { of, by }: Tree & { kind: "derivative" }): Factor[] | undefined {
    if (letter === "") return undefined;
    const restored = [of, ...by].map((each): NameTree | undefined =>
      each.kind === "name"
        ? { ...each, name: { ...each.name, base: `${letter}${each.name.base}` }, start: each.start - 1 }
        : undefined,
    );
    const isKnown = restored.every((each) => each !== undefined && this.resolve(each.name) !== undefined);
    if (!isKnown) return undefined;
    return restored.map((each, k) => ({ sign: k === 0 ? "" : "/", tree: each as NameTree }));
  }
}

/** Whether what stands above in parentheses can number a layer or a sample: (2), (l - 1), and no (f(x)). */
const isLayerLike = (tree: Tree | undefined): boolean =>
  tree?.kind !== "sum" &&
  (tree === undefined ||
    [...walk(tree)].every(({ kind }) => ["number", "name", "group", "sum", "product"].includes(kind)));

/** The sides of [j = k], where both are index letters. */
function comparedLetters(tree: Tree): readonly Tree[] {
  const isPlain = (side: Tree): boolean => side.kind === "name" && side.name.sub === undefined;
  return tree.kind === "relation" && tree.sides.length === 2 && tree.sides.every(isPlain) ? tree.sides : [];
}

/** The name of a function as it is given: f_1, f'. */
const functionText = ({ base, primes, sub }: WrittenName): string =>
  `${base}${sub === undefined ? "" : `_${sub.text}`}${"'".repeat(primes)}`;

const found = (match: Match | undefined, exponent?: Tree): Resolved | undefined =>
  match === undefined ? undefined : { match, transposed: false, ...(exponent !== undefined && { exponent }) };

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
