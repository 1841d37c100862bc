/** Reports for programs: JSON by its schema, annotations, badges. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { english } from "../src/audit/findings/languages/en";
import { type AuditReport, audit, auditBadge, auditReport, auditSummary } from "../src/index";

interface Schema {
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}
const schema = JSON.parse(
  readFileSync(fileURLToPath(new URL("../audit.schema.json", import.meta.url)), "utf8"),
) as Schema & { readonly definitions: Readonly<Record<string, Schema>> };
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);

const folder = new URL("../../../examples/audits/", import.meta.url);
const documentNamed = (name: string): string => readFileSync(fileURLToPath(new URL(name, folder)), "utf8");

const DOCUMENTS: readonly string[] = [
  documentNamed("003.md"),
  "x = 0.5, y = x^2 = 0.2, z = 3 y = 0.6, q = y \\bowtie x, r > 1",
  "$w_1 > 1$ (2)\n\n$w_1 + w_2 > 1$, $w_2 > 0$, $w_1 < 0$ contradict one another.",
  "Let $x \\in \\mathbb{R}^n$, $W \\in \\mathbb{R}^{m \\times n}$. $h = x W$, $\\nabla_W L = 2 h x^T + q$",
  "No formula.",
];

describe("JSON", () => {
  test("real reports are as the schema says", () => {
    for (const document of DOCUMENTS) {
      const found = audit(document);
      for (const language of ["en", "zh-Hant"] as const) {
        const text = auditReport(found, document, { format: "json", language, name: "a.md" });
        const report = JSON.parse(text) as AuditReport;
        expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
        expect(report).toMatchObject({ schemaVersion: 1, name: "a.md", language });
        expect(report.lines.every(({ message }) => (message === undefined) === (language === "en"))).toBe(
          true,
        );
      }
    }
  });

  test("what is not as it says is refused", () => {
    const report = JSON.parse(auditReport(audit("$x = 2$, $y = x^2 = 5$"), "", { format: "json" }));
    expect(validate(report)).toBe(true);
    expect(validate({ ...report, schemaVersion: 2 })).toBe(false);
    expect(validate({ ...report, more: 1 })).toBe(false);
    const [line] = report.lines;
    expect(validate({ ...report, lines: [{ ...line, finding: { kind: "no such kind" } }] })).toBe(false);
    expect(
      validate({ ...report, lines: [{ ...line, finding: { kind: "another value", value: "1" } }] }),
    ).toBe(false);
    expect(validate({ schemaVersion: 1, name: "a.md", error: "not a file" })).toBe(true);
  });

  test("its kinds of reasons have the values of their sentences", () => {
    const places = new Map<string, string[]>();
    const visit = ({ $ref, anyOf = [], properties }: Schema): void => {
      if ($ref !== undefined) visit(schema.definitions[$ref.replace("#/definitions/", "")] as Schema);
      for (const each of anyOf) visit(each);
      const { kind, ...values } = properties ?? {};
      const named =
        kind?.$ref === undefined ? kind : schema.definitions[kind.$ref.replace("#/definitions/", "")];
      for (const each of kindsIn(named)) places.set(each, Object.keys(values).sort());
    };
    const kindsIn = (kind: Schema | undefined): string[] =>
      [kind?.const ?? [], kind?.enum ?? [], ...(kind?.anyOf ?? []).map(kindsIn)].flat(2);
    visit(schema.definitions.Reason as Schema);
    for (const [kind, sentence] of Object.entries(english.reasons)) {
      const own = [...JSON.stringify(sentence).matchAll(/\{(\w+)/g)].map(([, name]) => String(name));
      const counted = typeof sentence === "string" ? [] : ["count"];
      expect([kind, places.get(kind)]).toEqual([kind, [...new Set([...own, ...counted])].sort()]);
    }
    expect([...places.keys()].filter((kind) => !Object.hasOwn(english.reasons, kind))).toEqual(["unread"]);
  });

  test("jsonl is one line", () => {
    const found = audit("$x = 2$, $y = x^2 = 5$");
    const line = auditReport(found, "", { format: "jsonl", name: "a\u2028b.md" });
    expect(line).not.toMatch(/[\n\u2028]/);
    expect(JSON.parse(line)).toMatchObject({ name: "a\u2028b.md", summary: { wrong: 1 } });
  });
});

test("annotations of GitHub Actions: errors and warnings at their places, escaped", () => {
  const document = "x = 50\ny = x^2 = 5\n$q = y \\bowtie x$\n";
  const report = auditReport(audit(document), document, { format: "github", name: "a,b:c%.md" });
  expect(report.split("\n")).toEqual([
    "::error file=a%2Cb%3Ac%25.md,line=2,col=11,endColumn=12,title=Audit::wrong: the value is 2500, not 5%0Ashould be 2500",
    expect.stringMatching(
      /^::warning file=a%2Cb%3Ac%25\.md,line=3,col=2,endColumn=\d+,title=Audit::not checked: /,
    ),
    "::notice file=a%2Cb%3Ac%25.md,title=Audit::2 claims: 0 right, 1 wrong, 1 not checked (lines: 1 given, 1 wrong, 1 not checked)",
  ]);
});

test("a badge says how many equations hold, in words besides its colour", () => {
  const right = auditSummary(audit("$x = 2$, $y = x^2 = 4$"));
  const wrong = auditSummary(audit("$x = 2$, $y = x^2 = 5$"));
  expect(auditBadge(right)).toMatch(/aria-label="1 of 1 equation holds".*fill="#1a7f37"/);
  expect(auditBadge([right, wrong])).toMatch(/aria-label="1 of 2 equations hold".*fill="#c1121f"/);
  expect(auditBadge([])).toContain('fill="#57606a"');
  expect(auditBadge(right, { language: "zh-Hans" })).toContain("<title>1 个式子中 1 个成立</title>");
  expect(() => auditBadge(right, { colour: "red" } as never)).toThrow(/auditBadge.*"colour"/);
});

test("marks for chainrule.sty: in the order in which TeX comes to their formulas, everything escaped", () => {
  const document = String.raw`Let $x = 2$, $50 \% = y$ and $y = x^2 = 5$.
\begin{align}
  z &= x^3 \\
  z &= 9
\end{align}`;
  const marks = auditReport(audit(document, { format: "latex" }), document, { format: "tex" }).split("\n");
  expect(marks.filter((mark) => mark.includes("{wrong}"))).toEqual([
    expect.stringMatching(/^\\ChainruleMark\{1\}\{1\}\{wrong\}/),
    expect.stringMatching(/^\\ChainruleMark\{2\}\{4\}\{wrong\}\{wrong: the value is 8, not 9; should be 8\}/),
  ]);
  expect(marks.at(-2)).toMatch(/^\\ChainruleAudit\{/);
});
