import { derive } from "@chainrule/derive";
import { dim, map, scalar, sum } from "@chainrule/graph";
import { renderDocument } from "@chainrule/latex";
import { expect, test } from "vitest";

const [w, b] = [scalar("w", 0.5), scalar("b", 0.1)];
const samples = [
  { x: 1, t: 0 },
  { x: 2, t: 1 },
  { x: 3, t: 1 },
];

test.each([
  ["r", "N", dim("N", { index: "r" })],
  ["i", "3", undefined],
])("a function of a sample, mapped: the document sums over %s up to %s", (index, count, size) => {
  const errors = map(
    samples,
    ({ x, t }) => t.sub(w.mul(x).add(b).named("net").sigmoid().named("out")).square().mul(0.5),
    size === undefined ? {} : { size },
  );
  const E = sum(errors).named("E");
  const text = renderDocument(derive(E, { wrt: [w, b], form: "chain" }), {
    format: "markdown",
    notation: "index",
  });
  const over = String.raw`\sum_{${index}=1}^{${count}}`;
  for (const line of [
    String.raw`\mathrm{net}_{${index}} &:= w x_{${index}} + b`,
    String.raw`E &:= ${over} (t_{${index}} - \mathrm{out}_{${index}})^{2}\,\frac{1}{2}`,
    String.raw`\frac{\partial E}{\partial w} &= ${over} \frac{\partial E}{\partial \mathrm{net}_{${index}}}\,x_{${index}}`,
    String.raw`\frac{\partial E}{\partial b} &= ${over} \frac{\partial E}{\partial \mathrm{net}_{${index}}}`,
  ]) {
    expect(text).toContain(line);
  }
});
