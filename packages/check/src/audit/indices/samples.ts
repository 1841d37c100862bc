import { walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";

/**
 * The letters that sums run over and that number samples in superscripts: r of \sum_r E^{(r)}. Such quantities are not read
 * yet, so nothing is said of the formulas of a document that has them.
 */
export function sampleLetters(statements: readonly Statement[]): Set<string> {
  const bound = new Set<string>();
  const raised = new Set<string>();
  for (const { members } of statements) {
    for (const { tree } of members) {
      for (const part of walk(tree)) {
        if (part.kind === "over") for (const letter of part.letters) bound.add(letter);
        const layer =
          part.kind === "name" ? /^\(([a-zA-Z])\)$/.exec(part.name.sup?.text ?? "")?.[1] : undefined;
        if (layer !== undefined) raised.add(layer);
      }
    }
  }
  return new Set([...raised].filter((letter) => bound.has(letter)));
}
