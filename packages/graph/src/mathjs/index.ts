export { mathjsName } from "./identifier";
export { expression } from "./read";
export { toMathjs } from "./write";
