/** What the worker answers, asked as the page asks. */
import { expect, test } from "vitest";
import { EXAMPLES } from "../src/examples/examples";
import { audit } from "../src/jobs/audit";
import { jobs } from "../src/jobs/jobs";
import { type Answering, reply as replyWith } from "../src/jobs/reply";
import type { Answer, Ask, JobName, Question, Setting } from "../src/protocol";

/** All jobs, of both threads. */
const reply = <J extends JobName>(question: Question<J>) =>
  replyWith<J>({ ...jobs, audit } as Answering<J>, question); // all of them are there

const setting = (source: string, values: Setting["values"] = {}): Setting => ({
  kind: "network",
  source,
  values,
  language: "en",
});
const exampleOf = (id: string): string => EXAMPLES.find((example) => example.id === id)?.state.source ?? "";
const MAZUR = exampleOf("mazur");

async function answer<J extends JobName>(job: J, ask: Ask<J>): Promise<Answer<J>> {
  const found = await reply({ id: 1, job, ask });
  if ("answer" in found) return found.answer as Answer<J>; // the question's own
  throw new Error(found.problem.message);
}

/** The part of a text that its problem is about, and what is said of it. */
async function problem(source: string): Promise<readonly [part: string, message: string]> {
  const found = await reply({ id: 1, job: "open", ask: setting(source) });
  if (!("problem" in found)) throw new Error("there is no problem");
  const { from, message, to } = found.problem;
  return [source.slice(from, to), message];
}

test("the worked network has the values and gradients of the article", async () => {
  const { quantities } = await answer("open", setting(MAZUR));
  const of = (name: string) => quantities.find((each) => each.name === name);
  expect(of("E_total")?.value).toBeCloseTo(0.298371108760003, 14);
  expect(of("w_5")?.gradient).toBeCloseTo(0.08216704056423078, 14);
  expect(of("w_1")).toMatchObject({ role: "parameter", value: 0.15 });
  expect(of("b_1")).toMatchObject({ role: "fixed", value: 0.35 });
});

test.each([
  ["2-2-2 sigmod", "sigmod", /Did you mean sigmoid/],
  ["2-2 sigmoid, squard error", "squard error", /squared error/],
  ["2-2 sigmoid\nw_9 = 1", "w_9", /nearest is w_/],
  ["2-2 sigmoid\ni = 1, 2, 3", "1, 2, 3", /2 values/],
  ["2-2 sigmoid\nw_1 = one", "one", /is a number/],
  ["2-0-1 tanh", "2-0-1", /whole numbers/],
  ["x = 1\ny = w x", "w", /no such name/],
  ["x = 1\ny = x *", "", /missing/],
  ["x = 1\nx = 2", "x", /one quantity/],
  ["x = [1, 2]\ny = 2 x", "y = 2 x", /Sum it/],
  ["", "", /nothing here/],
])("%j: the problem is under its characters", async (source, part, message) => {
  const [found, said] = await problem(source);
  expect(found).toBe(part);
  expect(said).toMatch(message);
});

test.each(EXAMPLES.filter(({ file, state }) => file === undefined && state.kind !== "code"))(
  "the example $id opens, is drawn and derived",
  async ({ state }) => {
    const own = setting(state.source ?? "");
    const { notations, quantities } = await answer("open", own);
    const selected = state.selected || (quantities.find(({ role }) => role === "parameter")?.name ?? "");
    const view = state.view ?? "network";
    expect((await answer("picture", { ...own, selected, view })).svg).toContain(`data-of="${selected}"`);
    for (const notation of notations) {
      const { blocks } = await answer("derivation", { ...own, selected, form: "chain", notation, rate: 0.1 });
      expect(blocks.filter(({ kind }) => kind === "formulas").length).toBeGreaterThan(0);
    }
  },
);

const w5 = { ...setting(MAZUR), selected: "w_5", form: "chain", notation: "scalar", rate: 0.5 } as const;

test.each([
  ["(out_o1 - target_o1) * out_o1 * (1 - out_o1) * out_h1", "proved"],
  ["(target_o1 - out_o1) * out_o1 * (1 - out_o1) * out_h1", "wrong"],
  ["(out_o1 - ", "unread"],
] as const)("%s is %s", async (claim, verdict) => {
  const found = await answer("judge", { ...w5, claim });
  expect(found.verdict).toBe(verdict);
  if (verdict !== "wrong") return;
  expect(claim.slice(found.from, found.to)).toBe("(target_o1 - out_o1)");
  expect((await answer("judge", { ...w5, claim: found.repair ?? "" })).verdict).toBe("proved");
});

test("in matrices a formula is compared with the tensor's gradient", async () => {
  const claim = (error: string): string => `((${error}) \\odot a^{(2)} \\odot (1 - a^{(2)})) {a^{(1)}}^\\top`;
  const right = await answer("judge", { ...w5, notation: "matrix", claim: claim("a^{(2)} - y") });
  const wrong = await answer("judge", { ...w5, notation: "matrix", claim: claim("y - a^{(2)}") });
  expect([right.verdict, wrong.verdict, wrong.repair]).toEqual(["proved", "wrong", claim("a^{(2)} - y")]);
});

test("values of sliders are those of pictures and derivations", async () => {
  const moved = { ...w5, values: { w_5: 0.9 } };
  const { quantities } = await answer("picture", { ...moved, view: "network" });
  expect(quantities.find(({ name }) => name === "w_5")?.value).toBe(0.9);
  const text = JSON.stringify(await answer("derivation", moved));
  expect(text).not.toEqual(JSON.stringify(await answer("derivation", w5)));
});

test("training of one sample is gradient descent", async () => {
  const { losses, values } = await answer("train", { ...setting(MAZUR), rows: [], rate: 0.5, steps: 1 });
  expect(values.w_5).toBeCloseTo(0.35891648, 8); // the article's
  expect(losses[1]).toBeLessThan(losses[0] as number);
});

test("training on samples learns XOR, and goes on where it was", async () => {
  const { state } = EXAMPLES.find(({ id }) => id === "xor") as (typeof EXAMPLES)[number];
  const own = { ...setting(state.source ?? ""), rows: state.rows ?? [], rate: 1 };
  const first = await answer("train", { ...own, steps: 3000 });
  expect(first.losses.at(-1)).toBeLessThan(0.01);
  const one = await answer("train", { ...own, steps: 2 });
  const begun = await answer("train", { ...own, steps: 1 });
  const gone = await answer("train", { ...own, values: begun.values, steps: 1 });
  expect(gone.values).toEqual(one.values);
});

test("tensors are trained too", async () => {
  const own = setting(exampleOf("softmax"));
  const { losses, values } = await answer("train", { ...own, rows: [], rate: 0.1, steps: 50 });
  expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] as number));
  const { quantities } = await answer("picture", { ...own, values, selected: undefined, view: "graph" });
  expect(quantities.find(({ role }) => role === "loss")?.value).toBeCloseTo(losses.at(-1) as number, 12);
});

test("a table by names or by places", async () => {
  const columns = ["i_1", "i_2", "target_o1"];
  const rows = [
    [0, 1, 1],
    [1, 1, 0],
  ];
  expect((await answer("table", { columns, csv: "target_o1,i_1,i_2\n1,0,1\n0,1,1" })).rows).toEqual(rows);
  expect((await answer("table", { columns, csv: "0,1,1\n1,1,0" })).rows).toEqual(rows);
  expect(
    await reply({ id: 1, job: "table", ask: { columns, csv: "i_1,i_2,target_o1\n0,zero,1" } }),
  ).toHaveProperty("problem.message", expect.stringMatching(/line 2/));
});

test("an audit marks the factor, and its edit mends it", async () => {
  const text =
    "With $w = 0.5$, $x = 2$, $t = 3$: $net = w x$, $E = \\frac12 (t - net)^2$, $\\frac{\\partial E}{\\partial w} = (t - net) x$.";
  const { lines } = await answer("audit", { ...setting(text), kind: "derivation" });
  const [wrong] = lines.filter(({ verdict }) => verdict === "wrong");
  expect(text.slice(wrong?.from, wrong?.to)).toContain("(t - net)");
  const { from, text: edit, to } = wrong?.edit ?? { from: 0, text: "", to: 0 };
  const mended = text.slice(0, from) + edit + text.slice(to);
  const after = await answer("audit", { ...setting(mended), kind: "derivation" });
  expect(after.lines.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
});

test("Python is read as a network, and its backward pass audited", async () => {
  const sourceOf = (id: string): Setting => ({ ...setting(exampleOf(id)), kind: "code" });
  const { loss, quantities } = await answer("open", sourceOf("python"));
  expect([loss, ...quantities.map(({ name }) => name)].sort()).toEqual([
    "E",
    "E",
    "a",
    "b",
    "t",
    "w",
    "x",
    "z",
  ]);
  const { lines } = await answer("audit", sourceOf("backward"));
  expect(lines.map(({ line, verdict }) => `${line} ${verdict}`)).toContain("14 wrong");
});
