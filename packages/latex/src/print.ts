import { ChainruleError, type Name, type Node, nameText, topologicalOrder } from "@chainrule/graph";
import { choicePiece } from "./choice";
import { constantPiece, IN_FULL } from "./constant";
import { indexOf, letterOf, lettersAt, overIndex } from "./index-notation/over";
import { entrywisePiece } from "./matrix-form";
import { matrixOperation } from "./matrix-operations";
import { largestSize, normPiece } from "./norm";
import { type FunctionNotation, notationOf } from "./notation";
import type { NumberStyle } from "./number";
import {
  isDeclared,
  type OperatorForms,
  type Operators,
  operatorForms,
  operatorPiece,
  uprightName,
} from "./operators";
import {
  atLeast,
  callPiece,
  closedPiece,
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
import { formulaOf } from "./safe/formula";
import { type Tex, tex } from "./safe/tex";
import { orderUpTo, sharedParts } from "./shared";
import { nameTex, primed, printIndex, type SymbolOverrides, type Symbols, symbolForms } from "./symbol";
import { attributeIndex, contractionPiece, layoutPiece, repeatedPiece } from "./tensor";

/** What the printer is told beside the graph. */
export interface PrintOptions {
  /** LaTeX for single symbols, by the text of their names. */
  readonly symbols?: SymbolOverrides;
  /** A number to print in place of a symbol or definition; undefined leaves the name. */
  readonly substitute?: (node: Node) => string | undefined;
  /** How numbers of the graph itself are printed; in full by default. */
  readonly numbers?: NumberStyle;
  /** How operations that users declared are set; `\\operatorname{name}` by default. */
  readonly operators?: Operators;
  /** The word for "in all other cases". */
  readonly otherwise?: string;
}

/** The same, read and found to be formulas, and what documents tell it besides. */
export interface PrinterOptions extends Pick<PrintOptions, "numbers"> {
  readonly symbols?: Symbols;
  readonly substitute?: (node: Node) => Tex | undefined;
  readonly operators?: OperatorForms;
  readonly otherwise?: Tex;
  /** What to print in place of a name; undefined leaves it. */
  readonly expand?: (node: Node) => Piece | undefined;
  /** How a number of the graph itself is printed, in place of `numbers`. */
  readonly constant?: (value: number) => Tex;
  /** Names that occur elsewhere in the document, as LaTeX; no notation may look like one of them. */
  readonly taken?: ReadonlySet<string>;
}

/** Letters for parts that the printer names, the first that no name begins with. */
const PART_LETTERS = [tex`t`, tex`s`, tex`r`, tex`q`];

/**
 * A graph as one LaTeX expression, names standing for what they define. A definition prints what it is defined as; a
 * symbol prints its name. Where writing shared parts out would make the print much longer than the graph, they are named
 * t_1, t_2, ... and the result is an `aligned` block. Linear in the size of the graph.
 * @throws ChainruleError NAME when two different quantities in it have names that look alike, OPTION for LaTeX in the options
 * that does more than print
 * @example toLatex(w.mul(x).add(b).sigmoid()) // \sigma(w x + b)
 */
export function toLatex(node: Node, options: PrintOptions = {}): Tex {
  const { numbers, operators, otherwise, substitute, symbols } = options;
  return nodeTex(node, {
    ...(numbers !== undefined && { numbers }),
    ...(operators !== undefined && { operators: operatorForms(operators) }),
    ...(otherwise !== undefined && { otherwise: tex.escape(otherwise) }),
    ...(symbols !== undefined && { symbols: symbolForms(symbols) }),
    ...(substitute !== undefined && {
      substitute: (inner) => {
        const given = substitute(inner);
        return given === undefined ? undefined : formulaOf(given, "toLatex: substitute");
      },
    }),
  });
}

/** A graph as one expression, with options that are formulas already. */
export const nodeTex = (node: Node, options: PrinterOptions = {}): Tex => printed(node, options).latex;

/** The print with what its surroundings need to know. */
export function printed(root: Node, options: PrinterOptions = {}): Piece {
  const top = root.op.kind === "naming" ? (root.inputs[0] as Node) : root;
  return new Printer(options).print(top);
}

const isNamed = (node: Node): boolean => node.attrs.name !== undefined;

class Printer {
  readonly #options: PrinterOptions;
  readonly #pieces = new Map<Node, Piece>();
  /** The nodes whose names are printed, by what is printed. */
  readonly #names = new Map<string, Node>();
  readonly #parts: Tex[] = [];

  constructor(options: PrinterOptions) {
    this.#options = options;
  }

  print(root: Node): Piece {
    const order = orderUpTo(root, isNamed);
    for (const node of order) if (isNamed(node)) this.#pieces.set(node, this.#named(node));
    const shared = sharedParts(order, isNamed);
    for (const node of order) {
      if (isNamed(node)) continue;
      const piece = this.#piece(node);
      this.#pieces.set(node, shared.has(node) && node !== root ? this.#part(piece) : piece);
    }
    const whole = this.#at(root);
    if (this.#parts.length === 0) return whole;
    const lines = tex.join(this.#parts.map((line) => tex`${line} \\\\ `));
    const latex = tex`\\begin{aligned}${lines}& ${whole.latex}\\end{aligned}`;
    return closedPiece(latex, true);
  }

  /** Names a part that stands in several places. */
  #part(piece: Piece): Piece {
    const names = [...this.#names.keys(), ...(this.#options.taken ?? [])];
    const isFree = (letter: string): boolean => !names.some((name) => name.startsWith(`${letter}_`));
    const letter = PART_LETTERS.find(isFree) ?? tex`\\mathrm{part}`;
    const name = tex`${letter}_{${this.#parts.length + 1}}`;
    this.#parts.push(tex`${name} &= ${piece.latex}`);
    return letterPiece(name);
  }

  #at(node: Node | undefined): Piece {
    return this.#pieces.get(node as Node) as Piece; // operands are printed before what uses them
  }

  #isTaken(latex: string): boolean {
    return this.#names.has(latex) || (this.#options.taken?.has(latex) ?? false);
  }

  #named(node: Node): Piece {
    const name = node.attrs.name as Name; // only called for nodes with one
    const number = this.#options.substitute?.(node);
    if (number !== undefined) return numberPiece(number);
    const expansion = this.#options.expand?.(node);
    if (expansion !== undefined) return expansion;
    const latex = nameTex(name, this.#options.symbols);
    const known = this.#names.get(latex);
    if (known !== undefined && known !== node && name.kind === "symbol") {
      throw new ChainruleError(
        "NAME",
        "two different quantities look alike, no reader could tell them apart",
        {
          where: "toLatex",
          got: `${nameText(known.attrs.name as Name)} and ${nameText(name)}, printed ${latex}`,
          mend: "Rename one of them",
        },
      );
    }
    this.#names.set(latex, node);
    return letterPiece(latex);
  }

  #piece(node: Node): Piece {
    const { value, dim } = node.attrs;
    if (value !== undefined)
      return constantPiece(value, this.#options.numbers ?? IN_FULL, this.#options.constant);
    if (dim !== undefined) return letterPiece(nameTex(dim.name, this.#options.symbols));
    const notation = notationOf(node.op);
    const operands = node.inputs.map((input) => this.#at(input));
    if (node.op.kind === "pointwise" && node.op.symbol !== undefined) {
      const { name, order } = node.op.symbol;
      return callPiece(primed(nameTex(name, this.#options.symbols), order), operands);
    }
    const algebra = matrixOperation(node, operands);
    if (algebra !== undefined) return algebra;
    if (isDeclared(node.op))
      return operatorPiece(
        node,
        (input) => this.#at(input),
        this.#options.operators,
        lettersAt(node)?.map(printIndex),
      );
    const letter = letterOf(node);
    if (letter !== undefined) return letter;
    const over = indexOf(node);
    if (over !== undefined) return overIndex(over, operands[0] as Piece, this.#options.symbols);
    switch (notation?.kind) {
      case "function":
        return callPiece(tex`${this.#functionName(notation)}${attributeIndex(node)}`, operands);
      case "relation":
        return bracketed(this.#relation(node, notation.latex), operands);
      case "layout":
        return this.#layout(node, operands);
      default:
        return this.#lowered(node);
    }
  }

  /** A function's sign, or its name where a symbol has that sign. */
  #functionName({ latex, spelled }: FunctionNotation): Tex {
    return spelled !== undefined && this.#isTaken(latex) ? spelled : latex;
  }

  #relation({ inputs }: Node, sign: Tex): Tex {
    const [a, b] = inputs.map((input) => atLeast(this.#at(input), Level.sum).latex) as [Tex, Tex]; // relations have two
    return tex`${a} ${sign} ${b}`;
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
    if (body === undefined) {
      const operands = node.inputs.map((input) => this.#at(input));
      return callPiece(uprightName(op.name), operands);
    }
    const inputs = new Set(node.inputs);
    for (const inner of topologicalOrder([body], inputs)) {
      if (!inputs.has(inner)) this.#pieces.set(inner, this.#piece(inner));
    }
    return this.#at(body);
  }

  #layout(node: Node, operands: readonly Piece[]): Piece {
    const [a, b] = operands.map((piece, k) =>
      node.op.kind === "pointwise" ? repeatedPiece(piece, node.inputs[k]?.shape ?? [], node.shape) : piece,
    ) as [Piece, Piece]; // rules below take what their operation has
    switch (node.op.name) {
      case "add":
        return sumPiece(a, "+", b);
      case "sub":
        return sumPiece(a, "-", b);
      case "neg":
        return negativePiece(a);
      case "mul":
        return node.inputs.every((input) => input.shape.length > 0)
          ? entrywisePiece(a, b)
          : productPiece(
              beside(a, node.inputs[0], node.inputs[1]),
              beside(b, node.inputs[1], node.inputs[0]),
              this.#options.substitute !== undefined,
            );
      case "div":
        return fractionPiece(a, b);
      case "square":
        return powerPiece(a, tex`2`);
      case "pow":
        return powerPiece(a, b.latex);
      case "sqrt":
        return closedPiece(tex`\\sqrt{${a.latex}}`, true);
      case "exp":
        return this.#exponential(a);
      case "expm1":
        return sumPiece(this.#exponential(a), "-", numberPiece(tex`1`));
      case "log1p":
        return callPiece(tex`\\ln`, [sumPiece(numberPiece(tex`1`), "+", a)]);
      case "abs":
        return closedPiece(tex`\\left|${a.latex}\\right|`, a.tall ?? false);
      case "floor":
        return closedPiece(tex`\\left\\lfloor ${a.latex} \\right\\rfloor`, a.tall ?? false);
      case "ceil":
        return closedPiece(tex`\\left\\lceil ${a.latex} \\right\\rceil`, a.tall ?? false);
      case "norm":
        return normPiece(node, a, (letter) => this.#isTaken(letter));
      case "leakyRelu":
        return callPiece(tex`\\operatorname{LeakyReLU}_{${b.latex}}`, [a]);
      case "elu":
        return callPiece(tex`\\operatorname{ELU}_{${b.latex}}`, [a]);
      case "maxOver":
        return (
          largestSize(node, (input) => this.#at(input)) ?? callPiece(tex`\\max${attributeIndex(node)}`, [a])
        );
      case "minOver":
        return callPiece(tex`\\min${attributeIndex(node)}`, [a]);
      case "where":
        return this.#choice(node, operands as [Piece, Piece, Piece]);
      case "concat":
      case "slice":
      case "pad":
      case "reshape":
        return layoutPiece(node, operands, this.#options.symbols);
      default:
        return contractionPiece(
          node,
          (input) => this.#at(input),
          (letter) => this.#isTaken(letter),
          this.#options.symbols,
        );
    }
  }

  /** e^x; where a symbol is called e, exp(x). */
  #exponential(x: Piece): Piece {
    if (this.#isTaken("e")) return callPiece(tex`\\exp`, [x]);
    return { ...powerPiece(letterPiece(tex`e`), x.latex), tall: x.tall ?? false };
  }

  /** The last row has the opposite of the only condition, or a word. */
  #choice(node: Node, [condition, yes, no]: [Piece, Piece, Piece]): Piece {
    const test = node.inputs[0] as Node;
    const notation = notationOf(test.op);
    const otherwise = this.#options.otherwise ?? tex`\\text{otherwise}`;
    const isComparison = condition.condition !== undefined && notation?.kind === "relation";
    return choicePiece(
      { value: yes, condition: condition.condition ?? tex`${condition.latex} \\ne 0` },
      {
        value: no,
        condition: isComparison ? this.#relation(test, notation.opposite) : otherwise,
      },
      otherwise,
    );
  }
}

/** A product of matrices that is a number, beside a tensor: without parentheses it would be part of a longer product. */
function beside(piece: Piece, node: Node | undefined, other: Node | undefined): Piece {
  const isScalar = node?.shape.length === 0 && (other?.shape.length ?? 0) > 0;
  if (!isScalar || piece.level !== Level.product || !hasInnerProduct(node)) return piece;
  return atLeast({ ...piece, level: Level.sum }, Level.atom);
}

/** Whether a contraction is among the factors of a product. */
function hasInnerProduct(root: Node): boolean {
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.attrs.name !== undefined) continue;
    if (node.op.name === "contraction") return true;
    if (node.op.name === "mul") pending.push(...node.inputs);
  }
  return false;
}

/** Iverson's bracket: 1 where the condition holds, else 0. */
function bracketed(condition: Tex, operands: readonly Piece[]): Piece {
  const tall = operands.some((operand) => operand.tall === true);
  const latex = tall ? tex`\\left[${condition}\\right]` : tex`[${condition}]`;
  return { latex, level: Level.atom, starts: "bracket", ends: "bracket", tall, condition };
}
