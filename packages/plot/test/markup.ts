/* What tests read from SVG, without the code that wrote it. */

/** The tags that are not closed, or closed twice, and texts that are not escaped. */
export function faults(xml: string): string[] {
  const found: string[] = [];
  const open: string[] = [];
  const token = /<(\/?)([a-z]+)((?:\s+[a-zA-Z:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|(<)/g;
  for (const [whole, closing, tag = "", , empty, content, stray] of xml.matchAll(token)) {
    if (stray || (content && /&(?!(?:amp|lt|gt|quot|#39);)|>/.test(content))) found.push(whole);
    else if (closing && open.pop() !== tag) found.push(whole);
    else if (tag && !closing && !empty) open.push(tag);
  }
  return [...found, ...open];
}

/** An element of an SVG, at its place on the page. */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  /** The classes and titles of the groups around it. */
  readonly groups: readonly { readonly role: string; readonly title: string; readonly place: number }[];
  /** By how much the groups around it move it. */
  readonly shift: { readonly x: number; readonly y: number };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const plain = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? "");

/** All elements of an SVG but groups, in their order. */
export function elementsOf(svg: string): Element[] {
  interface Open {
    tag: string;
    attributes: Record<string, string>;
    text: string;
    place: number;
  }
  const found: Element[] = [];
  const open: Open[] = [];
  let place = 0;
  const close = (element: Open): void => {
    const around = open.filter(({ tag }) => tag === "g");
    const parent = open.at(-1);
    if (element.tag === "title" && parent?.tag === "g") parent.attributes.title = element.text;
    if (parent !== undefined && element.tag === "tspan") parent.text += element.text;
    if (["g", "title", "tspan"].includes(element.tag) && element.tag !== "title") return;
    const moves = around.map(({ attributes }) =>
      /translate\(([-\d.]+) ([-\d.]+)\)/.exec(attributes.transform ?? ""),
    );
    found.push({
      tag: element.tag,
      attributes: element.attributes,
      text: element.text,
      groups: around.map((group) => ({
        role: group.attributes.class ?? "",
        title: group.attributes.title ?? "",
        place: group.place,
      })),
      shift: {
        x: moves.reduce((sum, move) => sum + Number(move?.[1] ?? 0), 0),
        y: moves.reduce((sum, move) => sum + Number(move?.[2] ?? 0), 0),
      },
    });
  };
  for (const [, closing, tag, attributes = "", empty, content] of svg.matchAll(
    /<(\/?)([a-z]+)((?:\s+[a-zA-Z:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g,
  )) {
    const last = open.at(-1);
    if (content !== undefined) {
      if (last !== undefined) last.text += plain(content);
    } else if (closing) close(open.pop() as Open);
    else {
      const pairs = [...attributes.matchAll(/([a-zA-Z:-]+)="([^"]*)"/g)].map(([, key, value]) => [
        key,
        plain(value ?? ""),
      ]);
      const element: Open = {
        tag: tag ?? "",
        attributes: Object.fromEntries(pairs),
        text: "",
        place: place++,
      };
      if (empty) close(element);
      else open.push(element);
    }
  }
  return found;
}

/** A rectangle on the page. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The rectangles in groups of a class, by group: the largest of each. */
export function boxesIn(svg: string, role: string): Box[] {
  const byGroup = new Map<number, Box>();
  for (const { tag, attributes, groups, shift } of elementsOf(svg)) {
    const group = groups.find((each) => each.role === role);
    if (tag !== "rect" || group === undefined) continue;
    const [x, y] = [Number(attributes.x) + shift.x, Number(attributes.y) + shift.y];
    const box = {
      left: x,
      top: y,
      right: x + Number(attributes.width),
      bottom: y + Number(attributes.height),
    };
    const known = byGroup.get(group.place);
    if (known === undefined || box.right - box.left > known.right - known.left) byGroup.set(group.place, box);
  }
  return [...byGroup.values()];
}

/** The pairs of boxes that cover one another. */
export function overlaps(boxes: readonly Box[]): (readonly [Box, Box])[] {
  return boxes.flatMap((a, k) =>
    boxes
      .slice(k + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => [a, b] as const),
  );
}

/** The titles of groups of a class. */
export function titlesOf(svg: string, role: string): string[] {
  const titles = new Map<number, string>();
  for (const { groups } of elementsOf(svg)) {
    for (const group of groups) if (group.role === role) titles.set(group.place, group.title);
  }
  return [...titles.values()];
}

/** The points of a path of straight lines, on the page. */
export function pathPoints({ attributes, shift }: Element): { readonly x: number; readonly y: number }[] {
  return [...(attributes.d ?? "").matchAll(/([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => ({
    x: Number(x) + shift.x,
    y: Number(y) + shift.y,
  }));
}
