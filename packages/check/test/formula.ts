/** Formulas as an author thinks of them, printed in several notations; the place of a part is known in each. */

export type Formula =
  | { readonly kind: "name"; readonly name: string; readonly letters: string; readonly transposed?: boolean }
  | { readonly kind: "number"; readonly text: string }
  /** A function, with so many primes. */
  | { readonly kind: "call"; readonly of: string; readonly primes: number; readonly x: Formula }
  | {
      readonly kind: "product";
      readonly factors: readonly Formula[];
      readonly joint: "" | "matrix" | "entrywise";
    }
  | { readonly kind: "sum"; readonly terms: readonly Formula[]; readonly minus: readonly boolean[] }
  | { readonly kind: "square"; readonly x: Formula }
  | { readonly kind: "transpose"; readonly x: Formula }
  | { readonly kind: "over"; readonly letter: string; readonly x: Formula };

export const name = (text: string, letters = "", transposed = false): Formula => ({
  kind: "name",
  name: text,
  letters,
  transposed,
});
export const number = (text: string): Formula => ({ kind: "number", text });
export const product = (factors: readonly Formula[], joint: "" | "matrix" | "entrywise" = ""): Formula => ({
  kind: "product",
  factors,
  joint,
});
export const difference = (a: Formula, b: Formula): Formula => ({
  kind: "sum",
  terms: [a, b],
  minus: [false, true],
});
export const negative = (x: Formula): Formula => ({ kind: "sum", terms: [x], minus: [true] });

export function partsOf(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case "name":
    case "number":
      return [];
    case "product":
      return formula.factors;
    case "sum":
      return formula.terms;
    default:
      return [formula.x];
  }
}

/** The formula with every part an object of its own, as every place of it is a place of its own. */
export function apart(formula: Formula): Formula {
  switch (formula.kind) {
    case "name":
    case "number":
      return { ...formula };
    case "product":
      return { ...formula, factors: formula.factors.map(apart) };
    case "sum":
      return { ...formula, terms: formula.terms.map(apart) };
    default:
      return { ...formula, x: apart(formula.x) };
  }
}

/** The formula with one part replaced. */
export function replaced(formula: Formula, part: Formula, by: Formula): Formula {
  if (formula === part) return by;
  const inside = (each: Formula): Formula => replaced(each, part, by);
  switch (formula.kind) {
    case "name":
    case "number":
      return formula;
    case "product":
      return { ...formula, factors: formula.factors.map(inside) };
    case "sum":
      return { ...formula, terms: formula.terms.map(inside) };
    default:
      return { ...formula, x: inside(formula.x) };
  }
}

export const everyPart = (formula: Formula): Formula[] => [formula, ...partsOf(formula).flatMap(everyPart)];

export interface Printed {
  readonly text: string;
  /** Where the marked part stands. */
  readonly from: number;
  readonly to: number;
}

export type Style = "mathjs" | "latex";

/** The marks around a part while it is printed. */
const [OPEN, CLOSE] = ["\u0001", "\u0002"];

/** The text of a formula, names spelled as `spelled` says, and the place of one part of it. */
export function printed(
  formula: Formula,
  style: Style,
  spelled: (name: string) => string,
  mark: Formula = formula,
): Printed {
  const text = print(formula, style, spelled, mark);
  const from = text.indexOf(OPEN);
  return { text: text.replace(OPEN, "").replace(CLOSE, ""), from, to: text.indexOf(CLOSE) - 1 };
}

function jointBefore(factor: Formula, joint: string, style: Style): string {
  if (style === "mathjs") return " * ";
  if (joint === "entrywise") return " \\odot ";
  const first = factor.kind === "product" ? factor.factors[0] : factor;
  return first?.kind === "number" ? " \\cdot " : " ";
}

function print(formula: Formula, style: Style, spelled: (name: string) => string, mark: Formula): string {
  const inner = (each: Formula): string => print(each, style, spelled, mark);
  const grouped = (each: Formula): string => (each.kind === "sum" ? `(${inner(each)})` : inner(each));
  const text = ((): string => {
    switch (formula.kind) {
      case "name": {
        const below = formula.letters === "" ? "" : `_{${formula.letters}}`;
        return `${spelled(formula.name)}${below}${formula.transposed ? "^T" : ""}`;
      }
      case "number":
        return style === "latex" ? formula.text.replace(/^1\/(.*)$/, "\\frac{1}{$1}") : formula.text;
      case "call": {
        const f = style === "latex" && formula.of === "sigmoid" ? "\\sigma" : formula.of;
        const head = style === "latex" && f === "tanh" ? "\\tanh" : f;
        return `${head}${"'".repeat(formula.primes)}(${inner(formula.x)})`;
      }
      case "product": {
        const factors = formula.factors.map((each, k) => {
          const isMatrixInside =
            formula.joint === "entrywise" || (formula.joint === "matrix" && each.kind === "product");
          const isOpen = each.kind === "over" && k < formula.factors.length - 1;
          const isNested = each.kind === "product" && each.joint !== formula.joint;
          const isSlash = style === "mathjs" && each.kind === "number" && each.text.includes("/");
          return isOpen || (isMatrixInside && isNested) || isSlash ? `(${inner(each)})` : grouped(each);
        });
        return factors
          .map((each, k) =>
            k === 0 ? each : `${jointBefore(formula.factors[k] as Formula, formula.joint, style)}${each}`,
          )
          .join("");
      }
      case "sum":
        return formula.terms
          .map((each, k) => {
            const sign = formula.minus[k] ? "-" : k === 0 ? "" : "+";
            const isWide = formula.terms.length > 1;
            return `${isWide && k > 0 ? ` ${sign} ` : sign}${grouped(each)}`;
          })
          .join("");
      case "square":
        return `${formula.x.kind === "name" || formula.x.kind === "call" ? inner(formula.x) : `(${inner(formula.x)})`}^2`;
      case "transpose":
        return `(${inner(formula.x)})^T`;
      case "over":
        return `\\sum_{${formula.letter}} ${grouped(formula.x)}`;
    }
  })();
  return formula === mark ? `${OPEN}${text}${CLOSE}` : text;
}
