import type { Name } from "@chainrule/graph";
import { BIAS_EDGE, EDGE } from "./colour";
import { dotsOf, fixed, isLight, paintOf, textsOf } from "./parts";
import type { Label, Picture, PictureEdge, PictureNode, Point } from "./picture";
import { FONT } from "./size";

export interface TikzOptions {
  /** The picture is made smaller to be no wider than this, in points. */
  readonly maxWidth?: number;
}

/** What the preamble of the document loads; TeX Live and Debian have it in `texlive-pictures`. */
export const tikzPackage = "tikz";

/** The text width of A4 paper with moderate margins, in points. */
const MAX_WIDTH = 440;
/** Points per pixel: names in nodes are as large as the text of a document in 10 points. */
const SCALE = 0.6;

/** The font of each size in pixels. */
const fonts: Readonly<Record<number, string>> = {
  [FONT.node]: "\\normalsize",
  [FONT.edge]: "\\small",
  [FONT.function]: "\\footnotesize",
};

/**
 * The picture as a `tikzpicture` environment; it needs `\usepackage{tikz}` and no TikZ library. `label` prints a name as
 * mathematics, without dollar signs.
 * @example pictureToTikz(networkPicture(loss), symbolLatex)
 */
export function pictureToTikz(
  picture: Picture,
  label: (name: Name) => string,
  options: TikzOptions = {},
): string {
  const print = ({ name, negative }: Label): string => `$${negative ? "-" : ""}${label(name)}$`;
  const environment = [
    `\\begin{tikzpicture}[x=${SCALE}pt, y=-${SCALE}pt, line width=0.5pt, every node/.style={inner sep=0pt}]`,
    `\\path[use as bounding box] (0,0) rectangle (${picture.width},${picture.height});`,
    ...picture.edges.map((edge) => edgePath(edge, isLight(edge, picture))),
    ...picture.edges.flatMap((edge) => edgeLabel(edge, print)),
    ...picture.nodes.flatMap((node) => nodeCommands(node, print)),
    "\\end{tikzpicture}",
  ].join("\n");
  const maxWidth = options.maxWidth ?? MAX_WIDTH;
  // TikZ loads graphicx, which has \resizebox.
  return picture.width * SCALE > maxWidth
    ? `\\resizebox{${maxWidth}pt}{!}{%\n${environment}%\n}`
    : environment;
}

function edgePath({ path }: PictureEdge, light: boolean): string {
  const [start, ...rest] = path.map(at);
  const steps: string[] = [];
  if (rest.length === 1) steps.push(` -- ${rest[0]}`);
  else {
    for (let k = 0; k + 2 < rest.length; k += 3) {
      steps.push(` .. controls ${rest[k]} and ${rest[k + 1]} .. ${rest[k + 2]}`);
    }
  }
  return `\\draw[-latex, ${colour("color", light ? BIAS_EDGE : EDGE)}] ${start}${steps.join("")};`;
}

function edgeLabel({ label, labelAt }: PictureEdge, print: (label: Label) => string): string[] {
  if (label === undefined || labelAt === undefined) return [];
  return [`\\node[fill=white, inner sep=1pt, font=${fonts[FONT.edge]}] at ${at(labelAt)} {${print(label)}};`];
}

function nodeCommands(node: PictureNode, print: (label: Label) => string): string[] {
  const commands = dotsOf(node).map(
    (dot) => `\\fill[${colour("fill", EDGE)}] ${at(dot)} circle[radius=1.2pt];`,
  );
  const paint = paintOf(node);
  if (paint !== undefined) {
    const dashed = node.kind === "target" ? ", dashed" : "";
    const style = `${colour("draw", paint.stroke)}, ${colour("fill", paint.fill)}${dashed}`;
    commands.push(
      `\\draw[${style}${node.outline === "box" ? ", rounded corners=3pt" : ""}] ${outline(node)};`,
    );
  }
  const texts = textsOf(node);
  const text = (size: number, point: Point, content: string): void => {
    commands.push(`\\node[font=${fonts[size]}] at ${at(point)} {${content}};`);
  };
  if (texts.label) text(FONT.node, texts.label.at, print(texts.label.text));
  if (texts.function) text(FONT.function, texts.function.at, `$${texts.function.notation.tex}$`);
  return commands;
}

function outline({ outline, x, y, width, height }: PictureNode): string {
  if (outline === "circle")
    return `${at({ x, y })} circle[x radius=${fixed(width / 2)}, y radius=${fixed(height / 2)}]`;
  return `${at({ x: x - width / 2, y: y - height / 2 })} rectangle ${at({ x: x + width / 2, y: y + height / 2 })}`;
}

const at = ({ x, y }: Point): string => `(${fixed(x)},${fixed(y)})`;

function colour(key: "color" | "draw" | "fill", hex: string): string {
  const [red, green, blue] = [0, 2, 4].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
  return `${key}={rgb,255:red,${red};green,${green};blue,${blue}}`;
}
