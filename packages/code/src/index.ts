export { fromOnnx, type OnnxGraph } from "./onnx/from-onnx";
export { toC } from "./write/c";
export { toJax } from "./write/jax";
export type { ExportOptions } from "./write/listing";
export { toNumpy } from "./write/numpy";
export { type OnnxOptions, toOnnx } from "./write/onnx";
export { toPytorch } from "./write/pytorch";
