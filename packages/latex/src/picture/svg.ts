import { type Markup, markup } from "../safe/markup";
import { BIAS_EDGE, EDGE, INK } from "./colour";
import { labelHeight, labelWidth } from "./labels";
import { dotsOf, fixed, isLight, paintOf, textsOf } from "./parts";
import type { Label, Picture, PictureEdge, PictureNode, Point } from "./picture";
import { FONT } from "./size";
import { labelRuns, nameRuns, plainText, type Run, runWidth, SCRIPT_SIZE } from "./text";

export interface SvgOptions {
  /** What a screen reader says, in the document's language. */
  readonly title?: string;
  /** A CSS colour behind the picture, also behind the names on edges. */
  readonly background?: string;
  /** Prefix of the ids inside; made from the picture if it is left out, so that pictures of one page do not clash. */
  readonly id?: string;
}

const PLAIN_FAMILY = markup`'Latin Modern Roman', 'Times New Roman', serif`;
const FAMILY = markup`KaTeX_Main, ${PLAIN_FAMILY}`;
/** KaTeX keeps italic letters, and all small Greek ones, in a font of their own. Its prime is made for superscripts. */
const familyOf = ({ text, italic }: Run): Markup | undefined =>
  text.startsWith("′") ? PLAIN_FAMILY : italic ? markup`KaTeX_Math, ${FAMILY}` : undefined;

/**
 * The picture as one SVG element that needs nothing else: names with subscripts and superscripts, arrow heads, a title.
 * @example writeFileSync("network.svg", pictureToSvg(networkPicture(loss)))
 */
export function pictureToSvg(picture: Picture, options: SvgOptions = {}): Markup {
  const background = markup.escape(options.background ?? "#ffffff");
  const id = markup.escape(options.id ?? `picture-${fingerprint(picture)}`);
  const title = options.title ?? (picture.of ? `Graph of ${plainText(nameRuns(picture.of))}` : "Graph");
  return markup.join(
    [
      markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${picture.width} ${picture.height}" width="${picture.width}" height="${picture.height}" role="img" aria-labelledby="${id}-title" font-family="${FAMILY}" style="max-width:100%;height:auto">`,
      markup`<title id="${id}-title">${markup.escape(title)}</title>`,
      markup`<defs>${arrowHead(markup`${id}-head`, EDGE)}${arrowHead(markup`${id}-light`, BIAS_EDGE)}</defs>`,
      markup`<rect width="100%" height="100%" fill="${background}"/>`,
      markup`<g fill="none" stroke="#${markup.escape(EDGE)}" stroke-width="1.2">`,
      ...picture.edges.map((edge) => edgePath(edge, picture, id)),
      markup`</g>`,
      ...picture.edges.flatMap((edge) => edgeLabel(edge, background)),
      ...picture.nodes.flatMap(nodeElements),
      markup`</svg>`,
    ],
    markup`\n`,
  );
}

const arrowHead = (id: Markup, fill: string): Markup =>
  markup`<marker id="${id}" viewBox="0 0 10 8" refX="9.5" refY="4" markerWidth="9" markerHeight="7.2" markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0.4L10,4L0,7.6L2.4,4Z" fill="#${markup.escape(fill)}"/></marker>`;

function edgePath(edge: PictureEdge, picture: Picture, id: Markup): Markup {
  const light = isLight(edge, picture);
  const stroke = light ? markup` stroke="#${markup.escape(BIAS_EDGE)}"` : markup``;
  return markup`<path d="${pathData(edge.path)}"${stroke} marker-end="url(#${id}-${light ? markup`light` : markup`head`})"/>`;
}

function pathData([start, ...rest]: readonly Point[]): Markup {
  if (start === undefined) return markup``;
  const at = ({ x, y }: Point): Markup => markup`${x},${y}`;
  return markup`M${at(start)}${rest.length === 1 ? markup`L` : markup`C`}${markup.join(rest.map(at), markup` `)}`;
}

function edgeLabel({ label, labelAt }: PictureEdge, background: Markup): Markup[] {
  if (label === undefined || labelAt === undefined) return [];
  const width = labelWidth(label);
  const height = labelHeight(label) - 2;
  const halo = markup`<rect x="${fixed(labelAt.x - width / 2)}" y="${fixed(labelAt.y - height / 2)}" width="${fixed(width)}" height="${height}" rx="4" fill="${background}"/>`;
  return [halo, labelText(label, labelAt, FONT.edge)];
}

function nodeElements(node: PictureNode): Markup[] {
  const { x, y, width, height } = node;
  const elements = dotsOf(node).map(
    (dot) =>
      markup`<circle cx="${fixed(dot.x)}" cy="${fixed(dot.y)}" r="2.2" fill="#${markup.escape(EDGE)}"/>`,
  );
  const paint = paintOf(node);
  if (paint !== undefined) {
    const dashed = node.kind === "target" ? markup` stroke-dasharray="4 2.5"` : markup``;
    const style = markup`fill="#${markup.escape(paint.fill)}" stroke="#${markup.escape(paint.stroke)}" stroke-width="1.4"${dashed}`;
    elements.push(
      node.outline === "circle"
        ? markup`<circle cx="${x}" cy="${y}" r="${fixed(width / 2)}" ${style}/>`
        : markup`<rect x="${fixed(x - width / 2)}" y="${fixed(y - height / 2)}" width="${width}" height="${height}" rx="6" ${style}/>`,
    );
  }
  const texts = textsOf(node);
  if (texts.label) elements.push(labelText(texts.label.text, texts.label.at, FONT.node));
  if (texts.function) {
    const { text } = texts.function.notation;
    const run: Run = { text, italic: /^[α-ω]$/.test(text), level: 0 };
    elements.push(textElement([run], texts.function.at, texts.label ? FONT.function : FONT.function + 2));
  }
  return elements;
}

const labelText = (label: Label, at: Point, size: number): Markup => textElement(labelRuns(label), at, size);

/** Scripts are shifted by dy and shifted back: `baseline-shift` is not drawn everywhere. */
function textElement(runs: readonly Run[], { x, y }: Point, size: number): Markup {
  const shift = { [-1]: 0.25, 0: 0, 1: -0.4 } as const;
  let baseline = 0;
  let sub = 0; // the width of the subscript that a superscript stands above
  const spans = runs.map((run) => {
    const dy = (shift[run.level] - baseline) * size;
    baseline = shift[run.level];
    const dx = run.level === 1 && sub > 0 ? -sub : 0;
    sub = run.level === -1 ? sub + runWidth(run, size) : 0;
    const family = familyOf(run);
    const attributes = [
      dx === 0 ? markup`` : markup` dx="${fixed(dx)}"`,
      dy === 0 ? markup`` : markup` dy="${fixed(dy)}"`,
      run.level === 0 ? markup`` : markup` font-size="${fixed(size * SCRIPT_SIZE)}"`,
      family === undefined ? markup`` : markup` font-family="${family}"`,
      run.italic ? markup` font-style="italic"` : markup``,
    ];
    return markup`<tspan${markup.join(attributes)}>${markup.escape(run.text)}</tspan>`;
  });
  return markup`<text x="${x}" y="${fixed(y + size * 0.3)}" font-size="${size}" text-anchor="middle" fill="#${markup.escape(INK)}">${markup.join(spans)}</text>`;
}

/** A short text that differs for different pictures (FNV-1a, 32 bits). */
function fingerprint(picture: Picture): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(picture)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}
