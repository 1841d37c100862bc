import { type Terminal, terminal } from "@chainrule/latex";
import type { LossAt } from "@chainrule/nn";

/* A curve of letters: each cell of a terminal is two by four dots of Braille. */

const HEIGHT = 12;
/** The width of the numbers at the left. */
const MARGIN = 10;
/** The dots of a cell from above, left and right, as bits of its code point. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const BLANK = 0x2800;
/** The axis is logarithmic where the largest loss is this many times the least. */
const LOGARITHMIC = 50;

/** Lines of a chart that is so wide, all of one width. */
export function terminalChart(losses: readonly LossAt[], columns: number): Terminal[] {
  const finite = losses.filter(({ loss }) => Number.isFinite(loss));
  const width = Math.max(10, columns - MARGIN - 1);
  const values = finite.map(({ loss }) => loss);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const isLog = low > 0 && high / low > LOGARITHMIC;
  const scale = (loss: number): number => (isLog ? Math.log(loss) : loss);
  const span = scale(high) - scale(low) || 1;
  const last = finite.at(-1)?.step ?? 1;
  const cells = Array.from({ length: HEIGHT }, () => new Uint8Array(width));
  const put = (x: number, y: number): void => {
    const row = cells[y >> 2];
    const bit = DOTS[y & 3]?.[(x & 1) as 0 | 1] ?? 0; // a remainder of two
    if (row !== undefined) row[x >> 1] = (row[x >> 1] ?? 0) | bit;
  };
  const places = finite.map(({ step, loss }) => ({
    x: Math.round((step / Math.max(1, last)) * (2 * width - 1)),
    y: Math.round((1 - (scale(loss) - scale(low)) / span) * (4 * HEIGHT - 1)),
  }));
  for (const [k, place] of places.entries()) {
    const before = places[k - 1] ?? place;
    const steps = Math.max(1, Math.abs(place.x - before.x), Math.abs(place.y - before.y));
    for (let i = 0; i <= steps; i++) {
      const part = i / steps;
      put(
        Math.round(before.x + (place.x - before.x) * part),
        Math.round(before.y + (place.y - before.y) * part),
      );
    }
  }
  const label = (text: string): string => text.padStart(MARGIN - 1).slice(0, MARGIN - 1);
  const rows = cells.map((row, k) => {
    const number = k === 0 ? short(high) : k === HEIGHT - 1 ? short(low) : "";
    const dots = String.fromCodePoint(...Array.from(row, (bits) => BLANK + bits));
    return terminal.escape(`${label(number)} │${dots}`);
  });
  const steps = `0${String(last).padStart(width - 1)}`;
  return [
    ...rows,
    terminal.escape(`${label("")} └${"─".repeat(width)}`),
    terminal.escape(`${label("")}  ${steps}`),
  ];
}

const short = (value: number): string =>
  Number.isFinite(value) ? Number(value.toPrecision(3)).toString() : "";
