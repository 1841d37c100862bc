/* Edits as somebody who writes makes them: a letter, a number, a sign, a line taken out, put in again, or moved. */

/** A number from 0 to below 1. */
export type Draw = () => number;

const CHARACTERS = [..."0123456789+-=xywz_^{}\\$ \n.()"];
const FORMULAS: readonly string[] = [
  "\n\n$q = x + 1$\n\n",
  "\n\n$$\\frac{\\partial L}{\\partial w} = (y - t) x$$\n\n",
  "\n\n$x = 0.5 = 0.25$\n\n",
  "\n\nSome words.\n\n",
];

const pick = <T>(all: readonly T[], draw: Draw): T => all[Math.floor(draw() * all.length)] as T; // none is empty

/** A document after one edit at random. */
export function edited(document: string, draw: Draw): string {
  const at = Math.floor(draw() * (document.length + 1));
  const kind = draw();
  if (kind < 0.2) return document.slice(0, at) + pick(CHARACTERS, draw) + document.slice(at);
  if (kind < 0.35) return document.slice(0, at) + document.slice(at + 1);
  if (kind < 0.6) return withOtherSigns(document, at);
  if (kind < 0.7) return document.slice(0, at) + pick(FORMULAS, draw) + document.slice(at);
  const lines = document.split("\n");
  const line = Math.floor(draw() * lines.length);
  const taken = lines.splice(line, 1);
  if (kind > 0.85) lines.splice(Math.floor(draw() * (lines.length + 1)), 0, ...taken);
  return lines.join("\n");
}

/** The next sign or digit after a place is another one. */
function withOtherSigns(document: string, at: number): string {
  const next = document.slice(at).search(/[-+\d]/);
  if (next === -1) return document;
  const sign = document[at + next] as string; // it was found there
  const other = sign === "-" ? "+" : sign === "+" ? "-" : String((Number(sign) + 1) % 10);
  return `${document.slice(0, at + next)}${other}${document.slice(at + next + 1)}`;
}
