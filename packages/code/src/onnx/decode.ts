import { fromBinary } from "@bufbuild/protobuf";
import { ChainruleError, entryCount, type Value } from "@chainrule/graph";
import {
  type GraphProto,
  TensorProto_DataLocation as Location,
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
  TensorProto_DataType as Type,
} from "./onnx_pb";

/** The error of a model that cannot be read, and where in it. */
export const unreadable = (what: string, where: string, got?: string): ChainruleError =>
  new ChainruleError("SYNTAX", what, { where: `fromOnnx: ${where}`, ...(got !== undefined && { got }) });

/** The graph in the bytes of a model, and the version of its operators. @throws ChainruleError SYNTAX, OPERAND */
export function decodedGraph(bytes: unknown): { readonly graph: GraphProto; readonly opset: number } {
  if (!(bytes instanceof Uint8Array)) {
    throw new ChainruleError("OPERAND", "a model is given as its bytes", {
      where: "fromOnnx",
      expected: "a Uint8Array",
    });
  }
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    throw unreadable(
      "these bytes are no ONNX model",
      "bytes",
      error instanceof Error ? error.message : undefined,
    );
  }
  const { graph, opsetImport } = model;
  if (graph === undefined) throw unreadable("the model has no graph", "bytes");
  const version = opsetImport.find(({ domain }) => domain === "" || domain === "ai.onnx")?.version;
  if (version === undefined)
    throw unreadable("the model does not say which operators it uses", "opset_import");
  return { graph, opset: wholeNumber(version, "opset_import") };
}

/** A whole number as JavaScript has it. @throws ChainruleError SYNTAX beyond 2^53 */
export function wholeNumber(value: bigint, where: string): number {
  const found = Number(value);
  if (Number.isSafeInteger(found)) return found;
  throw unreadable("a number is too large", where, String(value));
}

const WIDTHS: Readonly<Record<number, number>> = {
  [Type.FLOAT]: 4,
  [Type.UINT8]: 1,
  [Type.INT8]: 1,
  [Type.INT32]: 4,
  [Type.INT64]: 8,
  [Type.BOOL]: 1,
  [Type.DOUBLE]: 8,
};

/** Whether a tensor holds parameters; the others hold axes, shapes and conditions. */
export const isReal = ({ dataType }: TensorProto): boolean =>
  dataType === Type.FLOAT || dataType === Type.DOUBLE;

/** The numbers of a tensor; integers too, as numbers. @throws ChainruleError SYNTAX, SIZE */
export function tensorValue(tensor: TensorProto, where: string): Value {
  const { dataType, dims, rawData } = tensor;
  const width = WIDTHS[dataType];
  if (tensor.dataLocation === Location.EXTERNAL)
    throw unreadable("the numbers of a tensor stand in another file", where);
  if (width === undefined)
    throw unreadable("a type of numbers that is not read", where, `data type ${dataType}`);
  const shape = dims.map((size) => {
    const found = wholeNumber(size, where);
    if (found >= 0) return found;
    throw unreadable("a size below 0", where, String(size));
  });
  const listed = listedNumbers(tensor);
  const count = rawData.length > 0 ? rawData.length / width : listed.length;
  if (shape.length > 32 || entryCount(shape) !== count)
    throw unreadable(
      "the numbers of a tensor do not fill its shape",
      where,
      `${count} for [${shape.join(",")}]`,
    );
  const data = rawData.length > 0 ? rawNumbers(rawData, dataType, count) : Float64Array.from(listed);
  return shape.length === 0 ? (data[0] as number) : { shape, data }; // of an empty shape there is one
}

function listedNumbers({
  dataType,
  doubleData,
  floatData,
  int32Data,
  int64Data,
}: TensorProto): readonly number[] {
  if (dataType === Type.DOUBLE) return doubleData;
  if (dataType === Type.FLOAT) return floatData;
  return dataType === Type.INT64 ? int64Data.map(Number) : int32Data;
}

function rawNumbers(bytes: Uint8Array, type: number, count: number): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read: Readonly<Record<number, (k: number) => number>> = {
    [Type.DOUBLE]: (k) => view.getFloat64(8 * k, true),
    [Type.FLOAT]: (k) => view.getFloat32(4 * k, true),
    [Type.INT64]: (k) => Number(view.getBigInt64(8 * k, true)),
    [Type.INT32]: (k) => view.getInt32(4 * k, true),
    [Type.INT8]: (k) => view.getInt8(k),
  };
  const entry = read[type] ?? ((k: number) => view.getUint8(k));
  return Float64Array.from({ length: count }, (_, k) => entry(k));
}
