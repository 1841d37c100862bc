/** Small derivations by hand that are right, made of terms and factors, so that one slip can be put into them. */

/** A sum of products, as it is typed. */
export type Terms = readonly (readonly string[])[];

export interface Derivation {
  readonly definitions: string;
  /** Between factors. */
  readonly times: string;
  readonly open: string;
  readonly close: string;
  readonly lines: readonly (readonly [left: string, right: Terms])[];
}

const by = (of: string, name: string): string => `\\frac{\\partial ${of}}{\\partial ${name}}`;
const latex = { times: "\\,", open: "$$", close: "$$" };
const plain = { times: " * ", open: "    ", close: "" };

const unrolled: Derivation = {
  ...latex,
  definitions: "$h_1=\\tanh(w x_1 + u h_0)$, $h_2=\\tanh(w x_2+u h_1)$, $y = v h_2$ and $E=\\frac12(y-t)^2$.",
  lines: [
    [by("E", "v"), [["(y-t)", "h_2"]]],
    [by("h_2", "h_1"), [["u", "(1-h_2^2)"]]],
    [by("E", "h_1"), [["(y-t)", "v", "u", "(1-h_2^2)"]]],
    [
      by("E", "u"),
      [
        ["(y-t)", "v", "(1-h_2^2)", "h_1"],
        ["(y-t)", "v", "(1-h_2^2)", "u", "(1-h_1^2)", "h_0"],
      ],
    ],
    [
      by("E", "w"),
      [
        ["(y-t)", "v", "(1-h_2^2)", "x_2"],
        ["(y-t)", "v", "(1-h_2^2)", "u", "(1-h_1^2)", "x_1"],
      ],
    ],
  ],
};

const hidden: Derivation = {
  ...latex,
  definitions: `$z_1 = w_1 x_1 + w_2 x_2 + b_1$, $h_1=\\sigma(z_1)$, $z_2 = w_3 x_1 + w_4 x_2 + b_2$, $h_2=\\sigma(z_2)$,
$o = v_1 h_1 + v_2 h_2$ and $E = \\frac12 (o-t)^2$.`,
  lines: [
    [by("E", "v_1"), [["(o-t)", "h_1"]]],
    [by("E", "z_1"), [["(o-t)", "v_1", "h_1", "(1-h_1)"]]],
    [by("E", "w_2"), [["(o-t)", "v_1", "h_1", "(1-h_1)", "x_2"]]],
    [by("E", "w_3"), [["(o-t)", "v_2", "h_2", "(1-h_2)", "x_1"]]],
    [
      by("E", "x_1"),
      [
        ["(o-t)", "v_1", "h_1", "(1-h_1)", "w_1"],
        ["(o-t)", "v_2", "h_2", "(1-h_2)", "w_3"],
      ],
    ],
  ],
};

const layers: Derivation = {
  ...latex,
  definitions: `$z_j = \\sum_k w_{jk} x_k + b_j$, $h_j = \\tanh(z_j)$, $s_i = \\sum_j v_{ij} h_j$, $y_i = \\sigma(s_i)$
and $E = \\frac12 \\sum_i (y_i - t_i)^2$.`,
  lines: [
    [by("E", "s_i"), [["(y_i-t_i)", "y_i", "(1-y_i)"]]],
    [by("E", "v_{ij}"), [["(y_i-t_i)", "y_i", "(1-y_i)", "h_j"]]],
    [by("E", "z_j"), [["(1-h_j^2)", "\\sum_i (y_i-t_i) y_i (1-y_i) v_{ij}"]]],
    [by("E", "w_{jk}"), [["x_k", "(1-h_j^2)", "\\sum_i (y_i-t_i) y_i (1-y_i) v_{ij}"]]],
  ],
};

const neuron: Derivation = {
  ...plain,
  definitions: "    z = w1*x1 + w2*x2 + b\n    a = tanh(z)\n    q = c*a\n    E = (q - t)^2",
  lines: [
    ["dE/dc", [["2", "(q - t)", "a"]]],
    ["dE/dz", [["2", "(q - t)", "c", "(1 - a^2)"]]],
    ["dE/dw1", [["2", "(q - t)", "c", "(1 - a^2)", "x1"]]],
    ["dE/dw2", [["dE/dz", "x2"]]],
  ],
};

export const derivations: readonly Derivation[] = [unrolled, hidden, layers, neuron];

/** A slip: the terms with it, and which factor it is in; none where something was left out. */
export interface Slipped {
  readonly kind: string;
  readonly terms: Terms;
  readonly at?: readonly [term: number, factor: number];
}

const put = (terms: Terms, term: number, factor: number, ...by: readonly string[]): Terms =>
  terms.map((factors, k) =>
    k === term ? [...factors.slice(0, factor), ...by, ...factors.slice(factor + 1)] : factors,
  );

/** Every slip of these kinds that one factor of a formula can have. */
export function slipsOf(terms: Terms): Slipped[] {
  const found: Slipped[] = [];
  terms.forEach((factors, t) => {
    if (terms.length > 1) found.push({ kind: "path dropped", terms: terms.filter((_, k) => k !== t) });
    factors.forEach((factor, f) => {
      const change = (kind: string, by: string): void => {
        found.push({ kind, terms: put(terms, t, f, by), at: [t, f] });
      };
      const isSlope = /^\(1 ?-/.test(factor);
      if (/^\([a-z]/.test(factor)) {
        const [, a, b] = /^\((.*?) ?- ?(.*)\)$/.exec(factor) ?? [];
        change("sign", `(${a}+${b})`);
        change("difference turned", `(${b}-${a})`);
      }
      if (isSlope) change("sign", factor.replace("-", "+"));
      if (/\^2\)$/.test(factor)) change("square misplaced", `${factor.slice(0, -3)})^2`);
      if (/_[12]$/.test(factor) || /^x[12]$/.test(factor))
        change(
          "wrong index",
          factor.replace(/[12]$/, (d) => (d === "1" ? "2" : "1")),
        );
      if (f === 0 && !/^\d/.test(factor))
        found.push({ kind: "factor 2", terms: put(terms, t, f, "2", factor), at: [t, f] });
      if (factors.length > 1 && !factor.startsWith("\\sum"))
        found.push({ kind: isSlope ? "f' dropped" : "factor lost", terms: put(terms, t, f) });
    });
  });
  return found;
}

/** A document, and where each factor of one of its lines stands. */
export function documentOf(
  { close, definitions, lines, open, times }: Derivation,
  index: number,
  terms: Terms,
): {
  readonly text: string;
  readonly line: number;
  readonly spans: readonly (readonly [number, number])[][];
} {
  const spans: [number, number][][] = [];
  const rows = lines.map(([left, right], k) => {
    let row = `${open}${left} = `;
    (k === index ? terms : right).forEach((factors, t) => {
      if (t > 0) row += " + ";
      const own: [number, number][] = [];
      factors.forEach((factor, f) => {
        if (f > 0) row += times;
        own.push([row.length + 1, row.length + 1 + factor.length]);
        row += factor;
      });
      if (k === index) spans.push(own);
    });
    return `${row}${close}`;
  });
  const head = `${definitions}\n\nTherefore\n\n`;
  const separator = open === "$$" ? "\n\n" : "\n";
  const text = `${head}${rows.join(separator)}\n`;
  const line = `${head}${rows.slice(0, index).join(separator)}${index > 0 ? separator : ""}`.split(
    "\n",
  ).length;
  return { text, line, spans };
}
