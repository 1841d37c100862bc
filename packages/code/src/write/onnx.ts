import {
  ChainruleError,
  checkChoice,
  checkOptions,
  Node,
  nameText,
  type Size,
  shown,
} from "@chainrule/graph";
import { type ContractionPlan, contractionPlan, equation } from "./contraction-plan";
import { commentName } from "./formula";
import { type ExportOptions, type Listing, listingOf, sizeSource } from "./listing";
import { LOWERED } from "./onnx-functions";
import { OnnxModel } from "./onnx-model";

export interface OnnxOptions extends ExportOptions {
  /** Whether the gradient is an output too; true by default. */
  readonly gradient?: boolean;
  /** A training step: nodes made by `updated(symbol, next)`, such as those of `sgd`. Each is an output. */
  readonly step?: readonly Node[];
  /**
   * Whether parameters are inputs, so that each run may have others ("inputs", the default), or stand in the model with their
   * values ("initializers").
   */
  readonly parameters?: (typeof PLACES)[number];
}

const PLACES = ["inputs", "initializers"] as const;

/** Operations of entries that ONNX has under another name. */
const POINTWISE: Readonly<Record<string, string>> = {
  add: "Add",
  sub: "Sub",
  mul: "Mul",
  div: "Div",
  neg: "Neg",
  pow: "Pow",
  sqrt: "Sqrt",
  exp: "Exp",
  floor: "Floor",
  log: "Log",
  sin: "Sin",
  cos: "Cos",
  tanh: "Tanh",
  sigmoid: "Sigmoid",
  relu: "Relu",
  abs: "Abs",
  sign: "Sign",
  max: "Max",
  min: "Min",
};
const COMPARISONS: Readonly<Record<string, string>> = {
  lt: "Less",
  le: "LessOrEqual",
  gt: "Greater",
  ge: "GreaterOrEqual",
  eq: "Equal",
  ne: "Equal",
};
const STRUCTURED = [
  ...["symbol", "constant", "size", "named", "square", "where", "contraction", "maxOver", "minOver"],
  ...["softmax", "logSoftmax", "concat", "slice", "pad", "reshape"],
];
const DOUBLE = 11;

const writes = ({ op, attrs }: Node): boolean => {
  if (/softmax/i.test(op.name)) return attrs.axes?.length === 1;
  return (
    Object.hasOwn(POINTWISE, op.name) || Object.hasOwn(COMPARISONS, op.name) || STRUCTURED.includes(op.name)
  );
};

/**
 * An ONNX model in float64 of the loss, its gradient, and a training step. Symbols are inputs under their names as
 * identifiers, parameters first. Outputs are the loss, a derivative for each parameter (`dE_dW`), and the new value of each
 * symbol that the step updates (`W_next`).
 * @throws ChainruleError OPTION, OPERAND, NOT_SCALAR, NOT_A_LEAF, NO_INTERPRETATION, SIZE, UNBOUND (an initialiser without value)
 * @example toOnnx(loss, { wrt: [W, b], step: sgd(loss, [W, b], 0.1) })
 */
export function toOnnx(loss: Node, options: OnnxOptions): Uint8Array {
  checkOptions<OnnxOptions>(
    options ?? {},
    { wrt: true, name: true, gradient: true, step: true, parameters: true },
    "toOnnx",
  );
  const { gradient = true, step = [], parameters, ...rest } = options ?? {};
  if (typeof gradient !== "boolean")
    throw new ChainruleError("OPTION", "gradient is true or false", {
      where: "toOnnx",
      got: shown(gradient),
    });
  if (
    !Array.isArray(step) ||
    !step.every((node) => node instanceof Node && node.attrs.replaces !== undefined)
  )
    throw new ChainruleError("OPERAND", "a step is a list of updates, made by updated(symbol, next)", {
      where: "toOnnx: step",
      got: shown(step),
    });
  const target = { name: "toOnnx", writes, lower: LOWERED };
  const place = checkChoice(parameters, PLACES, "toOnnx: parameters") ?? "inputs";
  return new OnnxWriter(listingOf(loss, rest, target, { gradient, steps: step })).bytes(
    place === "initializers",
  );
}

class OnnxWriter {
  readonly #listing: Listing;
  readonly #model: OnnxModel;
  readonly #values = new Map<Node, string>();
  readonly #conditions = new Map<Node, string>();
  readonly #names = new Map<Node, string>();

  constructor(listing: Listing) {
    this.#listing = listing;
    this.#model = new OnnxModel((text) => listing.identifiers.fresh(text));
  }

  bytes(holdsValues: boolean): Uint8Array {
    const { parameters, symbols, forward, backward, loss, gradients, steps, identifier, uses, name } =
      this.#listing;
    const model = this.#model;
    for (const symbol of symbols) {
      const id = identifier(symbol);
      if (holdsValues && parameters.includes(symbol)) model.initializer(id, symbol.value, symbolText(symbol));
      else model.input(id, symbol.shape, symbolText(symbol));
      this.#values.set(symbol, id);
    }
    const nodes = [...forward, ...backward];
    for (const node of nodes) {
      const [body] = node.inputs;
      if (node.op.kind !== "naming" || body === undefined) continue;
      if (body.op.kind !== "leaf" && body.op.kind !== "naming" && uses(body) === 1)
        this.#names.set(body, identifier(node));
    }
    for (const node of nodes) this.#values.set(node, this.#written(node));
    for (const node of new Set([loss, ...gradients, ...steps]))
      model.output(this.#value(node), node.shape, node.attrs.name ? commentName(node.attrs.name) : "");
    const formulas = nodes.flatMap((node) => {
      const found = this.#listing.equation(node);
      return found === undefined ? [] : [`(${found.number}) ${found.text}`];
    });
    return model.bytes(name, formulas.join("\n"));
  }

  #value(node: Node): string {
    const known = this.#values.get(node);
    if (known !== undefined) return known;
    const { value, dim } = node.attrs;
    const name = dim === undefined ? this.#model.constant(this.#listing.identifiers.fresh("constant"), value ?? Number.NaN) : this.#number(dim); // biome-ignore format: one line
    this.#values.set(node, name);
    return name;
  }

  /** Adds the node that computes a node; under the name of the definition whose body it is. */
  #add(
    node: Node,
    opType: string,
    inputs: readonly string[],
    attributes: Parameters<OnnxModel["node"]>[2] = {},
  ): string {
    const name = this.#names.get(node);
    return this.#model.node(opType, inputs, attributes, name === undefined ? {} : { name });
  }

  #written(node: Node): string {
    const { op, attrs, inputs, shape } = node;
    const model = this.#model;
    const x = inputs.map((input) => this.#value(input));
    const [a, b, c] = x as [string, string, string];
    if (Object.hasOwn(POINTWISE, op.name)) return this.#add(node, POINTWISE[op.name] as string, x);
    if (Object.hasOwn(COMPARISONS, op.name))
      return this.#add(node, "Cast", [this.#condition(node)], { to: DOUBLE });
    const axis = attrs.axis ?? 0;
    switch (op.name) {
      case "named": {
        const isOwn = this.#names.get(inputs[0] as Node) === this.#listing.identifier(node);
        return isOwn ? a : model.node("Identity", x, {}, { name: this.#listing.identifier(node) });
      }
      case "square":
        return this.#add(node, "Mul", [a, a]);
      case "where":
        return this.#add(node, "Where", [this.#condition(inputs[0] as Node), b, c]);
      case "maxOver":
      case "minOver": {
        const keepdims = shape.length === inputs[0]?.shape.length ? 1 : 0;
        return this.#add(node, op.name === "maxOver" ? "ReduceMax" : "ReduceMin", x, {
          axes: attrs.axes ?? [],
          keepdims,
        });
      }
      case "softmax":
      case "logSoftmax":
        return this.#add(node, op.name === "softmax" ? "Softmax" : "LogSoftmax", x, {
          axis: attrs.axes?.[0] ?? 0,
        });
      case "concat":
        return this.#add(node, "Concat", x, { axis });
      case "slice":
        return this.#add(node, "Slice", [
          a,
          ...[attrs.start ?? 0, attrs.stop ?? 0, axis].map((k) => model.integers([k])),
        ]);
      case "pad": {
        const before = shape.map((_, k) => (k === axis ? (attrs.start ?? 0) : 0));
        const after = shape.map((_, k) => (k === axis ? (attrs.stop ?? 0) : 0));
        return this.#add(node, "Pad", [a, model.integers([...before, ...after])]);
      }
      case "reshape":
        return this.#add(node, "Reshape", [a, this.#shape(shape)]);
      default:
        return this.#contraction(node);
    }
  }

  /** Where a node is not 0, as booleans. */
  #condition(node: Node): string {
    const known = this.#conditions.get(node);
    if (known !== undefined) return known;
    const model = this.#model;
    const comparison = Object.hasOwn(COMPARISONS, node.op.name) ? COMPARISONS[node.op.name] : undefined;
    const isNegated = comparison === undefined || node.op.name === "ne";
    const operands =
      comparison === undefined
        ? [this.#value(node), this.#zero()]
        : node.inputs.map((input) => this.#value(input));
    const compared = model.node(comparison ?? "Equal", operands);
    const found = isNegated ? model.node("Not", [compared]) : compared;
    this.#conditions.set(node, found);
    return found;
  }

  #zeroName: string | undefined;
  #zero(): string {
    this.#zeroName ??= this.#model.constant(this.#listing.identifiers.fresh("zero"), 0);
    return this.#zeroName;
  }

  /** A sum of products: reductions and transposes of one factor, or `Einsum`; then repeated where no factor is. */
  #contraction(node: Node): string {
    const plan = contractionPlan(node);
    const model = this.#model;
    const all = plan.factors.map((factor, k) => {
      if (factor.node === undefined)
        return { name: this.#identity(plan.sizes[factor.indices[0] as number]), indices: factor.indices };
      const name = this.#value(node.inputs[k] as Node); // deltas come last
      const squeezed =
        factor.squeezed.length === 0 ? name : model.node("Squeeze", [name, model.integers(factor.squeezed)]);
      return { name: squeezed, indices: factor.indices };
    });
    const numbers = all.filter(({ indices }) => indices.length === 0).map(({ name }) => name);
    const tensors = all.filter(({ indices }) => indices.length > 0);
    const counts = plan.counts.map((size) => this.#number(size));
    const factors = [...(tensors.length > 0 ? [this.#product(tensors, plan)] : []), ...numbers, ...counts];
    let result = factors.reduce<string | undefined>((product, factor) => (product === undefined ? factor : model.node("Mul", [product, factor])), undefined); // biome-ignore format: one line
    result ??= this.#one();
    if (plan.repeated.length > 0) {
      if (plan.indices.length > 0) result = model.node("Unsqueeze", [result, model.integers(plan.repeated)]);
      result = model.node("Expand", [result, this.#shape(plan.shape)]);
    }
    const name = this.#names.get(node);
    return name === undefined ? result : model.node("Identity", [result], {}, { name });
  }

  /**
   * Never `MatMul`: the optimiser of ONNX Runtime 1.30 takes a transposed matrix times a vector for a reshaped one, and rounds a
   * number that a product is multiplied with to float32. It leaves `Einsum` alone.
   */
  #product(
    factors: readonly { readonly name: string; readonly indices: readonly number[] }[],
    plan: ContractionPlan,
  ): string {
    const model = this.#model;
    const [first] = factors as [(typeof factors)[0]]; // there is one
    const own = first.indices;
    if (factors.length === 1 && new Set(own).size === own.length) {
      const axes = own.flatMap((index, axis) => (plan.indices.includes(index) ? [] : [axis]));
      const summed =
        axes.length === 0
          ? first.name
          : model.node("ReduceSum", [first.name, model.integers(axes)], { keepdims: 0 });
      const rest = own.filter((index) => plan.indices.includes(index));
      const perm = plan.indices.map((index) => rest.indexOf(index));
      if (perm.every((axis, k) => axis === k)) return summed;
      return model.node("Transpose", [summed], { perm });
    }
    const names = factors.map(({ name }) => name);
    const kept = plan.factors.filter(({ indices }) => indices.length > 0);
    return model.node("Einsum", names, { equation: equation({ ...plan, factors: kept }) });
  }

  #oneName: string | undefined;
  #one(): string {
    this.#oneName ??= this.#model.constant(this.#listing.identifiers.fresh("one"), 1);
    return this.#oneName;
  }

  /** The matrix of a Kronecker delta. @throws ChainruleError SIZE for a symbolic size */
  #identity(size: Size | undefined): string {
    if (typeof size !== "number")
      throw new ChainruleError("SIZE", "a Kronecker delta has a size that is a number", { where: "toOnnx" });
    const data = new Float64Array(size * size);
    for (let k = 0; k < size; k++) data[k * size + k] = 1;
    return this.#model.constant(this.#listing.identifiers.fresh("delta"), { shape: [size, size], data });
  }

  /** A size as a number of float64. */
  #number(size: Size): string {
    if (typeof size === "number") return this.#model.constant(this.#listing.identifiers.fresh("count"), size);
    const list = this.#model.node("Cast", [this.#shape([size])], { to: DOUBLE });
    return this.#model.node("Squeeze", [list]);
  }

  /** A shape as a list of whole numbers; symbolic sizes are taken from the input that has them. */
  #shape(shape: readonly Size[]): string {
    const model = this.#model;
    if (shape.every((size) => typeof size === "number")) return model.integers(shape);
    const parts = shape.map((size) => {
      if (typeof size === "number") return model.integers([size]);
      const { symbol, axis } = sizeSource(size, this.#listing.symbols, "toOnnx");
      const whole = model.node("Shape", [this.#listing.identifier(symbol)]);
      return model.node("Gather", [whole, model.integers([axis])], { axis: 0 });
    });
    return parts.length === 1 ? (parts[0] as string) : model.node("Concat", parts, { axis: 0 });
  }
}

const symbolText = ({ attrs: { name } }: Node): string => (name === undefined ? "" : nameText(name));
