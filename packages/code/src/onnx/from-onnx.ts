import {
  ChainruleError,
  dim,
  type Node,
  named,
  parseName,
  type Size,
  scalar,
  tensor,
} from "@chainrule/graph";
import { Call } from "./call";
import { constantNode } from "./constants";
import { decodedGraph, isReal, tensorValue, unreadable, wholeNumber } from "./decode";
import type { NodeProto, ValueInfoProto } from "./onnx_pb";
import { operator } from "./operators";

/** A model as a graph. */
export interface OnnxGraph {
  /** What a run is given, as symbols without values. */
  readonly inputs: readonly Node[];
  /** The real numbers that the model holds, as symbols with their values. */
  readonly parameters: readonly Node[];
  readonly outputs: readonly Node[];
}

const LONGEST_NAME = 100;

/**
 * Reads the bytes of an ONNX model as a graph that can be differentiated, derived and exported. Initialisers of real numbers
 * become parameters with float64 values; whole numbers are constants. A value with a plain identifier for a name becomes a
 * definition of that name; `W^(1)` is what `toOnnx` noted beside `W1`. Nothing in the bytes is run.
 * @throws ChainruleError SYNTAX (bytes that are no model, or an inconsistent one), NO_INTERPRETATION (an operator, or a case of
 * one, that is not read), SIZE, SHAPE (what does not fit), OPERAND (something else than bytes)
 * @example const { inputs, parameters, outputs } = fromOnnx(readFileSync("model.onnx"))
 */
export function fromOnnx(bytes: Uint8Array): OnnxGraph {
  const { graph, opset } = decodedGraph(bytes);
  const values = new Map<string, Node>();
  const names = new Names();
  const parameters: Node[] = [];
  for (const proto of graph.initializer) {
    const value = tensorValue(proto, proto.name);
    if (!isReal(proto)) values.set(proto.name, constantNode(value));
    else {
      const name = names.of(proto.docString, proto.name);
      const symbol = typeof value === "number" ? scalar(name, value) : tensor(name, value);
      parameters.push(symbol);
      values.set(proto.name, symbol);
    }
  }
  const inputs: Node[] = [];
  for (const proto of graph.input) {
    if (values.has(proto.name)) continue; // an initialiser that a run may replace
    const shape = shapeOf(proto);
    const name = names.of(proto.docString, proto.name);
    const symbol = shape.length === 0 ? scalar(name) : tensor(name, { shape });
    inputs.push(symbol);
    values.set(proto.name, symbol);
  }
  for (const node of graph.node) run(node, opset, values, names);
  if (graph.output.length === 0) throw unreadable("the model has no output", "output");
  const outputs = graph.output.map(({ name }) => {
    const found = values.get(name);
    if (found !== undefined) return found;
    throw unreadable("no node gives this output", `output ${name.slice(0, LONGEST_NAME)}`);
  });
  return { inputs, parameters, outputs };
}

/** Computes the outputs of one node. */
function run(node: NodeProto, opset: number, values: Map<string, Node>, names: Names): void {
  const operands = node.input.map((name) => {
    if (name === "") return undefined; // an operand that is left out
    const found = values.get(name);
    if (found !== undefined) return found;
    throw unreadable("an operand that no earlier node gives", node.opType, name.slice(0, LONGEST_NAME));
  });
  const results = operator(new Call(node, operands, opset), node.opType, node.domain);
  for (const [k, name] of node.output.entries()) {
    const result = results[k] as Node; // operator looked at the number
    const isPlain = /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !isNumbered(name, node.opType);
    const isNew = result.inputs.length > 0 && result.attrs.name === undefined;
    values.set(name, isPlain && isNew ? named(result, names.of(node.docString, name)) : result);
  }
}

/** Whether a name only counts the nodes of an operator: `mul_3`. */
const isNumbered = (name: string, opType: string): boolean =>
  name.toLowerCase().replace(/_?\d+$/, "") === opType.toLowerCase() || /^(t|v|x)\d+$/.test(name);

/** Names that graphs may have, each once. */
class Names {
  readonly #taken = new Set<string>();

  /** What was noted beside a value if that is a name, else its own name with other signs in the place of those that no name has. */
  of(noted: string, own: string): string {
    const plain = own.slice(0, LONGEST_NAME).replace(/[^A-Za-z0-9_']+/g, "_").replace(/^_+|_+$/g, ""); // biome-ignore format: one line
    const base = isName(noted) ? noted : plain === "" ? "value" : plain;
    let name = base;
    for (let k = 2; this.#taken.has(name); k++)
      name = isName(`${base}_${k}`) ? `${base}_${k}` : `${plain}v${k}`;
    this.#taken.add(name);
    return name;
  }
}

function isName(text: string): boolean {
  if (text === "" || text.length > LONGEST_NAME) return false;
  try {
    parseName(text);
    return true;
  } catch (error) {
    if (error instanceof ChainruleError) return false;
    throw error;
  }
}

/** The shape of an input; sizes by name, or left open, are symbolic. @throws ChainruleError SYNTAX */
function shapeOf({ name, type }: ValueInfoProto): Size[] {
  const where = `input ${name.slice(0, LONGEST_NAME)}`;
  if (type?.value.case !== "tensorType") throw unreadable("an input that is no tensor", where);
  const { elemType, shape } = type.value.value;
  if (elemType !== 1 && elemType !== 11)
    throw unreadable("an input of whole numbers is not read", where, `data type ${elemType}`);
  if (shape === undefined) throw unreadable("an input without a shape", where);
  return shape.dim.map(({ value }, axis) => {
    if (value.case === "dimValue") return wholeNumber(value.value, where);
    const text =
      value.case === "dimParam" ? value.value.slice(0, LONGEST_NAME).replace(/[^A-Za-z0-9_]+/g, "_") : "";
    return dim(
      /^[A-Za-z]/.test(text) && isName(text)
        ? text
        : `n_${name.replace(/[^A-Za-z0-9]/g, "").slice(0, LONGEST_NAME)}${axis}`,
    );
  });
}
