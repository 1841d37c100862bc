import type { Block, Row } from "./model";
import { rowsFor } from "./rows";
import { ofRole, section, type Writing } from "./writing";

/** Every named quantity on the way to the loss, then the loss. */
export function forwardSection(writing: Writing): Block[] {
  const rowsOf = (role: "definition" | "loss"): Row[] =>
    ofRole(writing, role).flatMap((statement) => rowsFor([statement], writing));
  const definitions = rowsOf("definition");
  const forward: Block[] =
    definitions.length === 0
      ? []
      : [section(writing.language, "forward"), { kind: "formulas", rows: definitions }];
  return [...forward, section(writing.language, "loss"), { kind: "formulas", rows: rowsOf("loss") }];
}
