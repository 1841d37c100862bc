import type { Equation } from "./listing";

const WIDEST = 100;

/** A numbered formula as lines of a comment, broken at spaces. */
export function equationLines({ number, text }: Equation, sign: string): string[] {
  const lines: string[] = [];
  let line = `${sign} (${number})`;
  for (const word of text.split(" ")) {
    if (line.length + 1 + word.length > WIDEST && line !== sign) {
      lines.push(line);
      line = `${sign}    `;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
