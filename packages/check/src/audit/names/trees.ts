import {
  bare,
  type NameTree,
  partsOf,
  type Span,
  type Tree,
  type WrittenName,
  walk,
} from "@chainrule/graph/read";

export const nameTree = (name: WrittenName, { end, start }: Span): NameTree => ({
  kind: "name",
  name,
  start,
  end,
});

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
