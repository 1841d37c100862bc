import {
  ChainruleError,
  entryCount,
  type Node,
  symbolsOf,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";
import { tensorValue, unreadable, wholeNumber } from "./decode";
import { AttributeProto_AttributeType as Attribute, type AttributeProto, type NodeProto } from "./onnx_pb";

/** A constant may be made of larger ones, but not of much larger ones. */
const MOST_ENTRIES = 2 ** 22;

/** One node of a model: its operands as nodes of a graph, and its attributes. */
export class Call {
  readonly operands: readonly (Node | undefined)[];
  readonly opset: number;
  readonly outputs: number;
  readonly where: string;
  readonly #attributes: ReadonlyMap<string, AttributeProto>;

  constructor(node: NodeProto, operands: readonly (Node | undefined)[], opset: number) {
    this.operands = operands;
    this.opset = opset;
    this.outputs = node.output.length;
    this.where = node.name === "" ? node.opType : `${node.opType} ${node.name}`;
    this.#attributes = new Map(node.attribute.map((attribute) => [attribute.name, attribute]));
  }

  /** An operand. @throws ChainruleError SYNTAX where it is left out */
  x(k: number): Node {
    const found = this.operands[k];
    if (found !== undefined) return found;
    throw unreadable(`operand ${k} is missing`, this.where);
  }

  /** All operands. @throws ChainruleError SYNTAX where there is none */
  get all(): readonly [Node, ...Node[]] {
    return [this.x(0), ...this.operands.slice(1).map((_, k) => this.x(k + 1))];
  }

  has(k: number): boolean {
    return this.operands[k] !== undefined;
  }

  #attribute(name: string, type: Attribute): AttributeProto | undefined {
    const found = this.#attributes.get(name);
    if (found === undefined || found.type === type || found.type === Attribute.UNDEFINED) return found;
    throw unreadable(`the attribute ${name} has another type`, this.where);
  }

  integer(name: string, preset: number): number {
    const found = this.#attribute(name, Attribute.INT);
    return found === undefined ? preset : wholeNumber(found.i, this.where);
  }

  real(name: string, preset: number): number {
    return this.#attribute(name, Attribute.FLOAT)?.f ?? preset;
  }

  text(name: string, preset: string): string {
    const found = this.#attribute(name, Attribute.STRING);
    return found === undefined ? preset : new TextDecoder().decode(found.s);
  }

  integers(name: string): readonly number[] | undefined {
    return this.#attribute(name, Attribute.INTS)?.ints.map((value) => wholeNumber(value, this.where));
  }

  tensor(name: string): Value | undefined {
    const t = this.#attribute(name, Attribute.TENSOR)?.t;
    return t === undefined ? undefined : tensorValue(t, this.where);
  }

  /** The numbers of an operand that nothing given to the model changes. @throws ChainruleError NO_INTERPRETATION, SIZE */
  value(k: number): Value {
    const node = this.x(k);
    if (symbolsOf([node]).length > 0) throw this.refusal(`operand ${k} is not a constant`);
    for (const { shape, attrs } of topologicalOrder([node])) {
      const sizes = (attrs.map?.sizes ?? shape).map((size) =>
        typeof size === "number" ? size : Number.POSITIVE_INFINITY,
      );
      if (entryCount(sizes) > MOST_ENTRIES)
        throw new ChainruleError("SIZE", "a constant is too large", { where: `fromOnnx: ${this.where}` });
    }
    return node.value;
  }

  /** An operand as whole numbers. @throws ChainruleError NO_INTERPRETATION, SIZE, SYNTAX */
  wholes(k: number): readonly number[] {
    const value = this.value(k);
    const list = typeof value === "number" ? [value] : [...value.data];
    if (list.every((entry) => Number.isInteger(entry))) return list;
    throw unreadable(`operand ${k} has to be whole numbers`, this.where);
  }

  /** A list of whole numbers that is an attribute in old models and an operand in new ones. */
  list(name: string, k: number): readonly number[] | undefined {
    return this.has(k) ? this.wholes(k) : this.integers(name);
  }

  /** An axis counted from 0. @throws ChainruleError SYNTAX */
  axis(value: number, rank: number): number {
    const counted = value < 0 ? value + rank : value;
    if (Number.isInteger(counted) && counted >= 0 && counted < rank) return counted;
    throw unreadable("no such axis", this.where, `${value} of ${rank}`);
  }

  /** The sizes of an operand, all of them numbers. @throws ChainruleError SIZE */
  sizes(k: number): readonly number[] {
    return this.x(k).shape.map((size) => {
      if (typeof size === "number") return size;
      throw new ChainruleError("SIZE", "the sizes must be numbers", { where: `fromOnnx: ${this.where}` });
    });
  }

  refusal(what: string): ChainruleError {
    return new ChainruleError("NO_INTERPRETATION", what, { where: `fromOnnx: ${this.where}` });
  }
}
