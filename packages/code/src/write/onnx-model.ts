import { create, toBinary } from "@bufbuild/protobuf";
import type { Size, Value } from "@chainrule/graph";
import { nameText } from "@chainrule/graph";
import {
  AttributeProto_AttributeType as Attribute,
  AttributeProtoSchema,
  TensorProto_DataType as DataType,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "../onnx/onnx_pb";

/** The operator set and format that are written: those of ONNX 1.12. */
export const OPSET = 17;
const IR_VERSION = 8;

const bytesOf = (data: Float64Array | BigInt64Array): Uint8Array<ArrayBuffer> => {
  const view = new DataView(new ArrayBuffer(data.length * 8));
  data.forEach((entry: number | bigint, k: number) => {
    if (typeof entry === "number") view.setFloat64(k * 8, entry, true);
    else view.setBigInt64(k * 8, entry, true);
  });
  return new Uint8Array(view.buffer);
};

const numbers = (value: Value) => {
  const [dims, data] = typeof value === "number" ? [[], Float64Array.of(value)] : [value.shape, value.data];
  return { dims: dims.map(BigInt), dataType: DataType.DOUBLE, rawData: bytesOf(data) };
};

/** A model under construction: nodes and tensors are added, then it is written as bytes. */
export class OnnxModel {
  readonly #nodes: NodeProto[] = [];
  readonly #tensors: TensorProto[] = [];
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  readonly #fresh: (text: string) => string;
  readonly #integers = new Map<string, string>();

  /** `fresh` gives a name that nothing has yet. */
  constructor(fresh: (text: string) => string) {
    this.#fresh = fresh;
  }

  /** Adds a node with one output and returns the output's name. */
  node(
    opType: string,
    input: readonly string[],
    attributes: Readonly<Record<string, number | string | readonly number[]>> = {},
    {
      name = this.#fresh(opType.toLowerCase()),
      doc = "",
    }: { readonly name?: string; readonly doc?: string } = {},
  ): string {
    const attribute = Object.entries(attributes).map(([key, value]) => {
      if (typeof value === "number")
        return create(AttributeProtoSchema, { name: key, type: Attribute.INT, i: BigInt(value) });
      if (typeof value === "string")
        return create(AttributeProtoSchema, {
          name: key,
          type: Attribute.STRING,
          s: new TextEncoder().encode(value),
        });
      return create(AttributeProtoSchema, { name: key, type: Attribute.INTS, ints: value.map(BigInt) });
    });
    this.#nodes.push(
      create(NodeProtoSchema, { opType, name, input: [...input], output: [name], attribute, docString: doc }),
    );
    return name;
  }

  /** Adds numbers of float64 that a run may not replace: a parameter with its value. */
  initializer(name: string, value: Value, doc: string): void {
    this.#tensors.push(create(TensorProtoSchema, { ...numbers(value), name, docString: doc }));
  }

  /** Adds numbers of float64 that are no parameter. */
  constant(name: string, value: Value): string {
    return this.#constant(name, create(TensorProtoSchema, numbers(value)));
  }

  /** A list of whole numbers, such as axes; one node for equal lists. */
  integers(list: readonly number[]): string {
    const key = list.join();
    const known = this.#integers.get(key);
    if (known !== undefined) return known;
    const rawData = bytesOf(BigInt64Array.from(list, BigInt));
    const tensor = create(TensorProtoSchema, {
      dims: [BigInt(list.length)],
      dataType: DataType.INT64,
      rawData,
    });
    const name = this.#constant(this.#fresh("integers"), tensor);
    this.#integers.set(key, name);
    return name;
  }

  #constant(name: string, t: TensorProto): string {
    const attribute = [create(AttributeProtoSchema, { name: "value", type: Attribute.TENSOR, t })];
    this.#nodes.push(create(NodeProtoSchema, { opType: "Constant", name, output: [name], attribute }));
    return name;
  }

  input(name: string, shape: readonly Size[], doc: string): void {
    this.#inputs.push(valueInfo(name, shape, doc));
  }

  output(name: string, shape: readonly Size[], doc: string): void {
    this.#outputs.push(valueInfo(name, shape, doc));
  }

  bytes(name: string, doc: string): Uint8Array {
    const graph = create(GraphProtoSchema, {
      name,
      docString: doc,
      node: this.#nodes,
      initializer: this.#tensors,
      input: this.#inputs,
      output: this.#outputs,
    });
    const opsetImport = [create(OperatorSetIdProtoSchema, { domain: "", version: BigInt(OPSET) })];
    const model = create(ModelProtoSchema, {
      irVersion: BigInt(IR_VERSION),
      producerName: "chainrule",
      graph,
      opsetImport,
    });
    return toBinary(ModelProtoSchema, model);
  }
}

function valueInfo(name: string, shape: readonly Size[], docString: string): ValueInfoProto {
  const dim = shape.map((size) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        typeof size === "number"
          ? { case: "dimValue", value: BigInt(size) }
          : { case: "dimParam", value: nameText(size.name) },
    }),
  );
  const tensor = create(TypeProto_TensorSchema, {
    elemType: DataType.DOUBLE,
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  const type = create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } });
  return create(ValueInfoProtoSchema, { name, type, docString });
}
