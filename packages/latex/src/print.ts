import {
  ChainruleError,
  type Name,
  type Node,
  nameText,
  type OperationName,
  topologicalOrder,
} from "@chainrule/graph";
import { type Notation, notations } from "./notation";
import { type NumberStyle, printNumber } from "./number";
import {
  atLeast,
  callPiece,
  fractionPiece,
  Level,
  letterPiece,
  negativePiece,
  numberPiece,
  type Piece,
  powerPiece,
  productPiece,
  sumPiece,
} from "./piece";
import { printName, type SymbolOverrides } from "./symbol";
import { indexOf, overIndex } from "./over-index";
import { contractionPiece } from "./tensor";

/** What the printer is told beside the graph. */
export interface PrintOptions {
  /** LaTeX for single symbols, by the text of their names. */
  readonly symbols?: SymbolOverrides;
  /** A number to print in place of a symbol or definition; undefined leaves the name. */
  readonly substitute?: (node: Node) => string | undefined;
  /** How numbers of the graph itself are printed; in full by default. */
  readonly numbers?: NumberStyle;
  /** The word for "in all other cases". */
  readonly otherwise?: string;
}

const IN_FULL: NumberStyle = { digits: 17, notation: "decimal" };
/** An expression that prints longer than this, although its graph is smaller, has its shared parts named. */
const LONGEST = 4000;

/**
 * A graph as one LaTeX expression, names standing for what they define. A definition prints what it is defined as; a
 * symbol prints its name. Where writing shared parts out would make the print much longer than the graph, they are named
 * t_1, t_2, ... and the result is an `aligned` block. Linear in the size of the graph.
 * @throws ChainruleError NAME when two different quantities in it share a name
 * @example toLatex(w.mul(x).add(b).sigmoid()) // \sigma(w x + b)
 */
export function toLatex(node: Node, options: PrintOptions = {}): string {
  return printed(node, options).latex;
}

/** The print with what its surroundings need to know. */
export function printed(root: Node, options: PrintOptions = {}): Piece {
  const top = root.op.kind === "naming" ? (root.inputs[0] as Node) : root;
  const printer = new Printer(options);
  return printer.print(top);
}

class Printer {
  readonly #options: PrintOptions;
  readonly #pieces = new Map<Node, Piece>();
  readonly #names = new Map<string, Node>();
  readonly #lines: string[] = [];

  constructor(options: PrintOptions) {
    this.#options = options;
  }

  print(root: Node): Piece {
    const stop = (node: Node): boolean => node.attrs.name !== undefined;
    const order = orderUpTo(root, stop);
    const shared = sharedParts(order, root, stop);
    for (const node of order) {
      const piece = this.#piece(node);
      this.#pieces.set(node, shared.has(node) && node !== root ? this.#part(piece) : piece);
    }
    const whole = this.#at(root);
    if (this.#lines.length === 0) return whole;
    const latex = `\\begin{aligned}${this.#lines.map((line) => `${line} \\\\ `).join("")}& ${whole.latex}\\end{aligned}`;
    return { ...letterPiece(latex), tall: true };
  }

  /** Names a part that stands in several places. */
  #part(piece: Piece): Piece {
    const name = `t_{${this.#lines.length + 1}}`;
    this.#lines.push(`${name} &= ${piece.latex}`);
    return letterPiece(name);
  }

  #at(node: Node | undefined): Piece {
    return this.#pieces.get(node as Node) as Piece; // operands are printed before what uses them
  }

  #piece(node: Node): Piece {
    const { name, value, dim } = node.attrs;
    if (name !== undefined) return this.#named(node, name);
    if (value !== undefined) return this.#constant(node, value);
    if (dim !== undefined) return letterPiece(printName(dim.name, this.#options.symbols));
    const notation: Notation | undefined = notations[node.op.name as OperationName];
    const operands = node.inputs.map((input) => this.#at(input));
    if (node.op.kind === "pointwise" && node.op.symbol !== undefined) {
      const { name: functionName, order } = node.op.symbol;
      return callPiece(`${printName(functionName, this.#options.symbols)}${"'".repeat(order)}`, operands);
    }
    const over = indexOf(node);
    if (over !== undefined) return overIndex(over, operands[0] as Piece, this.#options.symbols);
    switch (notation?.kind) {
      case "function":
        return callPiece(notation.latex, operands);
      case "relation": {
        const [a, b] = operands as [Piece, Piece];
        const latex = `${a.latex} ${notation.latex} ${b.latex}`;
        return { ...letterPiece(`[${latex}]`), starts: "paren", ends: "paren" };
      }
      case "layout":
        return this.#layout(node, operands);
      default:
        return this.#lowered(node);
    }
  }

  #named(node: Node, name: Name): Piece {
    const text = nameText(name);
    const known = this.#names.get(text);
    if (known !== undefined && known !== node && name.kind === "symbol") {
      throw new ChainruleError(
        "NAME",
        "two different quantities have one name, so a reader could not tell them apart",
        {
          where: "toLatex",
          got: text,
          mend: "Rename one of them",
        },
      );
    }
    this.#names.set(text, node);
    const number = this.#options.substitute?.(node);
    return number === undefined ? letterPiece(printName(name, this.#options.symbols)) : numberPiece(number);
  }

  #constant(node: Node, value: NonNullable<Node["attrs"]["value"]>): Piece {
    if (typeof value !== "number") return letterPiece(matrix(node.shape, value.data));
    if (value === 0.5) return { ...fractionPiece(numberPiece("1"), numberPiece("2")), ends: "fraction" };
    const style = this.#options.numbers ?? IN_FULL;
    return numberPiece(Object.is(value, -0) ? "-0" : printNumber(value, style).latex);
  }

  /** An operation without a notation of its own, written as what it is made of. */
  #lowered(node: Node): Piece {
    const { op } = node;
    const body =
      op.kind === "composite"
        ? op.lower(node)
        : op.kind === "pointwise"
          ? op.lower?.(node.inputs)
          : undefined;
    if (body === undefined)
      return callPiece(
        `\\operatorname{${op.name}}`,
        node.inputs.map((input) => this.#at(input)),
      );
    const inputs = new Set(node.inputs);
    for (const inner of topologicalOrder([body], inputs)) {
      if (!inputs.has(inner)) this.#pieces.set(inner, this.#piece(inner));
    }
    return this.#at(body);
  }

  #layout(node: Node, operands: readonly Piece[]): Piece {
    const [a, b] = operands as [Piece, Piece]; // rules below take what their operation has
    const isNumeric = this.#options.substitute !== undefined;
    switch (node.op.name) {
      case "add":
        return sumPiece(a, "+", b);
      case "sub":
        return sumPiece(a, "-", b);
      case "neg":
        return negativePiece(a);
      case "mul":
        return this.#isEntrywise(node) ? entrywise(a, b) : productPiece(a, b, isNumeric);
      case "div":
        return fractionPiece(a, b);
      case "square":
        return powerPiece(a, "2");
      case "pow":
        return powerPiece(a, b.latex);
      case "sqrt":
        return { ...letterPiece(`\\sqrt{${a.latex}}`), tall: true };
      case "exp":
        return exponential(a);
      case "expm1":
        return sumPiece(exponential(a), "-", numberPiece("1"));
      case "log1p":
        return callPiece("\\ln", [sumPiece(numberPiece("1"), "+", a)]);
      case "abs":
        return { ...letterPiece(`\\left|${a.latex}\\right|`), tall: a.tall ?? false };
      case "norm":
        return { ...letterPiece(`\\left\\|${a.latex}\\right\\|`), tall: a.tall ?? false };
      case "leakyRelu":
        return callPiece(`\\operatorname{LeakyReLU}_{${b.latex}}`, [a]);
      case "elu":
        return callPiece(`\\operatorname{ELU}_{${b.latex}}`, [a]);
      case "maxOver":
        return callPiece("\\max", [a]);
      case "minOver":
        return callPiece("\\min", [a]);
      case "where":
        return this.#choice(node, operands as [Piece, Piece, Piece]);
      default:
        return contractionPiece(node, operands);
    }
  }

  #isEntrywise(node: Node): boolean {
    return node.inputs.every((input) => input.shape.length > 0);
  }

  /** Rows of `cases`: each value with its condition, the last with the opposite of the only one, or a word. */
  #choice(node: Node, [condition, yes, no]: [Piece, Piece, Piece]): Piece {
    const test = node.inputs[0] as Node;
    const notation: Notation | undefined = notations[test.op.name as OperationName];
    const isRelation = notation?.kind === "relation" && test.attrs.name === undefined;
    const holds = isRelation ? condition.latex.slice(1, -1) : `${condition.latex} \\ne 0`;
    const first = `${yes.latex} & ${holds}`;
    const last = (): string => {
      if (!isRelation) return `${no.latex} & \\text{${this.#options.otherwise ?? "otherwise"}}`;
      const [a, b] = test.inputs.map((input) => this.#at(input).latex) as [string, string];
      return `${no.latex} & ${a} ${notation.opposite} ${b}`;
    };
    const closing = no.cases?.slice(0, -1) ?? [];
    const rows =
      no.cases === undefined ? [first, last()] : [first, ...closing, this.#closing(node.inputs[2] as Node)];
    const latex = `\\begin{cases} ${rows.join(" \\\\ ")} \\end{cases}`;
    return { ...letterPiece(latex), level: Level.sum, tall: true, cases: rows };
  }

  /** The last row of a choice inside a choice: its condition is "none of the above". */
  #closing(inner: Node): string {
    let last = inner;
    while ((last.inputs[2] as Node).op.name === "where" && (last.inputs[2] as Node).attrs.name === undefined)
      last = last.inputs[2] as Node;
    return `${this.#at(last.inputs[2]).latex} & \\text{${this.#options.otherwise ?? "otherwise"}}`;
  }
}

const exponential = (x: Piece): Piece => ({
  latex: `e^{${x.latex}}`,
  level: Level.power,
  starts: "letter",
  ends: "letter",
  raised: true,
  tall: x.tall ?? false,
});

function entrywise(a: Piece, b: Piece): Piece {
  const left = atLeast(a, Level.product);
  const right = b.level <= Level.product ? atLeast({ ...b, level: Level.sum }, Level.product) : b;
  return {
    ...left,
    latex: `${left.latex} \\odot ${right.latex}`,
    level: Level.product,
    ends: right.ends,
    raised: false,
  };
}

function matrix(shape: Node["shape"], data: Float64Array): string {
  const number = (entry: number): string => printNumber(entry, IN_FULL).latex;
  if (data.length > 64 || shape.length > 2) return `\\mathrm{const}_{${shape.join("\\times ")}}`;
  const columns = shape.length === 2 ? (shape[1] as number) : data.length;
  const rows: string[] = [];
  for (let start = 0; start < data.length; start += columns) {
    rows.push([...data.subarray(start, start + columns)].map(number).join(" & "));
  }
  return `\\begin{pmatrix} ${rows.join(" \\\\ ")} \\end{pmatrix}`;
}

/** Everything below the root down to the first names. */
function orderUpTo(root: Node, stop: (node: Node) => boolean): Node[] {
  if (stop(root)) return [root];
  const named = new Set(topologicalOrder([root]).filter(stop));
  return topologicalOrder([root], named);
}

/** The parts to be named: those used more than once, if writing everything out would be out of proportion. */
function sharedParts(order: readonly Node[], root: Node, stop: (node: Node) => boolean): ReadonlySet<Node> {
  const length = new Map<Node, number>();
  const uses = new Map<Node, number>();
  for (const node of order) {
    let total = 1;
    if (!stop(node)) {
      for (const input of node.inputs) {
        total += length.get(input) ?? 0;
        uses.set(input, (uses.get(input) ?? 0) + 1);
      }
    }
    length.set(node, total);
  }
  if ((length.get(root) ?? 0) <= Math.max(LONGEST, 2 * order.length)) return new Set();
  return new Set(
    order.filter((node) => (uses.get(node) ?? 0) > 1 && (length.get(node) ?? 0) > 3 && !stop(node)),
  );
}
