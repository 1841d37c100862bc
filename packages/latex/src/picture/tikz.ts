import type { Name } from "@chainrule/graph";
import { type Mark, type Point, type Role, roles, type Scene, type TextPart } from "@chainrule/plot";
import { inlineProse, type Prose, prose } from "../safe/prose";
import { plainTex, type Tex, tex } from "../safe/tex";
import { operationTex } from "./operation-tex";

/* Scenes as TikZ, in the light colours. */

export interface TikzOptions {
  /** The picture is made smaller to be no wider than this, in points. */
  readonly maxWidth?: number;
}

/** What the preamble of the document loads; TeX Live and Debian have it in `texlive-pictures`. */
export const tikzPackage = prose`tikz`;

/** The text width of A4 paper with moderate margins, in points. */
const MAX_WIDTH = 440;
/** Points per pixel: names in nodes are as large as the text of a document in 10 points. */
const SCALE = 0.6;

/**
 * A scene as a `tikzpicture` environment; it needs `\usepackage{tikz}` and no TikZ library. `label` prints a name as
 * mathematics, without dollar signs.
 * @example sceneToTikz(pictureScene(networkPicture(loss), "E"), nameTex)
 */
export function sceneToTikz(scene: Scene, label: (name: Name) => Tex, options: TikzOptions = {}): Prose {
  const print = (parts: readonly TextPart[]): Prose => textProse(parts, label);
  const environment = prose.join(
    [
      prose`\\begin{tikzpicture}[x=${SCALE}pt, y=-${SCALE}pt, line width=0.5pt, every node/.style={inner sep=0pt}]`,
      prose`\\path[use as bounding box] (0,0) rectangle (${scene.width},${scene.height});`,
      ...scene.marks.flatMap((mark) => commands(mark, print)),
      prose`\\end{tikzpicture}`,
    ],
    prose`\n`,
  );
  const maxWidth = options.maxWidth ?? MAX_WIDTH;
  // TikZ loads graphicx, which has \resizebox.
  return scene.width * SCALE > maxWidth
    ? prose`\\resizebox{${maxWidth}pt}{!}{%\n${environment}%\n}`
    : environment;
}

/** Names and signs side by side are one formula. */
function textProse(parts: readonly TextPart[], label: (name: Name) => Tex): Prose {
  const written: Prose[] = [];
  let formula: Tex[] = [];
  const end = (): void => {
    if (formula.length > 0) written.push(inlineProse(tex.join(formula)));
    formula = [];
  };
  for (const part of parts) {
    if (typeof part !== "string")
      formula.push("operation" in part ? operationTex(part.operation) : label(part));
    else {
      end();
      written.push(...wordsProse(part));
    }
  }
  end();
  return prose.join(written);
}

/** Powers as numbers in pictures have them, by characters of their own, which TeX's fonts lack. */
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
const LEVEL = "0123456789-";

const wordsProse = (words: string): Prose[] =>
  words.split(new RegExp(`([${RAISED}]+)`)).map((piece, k) => {
    if (k % 2 === 0) return prose.escape(piece);
    const power = Array.from(piece, (digit) => LEVEL[RAISED.indexOf(digit)]).join("");
    return inlineProse(tex`{}^{${plainTex(power)}}`);
  });

type Print = (parts: readonly TextPart[]) => Prose;

function commands(mark: Mark, print: Print): Prose[] {
  switch (mark.kind) {
    case "group": {
      const inside = mark.marks.flatMap((each) => commands(each, print));
      const { opacity, shift } = mark;
      if (opacity === undefined && shift === undefined) return inside;
      const scope = [
        ...opaque("opacity", opacity),
        ...(shift === undefined ? [] : [prose`shift={${at(shift)}}`]),
      ];
      return [prose`\\begin{scope}[${options(scope)}]`, ...inside, prose`\\end{scope}`];
    }
    case "curve": {
      const { head, stroke, width, opacity } = mark;
      const arrow = head === undefined ? [] : [head === "end" ? prose`-latex` : prose`latex-`];
      return [
        prose`\\draw[${options([...arrow, ...line(stroke, width), ...dashed(mark.dash), ...opaque("opacity", opacity)])}] ${bezier(mark.path)};`,
      ];
    }
    case "polyline": {
      const style = options([
        ...line(mark.stroke, mark.width),
        ...dashed(mark.dash),
        ...opaque("opacity", mark.opacity),
      ]);
      return mark.lines
        .filter((points) => points.length > 1)
        .map(
          (points) => prose`\\draw[${style}, line join=round] ${prose.join(points.map(at), prose` -- `)};`,
        );
    }
    case "area": {
      const rings = mark.rings.map((ring) => prose`${prose.join(ring.map(at), prose` -- `)} -- cycle`);
      return [
        prose`\\path[${options([prose`even odd rule`, ...paint(mark)])}] ${prose.join(rings, prose` `)};`,
      ];
    }
    case "rectangle": {
      const { x, y, width, height, corner } = mark;
      const round = corner === undefined ? [] : [prose`rounded corners=${fixed(corner / 2)}pt`];
      return [
        prose`\\path[${options([...paint(mark), ...round])}] ${at({ x, y })} rectangle ${at({ x: x + width, y: y + height })};`,
      ];
    }
    case "circle":
      return [
        prose`\\path[${options(paint(mark))}] ${at(mark.at)} circle[radius=${fixed(mark.radius * SCALE)}pt];`,
      ];
    case "text": {
      const { anchor = "middle", upwards, bold, opacity } = mark;
      const content = bold ? prose`\\textbf{${print(mark.parts)}}` : print(mark.parts);
      const style = [
        prose`font=${fontOf(mark.size)}`,
        ...(mark.fill === "ink" ? [] : [colour("color", mark.fill)]),
        ...(anchor === "middle" ? [] : [anchor === "start" ? prose`anchor=west` : prose`anchor=east`]),
        ...(upwards ? [prose`rotate=90`] : []),
        ...opaque("opacity", opacity),
      ];
      return [prose`\\node[${options(style)}] at ${at(mark.at)} {${content}};`];
    }
  }
}

const options = (parts: readonly Prose[]): Prose => prose.join(parts, prose`, `);

/** The size of the font by that in pixels, so that a text is as large as those of the document around it. */
function fontOf(size: number): Prose {
  if (size >= 17) return prose`\\normalsize`;
  if (size >= 15) return prose`\\small`;
  return size >= 12 ? prose`\\footnotesize` : prose`\\scriptsize`;
}

const line = (stroke: Role, width: number): Prose[] => [
  colour("color", stroke),
  prose`line width=${fixed(width * SCALE)}pt`,
];

const dashed = (dash: readonly number[] | undefined): Prose[] => {
  const [on, off] = dash ?? [];
  return on === undefined
    ? []
    : [prose`dash pattern=on ${fixed(on * SCALE)}pt off ${fixed((off ?? on) * SCALE)}pt`];
};

const opaque = (key: "opacity" | "fill opacity", value: number | undefined): Prose[] =>
  value === undefined ? [] : [prose`${prose.escape(key)}=${fixed(value)}`];

function paint(mark: Extract<Mark, { kind: "area" | "rectangle" | "circle" }>): Prose[] {
  const { fill, fillOpacity, stroke, strokeWidth, dash } = mark;
  return [
    ...(fill === undefined ? [] : [colour("fill", fill), ...opaque("fill opacity", fillOpacity)]),
    ...(stroke === undefined
      ? []
      : [colour("draw", stroke), prose`line width=${fixed((strokeWidth ?? 1) * SCALE)}pt`]),
    ...dashed(dash),
  ];
}

function bezier(path: readonly Point[]): Prose {
  const [start = prose``, ...rest] = path.map(at);
  const [only] = rest;
  if (only !== undefined && rest.length === 1) return prose`${start} -- ${only}`;
  const steps: Prose[] = [];
  for (let k = 0; k + 2 < rest.length; k += 3) {
    const [first, second, end] = rest.slice(k, k + 3) as [Prose, Prose, Prose]; // three are left
    steps.push(prose` .. controls ${first} and ${second} .. ${end}`);
  }
  return prose`${start}${prose.join(steps)}`;
}

const fixed = (value: number): number => Math.round(value * 100) / 100;

const at = ({ x, y }: Point): Prose => prose`(${fixed(x)},${fixed(y)})`;

function colour(key: "color" | "draw" | "fill", role: Role): Prose {
  const hex = roles[role].light;
  const part = (start: number): number => Number.parseInt(hex.slice(start, start + 2), 16);
  const [red, green, blue] = [part(0), part(2), part(4)];
  return prose`${prose.escape(key)}={rgb,255:red,${red};green,${green};blue,${blue}}`;
}
