export { mathjsName } from "./identifier";
export { expression, type Phrase, phrase } from "./read";
export { toMathjs } from "./write";
