import { once } from "node:events";
import type { ParseArgsConfig } from "node:util";
import { type Node, nameText } from "@chainrule/graph";
import { type Terminal, terminal, terminalLines } from "@chainrule/latex";
import type { LossAt } from "@chainrule/nn";
import { count, onlyFile, parsedFlags } from "./flags";
import { loadNetwork, type Network } from "./load";
import type { Outcome } from "./outcome";
import { terminalChart } from "./terminal-chart";
import { readTrainingRate, trained } from "./training";

const FLAGS = {
  loss: { type: "string" },
  steps: { type: "string" },
  rate: { type: "string" },
  plot: { type: "boolean" },
} as const satisfies ParseArgsConfig["options"];

/** More parameters than this are only counted. */
const MOST_ROWS = 20;

/** `chainrule train`: trains, and returns the loss and the new parameters. @throws UsageError, ChainruleError */
export async function trainCommand(args: readonly string[]): Promise<Outcome> {
  const { values, positionals } = parsedFlags("train", args, FLAGS);
  const steps = count("--steps", values.steps ?? "1000", 1e9);
  const network = await loadNetwork(onlyFile("train", positionals), values.loss);
  const rate = readTrainingRate("train", values.rate, network);
  const before = new Map(network.parameters.map((node) => [node, node.value]));
  const show = values.plot ? (process.stdout.isTTY ? growing() : lineByLine()) : undefined;
  const losses = trained(network, steps, rate, show);
  if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
  return { text: terminalLines(summary(network, losses, before)), code: 0 };
}

/** A curve that is drawn over itself; `write` is done when the terminal has it. */
function growing(): (losses: readonly LossAt[]) => void {
  let height = 0;
  return (losses) => {
    const lines = terminalChart(losses, Math.min(80, process.stdout.columns || 80));
    const back: Terminal = height === 0 ? terminal`` : terminal`\x1b[${height}A`;
    process.stdout.write(`${back}${terminal.join(lines, terminal`\x1b[K\n`)}\x1b[K\n`);
    height = lines.length;
  };
}

/** Plain lines, for files and other programs. */
function lineByLine(): (losses: readonly LossAt[]) => void {
  let shown = 0;
  return (losses) => {
    for (const { step, loss } of losses.slice(shown))
      process.stdout.write(terminal`step ${step} loss ${loss}\n`);
    shown = losses.length;
  };
}

function summary(
  { loss, parameters }: Network,
  losses: readonly LossAt[],
  before: ReadonlyMap<Node, unknown>,
): string {
  const [first, last] = [losses[0], losses.at(-1)];
  const name = loss.attrs.name === undefined ? "loss" : nameText(loss.attrs.name);
  const rows = parameters.slice(0, MOST_ROWS).flatMap((node) => {
    const old = before.get(node);
    return typeof old === "number" ? [`  ${node}: ${old} -> ${node.value}`] : [];
  });
  const more = parameters.length - rows.length;
  return [
    `${name} = ${first?.loss} -> ${last?.loss} after ${last?.step} updates`,
    ...rows,
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join("\n");
}
