/** Three levels of detail: what each leaves out, and that nothing is referred to that is not there. */
import { audit, auditSummary } from "@chainrule/check";
import { derive } from "@chainrule/derive";
import { type Node, scalar } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { loss as mazur, parameters } from "../../../examples/mazur";
import { type RenderOptions, renderDocument } from "../src/index";

type Detail = NonNullable<RenderOptions["detail"]>;
const DETAILS: readonly Detail[] = ["summary", "standard", "every-step"];

const text = (detail: Detail, form: "chain" | "delta" = "chain", language: "en" | "zh-Hans" = "en"): string =>
  renderDocument(derive(mazur, { wrt: parameters, form, rate: 0.5 }), {
    format: "markdown",
    detail,
    language,
  }).replace(/\(data:[^)]*\)/g, "(picture.svg)");

const rows = (document: string): number => document.split("\n").filter((line) => line.includes("&")).length;

describe.each(["chain", "delta"] as const)("form %s", (form) => {
  test("less detail, fewer lines; every number is there", () => {
    const [summary, standard, whole] = DETAILS.map((detail) => text(detail, form)) as [
      string,
      string,
      string,
    ];
    expect(rows(summary)).toBeLessThan(rows(standard));
    expect(rows(standard)).toBeLessThan(0.75 * rows(whole));
    const gradients = (document: string): string | undefined => document.split("Values of the gradients:")[1];
    expect(gradients(standard)).toBe(gradients(whole));
    expect(gradients(summary)).toBe(gradients(whole));
  });

  test.each(DETAILS)("%s: every claim is right as our own audit reads it", (detail) => {
    const { claims, right } = auditSummary(audit(text(detail, form), { format: "markdown" }));
    expect(right).toBe(claims);
    expect(claims).toBeGreaterThan(40);
  });

  test.each(DETAILS)("%s: numbers that reasons refer to stand beside lines", (detail) => {
    const document = text(detail, form);
    const said = new Set([...document.matchAll(/\\text\{\((\d+)\)\}/g)].map(([, number]) => number));
    for (const [, reason = ""] of document.matchAll(/\\text\{insert ([^}]*)\}/g))
      for (const [, number] of reason.matchAll(/\((\d+)\)/g)) expect(said).toContain(number);
  });
});

test("one weight of a layer in full, the others likewise", () => {
  const document = text("standard");
  expect(document.match(/^### Derivative with respect to \$w/gm)).toHaveLength(2);
  expect(document.match(/^Likewise:$/gm)?.length).toBeGreaterThan(2);
  expect(text("standard", "chain", "zh-Hans")).toContain("同理可得：");
});

test("layers are not taken for units", () => {
  let h: Node = scalar("x", 0.5);
  const weights = [1, 2, 3].map((l) => scalar(`w^(${l})`, 0.3));
  weights.forEach((w, l) => {
    h = w
      .mul(h)
      .named(`z^(${l + 1})`)
      .tanh()
      .named(`h^(${l + 1})`);
  });
  const derivation = derive(h.square().named("E"), { wrt: weights });
  const [standard, whole] = (["standard", "every-step"] as const).map((detail) =>
    renderDocument(derivation, { format: "markdown", detail }),
  ) as [string, string];
  expect(standard).not.toContain("Likewise:");
  expect(rows(standard)).toBeLessThan(rows(whole)); // the summary repeats no equation
});

test("an unknown level is refused", () => {
  expect(() => text("everything" as Detail)).toThrow(/detail is not one of the known ones/);
});
