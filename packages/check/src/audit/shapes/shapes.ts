import type { Size } from "@chainrule/graph";
import { bare, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import type { Reason } from "../findings/reason";
import { byKey, type Declared } from "../names/declared";
import type { Collected, Definition } from "../names/definition";
import { type Letters, namesIn } from "../names/letters";
import { isLossName, keyOf, namedBy, type Plain, STEP, UPDATED } from "../names/names";
import { Axes } from "./axes";
import { IDENTITY } from "./identity";
import { Inference, Misfit, Rows, SCALAR, type Shape } from "./infer";

/** Passes over the definitions, each of which may tell more names; what is told by no more than these stays unknown. */
const MOST_PASSES = 40;

/** Which quantities of a document are scalars, vectors and matrices, and which axes agree. */
export class Shapes {
  /** Definitions whose parts do not fit, by statement: what does not. */
  readonly misfits = new Map<number, Reason>();
  /** What formulas call sizes, N and d: no quantities. */
  readonly sizes: ReadonlySet<string>;
  /** I is the identity: nothing defines it otherwise. */
  readonly hasIdentity: boolean;
  readonly #axes = new Axes();
  readonly #shapes = new Map<string, Shape>();
  readonly #doubts = new Map<string, Reason>();
  readonly #letters: Letters;
  readonly #used: ReadonlySet<string>;
  readonly #inference: Inference;
  readonly #undecided: Set<string>;
  /** Quantities whose shape declarations and definitions tell. */
  readonly #told: ReadonlySet<string>;

  constructor(
    { definitions, givens }: Collected,
    letters: Letters,
    statements: readonly Statement[],
    declared: ReadonlyMap<string, readonly string[]>,
    hasRows: boolean,
  ) {
    this.#letters = letters;
    this.sizes = new Set([...declared.values()].flat().filter((each) => /^[A-Za-z](_\w)?$/.test(each)));
    const trees = statements.flatMap(({ members }) => members.map(({ tree }) => tree));
    this.#used = new Set(trees.flatMap(namesIn).map((name) => keyOf(letters.split(name).whole)));
    for (const key of givens.keys()) this.#shapes.set(key, SCALAR);
    const defined = new Set([...definitions.values()].map(({ name }) => keyOf(name)));
    for (const name of trees.flatMap(scalarsIn))
      if (!defined.has(keyOf(name))) this.#shapes.set(keyOf(name), SCALAR);
    this.#declare(declared, hasRows, trees.some(hasVectorOfOnes));
    if (definitions.size === 0 && declared.size === 0) this.#makeSquare(trees);
    const isIdentity = this.#used.has(IDENTITY) && !defined.has(IDENTITY) && !this.#shapes.has(IDENTITY);
    if (isIdentity) {
      const axis = this.#axes.fresh(IDENTITY);
      this.#shapes.set(IDENTITY, { axes: [axis, axis] });
    }
    this.hasIdentity = isIdentity;
    this.#undecided = new Set();
    this.#inference = this.#inferenceOver(defined, declared);
    this.#infer([...definitions.values()], defined);
    this.#told = new Set(this.#shapes.keys());
    for (const statement of statements) this.#inferClaim(statement);
    for (const key of this.#doubts.keys())
      if (this.#shapes.has(key) && !this.#told.has(key)) this.#doubts.delete(key);
  }

  /** What a claim tells of quantities whose shape no definition tells, unless it would make axes one that others keep apart. */
  #inferClaim(statement: Statement): void {
    if (statement.isCondition) return;
    const [restore, before, apart] = [this.#axes.saved(), [...this.#shapes.keys()], this.#axesApart()];
    this.#take(statement);
    if (this.#axesApart() === apart) return;
    restore();
    for (const key of this.#shapes.keys()) if (!before.includes(key)) this.#shapes.delete(key);
  }

  /** Which axes of the quantities that are told are one, as a text. */
  #axesApart(): string {
    const first = new Map<number, number>();
    const told = [...this.#told].filter((key) => key !== IDENTITY || !this.hasIdentity);
    return told
      .flatMap((key) => this.#shapes.get(key)?.axes ?? [])
      .map((axis, k) => {
        const root = this.#axes.root(axis);
        if (!first.has(root)) first.set(root, k);
        return first.get(root);
      })
      .join();
  }

  /**
   * Identities about nothing but matrices, A, B and X, of which nothing else is said: each has shapes of its own. What holds for all sizes
   * that fit holds for square matrices of one size, and the other way round, as any matrix is a corner of a square one.
   */
  #makeSquare(trees: readonly Tree[]): void {
    const names = trees.flatMap(namesIn);
    const areMatrices = names.every(({ base, sub, sup }) => /^[A-Z]$/.test(base) && sub === "" && sup === "");
    if (!areMatrices || !trees.some(hasTrace)) return;
    const axis = this.#axes.fresh("n");
    for (const name of names) this.#shapes.set(keyOf(name), { axes: [axis, axis] });
  }

  #take({ members }: Statement): void {
    const shapes = members.map(({ tree }) => this.#shapeIn(tree));
    const [left] = members;
    const tree = left && bare(left.tree);
    const by = tree?.kind === "derivative" && tree.by.length === 1 ? tree.by[0] : undefined;
    const name = by && namedBy(by);
    const shape = shapes.find((each) => each !== undefined && each.axes.length > 0);
    const isOfScalar = tree?.kind === "derivative" && this.#shapeIn(tree.of)?.axes.length === 0;
    if (name === undefined || shape === undefined || !isOfScalar) return;
    const { letters, whole } = this.#letters.split(name);
    if (letters.length === 0 && !this.#shapes.has(keyOf(whole)))
      this.#shapes.set(keyOf(whole), { axes: shape.axes });
  }

  #shapeIn(tree: Tree): Shape | undefined {
    try {
      return this.#inference.formula(tree);
    } catch (error) {
      if (error instanceof Misfit || error instanceof Rows) return undefined;
      throw error;
    }
  }

  /** A quantity in a formula whose shape only claims tell: by one that is wrong, it may be another. */
  guessedIn(tree: Tree): string | undefined {
    return namesIn(tree)
      .map((name) => keyOf(this.#letters.split(name).whole))
      .find((key) => this.#shapes.has(key) && !this.#told.has(key));
  }

  #declare(declared: ReadonlyMap<string, readonly string[]>, hasRows: boolean, hasOnes: boolean): void {
    for (const [key, sizes] of declared) {
      const isColumn = sizes.length === 2 && sizes[1] === "1" && hasOnes; // ones repeat it along rows, and nothing else does
      const column = isColumn ? sizes.slice(0, 1) : sizes;
      const own = hasRows && sizes.length === 1 ? ["1", ...sizes] : column;
      this.#shapes.set(key, { axes: own.map((each) => this.#axes.fresh(each, each)) });
    }
  }

  #inferenceOver(defined: ReadonlySet<string>, declared: ReadonlyMap<string, unknown>): Inference {
    return new Inference({
      axes: this.#axes,
      get: (name) => this.#shapes.get(keyOf(name)),
      take: (name, shape) => {
        if (!defined.has(keyOf(name)) && !this.#shapes.has(keyOf(name))) this.#shapes.set(keyOf(name), shape);
      },
      isUndecided: (name) => !defined.has(keyOf(name)) && !this.#shapes.has(keyOf(name)),
      split: (name) => this.#letters.split(name),
      isKnown: (key) => this.#used.has(key),
      isDeclared: (name) => declared.has(keyOf(name)),
      doubt: (name) => this.#undecided.add(keyOf(name)),
    });
  }

  #infer(definitions: readonly Definition[], defined: ReadonlySet<string>): void {
    const inference = this.#inference;
    this.#settle(definitions, inference);
    // one definition after the other: the gradient from above, in the last of them, has the shape of what these tell
    for (const { tree } of definitions) {
      const before = this.#shapes.size;
      for (const name of namesIn(tree)) {
        const key = keyOf(this.#letters.split(name).whole);
        const isOpen = !this.#shapes.has(key) && !defined.has(key) && !this.#undecided.has(key);
        if (isOpen && !/^[A-Z]/.test(name.base)) this.#shapes.set(key, SCALAR); // by itself a small letter is a number
      }
      if (this.#shapes.size > before) this.#settle(definitions, inference);
    }
    for (const { name, statement, tree } of definitions) {
      const key = keyOf(name);
      if (this.#doubts.has(key)) continue;
      const shape = this.#shapes.get(key);
      if (shape === undefined) this.#doubts.set(key, this.#whyNot(tree));
      else if (isLossName(name.base) && shape.axes.length > 0 && statement >= 0)
        this.#doubts.set(key, { kind: "several entries", name: key });
    }
  }

  #whyNot(tree: Tree): Reason {
    const names = namesIn(tree).map((name) => this.#letters.split(name).whole);
    const open = names.find((name) => !this.#shapes.has(keyOf(name)));
    return open === undefined
      ? { kind: "unknown shape of the definition" }
      : { kind: "unknown shape", name: keyOf(open) };
  }

  #settle(definitions: readonly Definition[], inference: Inference): void {
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      const before = this.#shapes.size;
      for (const definition of definitions) this.#define(definition, inference);
      if (this.#shapes.size === before) return;
    }
  }

  #define({ letters, name, statement, tree }: Definition, inference: Inference): void {
    const key = keyOf(name);
    if (letters.length > 0) {
      this.#doubts.set(key, { kind: "defined by entries", name: key });
      return;
    }
    if (this.#doubts.has(key)) return;
    const unlike = (own: Shape, known: Shape): Misfit =>
      new Misfit({
        kind: "shape of a name",
        own: inference.text(own),
        name: key,
        known: inference.text(known),
      });
    try {
      const shape = inference.formula(tree);
      if (shape === undefined) return;
      const known = this.#shapes.get(key);
      if (known === undefined) this.#shapes.set(key, { axes: shape.axes });
      else if (known.axes.length === shape.axes.length) {
        const joined = known.axes.every((axis, k) => this.#axes.join(axis, shape.axes[k] as number));
        if (!joined) throw unlike(shape, known);
      } else if (known.axes.length > 0 && shape.axes.length > 0) throw unlike(shape, known);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      if (statement >= 0 && !error.isLoose) this.misfits.set(statement, error.because);
      this.#doubts.set(key, { kind: "definition of impossible shapes", misfit: error.because });
      this.#shapes.delete(key);
    }
  }

  /** The sizes of a quantity's axes; undefined where nothing tells them. */
  of(key: string): readonly Size[] | undefined {
    return this.#shapes.get(key)?.axes.map((axis) => this.#axes.sizeOf(axis));
  }

  /** Why a formula cannot be judged: a quantity in it has an unknown shape. */
  doubt(tree: Tree): Reason | undefined {
    for (const name of namesIn(tree)) {
      const { whole } = this.#letters.split(name);
      const key = this.#ofUpdate(whole);
      const doubt = this.#doubts.get(key);
      if (doubt !== undefined) return doubt;
      if (!this.#shapes.has(key) && !this.#isScalarByItself(whole))
        return { kind: "unknown shape", name: key };
    }
    return undefined;
  }

  /** w of w^+ and of the step that w makes. */
  #ofUpdate({ base, sub, sup }: Plain): string {
    const isStep = base.startsWith(STEP) && base.length > STEP.length;
    return keyOf({ base: isStep ? base.slice(STEP.length) : base, sub, sup: sup === UPDATED ? "" : sup });
  }

  #isScalarByItself({ base }: Plain): boolean {
    return /^(e|pi|eta|lambda|alpha|gamma|epsilon|1)$/.test(base) || this.sizes.has(base);
  }

  /** Whether a formula gives a row: a vector that was transposed, or a product of such a one with a matrix. */
  isRow(tree: Tree): boolean {
    return this.#shapeIn(tree)?.isRow ?? false;
  }

  /** A message with axes by their names. */
  inWords(message: string): string {
    return this.#axes.inWords(message);
  }
}

/** Whether a formula has a trace in it, of what must be a matrix then. */
const hasTrace = (tree: Tree): boolean =>
  [...walk(tree)].some((part) => part.kind === "applied" && /^tr(?:ace)?$/i.test(part.head.name.base));

/** Whether a formula has a bold 1 in it. */
const hasVectorOfOnes = (tree: Tree): boolean =>
  [...walk(tree)].some(
    (part) => part.kind === "name" && part.name.base === "1" && part.name.upright === true,
  );

/** Names in denominators and exponents: no tensor stands there. And the ε of \sqrt{v + ε}, which keeps a root from 0. */
function scalarsIn(tree: Tree): Plain[] {
  const found: Plain[] = [];
  for (const part of walk(tree)) {
    if (part.kind === "fraction") found.push(...factorsNamed(part.below));
    if (part.kind === "product")
      for (const { sign, tree: factor } of part.factors)
        if (sign === "/") found.push(...factorsNamed(factor));
    const kept = keptFromZero(part);
    if (kept?.kind === "sum")
      for (const { tree: term } of kept.terms) {
        const name = namedBy(term);
        if (name !== undefined && SMALL.test(name.base)) found.push(name);
      }
  }
  return found;
}

const SMALL = /^(?:eps|epsilon|varepsilon)$/;

/** What is to be no 0: below a root or a fraction, in a logarithm, or the base of a power. */
function keptFromZero(part: Tree): Tree | undefined {
  if (part.kind === "root") return bare(part.body);
  if (part.kind === "power") return bare(part.base);
  if (part.kind === "fraction") return bare(part.below);
  const isOf = part.kind === "applied" && /^(?:sqrt|log|ln)$/.test(part.head.name.base);
  return isOf && part.arguments[0] !== undefined ? bare(part.arguments[0]) : undefined;
}

/** N and d of a denominator 2Nd. */
function factorsNamed(tree: Tree): Plain[] {
  if (tree.kind === "group" || (tree.kind === "product" && tree.factors.length > 0)) {
    const parts = tree.kind === "group" ? [tree.body] : tree.factors.map(({ tree: factor }) => factor);
    return parts.flatMap((part) =>
      part.kind === "product" || part.kind === "name" ? factorsNamed(part) : [],
    );
  }
  const name = namedBy(tree);
  return name === undefined ? [] : [name];
}

/** Whether a document defines quantities by their entries. */
export const isIndexed = ({ definitions }: Collected): boolean =>
  [...definitions.values()].some(({ letters }) => letters.length > 0);

/** The shapes of the quantities of a document about vectors and matrices; undefined where rows and columns are mixed. */
export function shapesOf(
  found: Collected,
  letters: Letters,
  statements: readonly Statement[],
  declared: readonly Declared[],
): Shapes | undefined {
  const told = byKey(declared);
  try {
    return new Shapes(found, letters, statements, told, false);
  } catch (error) {
    if (!(error instanceof Rows)) throw error;
    try {
      return new Shapes(found, letters, statements, told, true);
    } catch (again) {
      if (again instanceof Rows) return undefined;
      throw again;
    }
  }
}
