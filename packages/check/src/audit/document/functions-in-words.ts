import { type Node, relu, sigmoid, softplus, tanh } from "@chainrule/graph";

/** Functions of one number that documents name in words, with the words. */
const WORDS: readonly (readonly [name: string, pattern: RegExp, call: (x: Node) => Node])[] = [
  ["sigmoid", /sigmoid|logistic(?:\s+function)?(?!\s+regression)|S\s*[型形]|对数几率|對數幾率/i, sigmoid],
  ["tanh", /\btanh\b|hyperbolic tangent|双曲正切|雙曲正切/i, tanh],
  ["relu", /\bReLU\b|rectified linear|rectifier|线性整流|線性整流/i, relu],
  ["softplus", /\bsoftplus\b/i, softplus],
];

/** What an activation is taken as when nothing says which one it is. */
export const ACTIVATIONS: Readonly<Record<string, (x: Node) => Node>> = { sigmoid, tanh, relu };

/** What joins a name to what it is: "f is the sigmoid", "f 为 Sigmoid 函数", "the sigmoid f", "sigmoid 函数 f". */
const JOINED =
  /^(?:is|are|be|denotes?|means|the|a|an|our|function|activation|为|為|是|表示|取|用|采用|激活|函数|函數|[=:\s$,，()（）])*$/i;
/** Between them stand at most so many characters. */
const FARTHEST = 60;

const isJoined = (between: string): boolean => between.length <= FARTHEST && JOINED.test(between);

/** Functions that the words of a document say what they are, among those that no formula defines. */
export function functionsInWords(
  document: string,
  names: readonly string[],
): { readonly name: string; readonly as: string; readonly call: (x: Node) => Node }[] {
  const sentences = document.split(/\n\n|(?<=[.;!?])\s|[。；！？]/);
  return names.flatMap((name) => {
    const escaped = name.replace(/[^\p{L}\p{N}]/gu, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
    const own = new RegExp(`(?<![\\p{L}_{^])\\\\?${escaped}(?![\\p{L}_'])`, "gu");
    for (const sentence of sentences) {
      const places = [...sentence.matchAll(own)].map(
        ({ index, 0: found }) => [index, index + found.length] as const,
      );
      for (const [as, pattern, call] of WORDS) {
        const word = pattern.exec(sentence);
        if (word === null) continue;
        const [from, to] = [word.index, word.index + word[0].length];
        const isSaid = places.some(([start, end]) =>
          end <= from
            ? isJoined(sentence.slice(end, from))
            : start >= to && isJoined(sentence.slice(to, start)),
        );
        if (isSaid) return [{ name, as, call }];
      }
    }
    return [];
  });
}
