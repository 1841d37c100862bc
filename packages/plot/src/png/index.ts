import { ChainruleError } from "@chainrule/graph";

/* SVG as PNG, by resvg, which is installed beside this package where pictures in pixels are wanted. */

export interface PngOptions {
  /** Pixels of the PNG for one of the SVG; 2 if left out. */
  readonly scale?: number;
  /** Fonts of the system for names and for words; where they are left out, those that the system usually has. */
  readonly serif?: string;
  readonly sansSerif?: string;
}

/** What systems have by themselves. */
const FONTS: Readonly<Record<string, readonly [serif: string, sansSerif: string]>> = {
  darwin: ["Times", "Helvetica"],
  win32: ["Times New Roman", "Arial"],
};
const OTHER_FONTS = ["DejaVu Serif", "DejaVu Sans"] as const;

/** More pixels than this for one would make pictures that no viewer opens. */
const MOST = 16;

/**
 * A picture in pixels, in the light colours of the theme `auto`; letters come from the fonts of the system.
 * @throws ChainruleError OPTION for a scale outside 0 to 16 or what is no SVG, FILE where @resvg/resvg-js is not installed
 * @example await writeFile("network.png", await svgToPng(drawNetwork(network)))
 */
export async function svgToPng(svg: string, options: PngOptions = {}): Promise<Uint8Array> {
  const { scale = 2 } = options;
  if (!(scale > 0 && scale <= MOST))
    throw new ChainruleError("OPTION", "the scale of a picture is a number above 0, at most 16", {
      where: "svgToPng",
      got: String(scale),
    });
  const { Resvg } = await resvg();
  try {
    const [serif, sansSerif] = FONTS[process.platform] ?? OTHER_FONTS;
    const font = { serifFamily: options.serif ?? serif, sansSerifFamily: options.sansSerif ?? sansSerif };
    return new Resvg(generic(svg), { fitTo: { mode: "zoom", value: scale }, font }).render().asPng();
  } catch (error) {
    throw new ChainruleError("OPTION", "not an SVG that can be drawn", {
      where: "svgToPng",
      got: error instanceof Error ? error.message : String(error),
    });
  }
}

/** resvg looks for the first font of a list only; the last one of ours is generic. */
const generic = (svg: string): string =>
  svg.replace(/font-family="[^"]*?((?:sans-)?serif)"/g, (_, family: string) => `font-family="${family}"`);

async function resvg(): Promise<typeof import("@resvg/resvg-js")> {
  try {
    return await import("@resvg/resvg-js");
  } catch (error) {
    throw new ChainruleError("FILE", "PNG needs @resvg/resvg-js, which is not installed", {
      where: "svgToPng",
      ...(error instanceof Error &&
        !/Cannot find|ERR_MODULE_NOT_FOUND/.test(error.message) && { got: error.message }),
      mend: "npm install @resvg/resvg-js",
    });
  }
}
