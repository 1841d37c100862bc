import { filled } from "../language/language";
import { nodeTex } from "../print";
import type { Block } from "./model";
import { bySymbol, rowsFor } from "./rows";
import { nameInline, ofRole, paragraph, section, type Writing } from "./writing";

/** The new values of the parameters; nothing without a learning rate. */
export function updateSection(writing: Writing): Block[] {
  const updates = ofRole(writing, "update");
  const { rate } = writing.derivation;
  if (updates.length === 0 || rate === undefined) return [];
  const all = bySymbol(updates);
  // the summary has the new values of all in a table
  const isShort = writing.detail !== "every-step" && writing.numbers !== undefined;
  const shown = isShort ? all.slice(0, 1) : all;
  const symbol =
    rate.attrs.name === undefined ? { math: nodeTex(rate) } : nameInline(rate.attrs.name, writing);
  return [
    section(writing.language, "update"),
    paragraph(filled(writing.language, "updateIntro", { rate: symbol })),
    { kind: "formulas", rows: shown.flatMap((statements) => rowsFor(statements, writing)) },
    ...(shown.length < all.length ? [paragraph(filled(writing.language, "updatesLikewise"))] : []),
  ];
}
