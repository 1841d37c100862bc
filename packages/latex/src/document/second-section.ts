import { filled } from "../language/language";
import type { Block } from "./model";
import { bySymbol, rowsFor } from "./rows";
import { ofRole, paragraph, section, type Writing } from "./writing";

/** The second derivatives, if they were asked for. */
export function secondSection(writing: Writing): Block[] {
  const { language } = writing;
  const statements = ofRole(writing, "second");
  if (statements.length === 0) return [];
  const rows = bySymbol(statements).flatMap((group) => rowsFor(group, writing));
  return [
    section(language, "secondDerivatives"),
    paragraph(filled(language, "secondIntro")),
    { kind: "formulas", rows },
  ];
}
