import {
  add,
  constant,
  div,
  eq,
  ge,
  gt,
  le,
  lt,
  matmul,
  mul,
  type Node,
  ne,
  neg,
  pow,
  square,
  sub,
} from "@chainrule/graph";
import { misfit, Stop, unread } from "./problem";
import { knownNumber, numbersOf, numberValue, type Sequence, Tensor, truth, type Value } from "./value";

/* Python's operators on numbers, tensors and sequences. */

type Pair = (a: Node, b: Node) => Node;

const POINTWISE: Readonly<Record<string, Pair>> = {
  "+": add,
  "-": sub,
  "*": mul,
  "/": div,
  "**": (a, b) => (b.attrs.value === 2 ? square(a) : pow(a, b)),
  "<": lt,
  "<=": le,
  ">": gt,
  ">=": ge,
  "==": eq,
  "!=": ne,
  "&": mul,
  "|": (a, b) => sub(add(a, b), mul(a, b)),
  "^": ne,
};
const COMPARISONS: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "==", "!=", "&", "|", "^"]);

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "//": (a, b) => Math.floor(a / b),
  "%": (a, b) => a - b * Math.floor(a / b),
  "**": (a, b) => a ** b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

/** Digits of a decimal that somebody may have written; a number of more is a quotient or a root, and kept as one. */
const WRITTEN = 12;
const isWritten = (value: number): boolean =>
  Number.isInteger(value) || (Number.isFinite(value) && String(value).length <= WRITTEN);

/** The node of a number or tensor. @throws Stop */
export function nodeOf(value: Value): Node {
  if (value.kind === "tensor") return value.node;
  if (value.kind === "number") return constant(value.value);
  if (value.kind === "truth") return constant(value.value ? 1 : 0);
  if (value.kind === "sequence") return constant(nested(value));
  if (value.kind === "unknown") throw new Stop(value.problem);
  throw unread(`${KINDS[value.kind]} is no number or tensor`);
}

const KINDS: Readonly<
  Record<Exclude<Value["kind"], "tensor" | "number" | "truth" | "sequence" | "unknown">, string>
> = {
  object: "an object",
  function: "a function",
  none: "None",
  text: "a text",
  slice: "a slice",
  ellipsis: "...",
  library: "a function of a library",
  method: "a method",
};

type Nested = (number | Nested)[];
const nested = ({ items }: Sequence): Nested =>
  items.map((item) => (item.kind === "sequence" ? nested(item) : knownNumber(item, "an entry of a list")));

/** A value of Python's sort: a tensor without axes that is a plain number is one. */
export const tensorOf = (node: Node, isMask = false): Tensor => new Tensor(node, isMask);

/** Shapes as NumPy broadcasts them. @throws Stop */
export function checkBroadcast(a: readonly number[], b: readonly number[], what: string): void {
  const rank = Math.max(a.length, b.length);
  for (let axis = 1; axis <= rank; axis++) {
    const [p, q] = [a[a.length - axis] ?? 1, b[b.length - axis] ?? 1];
    if (p !== q && p !== 1 && q !== 1)
      throw misfit(`${what}: shapes [${a.join(", ")}] and [${b.join(", ")}] do not broadcast`, [p, q]);
  }
}

const shapeOf = (node: Node): readonly number[] => node.shape as readonly number[]; // the reader makes no symbolic sizes

/** @throws Stop where inner sizes differ */
export function productOf(a: Node, b: Node): Node {
  const [left, right] = [shapeOf(a), shapeOf(b)];
  if (left.length === 0 || right.length === 0) throw misfit("a matrix product with a number without axes");
  const inner = [left.at(-1) as number, right[Math.max(0, right.length - 2)] as number] as const; // both have axes
  if (inner[0] !== inner[1])
    throw misfit(`inner sizes differ: [${left.join(", ")}] @ [${right.join(", ")}]`, inner);
  checkBroadcast(left.slice(0, -2), right.slice(0, -2), "leading axes of a matrix product");
  return matmul(a, b);
}

/** @throws Stop */
export function binary(operator: string, a: Value, b: Value): Value {
  if (a.kind === "unknown") return a;
  if (b.kind === "unknown") return b;
  if (operator === "@") return tensorOf(productOf(nodeOf(a), nodeOf(b)));
  const [p, q] = [plain(a), plain(b)];
  if (p !== undefined && q !== undefined) {
    const found = ARITHMETIC[operator]?.(p, q);
    if (typeof found === "boolean") return truth(found);
    if (operator === "//" && p % q !== 0 && Number.isInteger(q) && p > 0 && q > 1)
      throw new Stop({ kind: "divisor", size: p, by: q });
    if (found !== undefined && isWritten(found)) return numberValue(found);
  }
  if (a.kind === "sequence" || b.kind === "sequence") {
    const found = ofSequences(operator, a, b);
    if (found !== undefined) return found;
  }
  if (a.kind === "text" && b.kind === "text") {
    if (operator === "==") return truth(a.value === b.value);
    if (operator === "!=") return truth(a.value !== b.value);
  }
  const build = POINTWISE[operator];
  if (build === undefined) return integers(operator, a, b);
  if (a.kind === "none" || b.kind === "none") throw unread("None in a formula");
  const [left, right] = [nodeOf(a), nodeOf(b)];
  checkBroadcast(shapeOf(left), shapeOf(right), operator);
  return tensorOf(build(left, right), COMPARISONS.has(operator));
}

const plain = (value: Value): number | undefined =>
  value.kind === "number" ? value.value : value.kind === "truth" ? Number(value.value) : undefined;

/** Whole quotients and remainders of tensors whose entries are known. */
function integers(operator: string, a: Value, b: Value): Value {
  const calculate = ARITHMETIC[operator];
  const [left, right] = [nodeOf(a), nodeOf(b)];
  const [p, q] = [numbersOf(left), numbersOf(right)];
  if (calculate === undefined || p === undefined || q === undefined || right.shape.length > 0)
    throw unread(`the operator ${operator} on tensors`);
  const data = p.map((each) => Number(calculate(each, q[0] as number))); // it has one entry
  return tensorOf(constant({ shape: shapeOf(left), data }));
}

/** Tuples and lists: joined, repeated, compared. */
function ofSequences(operator: string, a: Value, b: Value): Value | undefined {
  if (a.kind === "sequence" && b.kind === "sequence") {
    if (operator === "+") return { ...a, items: [...a.items, ...b.items] };
    if (operator === "==" || operator === "!=") {
      const isSame =
        a.items.length === b.items.length &&
        a.items.every((item, k) => {
          const other = b.items[k];
          return other !== undefined && plain(item) !== undefined && plain(item) === plain(other);
        });
      return truth(isSame === (operator === "=="));
    }
  }
  const [list, count] = a.kind === "sequence" ? [a, plain(b)] : [b, plain(a)];
  if (operator !== "*" || list.kind !== "sequence" || count === undefined || count > 100) return undefined;
  return { ...list, items: Array.from({ length: count }, () => list.items).flat() };
}

/** @throws Stop */
export function unary(operator: string, value: Value): Value {
  if (value.kind === "unknown") return value;
  const number = plain(value);
  if (operator === "not") return truth(!truthOf(value));
  if (operator === "-") return number === undefined ? tensorOf(neg(nodeOf(value))) : numberValue(-number);
  if (operator === "+") return value;
  if (operator === "~")
    return value.kind === "truth" ? truth(!value.value) : tensorOf(sub(1, nodeOf(value)), true);
  throw unread(`the operator ${operator}`);
}

/** Whether a condition holds. @throws Stop where only numbers would tell */
export function truthOf(value: Value): boolean {
  if (value.kind === "unknown") throw new Stop(value.problem);
  if (value.kind === "truth") return value.value;
  if (value.kind === "number") return value.value !== 0;
  if (value.kind === "none") return false;
  if (value.kind === "text") return value.value !== "";
  if (value.kind === "sequence") return value.items.length > 0;
  if (value.kind !== "tensor") return true;
  const known = value.shape.length === 0 ? numbersOf(value.node)?.[0] : undefined;
  if (known !== undefined) return known !== 0;
  const { node } = value;
  if (node.attrs.cell !== undefined && node.attrs.name?.kind === "symbol")
    throw new Stop({ kind: "wants", of: node.toString(), sort: "truth" });
  throw unread("a condition that depends on numbers");
}
