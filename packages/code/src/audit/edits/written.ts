import type { Expression } from "../../python/syntax";

const needsBrackets = ({ kind }: Expression): boolean =>
  kind === "binary" || kind === "unary" || kind === "conditional" || kind === "lambda";

/** Whether an expression has brackets of its own around it. */
export const isBracketed = (part: Expression, text: string): boolean =>
  text[part.from] === "(" && text[part.to - 1] === ")";

/** An expression as it is written, in brackets where it would fall apart as a factor. */
export const asFactor = (part: Expression, text: string): string => {
  const written = text.slice(part.from, part.to);
  return needsBrackets(part) && !isBracketed(part, text) ? `(${written})` : written;
};
