import { basename, extname, join } from "node:path";
import type { ParseArgsConfig } from "node:util";
import { printName, sceneToTikz, type Terminal, terminal } from "@chainrule/latex";
import {
  curvesScene,
  graphSceneOf,
  type Language,
  networkScene,
  regionsScene,
  type Scene,
  sceneToSvg,
  type Theme,
} from "@chainrule/plot";
import { count, oneOf, onlyFile, parsedFlags } from "./flags";
import { refuseFolder } from "./folder";
import { uninterrupted } from "./interrupt";
import { loadNetwork, type Network } from "./load";
import type { Outcome } from "./outcome";
import { Progress } from "./progress";
import { refuseOverwriting, save } from "./save";
import { readTrainingRate, trained } from "./training";

const WHAT = ["graph", "network", "regions", "curve"] as const;
type What = (typeof WHAT)[number];
const FORMATS = ["svg", "png", "tikz"] as const;
type PictureFormat = (typeof FORMATS)[number];
const ENDINGS: Readonly<Record<PictureFormat, string>> = { svg: "svg", png: "png", tikz: "tex" };

const FLAGS = {
  loss: { type: "string" },
  what: { type: "string", multiple: true },
  format: { type: "string", multiple: true },
  out: { type: "string" },
  force: { type: "boolean" },
  "no-numbers": { type: "boolean" },
  highlight: { type: "string", multiple: true },
  unfold: { type: "string", multiple: true },
  direction: { type: "string" },
  steps: { type: "string" },
  rate: { type: "string" },
  font: { type: "string", multiple: true },
  theme: { type: "string" },
  language: { type: "string" },
  title: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

/** What a call of `chainrule draw` asks for. */
interface Options {
  readonly file: string;
  /** The export that is the loss. */
  readonly loss: string | undefined;
  readonly what: readonly What[];
  readonly formats: readonly PictureFormat[];
  readonly out: string;
  readonly force: boolean;
  readonly numbers: boolean;
  readonly highlight: readonly string[];
  readonly unfold: boolean | readonly string[] | undefined;
  readonly direction: "right" | "down";
  readonly steps: number;
  readonly rate: string | undefined;
  readonly fonts: readonly string[];
  readonly theme: Theme;
  readonly picture: { readonly language?: Language; readonly title?: string };
}

/** `chainrule draw`: writes pictures and returns what to print. @throws UsageError, ChainruleError */
export async function drawCommand(args: readonly string[]): Promise<Outcome> {
  const options = readOptions(args);
  const progress = new Progress();
  try {
    return await drawn(options, progress);
  } finally {
    await progress.done();
  }
}

/** @throws UsageError */
function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parsedFlags("draw", args, FLAGS);
  const list = <T extends string>(option: string, texts: readonly string[], allowed: readonly T[]): T[] => [
    ...new Set(texts.flatMap((text) => text.split(",")).map((text) => oneOf(option, text.trim(), allowed))),
  ];
  const { language, title } = values;
  return {
    file: onlyFile("draw", positionals),
    loss: values.loss,
    what: list("--what", values.what ?? ["network"], WHAT),
    formats: list("--format", values.format ?? ["svg"], FORMATS),
    out: values.out ?? ".",
    force: values.force ?? false,
    numbers: !(values["no-numbers"] ?? false),
    highlight: names(values.highlight),
    unfold: readUnfold(values.unfold),
    direction: oneOf("--direction", values.direction ?? "right", ["right", "down"]),
    steps: count("--steps", values.steps ?? "1000", 1e9),
    rate: values.rate,
    fonts: values.font ?? [],
    theme: oneOf("--theme", values.theme ?? "auto", ["auto", "light", "dark"]),
    picture: {
      ...(language !== undefined && {
        language: oneOf("--language", language, ["en", "zh-Hans", "zh-Hant"]),
      }),
      ...(title !== undefined && { title }),
    },
  };
}

const names = (texts: readonly string[] | undefined): string[] =>
  (texts ?? [])
    .flatMap((text) => text.split(","))
    .map((text) => text.trim())
    .filter((text) => text !== "");

function readUnfold(texts: readonly string[] | undefined): Options["unfold"] {
  const list = names(texts);
  if (texts === undefined) return undefined;
  if (list.length === 1 && (list[0] === "all" || list[0] === "none")) return list[0] === "all";
  return list;
}

/** Everything is made before anything is written. */
async function drawn(options: Options, progress: Progress): Promise<Outcome> {
  refuseFolder(options.out);
  progress.step(terminal`loading ${terminal.escape(options.file)}`);
  const network = await loadNetwork(options.file, options.loss);
  const name = basename(options.file, extname(options.file));
  const wanted = options.what.flatMap((what) =>
    options.formats.map((format) => ({
      what,
      format,
      path: join(options.out, `${name}-${what}.${ENDINGS[format]}`),
    })),
  );
  refuseOverwriting(
    wanted.map(({ path }) => path),
    options.force,
  );
  const scenes = new Map<What, Scene>();
  const outputs: { path: string; content: string | Uint8Array }[] = [];
  for (const { what, format, path } of wanted) {
    progress.step(terminal`writing ${terminal.escape(`${what} as ${format}`)}`);
    const scene = scenes.get(what) ?? sceneOf(what, network, options);
    scenes.set(what, scene);
    outputs.push({ path, content: await printed(scene, format, options) });
  }
  await uninterrupted(() => save(options.out, outputs));
  const written: Terminal[] = outputs.map(({ path }) => terminal`wrote ${terminal.escape(path)}`);
  return { text: terminal.join(written, terminal`\n`), code: 0 };
}

function sceneOf(what: What, network: Network, options: Options): Scene {
  const { loss, parameters, inputs, outputs } = network;
  const { picture, numbers, highlight, unfold, direction } = options;
  const title = picture.title ?? network.title;
  const common = { ...picture, ...(title !== undefined && { title }) };
  switch (what) {
    case "graph":
      return graphSceneOf(loss, {
        ...common,
        direction,
        ...(unfold !== undefined && { unfold }),
        ...(!numbers && { values: false, gradients: false }),
      });
    case "network":
      return networkScene(
        { loss, parameters },
        { ...common, values: numbers, gradients: numbers, ...(highlight.length > 0 && { highlight }) },
      );
    case "regions":
      return regionsScene(
        { outputs: outputs ?? [loss], parameters },
        // who draws looks at points and labels
        {
          ...common,
          ...(inputs && { inputs }),
          ...({ points: network.points, labels: network.labels } as object),
        },
      );
    case "curve":
      return curvesScene(trained(network, options.steps, readTrainingRate("draw", options.rate, network)), {
        ...common,
        log: true,
      });
  }
}

async function printed(
  scene: Scene,
  format: PictureFormat,
  { fonts, theme }: Options,
): Promise<string | Uint8Array> {
  if (format === "tikz") return `${sceneToTikz(scene, printName)}\n`;
  const svg = sceneToSvg(scene, { theme });
  if (format === "svg") return `${svg}\n`;
  const { svgToPng } = await import("@chainrule/plot/png");
  return svgToPng(svg, { fontFiles: fonts });
}
