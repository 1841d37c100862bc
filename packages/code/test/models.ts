import { create, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType as Attribute,
  AttributeProtoSchema,
  TensorProto_DataType as DataType,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from "../src/onnx/onnx_pb";
import { seeded } from "./cases";

/* Models of public architectures as bytes, made of ONNX nodes by hand; weights are small and seeded. */

type Attributes = Readonly<Record<string, number | string | readonly number[] | { readonly real: number }>>;
type Line = readonly [opType: string, inputs: string, outputs: string, attributes?: Attributes];

interface Description {
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>;
  /** Shapes of initialisers. */
  readonly weights: Readonly<Record<string, readonly number[]>>;
  /** Lists of whole numbers. */
  readonly integers?: Readonly<Record<string, readonly number[]>>;
  readonly nodes: readonly Line[];
  readonly outputs: readonly string[];
}

const attributeOf = ([name, value]: [string, Attributes[string]]) => {
  if (typeof value === "number")
    return create(AttributeProtoSchema, { name, type: Attribute.INT, i: BigInt(value) });
  if (typeof value === "string")
    return create(AttributeProtoSchema, { name, type: Attribute.STRING, s: new TextEncoder().encode(value) });
  if ("real" in value) return create(AttributeProtoSchema, { name, type: Attribute.FLOAT, f: value.real });
  return create(AttributeProtoSchema, { name, type: Attribute.INTS, ints: value.map(BigInt) });
};

/** The bytes of a model; `float64` or, as most models are, `float32`. */
export function assembled(
  { inputs, weights, integers = {}, nodes, outputs }: Description,
  width: 32 | 64 = 64,
): Uint8Array {
  const random = seeded(7);
  const elemType = width === 64 ? DataType.DOUBLE : DataType.FLOAT;
  const reals = Object.entries(weights).map(([name, shape]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const numbers = Array.from({ length: count }, () =>
      name.endsWith("var") ? 0.5 + random() : random() - 0.5,
    );
    const data = width === 64 ? { doubleData: numbers } : { floatData: numbers };
    return create(TensorProtoSchema, { name, dims: shape.map(BigInt), dataType: elemType, ...data });
  });
  const wholes = Object.entries(integers).map(([name, list]) =>
    create(TensorProtoSchema, {
      name,
      dims: [BigInt(list.length)],
      dataType: DataType.INT64,
      int64Data: list.map(BigInt),
    }),
  );
  const input = Object.entries(inputs).map(([name, shape]) => {
    const dim = shape.map((size) =>
      create(TensorShapeProto_DimensionSchema, {
        value:
          typeof size === "number"
            ? { case: "dimValue", value: BigInt(size) }
            : { case: "dimParam", value: size },
      }),
    );
    const tensor = create(TypeProto_TensorSchema, {
      elemType,
      shape: create(TensorShapeProtoSchema, { dim }),
    });
    const type = create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } });
    return create(ValueInfoProtoSchema, { name, type });
  });
  const graph = create(GraphProtoSchema, {
    name: "model",
    input,
    initializer: [...reals, ...wholes],
    node: nodes.map(
      ([opType, from, to, attributes = {}]) =>
      create(NodeProtoSchema, { opType, input: from.split(" "), output: to.split(" "), attribute: Object.entries(attributes).map(attributeOf) }), // biome-ignore format: one line
    ),
    output: outputs.map((name) => {
      const tensor = create(TypeProto_TensorSchema, { elemType });
      return create(ValueInfoProtoSchema, {
        name,
        type: create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } }),
      });
    }),
  });
  const opsetImport = [create(OperatorSetIdProtoSchema, { domain: "", version: 17n })];
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, graph, opsetImport }));
}

export const MODELS: Readonly<Record<string, Description>> = {
  "multilayer perceptron": {
    inputs: { x: [2, 3] },
    weights: { "fc1.weight": [4, 3], "fc1.bias": [4], "fc2.weight": [2, 4], "fc2.bias": [2] },
    nodes: [
      ["Gemm", "x fc1.weight fc1.bias", "z", { transB: 1 }],
      ["Relu", "z", "h"],
      ["Gemm", "h fc2.weight fc2.bias", "logits", { transB: 1 }],
      ["LogSoftmax", "logits", "y", { axis: 1 }],
    ],
    outputs: ["y"],
  },
  "logistic regression": {
    inputs: { x: [4, 3] },
    weights: { w: [3, 1], b: [1] },
    nodes: [
      ["MatMul", "x w", "xw"],
      ["Add", "xw b", "z"],
      ["Sigmoid", "z", "p"],
    ],
    outputs: ["p"],
  },
  "convolutional network": {
    inputs: { image: [1, 1, 6, 6] },
    weights: { k1: [2, 1, 3, 3], b1: [2], k2: [3, 2, 2, 2], b2: [3], w: [3, 2], b: [2] },
    nodes: [
      ["Conv", "image k1 b1", "c1", { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }],
      ["Relu", "c1", "a1"],
      ["MaxPool", "a1", "p1", { kernel_shape: [2, 2], strides: [2, 2] }],
      ["Conv", "p1 k2 b2", "c2", { kernel_shape: [2, 2] }],
      ["Tanh", "c2", "a2"],
      ["GlobalAveragePool", "a2", "pooled"],
      ["Flatten", "pooled", "flat"],
      ["Gemm", "flat w b", "logits"],
      ["Softmax", "logits", "y"],
    ],
    outputs: ["y"],
  },
  "strided and grouped convolutions": {
    inputs: { image: [1, 2, 5, 5] },
    weights: { k1: [4, 1, 3, 3], k2: [2, 4, 2, 2] },
    nodes: [
      ["Conv", "image k1", "c1", { group: 2, strides: [2, 2], auto_pad: "SAME_UPPER" }],
      ["LeakyRelu", "c1", "a1", { alpha: { real: 0.125 } }],
      ["Conv", "a1 k2", "c2", { dilations: [2, 2] }],
      ["AveragePool", "a1", "p", { kernel_shape: [2, 2], pads: [1, 1, 0, 0] }],
      ["ReduceSum", "c2", "s", { keepdims: 0 }],
      ["ReduceMean", "p", "m", { keepdims: 0 }],
      ["Add", "s m", "y"],
    ],
    outputs: ["y"],
  },
  "residual block": {
    inputs: { x: [1, 2, 4] },
    weights: { k1: [2, 2, 3], s1: [2], o1: [2], m1: [2], v1var: [2], k2: [2, 2, 3] },
    nodes: [
      ["Conv", "x k1", "c1", { pads: [1, 1] }],
      ["BatchNormalization", "c1 s1 o1 m1 v1var", "n1"],
      ["Relu", "n1", "a1"],
      ["Conv", "a1 k2", "c2", { pads: [1, 1] }],
      ["Add", "c2 x", "sum"],
      ["Relu", "sum", "y"],
    ],
    outputs: ["y"],
  },
  "LSTM cell": {
    inputs: { x: [2, 3], h: [2, 2], c: [2, 2] },
    weights: { W: [8, 3], R: [8, 2], B: [8] },
    nodes: [
      ["Gemm", "x W B", "gx", { transB: 1 }],
      ["Gemm", "h R ", "gh", { transB: 1 }],
      ["Add", "gx gh", "gates"],
      ["Split", "gates", "gi gf gg go", { axis: 1 }],
      ["Sigmoid", "gi", "input_gate"],
      ["Sigmoid", "gf", "forget_gate"],
      ["Tanh", "gg", "candidate"],
      ["Sigmoid", "go", "output_gate"],
      ["Mul", "forget_gate c", "kept"],
      ["Mul", "input_gate candidate", "added"],
      ["Add", "kept added", "c_next"],
      ["Tanh", "c_next", "squashed"],
      ["Mul", "output_gate squashed", "h_next"],
    ],
    outputs: ["h_next", "c_next"],
  },
  "GRU cell": {
    inputs: { x: [1, 3], h: [1, 2] },
    weights: { Wz: [3, 2], Uz: [2, 2], Wr: [3, 2], Ur: [2, 2], Wn: [3, 2], Un: [2, 2], one: [] },
    nodes: [
      ["MatMul", "x Wz", "xz"],
      ["MatMul", "h Uz", "hz"],
      ["Add", "xz hz", "sz"],
      ["Sigmoid", "sz", "update"],
      ["MatMul", "x Wr", "xr"],
      ["MatMul", "h Ur", "hr"],
      ["Add", "xr hr", "sr"],
      ["Sigmoid", "sr", "reset"],
      ["Mul", "reset h", "rh"],
      ["MatMul", "x Wn", "xn"],
      ["MatMul", "rh Un", "hn"],
      ["Sum", "xn hn", "sn"],
      ["Tanh", "sn", "new"],
      ["Sub", "h new", "difference"],
      ["Mul", "update difference", "part"],
      ["Add", "new part", "h_next"],
    ],
    outputs: ["h_next"],
  },
  "transformer block": {
    inputs: { x: [3, 4] },
    weights: { g1: [4], b1: [4], Wq: [4, 4], Wk: [4, 4], Wv: [4, 4], Wo: [4, 4], g2: [4], b2: [4], W1: [4, 8], c1: [8], W2: [8, 4], c2: [4], scale: [] }, // biome-ignore format: one line
    integers: { heads: [3, 2, 2], whole: [3, 4] },
    nodes: [
      ["LayerNormalization", "x g1 b1", "n1"],
      ["MatMul", "n1 Wq", "q"],
      ["MatMul", "n1 Wk", "k"],
      ["MatMul", "n1 Wv", "v"],
      ["Reshape", "q heads", "q3"],
      ["Reshape", "k heads", "k3"],
      ["Reshape", "v heads", "v3"],
      ["Transpose", "q3", "qh", { perm: [1, 0, 2] }],
      ["Transpose", "k3", "kh", { perm: [1, 2, 0] }],
      ["Transpose", "v3", "vh", { perm: [1, 0, 2] }],
      ["MatMul", "qh kh", "raw"],
      ["Mul", "raw scale", "scores"],
      ["Softmax", "scores", "attention"],
      ["MatMul", "attention vh", "heads_out"],
      ["Transpose", "heads_out", "turned", { perm: [1, 0, 2] }],
      ["Reshape", "turned whole", "joined"],
      ["MatMul", "joined Wo", "projected"],
      ["Add", "x projected", "r1"],
      ["LayerNormalization", "r1 g2 b2", "n2"],
      ["MatMul", "n2 W1", "u"],
      ["Add", "u c1", "ub"],
      ["Sigmoid", "ub", "gate"],
      ["Mul", "ub gate", "act"],
      ["MatMul", "act W2", "w"],
      ["Add", "w c2", "wb"],
      ["Add", "r1 wb", "y"],
    ],
    outputs: ["y"],
  },
  autoencoder: {
    inputs: { x: [2, 4] },
    weights: { W: [4, 2], b: [2], c: [4] },
    nodes: [
      ["MatMul", "x W", "xw"],
      ["Add", "xw b", "z"],
      ["Softplus", "z", "code"],
      ["Transpose", "W", "Wt", { perm: [1, 0] }],
      ["MatMul", "code Wt", "d"],
      ["Add", "d c", "y"],
      ["Sub", "y x", "e"],
      ["ReduceSumSquare", "e", "loss", { keepdims: 0 }],
    ],
    outputs: ["loss"],
  },
  "squeeze and excitation": {
    inputs: { x: [1, 3, 2, 2] },
    weights: { W1: [3, 2], W2: [2, 3] },
    integers: { axes: [2, 3] },
    nodes: [
      ["ReduceMean", "x", "mean", { axes: [2, 3], keepdims: 0 }],
      ["MatMul", "mean W1", "s"],
      ["Elu", "s", "e"],
      ["MatMul", "e W2", "f"],
      ["Sigmoid", "f", "g"],
      ["Unsqueeze", "g axes", "gate"],
      ["Mul", "x gate", "y"],
    ],
    outputs: ["y"],
  },
};
