import type { Passage } from "./passage";

const BOX = /\\(?:boxed|fbox|colorbox\{[^{}]*\}|fcolorbox\{[^{}]*\}\{[^{}]*\})\s*\{/g;
const RELATION = /=|≈|<|>|≤|≥|\\(?:approx|equiv|[lg]eq?|leftarrow)(?![A-Za-z])/;

/** Where the brace closes that opens before `from`; undefined where none does. */
function closing(text: string, from: number): number | undefined {
  let depth = 1;
  for (let k = from; k < text.length; k++) {
    if (text[k] === "\\") k++;
    else if (text[k] === "{") depth++;
    else if (text[k] === "}" && --depth === 0) return k;
  }
  return undefined;
}

/** A passage without the boxes around whole equations: an equation is judged, boxed or not. */
export function unboxed(passage: Passage): Passage {
  let { text } = passage;
  for (const { 0: opening, index } of passage.text.matchAll(BOX)) {
    const from = index + opening.length;
    const to = closing(text, from);
    if (to === undefined || !RELATION.test(text.slice(from, to))) continue;
    text = `${text.slice(0, index)}${" ".repeat(opening.length)}${text.slice(from, to)} ${text.slice(to + 1)}`;
  }
  return text === passage.text ? passage : { ...passage, text };
}
