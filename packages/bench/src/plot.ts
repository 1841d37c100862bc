/** One implementation in a plot: where its dot stands, and how far the middle half of its rounds reaches. */
export interface Mark {
  readonly label: string;
  readonly kind: "chainrule" | "by hand" | "peer";
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** What one case of a workload looks like. */
export interface Panel {
  readonly title: string;
  readonly marks: readonly Mark[];
}

const WIDTH = 760;
const LEFT = 220;
const RIGHT = 70;
const ROW = 18;
const TOP = 44;
const FOOT = 30;
const COLOURS = { chainrule: "#c2410c", "by hand": "#475569", peer: "#2563eb" } as const;

/**
 * Panels below one another, all on one logarithmic axis: a dot for the median ratio, a bar for the middle half of the
 * rounds, a line at 1. `axis` says what is shown.
 */
export function plot(title: string, axis: string, panels: readonly Panel[]): string {
  const values = panels.flatMap(({ marks }) => marks.flatMap(({ low, high }) => [low, high]));
  const first = Math.floor(Math.log10(Math.min(1, ...values)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(1, ...values))));
  const x = (value: number): number =>
    LEFT + ((Math.log10(value) - first) / (last - first)) * (WIDTH - LEFT - RIGHT);
  const powers = Array.from({ length: last - first + 1 }, (_, k) => 10 ** (first + k));
  const parts: string[] = [];
  let top = 50;
  for (const panel of panels) {
    parts.push(...drawn(panel, top, x, powers));
    top += TOP + panel.marks.length * ROW + FOOT;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${top}" fill="#ffffff"/>`,
    text(12, 24, title, 'font-size="15" font-weight="600"'),
    text(12, 44, axis, 'fill="#475569"'),
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

function drawn(panel: Panel, top: number, x: (value: number) => number, powers: readonly number[]): string[] {
  const bottom = top + TOP + panel.marks.length * ROW;
  const grid = powers.flatMap((power) => [
    line(x(power), top + TOP - 6, x(power), bottom, power === 1 ? "#0f172a" : "#e2e8f0"),
    text(x(power), bottom + 15, tick(power), 'text-anchor="middle" fill="#475569"'),
  ]);
  const rows = panel.marks.flatMap(({ label, kind, median, low, high }, k) => {
    const y = top + TOP + (k + 0.5) * ROW;
    const colour = COLOURS[kind];
    return [
      text(LEFT - 10, y + 4, label, `text-anchor="end" fill="${colour}"`),
      line(x(low), y, x(high), y, colour, 3),
      `<circle cx="${place(x(median))}" cy="${place(y)}" r="4.5" fill="${colour}"/>`,
      text(Math.max(x(median), x(high)) + 9, y + 4, tick(median), 'fill="#475569"'),
    ];
  });
  return [text(12, top + 26, panel.title, 'font-weight="600"'), ...grid, ...rows];
}

const tick = (value: number): string => {
  const rounded = Number(value.toPrecision(2));
  return rounded >= 1e6 || rounded < 1e-3 ? rounded.toExponential() : rounded.toLocaleString("en-US");
};

const place = (value: number): string => value.toFixed(1);

const text = (x: number, y: number, content: string, attributes = ""): string =>
  `<text x="${place(x)}" y="${place(y)}" ${attributes}>${escaped(content)}</text>`;

const line = (x1: number, y1: number, x2: number, y2: number, colour: string, width = 1): string =>
  `<line x1="${place(x1)}" y1="${place(y1)}" x2="${place(x2)}" y2="${place(y2)}" stroke="${colour}" stroke-width="${width}"/>`;

const escaped = (content: string): string =>
  content.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
