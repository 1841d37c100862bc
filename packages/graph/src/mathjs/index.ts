export { mathjsName } from "./identifier";
export { expression, type Functions, type Phrase, phrase } from "./read";
export { toMathjs } from "./write";
