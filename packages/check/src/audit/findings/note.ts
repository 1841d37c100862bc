import { english } from "./languages/en";
import type { Value } from "./reason";
import type { Lint, LintKind } from "./result";
import { valueText } from "./say";

/** A note about values that are more than text; its `of` and `to` are English. */
export const noteOf = (kind: LintKind, of: Value, to: Value, line: number): Lint => ({
  kind,
  of: valueText(of, english),
  to: valueText(to, english),
  line,
  values: { of, to },
});
