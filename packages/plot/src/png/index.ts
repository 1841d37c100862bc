import { existsSync } from "node:fs";
import { ChainruleError, checkOptions, type OptionNames } from "@chainrule/graph";
import { lettersMissing, type Renderer } from "./letters";

/* SVG as PNG, by resvg, which is installed beside this package where pictures in pixels are wanted. */

export interface PngOptions {
  /** Pixels of the PNG for one of the SVG; 2 if left out. */
  readonly scale?: number;
  /** Fonts for names and for words, by their families; where they are left out, those that the system usually has. */
  readonly serif?: string;
  readonly sansSerif?: string;
  /** Fonts besides those of the system: files in TrueType or OpenType. What the families above lack is taken from any font. */
  readonly fontFiles?: readonly string[];
  /** Whether the fonts of the system are used; they are if this is left out. */
  readonly systemFonts?: boolean;
}

const OPTIONS: OptionNames<PngOptions> = {
  scale: true,
  serif: true,
  sansSerif: true,
  fontFiles: true,
  systemFonts: true,
};

/** What systems have by themselves. */
const FONTS: Readonly<Record<string, readonly [serif: string, sansSerif: string]>> = {
  darwin: ["Times", "Helvetica"],
  win32: ["Times New Roman", "Arial"],
};
const OTHER_FONTS = ["DejaVu Serif", "DejaVu Sans"] as const;

/** More pixels than this for one would make pictures that no viewer opens. */
const MOST = 16;
/** So many of the letters that are missing are named. */
const MOST_NAMED = 20;

/**
 * A picture in pixels, in the light colours of the theme `auto`; letters come from the fonts of the system and from `fontFiles`.
 * @throws ChainruleError OPTION for a scale outside 0 to 16 or what is no SVG; FILE where @resvg/resvg-js is not installed, a font is not
 * there, or no font has some of the letters
 * @example await writeFile("network.png", await svgToPng(drawNetwork(network)))
 */
export async function svgToPng(svg: string, options: PngOptions = {}): Promise<Uint8Array> {
  checkOptions(options, OPTIONS, "svgToPng");
  const { scale = 2, fontFiles = [], systemFonts = true } = options;
  if (!(scale > 0 && scale <= MOST))
    throw new ChainruleError("OPTION", "the scale of a picture is a number above 0, at most 16", {
      where: "svgToPng",
      got: String(scale),
    });
  for (const file of fontFiles)
    if (!existsSync(file))
      throw new ChainruleError("FILE", "a font is not there", { where: "svgToPng: fontFiles", got: file });
  const renderer = await resvg();
  const [serif, sansSerif] = FONTS[process.platform] ?? OTHER_FONTS;
  const font = {
    serifFamily: options.serif ?? serif,
    sansSerifFamily: options.sansSerif ?? sansSerif,
    fontFiles: [...fontFiles],
    loadSystemFonts: systemFonts,
  };
  const drawn = rendered(generic(svg), renderer, { fitTo: { mode: "zoom", value: scale }, font });
  refuseGaps(lettersMissing(svg, renderer, font));
  return drawn;
}

function rendered(svg: string, renderer: Renderer, options: ConstructorParameters<Renderer>[1]): Uint8Array {
  try {
    return new renderer(svg, options).render().asPng();
  } catch (error) {
    throw new ChainruleError("OPTION", "not an SVG that can be drawn", {
      where: "svgToPng",
      got: error instanceof Error ? error.message : String(error),
    });
  }
}

function refuseGaps(missing: readonly string[]): void {
  if (missing.length === 0) return;
  const more = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : "";
  throw new ChainruleError("FILE", "no font has some of the letters of the picture", {
    where: "svgToPng",
    got: `${missing.slice(0, MOST_NAMED).join("")}${more}`,
    mend: /\p{Script=Han}/u.test(missing.join(""))
      ? "Install a font that has them, such as Noto Sans CJK (Debian: fonts-noto-cjk), or give one as a file: fontFiles"
      : "Install a font that has them, or give one as a file: fontFiles",
  });
}

/** resvg looks for the first font of a list only; the last one of ours is generic. */
const generic = (svg: string): string =>
  svg.replace(/font-family="[^"]*?((?:sans-)?serif)"/g, (_, family: string) => `font-family="${family}"`);

async function resvg(): Promise<Renderer> {
  try {
    return (await import("@resvg/resvg-js")).Resvg;
  } catch (error) {
    throw new ChainruleError("FILE", "PNG needs @resvg/resvg-js, which is not installed", {
      where: "svgToPng",
      ...(error instanceof Error &&
        !/Cannot find|ERR_MODULE_NOT_FOUND/.test(error.message) && { got: error.message }),
      mend: "npm install @resvg/resvg-js",
    });
  }
}
