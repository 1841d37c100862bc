import type { Resvg, ResvgRenderOptions } from "@resvg/resvg-js";

/* Which letters of a picture none of its fonts has: each is drawn by itself and compared with what surely no font has. */

export type Renderer = typeof Resvg;
type Font = NonNullable<ResvgRenderOptions["font"]>;

/** The last character of all, for private use: it is drawn as an empty box, or not at all. */
const NOWHERE = "\u{10fffd}";
/** Side of the square that a letter is drawn in, in pixels, and letters in a row. */
const CELL = 24;
const COLUMNS = 32;

/** The letters that would be boxes or gaps, in their order; those that have no shape of their own are not looked at. */
export function lettersMissing(svg: string, renderer: Renderer, font: Font): string[] {
  const letters = [...lettersOf(svg)];
  if (letters.length === 0) return [];
  const drawn = [NOWHERE, ...letters];
  const texts = drawn.map((letter, k) => {
    const [x, y] = [CELL * (k % COLUMNS) + 2, CELL * Math.floor(k / COLUMNS) + 17];
    return `<text x="${x}" y="${y}">&#${letter.codePointAt(0)};</text>`;
  });
  const [width, height] = [CELL * COLUMNS, CELL * Math.ceil(drawn.length / COLUMNS)];
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="14">${texts.join("")}</svg>`;
  const { pixels } = new renderer(sheet, { font }).render();
  const shapes = drawn.map((_, k) => shapeAt(pixels, width, k));
  return letters.filter((_, k) => shapes[k + 1] === shapes[0]);
}

/** The opacities in a cell, line by line. */
function shapeAt(pixels: Uint8Array, width: number, cell: number): string {
  const [left, top] = [CELL * (cell % COLUMNS), CELL * Math.floor(cell / COLUMNS)];
  const lines = Array.from({ length: CELL }, (_, y) => {
    const start = 4 * ((top + y) * width + left);
    return pixels.subarray(start, start + 4 * CELL).filter((_, k) => k % 4 === 3);
  });
  return lines.join(";");
}

/** What is drawn as text, each letter once. */
function lettersOf(svg: string): Set<string> {
  const texts = svg
    .replace(/<(title|desc|style)\b[^>]*>[\s\S]*?<\/\1>|<!--[\s\S]*?-->/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (_, decimal?: string, hex?: string, name?: string) =>
      name === undefined
        ? String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
        : (ENTITIES[name] ?? ""),
    );
  return new Set([...texts].filter((letter) => /[^\s\p{M}\p{C}]|\p{Co}/u.test(letter)));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
