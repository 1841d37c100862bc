import type { Vertex } from "./diagram";
import type { Outline } from "./picture";

/* How large what is placed is, in pixels. */

/** Font sizes in pixels. */
export const FONT = { node: 18, function: 13, edge: 15, figure: 12 } as const;

export interface Size {
  readonly outline: Outline;
  readonly width: number;
  readonly height: number;
  /** The room above it for its figures. */
  readonly above?: number;
  /** Its width with its figures. */
  readonly span?: number;
}

export type Sizes = ReadonlyMap<Vertex, Size>;

/** How far what stands beside a vertex is from it, centre to centre, if neither is tall. */
const BESIDE = { target: 66, bias: 62 } as const;

/** The distance between the centres of a vertex and what stands above or below it. */
export const besideDistance = (kind: keyof typeof BESIDE, host: Size, own: Size): number =>
  Math.max(BESIDE[kind], (host.height + own.height) / 2 + 20);

/** The distance of arrows that end at one side of a box. */
export const PORT = 10;
