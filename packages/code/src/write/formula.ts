import { type Name, type Node, nameText, topologicalOrder } from "@chainrule/graph";

/* The formula of a definition in plain text, over the names that stand in it: for comments. */

interface Text {
  readonly text: string;
  readonly binds: number;
}

const SUM = 1;
const PRODUCT = 2;
const POWER = 3;
const ATOM = 4;
/** What stands in several places is written in each, so a part of a formula may grow: a longer one is left out. */
const LONGEST_PART = 240;

const INFIX: Readonly<Record<string, readonly [sign: string, binds: number]>> = {
  add: [" + ", SUM],
  sub: [" - ", SUM],
  mul: [" * ", PRODUCT],
  div: [" / ", PRODUCT],
  pow: ["^", POWER],
  lt: [" < ", 0],
  le: [" <= ", 0],
  gt: [" > ", 0],
  ge: [" >= ", 0],
  eq: [" = ", 0],
  ne: [" != ", 0],
};
const LETTERS = "ijklmnopqrstuvwxyz";

/** The text of a name as it stands in comments: the letters of the author. */
export const commentName = (name: Name): string => nameText(name).replace(/[\r\n]/g, " ");

/** `name = formula` for a definition, `name` for a symbol. */
export function formulaOf(definition: Node): string {
  const name = definition.attrs.name;
  const body = definition.op.kind === "naming" ? (definition.inputs[0] as Node) : undefined;
  if (name === undefined || body === undefined) return name === undefined ? "" : commentName(name);
  return `${commentName(name)} = ${textOf(body)}`;
}

function textOf(body: Node): string {
  const isEnd = (node: Node): boolean => node.attrs.name !== undefined;
  const ends = new Set(topologicalOrder([body]).filter(isEnd));
  const texts = new Map<Node, Text>();
  for (const node of topologicalOrder([body], ends)) {
    const inputs = node.inputs.map((input) => texts.get(input) ?? { text: "...", binds: ATOM });
    const written = isEnd(node) ? leaf(node) : spelled(node, inputs);
    texts.set(node, written.text.length > LONGEST_PART ? { text: "(...)", binds: ATOM } : written);
  }
  return texts.get(body)?.text ?? "...";
}

function leaf({ attrs: { name, value, dim } }: Node): Text {
  if (name !== undefined) return { text: commentName(name), binds: ATOM };
  if (dim !== undefined) return { text: nameText(dim.name), binds: ATOM };
  if (typeof value === "number") return { text: String(value), binds: value < 0 ? SUM : ATOM };
  return { text: `(constant [${value?.shape.join(",") ?? ""}])`, binds: ATOM };
}

const within = ({ text, binds }: Text, least: number): string => (binds < least ? `(${text})` : text);

function spelled(node: Node, inputs: readonly Text[]): Text {
  const { op } = node;
  const [a, b] = inputs;
  if (op.kind === "leaf" || a === undefined) return op.name === "contraction" ? ones(node) : leaf(node);
  if (op.name === "contraction") return contracted(node, inputs);
  if (op.name === "neg") return { text: `-${within(a, PRODUCT)}`, binds: SUM };
  if (op.name === "square") return { text: `${within(a, ATOM)}^2`, binds: POWER };
  const infix = Object.hasOwn(INFIX, op.name) ? INFIX[op.name] : undefined;
  if (infix !== undefined && b !== undefined) {
    const [sign, binds] = infix;
    const isLeft = op.name === "add" || op.name === "mul" || op.name === "sub" || op.name === "div";
    return { text: `${within(a, isLeft ? binds : binds + 1)}${sign}${within(b, op.name === "add" ? binds : binds + 1)}`, binds }; // biome-ignore format: one line
  }
  const more = attributesOf(node);
  return { text: `${op.name}(${[...inputs.map(({ text }) => text), ...more].join(", ")})`, binds: ATOM };
}

/** What an operation is told beside its operands. */
function attributesOf({ op, attrs: { axes, axis, start, stop }, shape }: Node): string[] {
  if (op.name === "reshape") return [`[${shape.map((size) => String(typeof size === "number" ? size : nameText(size.name))).join(",")}]`]; // biome-ignore format: one line
  if (axes !== undefined) return [`axis ${axes.join(",")}`];
  if (axis === undefined) return [];
  return [`axis ${axis}`, ...(start === undefined ? [] : [`${start}:${stop ?? ""}`])];
}

const ones = ({ shape }: Node): Text => ({ text: `ones[${shape.length} axes]`, binds: ATOM });

/** `sum_k W[j,k] * x[k]`; without axes, as the product that it is. */
function contracted({ attrs: { map } }: Node, inputs: readonly Text[]): Text {
  if (map === undefined) return { text: "...", binds: ATOM };
  const order = [...new Set([...map.output, ...map.inputs.flat().filter((index) => index !== null)])];
  const letter = (index: number | null): string =>
    index === null ? "0" : (LETTERS[order.indexOf(index)] ?? `i${order.indexOf(index)}`);
  const parts = inputs.map((input, k) => {
    const indices = (map.inputs[k] ?? []).map(letter);
    return indices.length === 0 ? within(input, PRODUCT) : `${within(input, ATOM)}[${indices.join(",")}]`;
  });
  const summed = order.filter((index) => !map.output.includes(index)).map(letter);
  const free = map.output.length === 0 ? "" : ` for ${map.output.map(letter).join(",")}`;
  const sum = summed.length === 0 ? "" : `sum_${summed.join(",")} `;
  return { text: `${sum}${parts.join(" * ")}${free}`, binds: sum === "" && free === "" ? PRODUCT : 0 };
}
