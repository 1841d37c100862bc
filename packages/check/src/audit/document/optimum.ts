/* Words that say that formulas hold where a gradient vanishes. */

const OPTIMUM =
  /\b(?:set(?:ting)?|equat(?:e|ed|ing))\b[^.。]{0,60}\b(?:zero|0)\b|\bsolv(?:e|ed|ing)\s+(?:for|this|it|the)\b|\boptim(?:um|al|ality)\b|\bminimi[sz]er\b|\bstationary\b|\bnormal equations?\b|\bclosed form\b|\bfirst[- ]order condition|\bgradient[^.。]{0,30}\bvanish(?:es|ing)?\b|令[^。]{0,60}(?:为|為|等于|等於|=|＝)\s*\$?\s*(?:0|零)|解得|最优|最優|闭式|閉式|极值|極值|正规方程|正規方程/i;
/** So many characters before a formula may say that it is about an optimum. */
const FARTHEST = 500;

/** Whether the words before a place speak of where a gradient vanishes. */
export const isAtOptimum = (document: string, start: number): boolean =>
  OPTIMUM.test(document.slice(Math.max(0, start - FARTHEST), start));

const CONSTRAINED = /\bsubject to\b|\bs\.\s?t\.|\bconstrain|\bLagrang|约束|約束|拉格朗日/i;

/** Whether a document looks for optima under constraints: no gradient has to vanish there. */
export const isConstrained = (document: string): boolean => CONSTRAINED.test(document);
