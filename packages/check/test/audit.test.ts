/** Documents with known mistakes: printed numbers are compared with correct values that our code did not compute. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Audit, type AuditClaim, audit, auditReport, auditSummary } from "../src/index";

const folder = new URL("../../../examples/audits/", import.meta.url);
const documentNamed = (name: string): string => readFileSync(fileURLToPath(new URL(name, folder)), "utf8");
const BAD = ["wrong", "inherits", "not supported by the printed digits", "cut instead of rounded"];

const claimsIn = ({ lines }: Audit): AuditClaim[] => lines.flatMap(({ claims }) => claims);
const lineWith = (found: Audit, text: string) => found.lines.filter((line) => line.text.includes(text));

/** Whether a printed decimal is a correct rounding of a value given by more digits: exact, with whole numbers. */
function isRounding(printed: string, correct: string): boolean {
  const places = printed.split(".")[1]?.length ?? 0;
  const scaled = (text: string): bigint => {
    const [, sign, whole, rest = ""] = /^(-?)(\d+)\.?(\d*)$/.exec(text) as RegExpExecArray;
    return BigInt(`${sign}${whole}${rest.padEnd(30, "0").slice(0, 30)}`);
  };
  const difference = scaled(printed) - scaled(correct);
  return (difference < 0n ? -difference : difference) * 2n <= 10n ** BigInt(30 - places);
}

/** Where a number stands, as text before it; what was printed; the correct value (60 digits of working precision elsewhere). */
type Row = readonly [before: string, printed: string, correct: string];

const first: readonly Row[] = [
  ["b1) = f(0.15*0.05 + 0.2*0.1 + 0.35) = f(", "0.3825", "0.3775"],
  ["e^{-0.3775}} = ", "0.6", "0.59326999210718726"],
  ["f(w3*i1 + w4*i2 + b1) = ", "0.596884378", "0.59688437825976706"],
  ["f(h1*w5 + h2*w6 + b2) = ", "0.75", "0.75136506955231571"],
  ["f(h1*w7 + h2*w8 + b2) = ", "0.773", "0.77292846532146259"],
  ["(0.99 - 0.773)^2 = ", "0.3", "0.29837110876000269"],
  ["-(0.01 - 0.75) = ", "0.74", "0.74136506955231571"],
  ["0.75 * (1 - 0.75) = ", "0.186", "0.18681560180895949"],
  ["w_5} = h_1 = ", "0.6", "0.59326999210718726"],
  ["0.74 * 0.186 * 0.6 = ", "0.082", "0.082167040564230779"],
  ["0.4 - 0.5 * 0.082 = ", "0.359", "0.35891647971788461"],
  ["w6_{new} = ", "0.4", "0.40866618607623337"],
  ["w7_{new} = ", "0.51", "0.51130127023873753"],
  ["w8_{new} = ", "0.56", "0.56137012110798911"],
  ["net_{o1}} = ", "0.18", "0.18681560180895949"],
  ["out_{h1}} = 0.74 * 0.18 * 0.4 = ", "0.0554", "0.055399424651422786"],
  ["out_{h1}} = ", "-0.02", "-0.019049118258278108"],
  ["0.0554 + (-0.02) = ", "0.0354", "0.036350306393144678"],
  ["0.6 * (1 - 0.6) = ", "0.24", "0.24130070857232523"],
  ["w_1} = i_1 = ", "0.05", "0.05"],
  ["0.0354 * 0.24 * 0.05 = ", "0.0004248", "0.00043856773447434673"],
  ["w2_{new} = ", "0.19956143", "0.19956143226552565"],
  ["w3_{new} = ", "0.24975114", "0.24975114363236957"],
  ["w4_{new} = ", "0.29950229", "0.29950228726473914"],
  ["0.25*0.1 + 0.35 = ", "0.3825", "0.3775"],
];

const second: readonly Row[] = [
  ["0.005+0.01+0.4=", "0.415", "0.415"],
  ["1/(1+0.660340281)=", "0.602286177", "0.60228617688863066"],
  ["0.003+0.008+0.4=", "0.411", "0.411"],
  ["1/(1+0.662986932)=", "0.601327636", "0.60132763583261498"],
  ["0.180685853+0.210464672+0.7=", "1.091150525", "1.0911505256080044"],
  ["1/(1+0.335829891)=", "0.748598311", "0.74859831116231838"],
  ["0.240914471+0.210464672+0.7=", "1.151379143", "1.1513791432968675"],
  ["1/1.316200383=", "0.759762733", "0.75976273293913661"],
  ["即 o1=", "0.748598311", "0.74859831116231838"],
  ["o2-0.9)^2=", "0.01545028", "0.030900560156378435"],
  ["0.01545028+0.009833246=", "0.025283526", "0.040733805692728396"],
  ["-(0.5-0.748598311)=", "0.248598311", "0.24859831116231838"],
  ["0.251401689*0.748598311=", "0.18819888", "0.18819887968724313"],
  ["w_6}=out_{h2}=", "0.601327636", "0.60132763583261498"],
  ["0.248598311*0.18819888*0.601327636=", "0.028133669", "0.028133668860436957"],
  ["0.35-0.1*0.028133669=", "0.347186633", "0.3471866331139563"],
];

describe.each([
  ["000.md", first],
  ["002.md", second],
] as const)("the numbers of %s", (name, rows) => {
  const document = documentNamed(name);
  const found = audit(document);
  const claims = claimsIn(found);
  test.each(rows)("%s%s", (before, printed, correct) => {
    const offset = document.indexOf(`${before}${printed}`);
    expect(offset).toBeGreaterThanOrEqual(0);
    const at = offset + before.length;
    const line = document.slice(0, at).split("\n").length;
    const column = at - document.lastIndexOf("\n", at - 1);
    const claim = claims.find(
      ({ place }) => place.line === line && place.column <= column && column < place.column + place.length,
    );
    expect(claim?.verdict).toBeDefined();
    expect(BAD.includes(claim?.verdict as string)).toBe(!isRounding(printed, correct));
    if (claim?.expected !== undefined && claim.place.text === printed)
      expect(isRounding(claim.expected, correct)).toBe(true);
  });
});

test("mistakes are named by their kind", () => {
  const found = audit(documentNamed("000.md"));
  expect(lineWith(found, "= 0.186")[0]).toMatchObject({
    verdict: "cut instead of rounded",
    where: { text: "0.186" },
  });
  expect(lineWith(found, "= 0.0354")[0]).toMatchObject({ verdict: "not supported by the printed digits" });
  const unsupported = lineWith(found, "= 0.0354")[0]?.line;
  expect(lineWith(found, "0.0004248")[0]).toMatchObject({ verdict: "inherits", inherits: unsupported });
  expect(lineWith(audit(documentNamed("002.md")), "0.025283526")[0]).toMatchObject({
    verdict: "wrong",
    where: { text: "0.01545028" },
  });
});

test("every line of the scheme of named factors is proved", () => {
  const { lines } = audit(documentNamed("001.md"));
  const claims = lines.filter(({ verdict }) => verdict !== "definition");
  expect(claims.length).toBeGreaterThan(30);
  expect(claims.filter(({ verdict }) => verdict !== "proved")).toEqual([]);
});

test("of the formulas with thresholds one has the wrong sign", () => {
  const found = audit(documentNamed("004.md"));
  const bad = found.lines.filter(({ verdict }) => verdict !== "proved" && verdict !== "definition");
  expect(bad).toHaveLength(1);
  expect(bad[0]).toMatchObject({ verdict: "wrong", repair: { edit: "sign" } });
  expect(bad[0]?.text).toContain("\\Delta \\gamma_h");
  expect(found.lint.map(({ kind }) => kind).sort()).toEqual(["differential below", "sum begins"]);
  expect(found.conventions).toContainEqual({ kind: "negative sensitivity", of: "g", to: "beta" });
});

test("the general layer: one wrong index, one number missing", () => {
  const found = audit(documentNamed("000-layers.md"));
  const bad = found.lines.filter(({ verdict }) => BAD.includes(verdict));
  expect(bad).toHaveLength(1);
  expect(bad[0]).toMatchObject({ verdict: "wrong", repair: { edit: "wrong index", replacement: "\\sum_j" } });
  expect(found.lines.some(({ verdict }) => verdict === "not checked")).toBe(false);
  expect(found.lint).toContainEqual(expect.objectContaining({ kind: "numbering gap", of: "(6-2-7)" }));
});

test("reports are those that stand beside the documents", async () => {
  for (const name of ["000", "000-layers", "001", "002", "003", "004", "article"]) {
    const document = documentNamed(`${name}.md`);
    const found = audit(document);
    const path = (format: string): string => fileURLToPath(new URL(`expected/${name}.${format}`, folder));
    await expect(`${auditReport(found, document)}\n`).toMatchFileSnapshot(path("txt"));
    await expect(
      auditReport(found, document, { format: "markdown", name: `${name}.md` }),
    ).toMatchFileSnapshot(path("report.md"));
    expect(auditSummary(found).wrong > 0).toBe(name !== "001" && name !== "003");
  }
});

test("the figures of the cited article: which procedure gives which", () => {
  const variants = audit(documentNamed("article.md")).lines.flatMap(({ text, variant }) =>
    variant === undefined ? [] : [[text, variant]],
  );
  expect(variants).toEqual([
    ["E_{total} = 0.291027924", "already updated weights used in the hidden gradients"],
    ["E_{total} = 0.0000351085", "one update fewer"],
    ["E_{total}^{(10000)} = 0.000035085", "already updated weights used in the hidden gradients"],
    ["out_{o1} = 0.015912196", "already updated weights used in the hidden gradients"],
    ["out_{o2} = 0.984065734", "already updated weights used in the hidden gradients"],
  ]);
});
