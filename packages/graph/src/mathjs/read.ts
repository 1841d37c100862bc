import { ChainruleError, shown } from "../errors";
import { Node } from "../node";
import { constantNode } from "../ops/leaf";
import { arrayConstant } from "./array";
import { called } from "./calls";
import { checkFormula } from "./check";
import { extent } from "./extent";
import { meansMatrix, notation } from "./notation";
import { grouped } from "./parse";
import { located, refusal } from "./refusal";
import { type Token, tokensOf } from "./tokens";
import { type Formula, firstColumn, partsOf, signColumn, type Tree, tokenOf } from "./tree";

type Symbols = Readonly<Record<string, Node>>;

/**
 * Functions that a formula may call besides the operations, by name: `{ f: functionSymbol("f") }`, or what `operation`
 * gives. They are called with as many operands as they have parameters.
 */
export type Functions = Readonly<Record<string, (...x: Node[]) => Node>>;

/** Which operation a sign between two operands is. */
const operationOf: ReadonlyMap<string, string> = new Map(
  Object.entries(notation).flatMap(([name, row]): [string, string][] =>
    row.form === "infix" ? [row.sign, row.entrywise ?? row.sign].map((sign) => [sign, name]) : [],
  ),
);

/**
 * A graph from a formula in the syntax of mathjs: numbers, `+ - * / ^ < <= > >= == !=`, `c ? a : b`, `x'`, `.*`, calls of
 * operations by name, arrays of numbers. Only the names in `symbols` exist, nothing is predefined and nothing is executed.
 * Functions beside the operations are given by name; their derivatives go by `f'`, if they are given too.
 * What has two readings (`1/2x`, `sin x`) is refused with what to type. Equal parts of the formula become one node.
 * @throws ChainruleError UNKNOWN_SYMBOL, SYNTAX, REFUSED, NUMBER, OPERAND, SHAPE, TOO_DEEP, TOO_LONG, with the column
 * @example expression("sigmoid(w1 * i1 + b)", { w1, i1, b })
 */
export function expression(text: string, symbols: Symbols = {}, functions: Functions = {}): Node {
  return phrase(text, symbols, functions).node;
}

/** A part of a typed formula and the node it stands for. */
export interface Phrase {
  readonly node: Node;
  /** What it is: an operand, parentheses around something, or the sign or call that joins its parts. */
  readonly kind: "number" | "name" | "array" | "parentheses" | "sign" | "call" | "choice";
  /** Where it stands in the text: from the first character, counted from 0, to the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly parts: readonly Phrase[];
}

/**
 * A formula as `expression` reads it, with the place in the text and the node of each part. The same name or number in two
 * places is two phrases of one node.
 * @throws ChainruleError as `expression` does
 */
export function phrase(text: string, symbols: Symbols = {}, functions: Functions = {}): Phrase {
  const tokens = tokensOf(text);
  if (typeof symbols !== "object" || symbols === null) {
    throw new ChainruleError("OPERAND", "the symbols are an object of nodes", {
      where: "expression",
      got: shown(symbols),
      expected: "for example { w1, i1, b }",
    });
  }
  checkFormula(tokens, Object.getOwnPropertyNames(symbols), Object.keys(functions));
  return phraseOf({ formula: grouped(tokens), symbols, functions, built: new Map(), numbers: new Map() });
}

/** What is known while a formula is read. */
interface Reading {
  readonly formula: Formula;
  readonly symbols: Symbols;
  readonly functions: Functions;
  /** Every node built so far, by what it was built from. */
  readonly built: Map<string, Node>;
  /** Nodes numbered in the order in which they were met. */
  readonly numbers: Map<Node, number>;
}

/** A tree whose parts are being read. */
interface Frame {
  readonly tree: Tree;
  readonly parts: readonly Tree[];
  readonly read: Phrase[];
}

/** Reads the tree from the leaves up, without recursion. */
function phraseOf(reading: Reading): Phrase {
  const frame = (tree: Tree): Frame => {
    const parts = tree.type === "ArrayNode" ? [] : partsOf(reading.formula, tree); // an array is one constant
    return { tree, parts, read: [] };
  };
  const frames = [frame(reading.formula.tree)];
  for (;;) {
    const top = frames[frames.length - 1] as Frame;
    const next = top.parts[top.read.length];
    if (next !== undefined) {
      frames.push(frame(next));
      continue;
    }
    const { read, tree } = top;
    const node = combined(
      reading,
      tree,
      read.map((part) => part.node),
    );
    const piece =
      tree.type === "SymbolNode" && tokenOf(reading.formula, tree) === undefined ? read[0] : undefined;
    const found = piece ?? { node, ...extent(reading.formula, tree, read), parts: read };
    frames.pop();
    const below = frames[frames.length - 1];
    if (below === undefined) return found;
    below.read.push(found);
  }
}

/** What a tree stands for, from what its parts stand for. */
function combined(reading: Reading, tree: Tree, nodes: readonly Node[]): Node {
  const { formula } = reading;
  const token = tokenOf(formula, tree);
  switch (tree.type) {
    case "ConstantNode":
      return number(reading, token?.value as number); // only numbers are constants
    case "FunctionNode":
      return call(reading, token?.text as string, nodes, () => token?.column ?? 1);
    case "OperatorNode":
      return operator(reading, tree.op, tree.args, nodes);
    case "ConditionalNode":
      return call(reading, "where", nodes, () => signColumn(formula, tree.condition));
    case "ArrayNode":
      return arrayConstant(formula, tree);
    default: // a name; parentheses and pieces are what they hold
      return token === undefined ? (nodes[0] as Node) : symbol(reading.symbols, token);
  }
}

function operator(reading: Reading, op: string, args: readonly Tree[], nodes: readonly Node[]): Node {
  const { formula } = reading;
  const [first] = args as readonly [Tree];
  const [left, right] = nodes as readonly [Node, Node?];
  if (right === undefined) {
    if (op === "+") return left;
    // -2 is the number, -(2) is the negative of the number 2
    if (op === "-" && first.type === "ConstantNode") return number(reading, -(left.attrs.value as number));
    return call(reading, op === "'" ? "transpose" : "neg", nodes, () => firstColumn(formula, first));
  }
  const column = () => signColumn(formula, first);
  if (meansMatrix(op, left, right)) {
    throw refusal("REFUSED", `${op} between tensors has two readings`, column(), {
      got: op,
      mend: `Write .${op} for entry by entry${op === "*" ? ", or matmul(a, b)" : ""}`,
    });
  }
  return call(reading, operationOf.get(op) as string, nodes, column);
}

/** What a call builds; the same node for the same call of the same nodes. */
function call(reading: Reading, name: string, nodes: readonly Node[], column: () => number): Node {
  const numbers = nodes.map((node) => {
    const known = reading.numbers.get(node) ?? reading.numbers.size;
    reading.numbers.set(node, known);
    return known;
  });
  return once(reading, `${name}(${numbers.join()})`, () => {
    try {
      const given = Object.hasOwn(reading.functions, name) ? reading.functions[name] : undefined;
      if (given === undefined) return called(name, nodes);
      const count = Math.max(1, given.length);
      if (nodes.length === count) return given(...nodes);
      throw new ChainruleError("OPERAND", "wrong number of arguments", {
        where: name,
        got: `${nodes.length}`,
        expected: `${count}`,
      });
    } catch (error) {
      throw located(error, column);
    }
  });
}

function number(reading: Reading, value: number): Node {
  return once(reading, Object.is(value, -0) ? "-0" : String(value), () => constantNode(value));
}

function once({ built }: Reading, key: string, build: () => Node): Node {
  const known = built.get(key);
  if (known !== undefined) return known;
  const node = build();
  built.set(key, node);
  return node;
}

function symbol(symbols: Symbols, { text, typed, column }: Token): Node {
  const name = Object.hasOwn(symbols, typed) ? typed : text;
  const node: unknown = symbols[name];
  if (node instanceof Node) return node;
  throw refusal("OPERAND", "a name stands for a node", column, {
    got: `${name}: ${shown(node)}`,
    mend: "Wrap numbers with constant(...)",
  });
}
