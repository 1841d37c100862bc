import {
  type Factor,
  type NameTree,
  partsOf,
  type Span,
  type Tree,
  type WrittenName,
  walk,
} from "@chainrule/graph/read";

/** Formulas nested deeper than this are not audited. */
export const DEEPEST = 300;

/** How deep a formula is nested. */
export function depthOf(tree: Tree): number {
  let level: readonly Tree[] = [tree];
  let depth = 0;
  for (; level.length > 0 && depth <= DEEPEST; depth++) level = level.flatMap(partsOf);
  return depth;
}

/**
 * The formula with parts replaced, from the outside; a part that was replaced is not looked into. A name before brackets that
 * becomes something else is a factor: of what it calls, the last name of a product.
 */
export function mapTree(tree: Tree, change: (part: Tree) => Tree | undefined): Tree {
  const own = change(tree);
  if (own !== undefined) return own;
  const same = entriesMapped(tree, change) as Tree; // the same keys with the same kinds of values, but for a head
  const head: Tree | undefined = same.kind === "applied" ? same.head : undefined;
  return head === undefined || head.kind === "name" ? same : withFactor(same as Applied, head);
}

type Applied = Tree & { readonly kind: "applied" };

/** A call whose head became another formula: a product, of which the last name is called. */
function withFactor(call: Applied, head: Tree): Tree {
  const { arguments: list, bracket, end, start } = call;
  const factors = factorsIn(head);
  const last = factors[factors.length - 1]?.tree;
  const [body] = list as readonly [Tree]; // the parser reads at least one
  const called: Factor[] =
    last?.kind === "name"
      ? [...factors.slice(0, -1), { sign: "", tree: { ...call, head: last, start: last.start } }]
      : [...factors, { sign: "", tree: { kind: "group", bracket, body, start: head.end, end } }];
  return { kind: "product", factors: called, start, end };
}

function factorsIn(tree: Tree): readonly Factor[] {
  const inner = bare(tree);
  return inner.kind === "product" ? inner.factors : [{ sign: "", tree }];
}

function entriesMapped(value: object, change: (part: Tree) => Tree | undefined): object {
  return Object.fromEntries(
    Object.entries(value).map(([key, each]: [string, unknown]) => [key, mapped(each, change)]),
  );
}

function mapped(value: unknown, change: (part: Tree) => Tree | undefined): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => mapped(each, change));
  if (typeof value !== "object" || value === null) return value;
  return "kind" in value ? mapTree(value as Tree, change) : entriesMapped(value, change); // only trees have a kind
}

export const nameTree = (name: WrittenName, { end, start }: Span): NameTree => ({
  kind: "name",
  name,
  start,
  end,
});

/** Without brackets around it. */
export function bare(tree: Tree): Tree {
  let at = tree;
  while (at.kind === "group") at = at.body;
  return at;
}

/** A number as it was printed. */
export interface Printed extends Span {
  readonly value: number;
  /** Digits after the point, less the power of ten; undefined for a whole number, which stands for itself. */
  readonly places: number | undefined;
}

/** A number with or without a sign, brackets, or a power of ten after it. */
export function printedIn(tree: Tree): Printed | undefined {
  const { end, start } = tree;
  switch (tree.kind) {
    case "number": {
      const [, places, exponent = "0"] = /^[\d]*(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(tree.text) ?? [];
      const isWhole = places === undefined && Number(exponent) >= 0;
      return {
        value: tree.value,
        places: isWhole ? undefined : (places?.length ?? 0) - Number(exponent),
        start,
        end,
      };
    }
    case "group": {
      const inner = printedIn(tree.body);
      return inner && { ...inner, start, end };
    }
    case "sum": {
      const [term] = tree.terms;
      const inner = tree.terms.length === 1 && term !== undefined ? printedIn(term.tree) : undefined;
      if (inner === undefined || term === undefined) return undefined;
      return { ...inner, value: term.sign === "-" ? -inner.value : inner.value, start, end };
    }
    case "product": {
      const [head, power] = tree.factors;
      const mantissa = tree.factors.length === 2 && head !== undefined ? printedIn(head.tree) : undefined;
      const exponent = power?.sign === "*" || power?.sign === "" ? exponentOfTen(power.tree) : undefined;
      if (mantissa === undefined || exponent === undefined) return undefined;
      return {
        value: Number(`${mantissa.value}e${exponent}`),
        places: (mantissa.places ?? 0) - exponent,
        start,
        end,
      };
    }
    default:
      return undefined;
  }
}

function exponentOfTen(tree: Tree): number | undefined {
  if (tree.kind !== "power" || tree.base.kind !== "number" || tree.base.value !== 10) return undefined;
  const exponent = printedIn(tree.exponent);
  return exponent !== undefined && Number.isInteger(exponent.value) ? exponent.value : undefined;
}

/** Functions and constants that formulas of numbers may have. */
const CONSTANTS: ReadonlySet<string> = new Set(["e", "pi", "exp"]);

/** Whether a formula is made of numbers alone: no quantity has a name in it, functions may. */
export function isNumeric(tree: Tree): boolean {
  const heads = new Set<Tree>();
  for (const part of walk(tree)) {
    if (part.kind === "applied") heads.add(part.head);
    const isConstant = part.kind === "name" && CONSTANTS.has(part.name.base) && part.name.sub === undefined;
    if (part.kind === "name" && !heads.has(part) && !isConstant) return false;
    if (part.kind === "derivative" || part.kind === "differential") return false;
  }
  return true;
}

/** The numbers in a formula, largest parts first: 3.5 \times 10^{-5} is one. */
export function numbersIn(tree: Tree): Printed[] {
  const found: Printed[] = [];
  const pending: Tree[] = [tree];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const printed = next.kind === "number" || next.kind === "product" ? printedIn(next) : undefined;
    if (printed !== undefined) found.push(printed);
    else pending.push(...partsOf(next));
  }
  return found.sort((a, b) => a.start - b.start);
}

/** A part of a formula and the part of another that stands in its place. */
export interface Pair {
  readonly of: Tree;
  readonly by: Tree;
}

/**
 * The parts of two formulas of the same build that stand in each other's place, down to where the second has a number.
 * Undefined where the build differs.
 */
export function aligned(a: Tree, b: Tree): Pair[] | undefined {
  const pairs: Pair[] = [];
  const pending: Pair[] = [{ of: a, by: b }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [of, by] = [bare(next.of), bare(next.by)];
    if (printedIn(by) !== undefined) {
      pairs.push({ of, by: next.by });
      continue;
    }
    const inner = corresponding(of, by);
    if (inner === undefined) return undefined;
    pending.push(...inner);
  }
  return pairs.sort((x, y) => x.by.start - y.by.start);
}

function corresponding(of: Tree, by: Tree): Pair[] | undefined {
  if (of.kind !== by.kind) return undefined;
  if (of.kind === "sum" && by.kind === "sum") {
    const same =
      of.terms.length === by.terms.length && of.terms.every(({ sign }, k) => sign === by.terms[k]?.sign);
    return same
      ? of.terms.map(({ tree }, k) => ({ of: tree, by: (by.terms[k] as { tree: Tree }).tree }))
      : undefined;
  }
  if (of.kind === "product" && by.kind === "product") {
    const isInverse = (sign: string | undefined): boolean => sign === "/";
    const same =
      of.factors.length === by.factors.length &&
      of.factors.every(({ sign }, k) => isInverse(sign) === isInverse(by.factors[k]?.sign));
    return same
      ? of.factors.map(({ tree }, k) => ({ of: tree, by: (by.factors[k] as { tree: Tree }).tree }))
      : undefined;
  }
  if (of.kind === "applied" && by.kind === "applied") {
    return of.head.name.base === by.head.name.base ? zipped(of.arguments, by.arguments) : undefined;
  }
  if (of.kind === "name" && by.kind === "name") {
    const [x, y] = [of.name, by.name];
    if (x.base !== y.base || x.sub?.text !== y.sub?.text) return undefined;
    return zipped(
      x.sup?.formula === undefined ? [] : [x.sup.formula],
      y.sup?.formula === undefined ? [] : [y.sup.formula],
    );
  }
  if (of.kind === "over" || of.kind === "derivative") return undefined;
  return zipped(partsOf(of), partsOf(by));
}

const zipped = (a: readonly Tree[], b: readonly Tree[]): Pair[] | undefined =>
  a.length === b.length ? a.map((of, k) => ({ of, by: b[k] as Tree })) : undefined;
