import type { Expression } from "../../python/syntax";
import type { Edit, Surroundings } from "./edit";
import { asFactor, isBracketed } from "./written";

const TURNED: Readonly<Record<string, readonly string[]>> = {
  "+": ["-"],
  "-": ["+"],
  "*": ["/", "@"],
  "/": ["*"],
  "@": ["*"],
  ">": ["<", ">=", "<="],
  "<": [">", "<=", ">="],
  ">=": ["<="],
  "<=": [">="],
  "==": ["!="],
  "!=": ["=="],
  "//": ["/"],
};
const COMPARISONS: ReadonlySet<string> = new Set([">", "<", ">=", "<=", "==", "!="]);

/** Changes of an operator and its operands, as wholes. */
export function ofBinary(part: Extract<Expression, { kind: "binary" }>, around: Surroundings): Edit[] {
  const { text } = around;
  const { left, operator, right } = part;
  const place = { from: part.from, to: part.to };
  const [a, b] = [text.slice(left.from, left.to), text.slice(right.from, right.to)];
  const [first, second] = [asFactor(left, text), asFactor(right, text)];
  // brackets around the whole stay where it needs them
  const open = isBracketed(part, text) ? "(" : "";
  const close = open === "" ? "" : ")";
  const whole = (inner: string): string => `${open}${inner}${close}`;
  const edits: Edit[] = (TURNED[operator] ?? []).map((other) => ({
    ...place,
    text: whole(`${a} ${other} ${b}`),
    kind: COMPARISONS.has(operator) ? "comparison" : operator === "+" || operator === "-" ? "sign" : "factor",
    cost: COMPARISONS.has(operator) ? 3 : operator === "+" || operator === "-" ? 1 : 2,
  }));
  const isProduct = operator === "*" || operator === "/" || operator === "@";
  if (operator === "-" || operator === "/" || operator === "@")
    edits.push({
      ...place,
      text: whole(`${second} ${operator} ${first}`),
      kind: operator === "@" ? "order of a product" : "order of a difference",
      cost: 2,
    });
  if (operator === "@")
    for (const name of around.names)
      edits.push(
        { from: left.from, to: left.to, text: `(${first} * ${name})`, kind: "missing factor", cost: 6 },
        { from: right.from, to: right.to, text: `(${second} * ${name})`, kind: "missing factor", cost: 6 },
      );
  if (operator === "@") {
    edits.push({ ...place, text: whole(`${second} @ ${first}.T`), kind: "order of a product", cost: 4 });
    edits.push({ ...place, text: whole(`${second}.T @ ${first}`), kind: "order of a product", cost: 4 });
    edits.push({ ...place, text: whole(`${first}.T @ ${second}`), kind: "transpose", cost: 1 });
    edits.push({ ...place, text: whole(`${first} @ ${second}.T`), kind: "transpose", cost: 1 });
    edits.push({
      ...place,
      text: whole(`${first}.transpose(-1, -2) @ ${second}`),
      kind: "transpose",
      cost: 3,
    });
    edits.push({
      ...place,
      text: whole(`${first} @ ${second}.transpose(-1, -2)`),
      kind: "transpose",
      cost: 3,
    });
    edits.push({
      ...place,
      text: whole(`${first}.swapaxes(-1, -2) @ ${second}`),
      kind: "transpose",
      cost: 3,
    });
    edits.push({
      ...place,
      text: whole(`${first} @ ${second}.swapaxes(-1, -2)`),
      kind: "transpose",
      cost: 3,
    });
  }
  if (operator === "**") edits.push({ ...place, text: first, kind: "number", cost: 3 });
  if (isProduct || operator === "+" || operator === "-") {
    const kind = isProduct ? "extra factor" : "extra term";
    edits.push({ ...place, text: first, kind, cost: 3 });
    if (operator !== "/")
      edits.push({ ...place, text: operator === "-" ? `-${second}` : second, kind, cost: 3 });
  }
  // 1 - s ** 2 from 1 - s, and from s ** 2
  const squares: Edit[] = [left, right].flatMap((side): Edit[] =>
    side.kind === "name" || side.kind === "attribute"
      ? [
          {
            from: side.from,
            to: side.to,
            text: `${text.slice(side.from, side.to)} ** 2`,
            kind: "missing factor",
            cost: 4,
          },
          {
            from: side.from,
            to: side.to,
            text: `(1 - ${text.slice(side.from, side.to)})`,
            kind: "missing term",
            cost: 5,
          },
        ]
      : [],
  );
  return [...edits, ...squares];
}
