/** Files: a training killed anywhere comes to the same bits, and what is written is whole or not there. */
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dim, type Node, type TensorValue, tensor } from "@chainrule/graph";
import { readCsv } from "@chainrule/nn/csv";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type FitOptions,
  fit,
  glorot,
  load,
  mlp,
  moons,
  predict,
  readNpy,
  save,
  seededRandom,
  writeNpy,
} from "../../src/index";
import { refuses } from "../expect";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "chainrule-fit-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const at = (name: string): string => join(folder, name);

const net = () =>
  mlp(tensor("x", [dim("N"), 2]), [{ units: 6, activation: "tanh" }, 1], { weights: glorot(1) });
const bitsOf = (model: { readonly parameters: readonly Node[] }) =>
  model.parameters.map(({ value }) => (value as TensorValue).data);
const data = { ...moons(40), classes: ["upper", "lower"] };

describe("a training that is killed", () => {
  class Killed extends Error {}

  const options: FitOptions = {
    epochs: 12,
    batchSize: 7,
    validation: 0.25,
    stop: { patience: 4 },
    metrics: ["accuracy"],
    rate: 0.05,
  };
  /** Goes on from the file, and is killed after so many updates, if it lasts so long. */
  function life(path: string, updates: number, every: number) {
    const model = net();
    let left = updates;
    const onUpdate = () => {
      if (left-- === 0) throw new Killed();
    };
    try {
      return { model, result: fit(model, data, { ...options, checkpoint: path, every, onUpdate }) };
    } catch (error) {
      if (error instanceof Killed) return undefined;
      throw error;
    }
  }

  test.each([1, 3])(
    "at any moment, with a checkpoint every %i epochs, ends with the same bits and history",
    (every) => {
      const whole = net();
      const result = fit(whole, data, options);
      const random = seededRandom(every);
      const path = at(`killed-${every}.safetensors`);
      let ended: ReturnType<typeof life>;
      let lives = 0;
      for (; ended === undefined; lives++)
        ended = life(path, Math.floor(random() * 9 * every) + every, every);
      expect(lives).toBeGreaterThan(3);
      expect(bitsOf(ended.model)).toEqual(bitsOf(whole));
      expect(ended.result).toEqual(result);
      expect(life(path, 0, every)?.result).toEqual(result); // it is over: nothing is left to do
    },
  );

  test("goes on for more epochs, as one that was to last so long", () => {
    const [whole, parts] = [net(), net()];
    const path = at("longer.safetensors");
    const plain = { batchSize: 9, optimiser: "momentum" } as const;
    fit(whole, data, { ...plain, epochs: 9 });
    fit(parts, data, { ...plain, epochs: 4, checkpoint: path });
    const next = net();
    const { epochs, history } = fit(next, data, { ...plain, epochs: 9, checkpoint: path });
    expect([epochs, history.loss?.length]).toEqual([9, 9]);
    expect(bitsOf(next)).toEqual(bitsOf(whole));
  });

  test("draws the noise that it would have drawn without a break", () => {
    const noisy = () => {
      const model = net();
      const random = seededRandom(4);
      const shift = tensor("s", { shape: [dim("N"), 1] });
      const draw = (shape: readonly number[]) => ({
        shape,
        data: Float64Array.from({ length: shape[0] as number }, random),
      });
      const node = model.output;
      return { ...model, output: node.add(shift), noise: [{ symbol: shift, draw }] };
    };
    const used = (model: ReturnType<typeof noisy>) => ({
      ...model,
      trainingOnly: [{ node: model.output, instead: model.layers[1]?.output as Node }],
    });
    const [whole, first, second] = [used(noisy()), used(noisy()), used(noisy())];
    const path = at("noise.safetensors");
    fit(whole, data, { epochs: 6, batchSize: 9 });
    fit(first, data, { epochs: 2, batchSize: 9, checkpoint: path });
    fit(second, data, { epochs: 6, batchSize: 9, checkpoint: path });
    expect(bitsOf(second)).toEqual(bitsOf(whole));
  });

  test.each([
    ["another seed", data, { seed: 2 }],
    ["other batches", data, { batchSize: 8 }],
    ["another optimiser", data, { optimiser: "sgd" }],
    ["other data", { ...moons(40, { seed: 9 }), classes: ["upper", "lower"] }, {}],
  ] as const)("does not go on with %s", (_, other, change) => {
    const path = at("own.safetensors");
    fit(net(), data, { epochs: 1, batchSize: 7, checkpoint: path });
    refuses(
      "REFUSED",
      () => fit(net(), other, { epochs: 1, batchSize: 7, checkpoint: path, ...change }),
      "of another training",
    );
  });

  test("is not begun again over a file that is no checkpoint, or a damaged one", () => {
    const path = at("damaged.safetensors");
    save(net(), path);
    refuses("REFUSED", () => fit(net(), data, { epochs: 1, checkpoint: path }), "not a checkpoint");
    rmSync(path);
    fit(net(), data, { epochs: 1, checkpoint: path });
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 9));
    refuses("REFUSED", () => fit(net(), data, { epochs: 2, checkpoint: path }), "outside the file");
  });
});

describe("files", () => {
  test("a model, an array and a table", () => {
    const model = net();
    fit(model, data, { epochs: 3 });
    save(model, at("moons.safetensors"));
    expect(predict(load(at("moons.safetensors")), data.x)).toEqual(predict(model, data.x));
    writeNpy(at("x.npy"), data.x);
    expect(readNpy(at("x.npy"))).toEqual(data.x);
    writeFileSync(at("t.csv"), "a,b\n1,2\n");
    expect(readCsv(at("t.csv")).names).toEqual(["a"]);
  });

  test("what was half-written by a process that is no more is removed, what is not ours stays; a link stays a link", () => {
    const path = at("linked.safetensors");
    save(net(), path);
    symlinkSync(path, at("link.safetensors"));
    const host = readdirSync(folder); // before
    writeFileSync(at(".linked.safetensors.elsewhere-1.part"), "of another machine");
    save(net(), at("link.safetensors"));
    expect(lstatSync(at("link.safetensors")).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual([...host, ".linked.safetensors.elsewhere-1.part"].sort());
  });

  test("that are not there, or cannot be written", () => {
    refuses("FILE", () => load(at("nothing.safetensors")), "cannot be read");
    refuses("FILE", () => save(net(), at("no/folder.safetensors")), "cannot be written");
    refuses("FILE", () => readNpy(folder), "cannot be read");
    refuses("OPERAND", () => save(net(), ""), "named by its path");
  });
});
