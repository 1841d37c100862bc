/** Whatever is typed: `audit` throws nothing, and `check` only errors that say what is wrong with the claim. */
import { readdirSync, readFileSync } from "node:fs";
import { ChainruleError, dim, gradient, type Node, scalar, tensor } from "@chainrule/graph";
import { expect, test } from "vitest";
import { audit, check } from "../src/index";
import { Random } from "../src/prove/random";
import { newcomerDocuments } from "./newcomer-documents";

const [m, n] = [dim("m"), dim("n")];
const W = tensor("W", { shape: [m, n] });
const [x, y] = [tensor("x", { shape: [n] }), tensor("y", { shape: [m] })];
const z = W.matmul(x).named("z");
const E = z.sub(y).square().sum().mul(0.5).named("E");
const [w, a, b] = [scalar("w"), scalar("a"), scalar("b")];
const o = w.mul(a).add(b).sigmoid().named("o");
const L = o.sub(1).square().named("L");
const symbols = { W, x, y, z, w, a, b, o };

/** Claims, each about its truth, that edits are made in. */
const CLAIMS: readonly (readonly [claim: string, truth: Node])[] = [
  ["\\sum_{j=1}^{m} W_{jk} (z_j - y_j)", gradient(E, x)],
  ["\\frac{\\partial E}{\\partial W_{jk}} = (z_j - y_j) x_k", gradient(E, W)],
  ["W^T (z - y)", gradient(E, x)],
  ["(z - y) x^T", gradient(E, W)],
  ["\\frac{1}{2} \\sum_j (z_j - y_j)^2", E],
  ["\\frac12 (z - y)^T (z - y)", E],
  ["2 (o - 1) o (1 - o) a", gradient(L, w)],
  ["(\\sigma(w a + b) - 1)^2", L],
  ["2*(o-1)*o*(1-o)*a", gradient(L, w)],
  ["\\frac{\\partial L}{\\partial w} = 2 (o-1) \\frac{\\partial o}{\\partial w}", gradient(L, w)],
  ["w \\leftarrow w - \\eta 2 (o-1) o (1-o) a", gradient(L, w)],
  ["\\Delta W_{jk} = -\\eta (z_j - y_j) x_k", gradient(E, W)],
  ["\\begin{cases} (o-1)^2 & w > 0 \\\\ L & w \\le 0 \\end{cases}", L],
  ["matmul(transpose(W), z - y)", gradient(E, x)],
  ["\\sqrt[3]{w} + |a| \\cdot \\log_2(b)", L],
];

const folder = new URL("../../../examples/expected/", import.meta.url);
const documents = [
  ...newcomerDocuments.map(([, text]) => text),
  ...readdirSync(folder)
    .filter((file) => file.endsWith(".md"))
    .map((file) => readFileSync(new URL(file, folder), "utf8")),
];
const formulas = documents.flatMap((text) =>
  [...text.matchAll(/\$([^$\n]{4,200})\$/g)].map(([, formula]) => formula as string),
);

const BITS =
  String.raw`{ } ( ) [ ] _ ^ = + - * / | , . ' \frac \sum_i \sum_{j=1}^{m} \partial \Delta \sigma \mathbf{1} \infty ^T ^{(l)}
  _{jk} _1 x w W \delta 0 1 0.5 < \le \leftarrow \approx \text{if} & \\ \hat{y} \begin{cases} \end{cases} \log ? : \in e^ \| \odot ! $ %`.split(
    /\s+/,
  );

/** A text with one to three edits: something left out, put in, doubled, or taken from another formula. */
function edited(text: string, random: Random): string {
  let result = text;
  for (let left = 1 + random.below(3); left > 0; left--) {
    const at = random.below(result.length + 1);
    const length = 1 + random.below(6);
    const other = formulas[random.below(formulas.length)] as string;
    const from = random.below(other.length);
    const put = [
      "",
      BITS[random.below(BITS.length)] as string,
      result.slice(at, at + length).repeat(2),
      other.slice(from, from + 2 + random.below(16)),
    ][random.below(4)] as string;
    const isInserted = random.below(2) === 0;
    result = result.slice(0, at) + put + result.slice(isInserted ? at : at + length);
  }
  return result;
}

/** Says of a raw error where it was met. */
function unlessRefused(text: string, run: () => void): string[] {
  try {
    run();
    return [];
  } catch (error) {
    return error instanceof ChainruleError ? [] : [`${JSON.stringify(text)}: ${String(error)}`];
  }
}

const TEXTS = 150;

test("claims with edits, seed 1", () => {
  const random = new Random(1);
  const faults: string[] = [];
  for (let k = 0; k < TEXTS; k++) {
    const [claim, truth] = CLAIMS[random.below(CLAIMS.length)] as (typeof CLAIMS)[number];
    const text = edited(claim, random);
    const run = (): void => {
      const { because } = check(text, truth, { symbols });
      if (because.includes("broke off")) faults.push(`${JSON.stringify(text)}: ${because}`);
    };
    faults.push(...unlessRefused(text, run));
  }
  expect(faults).toEqual([]);
});

test("documents with edits, seed 2", () => {
  const random = new Random(2);
  const faults: string[] = [];
  for (let k = 0; k < TEXTS; k++) {
    const formula = (): string => edited(formulas[random.below(formulas.length)] as string, random);
    const text = [`Let $${formula()}$ and $${formula()}$.`, formula(), `$$${formula()}$$\n`][k % 3] as string;
    try {
      audit(text);
    } catch (error) {
      faults.push(`${JSON.stringify(text)}: ${String(error)}`);
    }
  }
  expect(faults).toEqual([]);
});

/** What once threw something else. */
test.each(["$L = \\sum_i a_i$, $dL/da = 1/N$", "(x{x_i(y){w}})i=k", "c45 = e^{100ts, l00} = 2"])(
  "%s",
  (document) => {
    expect(audit(document).lines.length).toBeGreaterThan(0);
  },
);

test.each([
  ["f with 300 primes", `f${"'".repeat(300)}(x)`],
  ["conditions by the hundred", `${"x>0?".repeat(300)}x${":x".repeat(300)}`],
  ["a run of letters", "x".repeat(3000)],
  ["spaces", `x${" ".repeat(30_000)}y`],
  ["braces", `${"{".repeat(3000)}x${"}".repeat(3000)}`],
  ["fractions", `${"\\frac{1}{1+".repeat(2000)}x${"}".repeat(2000)}`],
  ["environments", `${"\\begin{cases} x & ".repeat(2000)}x${"\\end{cases}".repeat(2000)}`],
  ["indices", `x${"_".repeat(1000)}`],
])("%s: a text that is read at once", (_, text) => {
  for (const document of [`Let $x = 2$ and $y = ${text}$.`, text])
    expect(audit(document).lines.length).toBeLessThan(400);
});
