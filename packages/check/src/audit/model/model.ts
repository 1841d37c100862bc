import {
  ChainruleError,
  functionSymbol,
  type Meanings,
  Node,
  nameText,
  operations,
  type Size,
  type Sizes,
  type SymbolName,
  scalar,
  symbolsOf,
  tensor,
  topologicalOrder,
} from "@chainrule/graph";
import { bare, type FormulaReader, type Phrase, type Reading, type Tree, walk } from "@chainrule/graph/read";
import { formulaReader } from "@chainrule/latex";
import { preciseAt } from "../../numeric/at-point";
import type { Precise } from "../../numeric/wide";
import type { Statement } from "../document/passage";
import type { Unread } from "../findings/reason";
import { unreadAs } from "../findings/unread";
import type { Collected, Definition, Implied, Upstream } from "../names/definition";
import { inOrder } from "../names/definition-order";
import { unlessTooCostly } from "../names/digits";
import { type Letters, namesIn } from "../names/letters";
import {
  functionNamed,
  isFunction,
  isKroneckerEntry,
  isPowerOfName,
  keyOf,
  namedBy,
  type Plain,
} from "../names/names";
import { totalsIn } from "../names/totals";
import { type Printed, printedIn } from "../names/trees";
import { inDenominatorLayout } from "../shapes/denominator-layout";
import { IDENTITY, identity } from "../shapes/identity";
import type { Shapes } from "../shapes/shapes";
import { identityOf } from "./memory";
import { outputOf } from "./upstream";

/** A quantity of the document: given with a value, defined by a formula, or neither. */
export interface Quantity {
  readonly name: Plain;
  readonly node: Node;
  readonly kind: "given" | "defined" | "free";
  readonly value?: number;
  /** The value as the document prints it. */
  readonly printed?: Printed;
  /** The statement that says so; -1 where none does. */
  readonly statement: number;
  readonly letters: readonly string[];
  readonly tree?: Tree;
}

/** The graph that a document describes. */
export class Model {
  readonly quantities = new Map<string, Quantity>();
  readonly implied: readonly Implied[];
  /** Why the definition of a quantity could not be read, by its name. */
  readonly unread = new Map<string, Unread>();
  /** Definitions that could not be read, by statement. */
  readonly failures = new Map<number, Unread>();
  readonly functions: Meanings;
  /** The statements that define functions: h(x) = .... */
  readonly laws: ReadonlySet<number>;
  /** Functions that nothing defines. */
  readonly abstract: readonly string[];
  /** Functions whose calls stand on left sides, whether these could be read as definitions or not. */
  readonly told: ReadonlySet<string>;
  readonly letters: Letters;
  /** Quantities with both total and partial derivatives: du/dw beside ∂u/∂w. */
  readonly totals: ReadonlySet<string>;
  /** In how many statements a quantity or a derivative is said to be a number. */
  readonly numberClaims: number;
  /** In how many statements a quantity stands, by its name. */
  readonly uses = new Map<string, number>();
  /** Which quantities are vectors and matrices; undefined where the document is not about such. */
  readonly shapes: Shapes | undefined;
  /** A graph that calls each function that nothing defines, so that readers know of it. */
  readonly #called: Readonly<Record<string, Node>>;
  readonly #definitions: Collected["definitions"];
  readonly #upstream: Upstream | undefined;
  readonly #point = new Map<Node, readonly number[]>();
  /** Letters that take differentials, d and a delta: no quantities, unless the document says so. */
  readonly #differentials = new Set<string>();
  /** What derivatives are taken by, and what stands as the base of a power. */
  readonly #variables = new Set<string>();
  readonly #bases = new Set<string>();
  #reader: FormulaReader | undefined;
  /** The functions that it defines, and those that it is taken to mean, as data. */
  readonly #lawsTold: readonly unknown[];
  #state: string | undefined;

  constructor(
    collected: Collected,
    letters: Letters,
    statements: readonly Statement[],
    meanings: Meanings,
    network?: Node,
    shapes?: Shapes,
    /** Whether the document says how derivatives of vectors are laid out: in columns. */
    readonly isInDenominatorLayout = false,
  ) {
    this.letters = letters;
    this.shapes = shapes;
    this.implied = collected.implied;
    this.#definitions = collected.definitions;
    this.#upstream = collected.upstream;
    const trees = [
      ...statements.flatMap(({ members }) => members.map(({ tree }) => tree)),
      ...[...collected.definitions.values()].map(({ tree }) => tree),
    ];
    const heads = new Set(trees.flatMap(headsIn));
    const known = new Set([
      ...collected.definitions.keys(),
      ...collected.givens.keys(),
      ...trees.flatMap(namesAlone),
    ]);
    const called = [...heads].filter((name) => !known.has(name) && !isFunction(name));
    this.functions = { ...this.#lawsOf(collected), ...meanings };
    this.#lawsTold = [
      [...collected.functions].map(([name, { argument, tree }]) => [name, argument, tree]),
      Object.entries(meanings).map(([name, call]) => [name, identityOf(call)]),
    ];
    this.told = new Set(statements.flatMap(({ members: [left] }) => calledBy(left?.tree) ?? []));
    this.laws = new Set([...collected.functions.values()].map(({ statement }) => statement));
    this.abstract = called.filter((name) => !Object.hasOwn(this.functions, name));
    this.#called = Object.fromEntries(this.abstract.map((name) => [`call${name}`, functionSymbol(name)(0)]));
    if (network !== undefined) for (const [key, node] of supplied(network)) this.#supply(key, node);
    this.#define(collected, trees);
    this.totals = totalsIn(trees);
    const areNumbers = (members: Statement["members"]): boolean =>
      members.slice(1).some(({ tree }) => printedIn(tree) !== undefined);
    this.numberClaims = statements.filter(({ members }) => areNumbers(members)).length;
    for (const { members } of statements) {
      const names = members.flatMap(({ tree }) => namesIn(tree));
      for (const key of new Set(names.map((name) => keyOf(letters.split(name).whole))))
        this.uses.set(key, (this.uses.get(key) ?? 0) + 1);
    }
  }

  /** The functions that the document defines, over its quantities: f(z) with a slope α is read when α is known. */
  #lawsOf({ functions }: Collected): Meanings {
    const laws: Record<string, (x: Node) => Node> = {};
    for (const [name, { argument, tree }] of functions) {
      const above = { ...laws }; // so that none calls itself
      laws[name] = (x) =>
        formulaReader({ ...this.names(), [symbolName(argument)]: x }, { functions: above }).read(tree, {
          text: "",
        }).node;
    }
    return laws;
  }

  /** A quantity of a network that was handed over. */
  #supply(key: string, node: Node): void {
    const name = node.attrs.name as SymbolName; // `supplied` keeps those that are called so
    const value = node.attrs.cell?.value;
    const isGiven = typeof value === "number";
    if (isGiven) this.#point.set(node, [value]);
    const kind = node.attrs.cell === undefined ? "defined" : isGiven ? "given" : "free";
    this.quantities.set(key, {
      name: plainOf(name),
      node,
      kind,
      statement: -1,
      letters: [],
      ...(isGiven && { value }),
    });
  }

  #define({ definitions, givens }: Collected, trees: readonly Tree[]): void {
    for (const part of trees.flatMap((tree) => [...walk(tree)])) {
      if (part.kind === "derivative" && part.letter !== undefined) this.#differentials.add(part.letter);
      for (const by of part.kind === "derivative" ? part.by.flatMap(namesIn) : [])
        this.#variables.add(keyOf(by));
      const base =
        part.kind === "power" || isPowerOfName(part) ? namedBy("base" in part ? part.base : part) : undefined;
      if (base !== undefined) this.#bases.add(keyOf(base));
    }
    for (const { name, printed, statement } of givens.values()) {
      const node = symbolFor(name, []);
      if (node === undefined) continue;
      this.#point.set(node, [printed.value]);
      this.quantities.set(keyOf(name), {
        name,
        node,
        kind: "given",
        value: printed.value,
        printed,
        statement,
        letters: [],
      });
    }
    for (const definition of inOrder(definitions, this.letters)) this.#add(definition);
    const compared = new Set(trees.flatMap((tree) => lettersCompared(tree)));
    const isCompared = (name: Plain): boolean =>
      compared.has(keyOf(name)) && this.letters.isLetter(name.base);
    for (const name of trees.flatMap(namesIn)) if (!isCompared(name)) this.#free(name);
  }

  #add({ letters, name, statement, tree }: Definition): void {
    for (const each of namesIn(tree)) this.#free(each);
    // x of x (W)^T, which stands elsewhere without brackets
    for (const each of factorsBefore(tree)) this.#free(each);
    try {
      const axes = letters.length > 0 ? { indices: letters, sizes: this.#sizesOf(name, letters) } : {};
      const reading = this.readerFor(tree).read(tree, { text: "", ...axes });
      const node = reading.node.named(symbolName(name));
      this.quantities.set(keyOf(name), { name, node, kind: "defined", statement, letters, tree });
      this.#reader = undefined;
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
      this.failures.set(statement, unreadAs(error));
      this.unread.set(keyOf(name), unreadAs(error));
      this.#leaf(name, letters);
    }
  }

  /** e where a derivative is taken by it, and no power of it stands anywhere. */
  #isVariable(key: string): boolean {
    return this.#variables.has(key) && !this.#bases.has(key);
  }

  /** A name that nothing tells of becomes a symbol. */
  #free(name: Plain): void {
    const { letters, whole } = this.letters.split(name);
    const key = keyOf(whole);
    if (
      this.quantities.has(key) ||
      (CONSTANTS.has(key) && letters.length === 0 && !this.#isVariable(key)) ||
      this.#differentials.has(key) ||
      this.shapes?.sizes.has(key) ||
      this.abstract.includes(key) ||
      Object.hasOwn(this.functions, key)
    )
      return;
    const length = this.letters.lengthNamed(key);
    if (length !== undefined) {
      const node = new Node(operations.size, [], { dim: length }, []);
      this.quantities.set(key, { name: whole, node, kind: "free", statement: -1, letters: [] });
      this.#reader = undefined;
      return;
    }
    const isEntry = this.letters.axes.isAny && isKroneckerEntry(name);
    if ((whole.base === "delta" && whole.sup === "" && letters.length === 2) || isEntry) return; // Kronecker's
    this.#leaf(whole, letters);
  }

  #leaf(name: Plain, letters: readonly string[]): void {
    const [size] = this.shapes?.of(keyOf(name)) ?? [];
    if (this.shapes?.hasIdentity && keyOf(name) === IDENTITY && size !== undefined) {
      const node = identity(size);
      this.quantities.set(IDENTITY, { name, node, kind: "defined", statement: -1, letters: [] });
      this.#reader = undefined;
      return;
    }
    const shape = this.shapes?.of(keyOf(name)) ?? this.letters.shape(name, letters);
    const symbol = symbolFor(name, shape);
    if (symbol === undefined) return;
    const node = this.#withUpstreamName(name, symbol);
    this.quantities.set(keyOf(name), { name, node, kind: "free", statement: -1, letters });
    this.#reader = undefined;
  }

  /** The gradient that comes from above, by the name of the derivative that it is. */
  #withUpstreamName(name: Plain, node: Node): Node {
    const output = this.#upstream && outputOf(name, this.#upstream);
    if (this.#upstream === undefined || output === undefined) return node;
    const [of, by] = [this.#upstream.loss, output].map((each): SymbolName => ({ kind: "symbol", ...each }));
    const partial = { kind: "partial" as const, of: of as SymbolName, by: by as SymbolName };
    return new Node(node.op, node.inputs, { ...node.attrs, name: partial }, node.shape);
  }

  #sizesOf(name: Plain, letters: readonly string[]): Record<string, Size> {
    const shape = this.letters.shape(name, letters);
    return Object.fromEntries(letters.map((letter, k) => [letter, shape[k] ?? this.letters.size(letter)]));
  }

  /** A reader over the names that one formula has. */
  readerFor(tree: Tree): FormulaReader {
    const names: Record<string, Node> = {};
    const heads = [...walk(tree)].flatMap((part) =>
      part.kind === "applied" ? (namedBy(part.head) ?? []) : [],
    );
    for (const name of [...namesIn(tree), ...heads]) {
      const { whole } = this.letters.split(name); // W of W (y - x) is a factor
      const quantity = this.quantities.get(keyOf(whole));
      if (quantity !== undefined) names[keyOf(whole)] = quantity.node;
    }
    return this.readerOver(names);
  }

  readerOver(names: Readonly<Record<string, Node>>): FormulaReader {
    return formulaReader(
      { ...this.#called, ...names },
      { functions: this.functions, isWhole: this.shapes !== undefined },
    );
  }

  #everything(): FormulaReader {
    this.#reader ??= this.readerOver(this.names());
    return this.#reader;
  }

  names(): Record<string, Node> {
    return Object.fromEntries([...this.quantities].map(([key, { node }]) => [key, node]));
  }

  /** What formulas are read with, besides the graphs of its quantities, as text. */
  get state(): string {
    this.#state ??= JSON.stringify([
      [...this.quantities].map(([key, { kind, letters, name, tree }]) => [key, kind, letters, name, tree]),
      this.#lawsTold,
      this.abstract,
      this.shapes !== undefined,
    ]);
    return this.#state;
  }

  /** A formula over the document's quantities. @throws ChainruleError */
  read(tree: Tree, text: string, like?: Reading, reader: FormulaReader = this.#everything()): Reading {
    const letters = like === undefined ? undefined : { indices: like.indices, sizes: like.sizes };
    const meant = this.isInDenominatorLayout
      ? inDenominatorLayout(tree, (name) => this.named(name)?.node.shape.length)
      : tree;
    return reader.read(meant, { text, ...letters });
  }

  /** The parts of a formula with their nodes. @throws ChainruleError */
  phrase(tree: Tree, text: string, reader: FormulaReader = this.#everything()): Phrase | undefined {
    return reader.phrase(tree, { text });
  }

  /**
   * A quantity below some graphs whose definition could not be read; of a derivative by something, only one that is made of it: others
   * are held.
   */
  unreadBelow(nodes: readonly Node[], by?: Plain): string | undefined {
    if (this.unread.size === 0) return undefined;
    const symbols = new Set(symbolsOf(nodes));
    return [...this.unread.keys()].find((key) => {
      const node = this.quantities.get(key)?.node;
      return node !== undefined && symbols.has(node) && (by === undefined || this.#isMadeOf(key, keyOf(by)));
    });
  }

  /** Whether the definition of one name has another one, itself or in what it uses. */
  #isMadeOf(key: string, other: string): boolean {
    const met = new Set<string>();
    const pending = [key];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (met.has(next)) continue;
      met.add(next);
      const tree = this.#definitions.get(next)?.tree;
      for (const name of tree === undefined ? [] : namesIn(tree)) {
        const used = keyOf(this.letters.split(name).whole);
        if (used === other) return true;
        pending.push(used);
      }
    }
    return false;
  }

  /** A name in a formula of which nothing tells what it is: neither another statement, nor the known symbols. */
  untoldIn(tree: Tree, known: ReadonlySet<Node>): string | undefined {
    return namesIn(tree)
      .map((name) => keyOf(this.letters.split(name).whole))
      .find((key) => {
        const quantity = this.quantities.get(key);
        return this.uses.get(key) === 1 && quantity?.kind === "free" && !known.has(quantity.node);
      });
  }

  quantity(name: Plain): Quantity | undefined {
    return this.quantities.get(keyOf(this.letters.split(name).whole));
  }

  /** The quantity that a formula is the name of. */
  named(tree: Tree): Quantity | undefined {
    const name = namedBy(tree);
    return name && this.quantity(name);
  }

  /** The value of a scalar graph over what the document gives; undefined if something in it has no value. */
  value(node: Node, more: ReadonlyMap<Node, readonly number[]> = new Map()): Precise {
    return node.shape.length > 0 ? undefined : this.values(node, more)?.[0];
  }

  /** The entries of a graph, row by row; undefined if something in it has no value. */
  values(node: Node, more: ReadonlyMap<Node, readonly number[]> = new Map()): readonly Precise[] | undefined {
    const point = more.size === 0 ? this.#point : new Map([...this.#point, ...more]);
    const nodes = topologicalOrder([node]);
    const isClosed = nodes.every(
      ({ attrs, op }) => attrs.dim === undefined && !(op.kind === "pointwise" && op.symbol !== undefined),
    );
    if (!isClosed || symbolsOf([node]).some((symbol) => !point.has(symbol))) return undefined;
    return unlessTooCostly(() => preciseAt([node], point, NO_SIZES)(node));
  }

  /** Numbers that the document gives, with the nodes that they belong to. */
  get point(): ReadonlyMap<Node, readonly number[]> {
    return this.#point;
  }
}

const NO_SIZES: Sizes = {};
const CONSTANTS: ReadonlySet<string> = new Set(["e", "pi", "1"]);

const symbolName = ({ base, sub, sup }: Plain): string => nameText({ kind: "symbol", base, sub, sup });

/** A symbol of this name; undefined for what no quantity may be called, such as a text with spaces. */
function symbolFor(name: Plain, shape: readonly Size[]): Node | undefined {
  try {
    return shape.length === 0 ? scalar(symbolName(name)) : tensor(symbolName(name), { shape });
  } catch (error) {
    if (error instanceof ChainruleError && error.code === "NAME") return undefined;
    throw error;
  }
}

/** The quantities of a network by the names that a document gives them. */
export function supplied(network: Node): Map<string, Node> {
  const named = topologicalOrder([network]).filter(({ attrs }) => attrs.name?.kind === "symbol");
  return new Map(named.map((node) => [keyOf(plainOf(node.attrs.name as SymbolName)), node]));
}

const plainOf = ({ base, sub, sup }: SymbolName): Plain => ({ base, sub, sup });

/** The letters of conditions on indices, i ≠ k: they run, and are no quantities. */
const lettersCompared = (tree: Tree): string[] =>
  [...walk(tree)].flatMap((part) => {
    const sides = part.kind === "relation" ? part.sides.map((side) => namedBy(side)) : [];
    const isLetter = (side: Plain | undefined): side is Plain =>
      /^[a-z]$/.test(side === undefined ? "" : keyOf(side));
    return sides.every(isLetter) ? sides.map(keyOf) : [];
  });

/** Names that stand somewhere without brackets after them: a factor, no function. */
const namesAlone = (tree: Tree): string[] => namesIn(tree).map(keyOf);

/** The names before brackets that are called like no function. */
function factorsBefore(tree: Tree): Plain[] {
  return [...walk(tree)].flatMap((part) => {
    const isOne = part.kind === "applied" && part.arguments.length === 1 && part.head.name.primes === 0;
    const name = isOne ? namedBy(part.head) : undefined;
    return name === undefined || isFunction(name.base) ? [] : [name];
  });
}

/** The function that a formula is a call of. */
function calledBy(tree: Tree | undefined): string | undefined {
  const call = tree && bare(tree);
  return call?.kind === "applied" && call.head.name.primes === 0 ? functionNamed(call) : undefined;
}

function headsIn(tree: Tree): string[] {
  return [...walk(tree)].flatMap((part) => (part.kind === "applied" ? (functionNamed(part) ?? []) : []));
}
