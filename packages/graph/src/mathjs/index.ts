export { expression } from "./read";
export { mathjsName, toMathjs } from "./write";
