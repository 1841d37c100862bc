/** Documents of layers, losses and networks of `nn`, read back by the auditor: nothing that we write is called wrong. */
import { audit } from "@chainrule/check";
import { renderDocument } from "@chainrule/latex";
import { expect, test } from "vitest";
import { sampled } from "./campaign";
import { countsOf, OWN, ownDerivation } from "./own-documents";

/** In each of these nothing is left open; one of a kind in `npm test`, the others in campaigns. */
const whole: readonly (readonly [name: string, notation: "index" | "matrix"])[] = [
  ["conv2d", "index"],
  ["softmax", "matrix"],
  ["dense of a batch", "matrix"],
  ["absoluteError", "matrix"],
  ["attention", "index"],
  ["attention", "matrix"],
  ["lstmCell", "index"],
  ["gruCell", "matrix"],
  ["maxPool2d", "index"],
  ["two layers of a sequence", "index"],
];

const document = (name: string, notation: "index" | "matrix"): string =>
  renderDocument(ownDerivation(name), { format: "markdown", notation, title: name });

test.each(whole.slice(0, sampled(whole.length, 4)))(
  "%s, %s notation: all of it is confirmed",
  (name, notation) => {
    const { accused, confirmed, open } = countsOf(audit(document(name, notation)).lines);
    expect(accused).toEqual([]);
    expect(open).toEqual([]);
    expect(confirmed).toBeGreaterThan(0);
  },
);

/** What is not read: slices, reshaped and padded tensors. It is left open, and said. */
const open: readonly (readonly [name: string, notation: "index" | "matrix"])[] = [
  ["rnn", "matrix"],
  ["conv2d of a batch", "matrix"],
  ["rnn", "index"],
];

test.each(open.slice(0, sampled(open.length, 2)))(
  "%s, %s notation: nothing is called wrong",
  (name, notation) => {
    const found = countsOf(audit(document(name, notation)).lines);
    expect(found.accused).toEqual([]);
    expect(found.open.length).toBeGreaterThan(0);
  },
);

test("steps over a sequence are no layers", () => {
  const text = document("rnn", "index");
  expect(text).not.toContain("h_{L");
  expect(text).toContain("h_{3,j}");
});

test("names of own documents are told apart", () => {
  expect(new Set(OWN).size).toBe(OWN.length);
});
