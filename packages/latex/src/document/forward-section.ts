import { filled } from "../language/language";
import { derivativeBlocks } from "./backward-section";
import { definitionBlocks } from "./likewise";
import type { Block } from "./model";
import { rowsFor } from "./rows";
import { nameInline, nameOf, ofRole, paragraph, section, type Writing } from "./writing";

/** Every named quantity on the way to the loss, then the loss. */
export function forwardSection(writing: Writing): Block[] {
  const definitions = definitionBlocks(ofRole(writing, "definition"), writing);
  const forward: Block[] =
    ofRole(writing, "definition").length === 0 ? [] : [section(writing.language, "forward"), ...definitions];
  return [
    ...forward,
    ...innerDerivatives(writing),
    section(writing.language, "loss"),
    { kind: "formulas", rows: ofRole(writing, "loss").flatMap((each) => rowsFor([each], writing)) },
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
