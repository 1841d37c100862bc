import { ChainruleError } from "@chainrule/graph";
import { described, type Markup, markup } from "@chainrule/graph/written";
import { type Run, runWidth, SCRIPT_SIZE } from "./name-runs";
import type {
  Area,
  Circle,
  Curve,
  Group,
  Mark,
  Paint,
  Point,
  Polyline,
  Rectangle,
  Scene,
  Text,
} from "./scene";
import { type Role, roles, type Theme } from "./theme";
import { runsOf } from "./typeset";

/* Scenes as SVG: one element that needs nothing else, neither scripts nor fonts nor a network. */

export interface SvgOptions {
  /** `auto` if left out. */
  readonly theme?: Theme;
  /** What a screen reader says first; the title of the scene if left out. */
  readonly title?: string;
  /** Of the element, and what ids inside begin with; made from the scene if left out, so that pictures of one page do not clash. */
  readonly id?: string;
  /** Whether groups say which quantity they show, as `data-of="w_5"`, for pages where one can point at it; false if left out. */
  readonly names?: boolean;
}

const PLAIN_FAMILY = markup`'Latin Modern Roman', 'Times New Roman', serif`;
const FAMILY = markup`KaTeX_Main, ${PLAIN_FAMILY}`;
const WORDS_FAMILY = markup`system-ui, Arial, 'Noto Sans', 'DejaVu Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif`;
/** KaTeX keeps italic letters, and all small Greek ones, in a font of their own. Its prime is made for superscripts. */
function familyOf({ text, italic, words }: Run): Markup | undefined {
  if (words) return WORDS_FAMILY;
  if (text.startsWith("′")) return PLAIN_FAMILY;
  return italic ? markup`KaTeX_Math, ${FAMILY}` : undefined;
}

/** What the parts of one picture share. */
interface Printing {
  readonly id: Markup;
  readonly names: boolean;
  readonly colour: (role: Role) => Markup;
}

/**
 * A scene as one SVG element: role `img` with a title and a description; in the theme `auto` a style with the dark colours.
 * @throws ChainruleError OPTION for an id that is no plain word
 * @example writeFileSync("network.svg", sceneToSvg(networkScene(network)))
 */
export function sceneToSvg(
  scene: Scene,
  { theme = "auto", title, id: given, names = false }: SvgOptions = {},
): Markup {
  const id = markup.escape(checkedId(given ?? `picture-${fingerprint(scene)}`));
  const colour = (role: Role): Markup =>
    markup`#${markup.escape(roles[role][theme === "dark" ? "dark" : "light"])}`;
  const printing = { id, names, colour };
  const { width, height, description } = scene;
  const describedBy = description === undefined ? markup`` : markup` aria-describedby="${id}-text"`;
  return markup.join(
    [
      markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" id="${id}" aria-labelledby="${id}-title"${describedBy} font-family="${FAMILY}" style="max-width:100%;height:auto">`,
      markup`<title id="${id}-title">${markup.escape(title ?? scene.title)}</title>`,
      ...(description === undefined
        ? []
        : [markup`<desc id="${id}-text">${markup.escape(description)}</desc>`]),
      ...(theme === "auto" ? [darkStyle(scene, id)] : []),
      ...arrowHeads(scene, printing),
      markup`<rect width="100%" height="100%" fill="${colour("paper")}"/>`,
      ...scene.marks.map((mark) => markOf(mark, printing)),
      markup`</svg>`,
    ],
    markup`\n`,
  );
}

/** An id that selectors and links can name as it stands. */
function checkedId(id: string): string {
  if (/^[A-Za-z][\w-]*$/.test(id)) return id;
  throw new ChainruleError("OPTION", "an id is a word of letters, digits and hyphens", {
    where: "sceneToSvg",
    got: described(id),
  });
}

function markOf(mark: Mark, printing: Printing): Markup {
  switch (mark.kind) {
    case "curve":
      return curveOf(mark, printing);
    case "polyline":
      return polylineOf(mark, printing);
    case "area":
      return areaOf(mark, printing);
    case "rectangle":
      return rectangleOf(mark, printing);
    case "circle":
      return circleOf(mark, printing);
    case "text":
      return textOf(mark, printing);
    case "group":
      return groupOf(mark, printing);
  }
}

function groupOf({ marks, title, role, of, shift, opacity }: Group, printing: Printing): Markup {
  const attributes = [
    ...(of === undefined || !printing.names ? [] : [markup` data-of="${markup.escape(of)}"`]),
    ...(role === undefined ? [] : [markup` class="${markup.escape(role)}"`]),
    shift === undefined ? markup`` : markup` transform="translate(${fixed(shift.x)} ${fixed(shift.y)})"`,
    opacityOf(opacity),
  ];
  const name = title === undefined ? markup`` : markup`<title>${markup.escape(title)}</title>`;
  return markup`<g${markup.join(attributes)}>${name}${markup.join(marks.map((mark) => markOf(mark, printing)))}</g>`;
}

const at = ({ x, y }: Point): Markup => markup`${fixed(x)},${fixed(y)}`;

function curveOf({ path, stroke, width, dash, head, opacity }: Curve, { id, colour }: Printing): Markup {
  const [start, ...rest] = path;
  if (start === undefined) return markup``;
  const data = markup`M${at(start)}${rest.length === 1 ? markup`L` : markup`C`}${markup.join(rest.map(at), markup` `)}`;
  const marker =
    head === undefined
      ? markup``
      : markup` marker-${markup.escape(head)}="url(#${id}-${markup.escape(headId(stroke, head))})"`;
  return markup`<path d="${data}" fill="none" stroke="${colour(stroke)}" stroke-width="${fixed(width)}"${dashOf(dash)}${opacityOf(opacity)}${marker}/>`;
}

function polylineOf({ lines, stroke, width, dash, opacity }: Polyline, { colour }: Printing): Markup {
  const data = markup.join(lines.filter((line) => line.length > 0).map(lineData));
  return markup`<path d="${data}" fill="none" stroke="${colour(stroke)}" stroke-width="${fixed(width)}" stroke-linejoin="round" stroke-linecap="round"${dashOf(dash)}${opacityOf(opacity)}/>`;
}

const lineData = (points: readonly Point[]): Markup => markup`M${markup.join(points.map(at), markup`L`)}`;

function areaOf(area: Area, { colour }: Printing): Markup {
  const data = markup.join(area.rings.map((ring) => markup`${lineData(ring)}Z`));
  return markup`<path d="${data}" fill-rule="evenodd"${paintOf(area, colour)}/>`;
}

function rectangleOf(mark: Rectangle, { colour }: Printing): Markup {
  const { x, y, width, height, corner } = mark;
  const round = corner === undefined ? markup`` : markup` rx="${corner}"`;
  return markup`<rect x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}"${round}${paintOf(mark, colour)}/>`;
}

const circleOf = (mark: Circle, { colour }: Printing): Markup =>
  markup`<circle cx="${fixed(mark.at.x)}" cy="${fixed(mark.at.y)}" r="${fixed(mark.radius)}"${paintOf(mark, colour)}/>`;

function paintOf(
  { fill, fillOpacity, stroke, strokeWidth, dash }: Paint,
  colour: Printing["colour"],
): Markup {
  return markup.join([
    fill === undefined ? markup` fill="none"` : markup` fill="${colour(fill)}"`,
    fillOpacity === undefined ? markup`` : markup` fill-opacity="${fixed(fillOpacity)}"`,
    stroke === undefined
      ? markup``
      : markup` stroke="${colour(stroke)}" stroke-width="${fixed(strokeWidth ?? 1)}"`,
    dashOf(dash),
  ]);
}

const dashOf = (dash: readonly number[] | undefined): Markup =>
  dash === undefined
    ? markup``
    : markup` stroke-dasharray="${markup.join(
        dash.map((each) => markup`${each}`),
        markup` `,
      )}"`;

const opacityOf = (opacity: number | undefined): Markup =>
  opacity === undefined ? markup`` : markup` opacity="${fixed(opacity)}"`;

/** Scripts are shifted by dy and shifted back: `baseline-shift` is not drawn everywhere. */
function textOf(text: Text, { colour }: Printing): Markup {
  const { size, fill, anchor = "middle", upwards, bold, halo, opacity } = text;
  const runs = runsOf(text.parts);
  const onlyWords = runs.every((run) => run.words);
  const y = fixed(text.at.y + size * (onlyWords ? 0.35 : 0.3));
  const attributes = [
    onlyWords ? markup` font-family="${WORDS_FAMILY}"` : markup``,
    bold ? markup` font-weight="bold"` : markup``,
    upwards ? markup` transform="rotate(-90 ${fixed(text.at.x)} ${fixed(text.at.y)})"` : markup``,
    halo
      ? markup` stroke="${colour("paper")}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`
      : markup``,
    opacityOf(opacity),
  ];
  const content = onlyWords
    ? markup.escape(runs.map((run) => run.text).join(""))
    : markup.join(spansOf(runs, size));
  return markup`<text x="${fixed(text.at.x)}" y="${y}" font-size="${fixed(size)}" text-anchor="${markup.escape(anchor)}" fill="${colour(fill)}"${markup.join(attributes)}>${content}</text>`;
}

function spansOf(runs: readonly Run[], size: number): Markup[] {
  const shift = { [-1]: 0.25, 0: 0, 1: -0.4 } as const;
  let baseline = 0;
  let sub = 0; // the width of the subscript that a superscript stands above
  return runs.map((run) => {
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
}

const headId = (stroke: Role, head: "start" | "end"): string => (head === "end" ? stroke : `${stroke}-back`);

/** A head for each colour in which an arrow is drawn; one that looks back for those that have it at their start. */
function arrowHeads(scene: Scene, { id, colour }: Printing): Markup[] {
  const heads = new Map<string, Markup>();
  for (const mark of flat(scene.marks)) {
    if (mark.kind !== "curve" || mark.head === undefined) continue;
    const name = headId(mark.stroke, mark.head);
    const [tip, shape] = mark.head === "end" ? [9.5, HEAD] : [0.5, HEAD_BACK];
    heads.set(
      name,
      markup`<marker id="${id}-${markup.escape(name)}" viewBox="0 0 10 8" refX="${tip}" refY="4" markerWidth="9" markerHeight="7.2" markerUnits="userSpaceOnUse" orient="auto"><path d="${shape}" fill="${colour(mark.stroke)}"/></marker>`,
    );
  }
  return heads.size === 0 ? [] : [markup`<defs>${markup.join([...heads.values()])}</defs>`];
}

const HEAD = markup`M0,0.4L10,4L0,7.6L2.4,4Z`;
const HEAD_BACK = markup`M10,0.4L0,4L10,7.6L7.6,4Z`;

/** All marks, those in groups too. */
export function* flat(marks: readonly Mark[]): Generator<Mark> {
  for (const mark of marks) {
    yield mark;
    if (mark.kind === "group") yield* flat(mark.marks);
  }
}

/**
 * The dark colours of all roles that occur, for readers whose system is dark. A selector names the light colour, so the marks
 * need no classes; what does not know the query stays light.
 */
function darkStyle(scene: Scene, id: Markup): Markup {
  const used = new Set<Role>(["paper"]);
  for (const mark of flat(scene.marks)) {
    if ("fill" in mark && mark.fill !== undefined) used.add(mark.fill);
    if ("stroke" in mark && mark.stroke !== undefined) used.add(mark.stroke);
  }
  const rules = [...used].map((role) => {
    const [light, dark] = [markup.escape(roles[role].light), markup.escape(roles[role].dark)];
    return markup`#${id} [fill="#${light}"]{fill:#${dark}}#${id} [stroke="#${light}"]{stroke:#${dark}}`;
  });
  return markup`<style>@media (prefers-color-scheme:dark){${markup.join(rules)}}</style>`;
}

/** Rounded to hundredths. */
export const fixed = (value: number): number => Math.round(value * 100) / 100;

/** What a scene says without its being drawn. */
const UNSEEN: ReadonlySet<string> = new Set(["of", "plane"] satisfies (keyof Group | keyof Scene)[]);

/** A short text that differs for scenes that look different (FNV-1a, 32 bits); numbers count rounded, as they are drawn. */
function fingerprint(scene: Scene): string {
  let hash = 0x811c9dc5;
  const seen = (key: string, value: unknown): unknown =>
    UNSEEN.has(key) ? undefined : typeof value === "number" ? fixed(value) : value;
  for (const character of JSON.stringify(scene, seen)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}
