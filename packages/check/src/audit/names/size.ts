import { type Dim, dim } from "@chainrule/graph";

/** How long an axis is: a number, or a size with a name. */
export interface Size {
  readonly text: string;
  readonly value: Dim | number;
}

/** The size that a document writes as `n_{l-1}`, `d` or `3`. */
export function size(written: string): Size {
  const text = written.replace(/[\s{}]/g, "");
  return { text, value: /^\d+$/.test(text) ? Number(text) : dim(text.replace(/[^A-Za-z0-9_]/g, "x")) };
}
