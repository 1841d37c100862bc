/* Words that say that formulas hold where a gradient vanishes. */

const OPTIMUM =
  /\b(?:set(?:ting)?|equat(?:e|ed|ing)|solv(?:e|ed|ing)|solution|optim(?:um|al|ality)|minimi[sz](?:er|es|ed)|stationary|normal equations?|closed form|first[- ]order condition|vanish(?:es|ing)?)\b|令|解得|求解|最优|最優|闭式|閉式|极值|極值|正规方程|正規方程/i;
/** So many characters before a formula may say that it is about an optimum. */
const FARTHEST = 500;

/** Whether the words before a place speak of where a gradient vanishes. */
export const isAtOptimum = (document: string, start: number): boolean =>
  OPTIMUM.test(document.slice(Math.max(0, start - FARTHEST), start));
