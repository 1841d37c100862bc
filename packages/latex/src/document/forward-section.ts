import { filled } from "../language/language";
import { derivativeBlocks } from "./backward-section";
import type { Block, Row } from "./model";
import { rowsFor } from "./rows";
import { nameInline, nameOf, ofRole, paragraph, section, type Writing } from "./writing";

/** Every named quantity on the way to the loss, then the loss. */
export function forwardSection(writing: Writing): Block[] {
  const rowsOf = (role: "definition" | "loss"): Row[] =>
    ofRole(writing, role).flatMap((statement) => rowsFor([statement], writing));
  const definitions = rowsOf("definition");
  const forward: Block[] =
    definitions.length === 0
      ? []
      : [section(writing.language, "forward"), { kind: "formulas", rows: definitions }];
  return [
    ...forward,
    ...innerDerivatives(writing),
    section(writing.language, "loss"),
    { kind: "formulas", rows: rowsOf("loss") },
  ];
}

/** The derivations of the derivatives that the loss contains. */
function innerDerivatives(writing: Writing): Block[] {
  return writing.inner.flatMap((inner) => {
    const of = nameInline(nameOf(inner.derivation.loss), writing);
    const by = inner.derivation.wrt.map((node) => nameInline(nameOf(node), writing));
    return [
      section(writing.language, "innerDerivative", { of, by }),
      paragraph(filled(writing.language, "innerIntro", { of })),
      ...derivativeBlocks(inner),
    ];
  });
}
