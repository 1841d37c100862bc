/**
 * Kills a training at random moments, without warning, and starts it again, until it has ended: it comes to the bits of one that nobody
 * killed. Nothing is left behind but the last checkpoint.
 *   npx tsx --conditions=@chainrule/source packages/nn/scripts/resume.ts [KILLS] [SEED]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dim, tensor } from "@chainrule/graph";
import { fit, glorot, mlp, modelBytes, moons, seededRandom } from "../src/index";

/** The training: what is killed and what is not do the same. */
function trained(checkpoint?: string, onEpoch: () => void = () => {}): Uint8Array {
  const x = tensor("x", [dim("N"), 2]);
  const network = mlp(x, [{ units: 16, activation: "tanh" }, 1], { weights: glorot(1) });
  const options = { epochs: 400, batchSize: 4, validation: 0.2, seed: 3, onEpoch } as const;
  fit(
    network,
    { ...moons(200), classes: ["upper", "lower"] },
    checkpoint === undefined ? options : { ...options, checkpoint },
  );
  return modelBytes(network);
}

const self = fileURLToPath(import.meta.url);

/**
 * Starts the training in a process of its own; kills it so many milliseconds after so many epochs. What it came to, if it ended. The
 * process writes a dot for each epoch, and its result in the end.
 */
async function life(checkpoint: string, epochs: number, milliseconds: number): Promise<string | undefined> {
  const child = spawn(process.execPath, [...process.execArgv, self, "--train", checkpoint], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (part) => {
    const before = text.length;
    text += String(part);
    if (before < epochs && text.length >= epochs) setTimeout(() => child.kill("SIGKILL"), milliseconds);
  });
  const [code] = await once(child, "close");
  return code === 0 ? text.split("\n")[1] : undefined;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

async function campaign(kills: number, seed: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "chainrule-resume-"));
  const path = join(folder, "state.safetensors");
  const random = seededRandom(seed);
  const expected = hex(trained());
  let [killed, ended, wrong] = [0, 0, 0];
  while (killed < kills) {
    const result = await life(path, 1 + Math.floor(random() * 30), Math.floor(random() * 20));
    if (result === undefined) {
      killed++;
      if (killed % 20 === 0) console.log(`${killed} kills, ${ended} trainings ended, ${wrong} wrong`);
      continue;
    }
    ended++;
    if (result !== expected) wrong++;
    if (readdirSync(folder).length > 1) wrong++;
    rmSync(path);
  }
  // the one that is under way is left to end
  const last = await life(path, Number.POSITIVE_INFINITY, 0);
  if (last !== expected) wrong++;
  console.log(
    `${killed} kills (seed ${seed}), ${ended + 1} trainings ended, ${wrong} with other bits or something left behind; the checkpoint has ${readFileSync(path).length} bytes`,
  );
  rmSync(folder, { recursive: true });
  process.exitCode = wrong === 0 ? 0 : 1;
}

const [first, second] = process.argv.slice(2);
if (first === "--train") {
  const result = trained(second, () => void writeSync(1, "."));
  writeSync(1, `\n${hex(result)}\n`);
} else await campaign(Number(first ?? 200), Number(second ?? 7));
