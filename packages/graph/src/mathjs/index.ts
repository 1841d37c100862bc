export type { Phrase } from "../read/phrase";
export { mathjsName } from "./identifier";
export { expression, type Functions, type MathNode, phrase } from "./read";
export { toMathjs } from "./write";
