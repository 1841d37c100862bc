import type { Name } from "@chainrule/graph";
import { inlineProse, type Prose, prose } from "../safe/prose";
import { type Tex, tex } from "../safe/tex";
import { BIAS_EDGE, EDGE } from "./colour";
import { dotsOf, fixed, isLight, paintOf, textsOf } from "./parts";
import type { Label, Picture, PictureEdge, PictureNode, Point } from "./picture";

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

/** The size of the font for names in nodes, names on edges, and functions. */
const fonts = {
  node: prose`\\normalsize`,
  edge: prose`\\small`,
  function: prose`\\footnotesize`,
} as const;

/**
 * The picture as a `tikzpicture` environment; it needs `\usepackage{tikz}` and no TikZ library. `label` prints a name as
 * mathematics, without dollar signs.
 * @example pictureToTikz(networkPicture(loss), symbolLatex)
 */
export function pictureToTikz(
  picture: Picture,
  label: (name: Name) => Tex,
  options: TikzOptions = {},
): Prose {
  const print = ({ name, negative }: Label): Prose =>
    inlineProse(negative ? tex`-${label(name)}` : label(name));
  const environment = prose.join(
    [
      prose`\\begin{tikzpicture}[x=${SCALE}pt, y=-${SCALE}pt, line width=0.5pt, every node/.style={inner sep=0pt}]`,
      prose`\\path[use as bounding box] (0,0) rectangle (${picture.width},${picture.height});`,
      ...picture.edges.map((edge) => edgePath(edge, isLight(edge, picture))),
      ...picture.edges.flatMap((edge) => edgeLabel(edge, print)),
      ...picture.nodes.flatMap((node) => nodeCommands(node, print)),
      prose`\\end{tikzpicture}`,
    ],
    prose`\n`,
  );
  const maxWidth = options.maxWidth ?? MAX_WIDTH;
  // TikZ loads graphicx, which has \resizebox.
  return picture.width * SCALE > maxWidth
    ? prose`\\resizebox{${maxWidth}pt}{!}{%\n${environment}%\n}`
    : environment;
}

function edgePath({ path }: PictureEdge, light: boolean): Prose {
  const [start = prose``, ...rest] = path.map(at);
  const steps: Prose[] = [];
  const [only] = rest;
  if (only !== undefined && rest.length === 1) steps.push(prose` -- ${only}`);
  else {
    for (let k = 0; k + 2 < rest.length; k += 3) {
      const [first, second, end] = rest.slice(k, k + 3) as [Prose, Prose, Prose]; // three are left
      steps.push(prose` .. controls ${first} and ${second} .. ${end}`);
    }
  }
  return prose`\\draw[-latex, ${colour("color", light ? BIAS_EDGE : EDGE)}] ${start}${prose.join(steps)};`;
}

function edgeLabel({ label, labelAt }: PictureEdge, print: (label: Label) => Prose): Prose[] {
  if (label === undefined || labelAt === undefined) return [];
  return [prose`\\node[fill=white, inner sep=1pt, font=${fonts.edge}] at ${at(labelAt)} {${print(label)}};`];
}

function nodeCommands(node: PictureNode, print: (label: Label) => Prose): Prose[] {
  const commands = dotsOf(node).map(
    (dot) => prose`\\fill[${colour("fill", EDGE)}] ${at(dot)} circle[radius=1.2pt];`,
  );
  const paint = paintOf(node);
  if (paint !== undefined) {
    const dashed = node.kind === "target" ? prose`, dashed` : prose``;
    const style = prose`${colour("draw", paint.stroke)}, ${colour("fill", paint.fill)}${dashed}`;
    commands.push(
      prose`\\draw[${style}${node.outline === "box" ? prose`, rounded corners=3pt` : prose``}] ${outline(node)};`,
    );
  }
  const texts = textsOf(node);
  const text = (font: Prose, point: Point, content: Prose): void => {
    commands.push(prose`\\node[font=${font}] at ${at(point)} {${content}};`);
  };
  if (texts.label) text(fonts.node, texts.label.at, print(texts.label.text));
  if (texts.function) text(fonts.function, texts.function.at, inlineProse(texts.function.notation.tex));
  return commands;
}

function outline({ outline, x, y, width, height }: PictureNode): Prose {
  if (outline === "circle")
    return prose`${at({ x, y })} circle[x radius=${fixed(width / 2)}, y radius=${fixed(height / 2)}]`;
  return prose`${at({ x: x - width / 2, y: y - height / 2 })} rectangle ${at({ x: x + width / 2, y: y + height / 2 })}`;
}

const at = ({ x, y }: Point): Prose => prose`(${fixed(x)},${fixed(y)})`;

function colour(key: "color" | "draw" | "fill", hex: string): Prose {
  const part = (start: number): number => Number.parseInt(hex.slice(start, start + 2), 16);
  const [red, green, blue] = [part(0), part(2), part(4)];
  return prose`${prose.escape(key)}={rgb,255:red,${red};green,${green};blue,${blue}}`;
}
