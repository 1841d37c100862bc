/* Functions of whole tensors that are made of operations. What they give is a graph like any other, so nothing else knows them. */
export { cumprod, cumsum } from "./cumulative";
export { argmax, argmin, gather, oneHot } from "./indices";
export { stack } from "./stack";
export { std, type VarianceFunction, type VarianceOptions, variance } from "./variance";
export { conv1d, conv2d, maxPool, meanPool, type WindowOptions } from "./windows";
