import { type Node, nameText, type Size } from "@chainrule/graph";
import { equationLines } from "./comment";
import { type Listing, sizeSource, sizesUsed } from "./listing";
import { contractedText } from "./python-contraction";
import {
  atom,
  BINDS,
  type Dialect,
  type Expression,
  listText,
  numberText,
  tuple,
  within,
} from "./python-expression";

/* What the files for NumPy, JAX and PyTorch share: expressions of Python, folded into lines. */

const INFIX: Readonly<Record<string, readonly [sign: string, binds: number]>> = {
  add: ["+", BINDS.sum],
  sub: ["-", BINDS.sum],
  mul: ["*", BINDS.product],
  div: ["/", BINDS.product],
  pow: ["**", BINDS.power],
};
const COMPARISONS: Readonly<Record<string, string>> = {
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  eq: "==",
  ne: "!=",
};
const STRUCTURED = [
  "named",
  "neg",
  "where",
  "contraction",
  "maxOver",
  "minOver",
  "concat",
  "slice",
  "pad",
  "reshape",
];

/** Whether a dialect writes an operation as it is; a softmax over several axes none does. */
export const writes = ({ functions, others = {} }: Pick<Dialect, "functions" | "others">) => {
  const known = new Set([INFIX, COMPARISONS, functions, others].flatMap((table) => Object.keys(table)));
  for (const name of [...STRUCTURED, "symbol", "constant", "size"]) known.add(name);
  return ({ op, attrs }: Node): boolean =>
    known.has(op.name) && !(/softmax/i.test(op.name) && attrs.axes?.length !== 1);
};

/** Longer parts of an expression get a line and a name of their own. */
const LONGEST_PART = 44;

/** The lines of the forward and of the backward pass. */
export interface PythonLines {
  readonly forward: readonly string[];
  /** What the backward pass takes: symbols and quantities. */
  readonly saved: readonly string[];
  readonly backward: readonly string[];
  readonly loss: string;
  readonly gradients: readonly string[];
}

/** Writes a listing as lines of Python. @throws ChainruleError SIZE for a size that no symbol has */
export function pythonLines(listing: Listing, dialect: Dialect): PythonLines {
  const needed = neededBackward(listing, dialect.name);
  const isKept = (node: Node): boolean =>
    node.attrs.name !== undefined || listing.uses(node) > 1 || needed.has(node) || node === listing.loss;
  const like = listing.identifier(listing.parameters[0] as Node); // there is one
  const section = (nodes: readonly Node[]): string[] =>
    new Section(listing, dialect, like, isKept).lines(nodes);
  const forward = section(listing.forward);
  const backward = section(listing.backward);
  const code = backward.filter((line) => !line.startsWith("#")).join("\n");
  const saved = [...listing.symbols, ...listing.forward]
    .filter((node) => needed.has(node))
    .map(listing.identifier);
  return {
    forward,
    saved: saved.filter((name) => new RegExp(`\\b${name}\\b`).test(code)), // constants may be made like a parameter, or not
    backward,
    loss: listing.identifier(listing.loss),
    gradients: listing.gradients.map(listing.identifier),
  };
}

/** Symbols and nodes of the forward pass that the backward pass uses. */
function neededBackward({ backward, parameters, symbols }: Listing, where: string): ReadonlySet<Node> {
  const own = new Set(backward);
  const needed = new Set<Node>();
  for (const node of backward) {
    for (const input of node.inputs)
      if (!own.has(input) && (input.op.kind !== "leaf" || input.op.name === "symbol")) needed.add(input);
    for (const dim of [node, ...node.inputs].flatMap(sizesUsed))
      needed.add(sizeSource(dim, symbols, where).symbol);
  }
  needed.add(parameters[0] as Node); // constants are made like it
  return needed;
}

class Section {
  readonly #found = new Map<Node, Expression>();
  readonly #lines: string[] = [];
  readonly #sizes = new Map<string, string>();
  readonly #listing: Listing;
  readonly #dialect: Dialect;
  readonly #like: string;
  readonly #isKept: (node: Node) => boolean;

  constructor(listing: Listing, dialect: Dialect, like: string, isKept: (node: Node) => boolean) {
    this.#listing = listing;
    this.#dialect = dialect;
    this.#like = like;
    this.#isKept = isKept;
  }

  lines(nodes: readonly Node[]): string[] {
    const serves = equationsServed(nodes, this.#listing);
    const own = new Set(nodes);
    for (const node of nodes) {
      const inputs = node.inputs.map((input) => this.#operand(input, own));
      this.#found.set(node, this.#line(node, this.#written(node, inputs), serves.get(node)));
    }
    return this.#lines;
  }

  /** What stands for a node where it is used: its name, or its expression where it has no line of its own. */
  #operand(node: Node, own: ReadonlySet<Node>): Expression {
    const known = this.#found.get(node);
    if (known !== undefined) return known;
    const { value, dim } = node.attrs;
    let written = atom(own.has(node) || node.op.kind !== "leaf" || node.op.name === "symbol" ? this.#listing.identifier(node) : ""); // biome-ignore format: one line
    if (dim !== undefined) written = { ...atom(this.size(dim)), isNumber: true };
    else if (typeof value === "number") {
      const text = numberText(value);
      written = { text, binds: text.startsWith("-") ? BINDS.sign : BINDS.atom, isNumber: true };
    } else if (value !== undefined) {
      written = atom(this.#listing.identifiers.fresh("c"));
      this.#lines.push(`${written.text} = ${this.#dialect.array(listText(value), this.#like)}`);
    }
    this.#found.set(node, written);
    return written;
  }

  /** Gives an expression a line if the node is kept or the expression long. */
  #line(node: Node, written: Expression, serves: number | undefined): Expression {
    if (!this.#isKept(node) && written.text.length <= LONGEST_PART) return written;
    const equation = this.#listing.equation(node);
    const name = this.#listing.identifier(node);
    const isAlone = written.isNumber && this.#dialect.takesArrays;
    const text = isAlone ? this.#dialect.array(written.text, this.#like) : written.text;
    if (equation !== undefined) this.#lines.push(...equationLines(equation, "#"));
    const remark = equation === undefined && serves !== undefined ? `  # for (${serves})` : "";
    this.#lines.push(`${name} = ${text}${remark}`);
    return written.isNumber && !isAlone ? { ...atom(name), isNumber: true } : atom(name);
  }

  /** The name of a symbolic size, read from the shape of a symbol where it is first used. */
  readonly size = (size: Size): string => {
    if (typeof size === "number") return String(size);
    const text = nameText(size.name);
    let name = this.#sizes.get(text);
    if (name === undefined) {
      const { symbol, axis } = sizeSource(size, this.#listing.symbols, this.#dialect.name);
      name = this.#listing.identifiers.fresh(`size_${text.replace(/[^A-Za-z0-9_]/g, "_")}`);
      this.#sizes.set(text, name);
      this.#lines.push(`${name} = ${this.#listing.identifier(symbol)}.shape[${axis}]`);
    }
    return name;
  };

  /** A Python number as an array, where functions take nothing else. */
  readonly array = (x: Expression): Expression =>
    x.isNumber && this.#dialect.takesArrays ? atom(this.#dialect.array(x.text, this.#like)) : x;

  #written(node: Node, x: readonly Expression[]): Expression {
    const { op, attrs, inputs } = node;
    const dialect = this.#dialect;
    const [a, b, c] = x as [Expression, Expression, Expression];
    const infix = Object.hasOwn(INFIX, op.name) ? INFIX[op.name] : undefined;
    if (infix !== undefined) {
      const [sign, binds] = infix;
      const isPower = op.name === "pow";
      const text = `${within(a, isPower ? binds + 1 : binds)} ${sign} ${within(b, isPower ? binds : binds + 1)}`;
      return { text, binds, ...(a.isNumber && b.isNumber ? { isNumber: true } : {}) };
    }
    if (Object.hasOwn(COMPARISONS, op.name)) {
      const left = a.isNumber && b.isNumber ? this.array(a) : a;
      const condition = `${within(left, BINDS.sum)} ${COMPARISONS[op.name]} ${within(b, BINDS.sum)}`;
      return { ...atom(dialect.truth(condition, this.#like)), condition };
    }
    const other =
      dialect.others && Object.hasOwn(dialect.others, op.name) ? dialect.others[op.name] : undefined;
    if (other !== undefined) return atom(other(node, x.map(this.array)));
    if (Object.hasOwn(dialect.functions, op.name))
      return atom(`${dialect.functions[op.name]}(${x.map((each) => this.array(each).text).join(", ")})`);
    switch (op.name) {
      case "named":
        return a;
      case "neg":
        return {
          text: `-${within(a, BINDS.sign)}`,
          binds: BINDS.sign,
          ...(a.isNumber && { isNumber: true }),
        };
      case "where": {
        const condition = a.condition ?? `${within(this.array(a), BINDS.sum)} != 0`;
        return atom(`${dialect.module}.where(${condition}, ${this.array(b).text}, ${this.array(c).text})`);
      }
      case "maxOver":
      case "minOver": {
        const [input] = inputs as [Node]; // a reduction has one
        const keeps = node.shape.length === input.shape.length;
        return atom(dialect.reduce(op.name === "maxOver" ? "max" : "min", a, attrs.axes ?? [], keeps));
      }
      case "concat":
        return atom(
          dialect.concat(
            x.map(({ text }) => text),
            attrs.axis ?? 0,
          ),
        );
      case "slice": {
        const before = Array.from({ length: attrs.axis ?? 0 }, () => ":");
        return atom(`${within(a, BINDS.atom)}[${[...before, `${attrs.start}:${attrs.stop}`].join(", ")}]`);
      }
      case "pad": {
        const axis = attrs.axis ?? 0;
        return atom(dialect.pad(a.text, node.shape.length, axis, attrs.start ?? 0, attrs.stop ?? 0));
      }
      case "reshape":
        return atom(`${dialect.module}.reshape(${this.array(a).text}, ${tuple(node.shape.map(this.size))})`);
      default:
        return contractedText(node, x, { dialect, array: this.array, size: this.size, like: this.#like });
    }
  }
}

/** For each node without a formula, the number of the next one, for which it is computed. */
export function equationsServed(nodes: readonly Node[], { equation }: Listing): Map<Node, number> {
  const found = new Map<Node, number>();
  let next: number | undefined;
  for (const node of [...nodes].reverse()) {
    next = equation(node)?.number ?? next;
    if (next !== undefined) found.set(node, next);
  }
  return found;
}
