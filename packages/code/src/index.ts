export {
  auditCode,
  type CodeAudit,
  type CodeLayer,
  type CodeLine,
  type CodeVerdict,
} from "./audit/audit-code";
export type { Counterexample } from "./audit/compare";
export type { EditKind } from "./audit/edits/edit";
export type { CodeRepair } from "./audit/repair";
export { codeReport } from "./audit/report";
export { fromOnnx, type OnnxGraph } from "./onnx/from-onnx";
export { fromPython, type ReadFunction } from "./read/from-python";
export { toC } from "./write/c";
export { toJax } from "./write/jax";
export type { ExportOptions } from "./write/listing";
export { toNumpy } from "./write/numpy";
export { type OnnxOptions, toOnnx } from "./write/onnx";
export { toPytorch } from "./write/pytorch";
