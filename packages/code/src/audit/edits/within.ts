import type { Expression } from "../../python/syntax";
import { ofBinary } from "./binary";
import { isOfLibrary, ofCall } from "./call";
import type { Edit, Surroundings } from "./edit";
import { aroundTerm } from "./term";
import { asFactor } from "./written";

/** Changes of something that is a gradient or a term of one: around it, and within. */
export const ofTerm = (term: Expression, around: Surroundings): Edit[] => [
  ...aroundTerm(term, around),
  ...inside(term, around),
];

/** The same, each of which is a little less likely than one of the whole. */
const ofTermWithin = (part: Expression, around: Surroundings): Edit[] =>
  ofTerm(part, around).map((edit) => ({ ...edit, cost: edit.cost + 1 }));

/** The same changes where what is changed stands before a dot: in brackets if it is a formula. */
const beforeDot = (part: Expression, edits: readonly Edit[]): Edit[] =>
  edits.map((edit) =>
    edit.from === part.from && edit.to === part.to && / /.test(edit.text)
      ? { ...edit, text: `(${edit.text})`, cost: edit.cost + 1 }
      : { ...edit, cost: edit.cost + 1 },
  );

/** Changes within an expression. */
export function inside(part: Expression, around: Surroundings): Edit[] {
  const { text } = around;
  const place = { from: part.from, to: part.to };
  const written = (each: Expression): string => text.slice(each.from, each.to);
  switch (part.kind) {
    case "binary":
      return [
        ...ofBinary(part, around),
        ...[part.left, part.right].flatMap((side) => ofOperand(side, part, around)),
      ];
    case "unary":
      return [
        ...(part.operator === "-"
          ? [{ ...place, text: asFactor(part.operand, text), kind: "sign", cost: 1 } as const]
          : []),
        ...(part.operator === "~"
          ? [{ ...place, text: written(part.operand), kind: "comparison", cost: 3 } as const]
          : []),
        ...inside(part.operand, around),
      ];
    case "number":
      return numbersNear(part.value).map((value) => ({
        ...place,
        text: String(value),
        kind: "number",
        cost: 3,
      }));
    case "name": {
      const others: Edit[] = around.names
        .filter((name) => name !== part.name)
        .map((name) => ({ ...place, text: name, kind: "name", cost: 5 }));
      const library = around.library === "torch" ? "torch" : /\bjnp\b/.test(text) ? "jnp" : "np";
      const functions = library === "torch" ? ["exp", "sigmoid"] : ["exp"];
      return [
        ...others,
        ...functions.map(
          (name): Edit => ({ ...place, text: `${library}.${name}(${part.name})`, kind: "function", cost: 6 }),
        ),
        { ...place, text: `(${part.name} > 0)`, kind: "comparison", cost: 7 },
      ];
    }
    case "attribute":
      if (part.name === "T" || part.name === "mT") {
        const kept = written(part.of);
        return [{ ...place, text: kept, kind: "transpose", cost: 1 }, ...inside(part.of, around)];
      }
      return around.names
        .filter((name) => name.startsWith("self.") && name !== written(part))
        .map((name) => ({ ...place, text: name, kind: "name", cost: 5 }));
    case "call":
      return [...ofCall(part, around), ...inCallee(part, around), ...inArguments(part, around)];
    case "subscript":
      return [
        ...inside(part.of, around),
        ...part.index.flatMap((each) =>
          each.kind === "slice" ? ofSlice(each, around) : inside(each, around),
        ),
      ];
    case "tuple":
    case "list":
      return part.items.flatMap((item) => inside(item, around));
    case "conditional":
      return [part.yes, part.no].flatMap((each) => inside(each, around));
    default:
      return [];
  }
}

const ofSlice = (part: Extract<Expression, { kind: "slice" }>, around: Surroundings): Edit[] =>
  [part.start, part.stop].flatMap((each) => (each === undefined ? [] : inside(each, around)));

const numbersNear = (value: number): number[] =>
  [...new Set([value + 1, value - 1, 2 * value, value / 2, -value, 1 - value])].filter(
    (each) => each !== value && String(each).length < 9,
  );

type Binary = Extract<Expression, { kind: "binary" }>;
type Call = Extract<Expression, { kind: "call" }>;

/** What is added or subtracted is a term of its own. */
const ofOperand = (side: Expression, { operator }: Binary, around: Surroundings): Edit[] =>
  operator === "+" || operator === "-" ? ofTermWithin(side, around) : inside(side, around);

/** Changes of what a method is called of: what is summed is a term of its own. */
function inCallee({ callee }: Call, around: Surroundings): Edit[] {
  if (callee.kind !== "attribute") return [];
  const isSum = /^(sum|mean)$/.test(callee.name) && !isOfLibrary(callee);
  return isSum ? beforeDot(callee.of, ofTerm(callee.of, around)) : inside(callee.of, around);
}

const OF_TERMS = /^(sum|mean|where|hstack|vstack|concatenate|cat|stack|index_add_|at)$/;

const inArguments = ({ args, callee }: Call, around: Surroundings): Edit[] =>
  args.flatMap((each) => inArgument(each, around, callee.kind === "attribute" && OF_TERMS.test(callee.name)));

/** Arguments: what is summed is a term of its own. */
const inArgument = (part: Expression, around: Surroundings, isOfTerms: boolean): Edit[] =>
  part.kind === "tuple" || part.kind === "list"
    ? part.items.flatMap((item) => inArgument(item, around, isOfTerms))
    : isOfTerms
      ? ofTermWithin(part, around)
      : inside(part, around);
