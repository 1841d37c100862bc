import type { Node } from "@chainrule/graph";
import { aligned, bare, C_ROWS, cNumber, isSimple, place } from "./c-entry";
import { countOf, isAddedUp, isReduction, sizesOf, storedNodes } from "./c-layout";
import { equationLines } from "./comment";
import { type ExportOptions, type Listing, listingOf } from "./listing";
import { checkExport } from "./options";
import { equationsServed } from "./python";

const STRUCTURED = [
  "symbol",
  "constant",
  "size",
  "contraction",
  "maxOver",
  "minOver",
  "concat",
  "slice",
  "pad",
  "reshape",
];
const writes = ({ op }: Node): boolean => Object.hasOwn(C_ROWS, op.name) || STRUCTURED.includes(op.name);

/**
 * Two functions in C99: `loss_forward` gives the loss and keeps in `work` what `loss_gradient` needs to write the derivatives by
 * the parameters. Arrays are row by row, `work` has as many doubles as the file says; nothing is allocated.
 * @throws ChainruleError OPTION, OPERAND, NOT_SCALAR, NOT_A_LEAF, NO_INTERPRETATION, SIZE (a symbolic size)
 * @example toC(loss, { wrt: [W, b], name: "mlp" })
 */
export function toC(loss: Node, options: ExportOptions): string {
  checkExport(options, "toC");
  const listing = listingOf(loss, options, { name: "toC", writes });
  for (const node of [...listing.symbols, ...listing.forward, ...listing.backward]) sizesOf(node);
  return new CFile(listing).text();
}

/** Lines of one function or of the body of a loop. */
interface Block {
  readonly lines: string[];
  readonly indent: string;
}

class CFile {
  readonly #listing: Listing;
  readonly #stored: ReadonlySet<Node>;
  readonly #offsets = new Map<Node, number>();
  readonly #constants: string[] = [];
  readonly #names = new Map<Node, string>();
  readonly #letters: readonly string[];
  readonly #outputs: ReadonlySet<Node>;
  #size = 0;
  #block: Block = { lines: [], indent: "" };
  #depth = 0;

  constructor(listing: Listing) {
    this.#listing = listing;
    this.#stored = storedNodes(listing);
    this.#outputs = new Set(listing.gradients);
    this.#letters = [..."ijklmnopqrstuvwxyz"].map((letter) => listing.identifiers.fresh(letter));
  }

  text(): string {
    const { name, symbols, parameters, loss, gradients, forward, backward, identifier } = this.#listing;
    const later = new Set(backward.flatMap(({ inputs }) => inputs));
    for (const node of [...forward, ...backward]) {
      const isKept = this.#stored.has(node) && !this.#outputs.has(node);
      if (isKept && (node.shape.length > 0 || (later.has(node) && forward.includes(node)))) this.#allot(node);
    }
    const given = symbols.map(
      (node) => `${node.shape.length === 0 ? "double " : "const double *restrict "}${identifier(node)}`,
    );
    const results = gradients.map((node) => `double *restrict ${identifier(node)}`);
    const lossName = identifier(loss);
    const first = this.#body(forward, new Set());
    const second = this.#body(backward, new Set(forward));
    const size = `${name.toUpperCase()}_WORK`;
    const arrays = [...symbols, ...gradients].filter(({ shape }) => shape.length > 0);
    const shapes = arrays.map((node) => `${identifier(node)} [${node.shape.join(",")}]`);
    return [
      `/* ${lossName} and its gradient. Numbers in comments are those of the equations. */`,
      ...(shapes.length > 0 ? [`/* Arrays, row by row: ${shapes.join(", ")}. */`] : []),
      "#include <math.h>",
      "#include <stddef.h>",
      "",
      `enum { ${size} = ${Math.max(1, this.#size)} }; /* doubles that the caller gives as work */`,
      "",
      ...this.#constants,
      ...(this.#constants.length > 0 ? [""] : []),
      `/* ${lossName}; work keeps what ${name}_gradient needs. */`,
      ...signature(`double ${name}_forward`, [...given, "double *restrict work"]),
      "{",
      ...unusedLines(first, [...symbols.map(identifier), "work"]),
      ...first,
      `    return ${lossName};`,
      "}",
      "",
      `/* The gradient by ${parameters.map(identifier).join(", ")}, after ${name}_forward with the same operands and work. */`,
      ...signature(`void ${name}_gradient`, [...given, "double *restrict work", ...results]),
      "{",
      ...unusedLines(second, [...symbols.map(identifier), "work"]),
      ...second,
      "}",
      "",
    ].join("\n");
  }

  #allot(node: Node): void {
    this.#offsets.set(node, this.#size);
    this.#size += countOf(node);
  }

  /** The lines of a function: what it reads of the work, then a loop for each node that is stored. */
  #body(nodes: readonly Node[], earlier: ReadonlySet<Node>): string[] {
    const own = new Set(nodes);
    const used = new Set(nodes.flatMap((node) => [node, ...node.inputs]));
    const declared: string[] = [];
    for (const node of used) {
      const offset = this.#offsets.get(node);
      if (offset === undefined) continue;
      const name = this.#listing.identifier(node);
      if (node.shape.length > 0)
        declared.push(`    double *${name} = work + ${offset}; /* [${node.shape.join(",")}] */`);
      else if (earlier.has(node)) declared.push(`    const double ${name} = work[${offset}];`);
    }
    this.#block = { lines: [], indent: "    " };
    const serves = equationsServed(nodes, this.#listing);
    for (const node of nodes)
      if (this.#stored.has(node) && own.has(node)) this.#store(node, serves.get(node));
    return [...declared, ...this.#block.lines];
  }

  #store(node: Node, serves: number | undefined): void {
    const equation = this.#listing.equation(node);
    const name = this.#listing.identifier(node);
    if (equation !== undefined) {
      const lines = equationLines({ ...equation, text: equation.text.replaceAll("*/", "* /") }, "").map(
        (line) => line.trim(),
      );
      this.#push(`/* ${lines.join(`\n${this.#block.indent}   `)} */`);
    } else if (serves !== undefined) this.#push(`/* for (${serves}) */`);
    const shape = sizesOf(node);
    if (shape.length === 0) {
      const value = this.#entry(node, [], true);
      const offset = this.#offsets.get(node);
      this.#push(
        this.#outputs.has(node) ? `${name}[0] = ${bare(value)};` : `const double ${name} = ${bare(value)};`,
      );
      if (offset !== undefined) this.#push(`work[${offset}] = ${name};`);
      return;
    }
    const body = node.op.kind === "naming" ? (node.inputs[0] as Node) : node;
    if (isAddedUp(body) && (body === node || !this.#stored.has(body))) this.#addUp(body, name, shape);
    else
      this.#loops(shape, (indices) =>
        this.#push(`${name}[${place(shape, indices)}] = ${bare(this.#entry(node, indices, true))};`),
      );
  }

  /** A sum in memory: zeros first, then row after row. */
  #addUp(node: Node, name: string, shape: readonly number[]): void {
    const { map } = node.attrs;
    if (map === undefined) return;
    this.#loops(shape, (indices) => this.#push(`${name}[${place(shape, indices)}] = 0.0;`));
    const summed = map.sizes.flatMap((_, index) => (map.output.includes(index) ? [] : [index]));
    const order = [...map.output.slice(0, -1), ...summed, map.output.at(-1) as number]; // a sum in memory has an axis
    this.#loops(
      order.map((index) => map.sizes[index] as number),
      (letters) => {
        const at = (index: number | null): string =>
          index === null ? "0" : (letters[order.indexOf(index)] as string);
        const product = this.#product(node, (k) => (map.inputs[k] ?? []).map(at));
        this.#push(`${name}[${place(shape, map.output.map(at))}] += ${bare(product)};`);
      },
    );
  }

  #push(line: string): void {
    this.#block.lines.push(`${this.#block.indent}${line}`);
  }

  /** Loops over all indices of a shape; along an axis of size 1 the index is 0. */
  #loops(shape: readonly number[], body: (indices: readonly string[]) => void): void {
    const { lines, indent } = this.#block;
    const depth = this.#depth;
    let inner = indent;
    const indices = shape.map((size) => {
      if (size === 1) return "0";
      const letter = this.#letters[this.#depth++] as string; // more axes than letters there are not: 32 at most, few of them > 1
      lines.push(`${inner}for (size_t ${letter} = 0; ${letter} < ${size}; ${letter}++) {`);
      inner += "    ";
      return letter;
    });
    this.#block = { lines, indent: inner };
    body(indices);
    this.#block = { lines, indent };
    for (let level = inner.slice(4); level.length >= indent.length; level = level.slice(4))
      lines.push(`${level}}`);
    this.#depth = depth;
  }

  /** The expression of an entry; of a stored node, unless it is just being stored, where it lies. */
  #entry(node: Node, indices: readonly string[], isBeingStored = false): string {
    const { op, attrs, inputs } = node;
    if (!isBeingStored && (this.#stored.has(node) || op.kind === "leaf"))
      return this.#at(node, place(sizesOf(node), indices));
    const row = Object.hasOwn(C_ROWS, op.name) ? C_ROWS[op.name] : undefined;
    if (row !== undefined) {
      const operands = inputs.map((input) => this.#entry(input, aligned(input, indices)));
      return row(operands, (expression) => this.#once(expression));
    }
    const [x] = inputs as [Node];
    const axis = attrs.axis ?? 0;
    const index = indices[axis] ?? "0";
    const moved = (by: number): string[] => indices.map((each, k) => (k === axis ? shifted(each, by) : each));
    switch (op.name) {
      case "slice":
        return this.#entry(x, moved(attrs.start ?? 0));
      case "reshape":
        return this.#at(x, place(sizesOf(node), indices));
      case "pad": {
        const start = attrs.start ?? 0;
        const stop = start + (sizesOf(x)[axis] as number);
        const inside = [
          ...(start > 0 ? [`${index} >= ${start}`] : []),
          ...(stop < (sizesOf(node)[axis] as number) ? [`${index} < ${stop}`] : []),
        ];
        const entry = this.#entry(x, moved(-start));
        return inside.length === 0 ? entry : `(${inside.join(" && ")} ? ${entry} : 0.0)`;
      }
      case "concat": {
        let start = 0;
        const parts = inputs.map((input) => {
          const entry = this.#entry(input, moved(-start));
          start += sizesOf(input)[axis] as number; // concat joins along an axis
          return { entry, stop: start };
        });
        const last = parts.pop();
        return `(${parts.map(({ entry, stop }) => `${index} < ${stop} ? ${entry} : `).join("")}${last?.entry ?? "0.0"})`;
      }
      default:
        return this.#reduced(node, indices);
    }
  }

  /** A contraction or an extremum at an entry of the result. */
  #reduced(node: Node, indices: readonly string[]): string {
    const { map } = node.attrs;
    if (map === undefined) return "NAN";
    const known = new Map<number, string>();
    const diagonal: string[] = [];
    for (const [position, index] of map.output.entries()) {
      const letter = indices[position] as string; // as many as axes
      const other = known.get(index);
      if (other === undefined) known.set(index, letter);
      else if (other !== letter) diagonal.push(`${other} == ${letter}`);
    }
    const at = (index: number | null): string => (index === null ? "0" : (known.get(index) ?? "0"));
    const term = (): string => this.#product(node, (k) => (map.inputs[k] ?? []).map(at));
    let result: string;
    if (!isReduction(node)) result = term();
    else {
      const summed = map.sizes.flatMap((_, index) => (map.output.includes(index) ? [] : [index]));
      const total = this.#listing.identifiers.fresh("total");
      const isSum = node.op.name === "contraction";
      this.#push(
        `double ${total} = ${isSum ? "0.0" : node.op.name === "maxOver" ? "-INFINITY" : "INFINITY"};`,
      );
      this.#loops(
        summed.map((index) => map.sizes[index] as number),
        (letters) => {
          for (const [k, index] of summed.entries()) known.set(index, letters[k] as string);
          const value = term();
          const extremum = `${total} = ${node.op.name === "maxOver" ? "fmax" : "fmin"}(${total}, ${bare(value)});`;
          this.#push(isSum ? `${total} += ${bare(value)};` : extremum);
        },
      );
      result = total;
    }
    return diagonal.length === 0 ? result : `(${diagonal.join(" && ")} ? ${result} : 0.0)`;
  }

  #product(node: Node, indices: (k: number) => readonly string[]): string {
    const factors = node.inputs.map((input, k) => this.#entry(input, indices(k)));
    if (factors.length === 0) return "1.0";
    return factors.length === 1 ? (factors[0] as string) : `(${factors.join(" * ")})`;
  }

  /** A leaf or stored node at a place. */
  #at(node: Node, at: string): string {
    const { value } = node.attrs;
    if (typeof value === "number") return cNumber(value);
    if (node.shape.length === 0)
      return `${this.#listing.identifier(node)}${this.#outputs.has(node) ? "[0]" : ""}`;
    if (value === undefined) return `${this.#listing.identifier(node)}[${at}]`;
    let name = this.#names.get(node);
    if (name === undefined) {
      name = this.#listing.identifiers.fresh(`${this.#listing.name}_constant`);
      this.#names.set(node, name);
      const numbers = value.data.length === 0 ? "0.0" : Array.from(value.data, cNumber).join(", ");
      this.#constants.push(`static const double ${name}[${Math.max(1, value.data.length)}] = {${numbers}};`);
    }
    return `${name}[${at}]`;
  }

  /** A name for an expression that is used more than once. */
  #once(expression: string): string {
    if (isSimple(expression)) return expression;
    const name = this.#listing.identifiers.fresh("x");
    this.#push(`const double ${name} = ${bare(expression)};`);
    return name;
  }
}

const shifted = (index: string, by: number): string =>
  by === 0 ? index : index === "0" ? String(by) : `${index} ${by < 0 ? "-" : "+"} ${Math.abs(by)}`;

const WIDEST = 100;

/** The head of a function, on lines of its own for the operands where they are many. */
function signature(head: string, operands: readonly string[]): string[] {
  const line = `${head}(${operands.join(", ")})`;
  if (line.length <= WIDEST) return [line];
  return [`${head}(`, ...operands.map((each, k) => `    ${each}${k + 1 < operands.length ? "," : ")"}`)];
}

/** Operands that a function is given and does not look at. */
const unusedLines = (lines: readonly string[], names: readonly string[]): string[] => {
  const text = lines.join("\n").replace(/\/\*.*?\*\//gs, "");
  return names.filter((name) => !new RegExp(`\\b${name}\\b`).test(text)).map((name) => `    (void)${name};`);
};
